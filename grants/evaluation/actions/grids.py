"""Evaluation grids as data, and the scoring rules of a call (decisions.md B6)."""

import tomllib
from pathlib import Path

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.calls.actions.setting_up import apply, plain, refuse_unless_clean
from grants.calls.models import CallStep
from grants.evaluation.models import ScoringRules
from grants.evaluation.queries.grids import are_fixed, as_grid, rules_of
from grants.questionnaire.actions import (
    add_criterion,
    add_question,
    add_section,
    freeze_version,
    in_all,
    new_questionnaire,
    new_version,
)
from grants.questionnaire.models import Purpose, Question, QuestionKind, Questionnaire, QuestionnaireVersion
from grants.workflow import Reason, Refused, action, locked, record

GRIDS = Path(__file__).parents[1] / "data" / "grids.toml"
"""The programme's own grids; the README beside it says what they are."""

LANGUAGES = ("es", "pt-br", "en")

MOST_WORDS = 150
"""Words of one comment."""

WORDS_SECTION = "conclusion"
"""Section of every grid without scores: the words applicants are told."""


def _words_title():
    return gettext("What applicants are told")


WORDS = {
    "strengths": lambda: gettext("Strengths of the proposal"),
    "weaknesses": lambda: gettext("Weaknesses of the proposal"),
}


@action
def load_grids(path=GRIDS, *, by=None) -> list[QuestionnaireVersion]:
    """Bring the grids of a file into the database; return the version of each, in the file's order.

    Loading again changes nothing; where the file says something else than the newest version, the
    next version says it. Refused for a text missing in a language, and then nothing is loaded.
    """
    grids = tomllib.loads(Path(path).read_text(encoding="utf-8"))["grids"]
    gaps = [
        f"{grid['name']}: {row.get('key') or row['slug']}"
        for grid in grids
        for section in grid["sections"]
        for row, text in [(section, section["title"]), *((one, one["label"]) for one in section["criteria"])]
        if not all(text.get(language) for language in LANGUAGES)
    ]
    if gaps:
        raise Refused([Reason(_("The file lacks texts: %(gaps)s.") % {"gaps": ", ".join(gaps)})])
    return [_load(grid, by) for grid in grids]


def _load(grid, by):
    questionnaire = Questionnaire.objects.filter(purpose=Purpose.GRID, name=grid["name"]).first()
    if questionnaire is None:
        version = new_questionnaire(purpose=Purpose.GRID, name=grid["name"], by=by).versions.get()
    else:
        newest = questionnaire.versions.order_by("-number").first()
        if _said(newest) == _saying(grid):
            return newest
        freeze_version(newest, by=by)
        version = new_version(questionnaire, by=by)
    for section in grid["sections"]:
        _add(version, section, by)
    _add_words(version, by)
    return version


@action
def new_grid(*, name, by) -> QuestionnaireVersion:
    """Begin a grid of one's own, with what applicants are told already in it. ``name`` is for staff."""
    version = new_questionnaire(purpose=Purpose.GRID, name=name, by=by).versions.get()
    _add_words(version, by)
    return version


def _add_words(version, by):
    words = add_section(version, slug=WORDS_SECTION, title=in_all(_words_title), by=by)
    for key, label in WORDS.items():
        add_question(words, key=key, kind=QuestionKind.LONG, label=in_all(label), most_words=MOST_WORDS, by=by)


def _add(version, row, by):
    fields = {"threshold": row.get("threshold")}
    fields |= {name: row.get(name, False) for name in ("rejects_lowest", "is_carried")}
    section = add_section(version, slug=row["slug"], title=row["title"], **fields, by=by)
    for one in row["criteria"]:
        add_criterion(section, key=one["key"], label=one["label"], weight=one.get("weight", 1), by=by)


def _saying(grid):
    """What a grid of the file says, to be compared."""
    return [
        (
            section["slug"],
            tuple(section["title"][language] for language in LANGUAGES),
            section.get("threshold"),
            section.get("rejects_lowest", False),
            section.get("is_carried", False),
            [(one["key"], one.get("weight", 1), *(one["label"][x] for x in LANGUAGES)) for one in section["criteria"]],
        )
        for section in grid["sections"]
    ]


def _said(version):
    """What a version says, in the same shape."""
    sections = version.sections.exclude(slug=WORDS_SECTION).order_by("position")
    return [
        (
            section.slug,
            (section.title_es, section.title_pt_br, section.title_en),
            section.threshold,
            section.rejects_lowest,
            section.is_carried,
            list(
                Question.objects.filter(section=section, kind=QuestionKind.SCORE)
                .order_by("position")
                .values_list("key", "weight", "label_es", "label_pt_br", "label_en")
            ),
        )
        for section in sections
    ]


@action
def set_scoring_rules(call, *, by, step="", **data) -> ScoringRules:
    """Set or change how the applications of a call are scored; ``data`` are columns of ScoringRules.

    Of one ``step``, that in progress by default.

    Refused once they are fixed: at the opening of submissions, or at the first assignment where none
    were set up by then. Refused too for a form that is no grid.
    """
    call = locked(call)
    step = step or call.step
    if call.steps == 1 and step != CallStep.FULL:
        raise Refused([_("The call has no concept notes.")])
    rules = ScoringRules.objects.filter(call=call, step=step).first()
    if rules is not None and are_fixed(rules, call):
        raise Refused([_("The scoring rules are fixed: applicants rely on those that were published.")])
    is_new = rules is None
    if is_new:
        rules = ScoringRules(call=call, step=step, set_at=clock.now(), **data)
        changes = {name: plain(value) for name, value in data.items()}
    else:
        changes = apply(rules, data)
    _refuse_unfit(rules)
    _refuse_unlike(rules)
    if changes:
        rules.save()
        record(call, "set_scoring_rules", by=by, changes=changes)
    return rules


def _refuse_unfit(rules):
    refuse_unless_clean(rules)
    if rules.grid.questionnaire.purpose != Purpose.GRID:
        raise Refused([_("This is not an evaluation grid.")])
    slugs = set(rules.grid.sections.values_list("slug", flat=True))
    if rules.tie_section not in slugs:
        raise Refused([_("The grid has no section “%(slug)s” to decide ties.") % {"slug": rules.tie_section}])
    _refuse_out_of_reach(as_grid(rules.grid, rules.threshold))


def _refuse_out_of_reach(grid):
    """A total that no scores come to would reject everybody."""
    if grid.threshold is not None and grid.threshold > grid.maximum:
        raise Refused([_("The scores of this grid come to %(most)d points at most.") % {"most": grid.maximum}])
    far = _("The section “%(slug)s” passes from %(least)s points on, and its scores come to %(most)d at most.")
    reasons = [
        Reason(far % {"slug": one.slug, "least": f"{one.threshold:f}", "most": one.maximum}, code="grid")
        for one in grid.sections
        if one.threshold is not None and one.threshold > one.maximum
    ]
    if reasons:
        raise Refused(reasons)


def _refuse_unlike(rules):
    """A score is carried over between sections of one key and one maximum."""
    call = rules.call
    other = CallStep.CONCEPT if rules.step == CallStep.FULL else CallStep.FULL
    if call.steps == 1 or (pair := rules_of(call, other)) is None:
        return
    full, concept = (rules, pair) if rules.step == CallStep.FULL else (pair, rules)
    from_maximum = {section.slug: section.maximum for section in as_grid(concept.grid).sections}
    sentence = _("The grid of the concept notes has no section “%(slug)s” of %(maximum)d points to carry over.")
    reasons = [
        Reason(sentence % {"slug": section.slug, "maximum": section.maximum}, code="grid")
        for section in as_grid(full.grid, carries=True).sections
        if section.is_carried and from_maximum.get(section.slug) != section.maximum
    ]
    if reasons:
        raise Refused(reasons)


def freeze_scoring_rules(evaluation, *, by) -> ScoringRules:
    """The rules of the step of a call for its first assignment: from here nobody changes them, nor the grid.

    Runs inside an action. Raises Refused while there are none.
    """
    call, rules = evaluation.call, ScoringRules.objects.select_for_update(of=("self",)).select_related("grid")
    rules = rules.filter(call=call, step=evaluation.step).first()
    if rules is None:
        raise Refused([_("The call has no scoring rules yet: choose its evaluation grid first.")])
    rules.call = call
    if rules.frozen_at is None:
        _refuse_unlike(rules)
        rules.grid = freeze_version(rules.grid, by=by)
        rules.frozen_at = clock.now()
        rules.save(update_fields=["frozen_at"])
        record(call, "freeze_scoring_rules", by=by, changes={"grid": str(rules.grid)})
    return rules
