"""The review cockpit: every candidate with its assessments, progress, divergence.

For officers, chair and secretary only.
"""

from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grants import formats
from grants.addresses import address
from grants.applications.queries.record import country_of
from grants.evaluation import scoring
from grants.evaluation.models import LIVE, Assessment, Assessor, Candidate, Standing
from grants.evaluation.models.assessments import REVIEW_ROLES
from grants.evaluation.queries import grids
from grants.evaluation.queries.assigning import free_assessors
from grants.evaluation.queries.ways import above, above_assessments, stages_of
from grants.evaluation.scoring_messages import sentence
from grants.evaluation.workflow import AssessmentState, CandidateState, EvaluationState
from grants.questionnaire.models import COMMENT, QuestionKind
from grants.questionnaire.queries import form_of
from grants.words import display

NOT_ASSESSED = (CandidateState.RECEIVED, CandidateState.INADMISSIBLE, CandidateState.INELIGIBLE)

WANTS_THIRD = Q(progress__standing=Standing.THIRD, progress__assigned=F("progress__submitted"))
"""``Progress.wants_third`` for many."""

SORTS = {
    "reference": ("reference",),
    "spread": (F("progress__spread").desc(nulls_last=True), "reference"),
    "mean": (F("progress__mean").desc(nulls_last=True), "reference"),
    "rank": ("lot__position", F("rank").asc(nulls_last=True), "reference"),
}


def shown(evaluation, user):
    """The candidates of the cockpit this person may see: assessed or to be, none in conflict."""
    return Candidate.objects.visible_to(user).filter(evaluation=evaluation).exclude(state__in=NOT_ASSESSED)


def review_rows(evaluation, user, *, q="", lot="", standing="", sort=""):
    """The candidates that fit the search and the filters of the page, in the order chosen."""
    candidates = shown(evaluation, user)
    if q:
        candidates = candidates.filter(Q(reference__icontains=q) | Q(title__icontains=q))
    if lot:
        candidates = candidates.filter(lot__code=lot)
    if standing == "unassigned":
        candidates = candidates.filter(Q(progress=None) | Q(progress__assigned=0))
    elif standing:
        candidates = candidates.filter(progress__standing=standing)
    return candidates.order_by(*SORTS.get(sort, SORTS["reference"]))


def counts_of(evaluation, user) -> dict[str, int]:
    """How many candidates this person sees in the cockpit, and how far they are; one query."""
    counts = shown(evaluation, user).aggregate(
        all=Count("pk"),
        third=Count("pk", filter=Q(progress__standing=Standing.THIRD)),
        complete=Count("pk", filter=Q(progress__standing=Standing.COMPLETE)),
        unassigned=Count("pk", filter=Q(progress=None) | Q(progress__assigned=0)),
    )
    return counts | {"missing": counts["all"] - counts["third"] - counts["complete"]}


def review_page(evaluation, user) -> dict:
    """Everything the cockpit shows besides its counts and its list."""
    rules = grids.rules_in(evaluation)
    return {
        "evaluation": evaluation,
        "call": evaluation.call,
        "rules": rules,
        "columns": [{"label": label, "kind": kind, "hint": hint} for label, kind, hint in COLUMNS],
        "tie_title": tie_title(rules),
        "is_open": evaluation.state == EvaluationState.OPEN,
        "above": above(evaluation),
        "stages": stages_of(evaluation, user, "review"),
    }


COLUMNS = (
    (gettext_lazy("Candidate"), "", gettext_lazy("Reference")),
    (gettext_lazy("State"), "", gettext_lazy("Assessed")),
    (gettext_lazy("Lot"), "", ""),
    (gettext_lazy("Assessments"), "", ""),
    (gettext_lazy("Spread, %"), "number", ""),
    (gettext_lazy("Score"), "number", ""),
    (gettext_lazy("Rank"), "number", ""),
)
"""Heads of the list: words, kind, what stands small below."""


def rows(found):
    """The rows of a part of ``review_rows``, for components/table.html; two queries."""
    candidates = list(_with_row(found))
    live = Assessment.objects.live().filter(candidate__in=candidates).order_by("is_third", "pk")
    lines = {}
    for number, *assessment in live.values_list(
        "candidate_id", "assessor__user__name", "assessor__user__email", "total", "is_third"
    ):
        lines.setdefault(number, []).append(_line(*assessment))
    return [_cells(candidate, lines.get(candidate.pk)) for candidate in candidates]


def _with_row(candidates):
    """One page of candidates with what a row shows: thousands are sorted by their numbers alone, not by whole rows."""
    rows = Candidate.objects.filter(pk__in=candidates.values("pk")).order_by(*candidates.query.order_by)
    return rows.select_related("lot", "progress").only(
        "public_id", "reference", "title", "state", "score", "rank", "lot__code", "progress__standing",
        "progress__assigned", "progress__submitted", "progress__mean", "progress__spread",
    )  # fmt: skip


def _cells(candidate, lines):
    progress = getattr(candidate, "progress", None)
    score = candidate.score if candidate.score is not None else progress.mean if progress else None
    url = address("evaluation:assessments", candidate.public_id)
    return [
        {"text": candidate.title, "url": url, "hint": candidate.reference},
        {
            "document": candidate,
            "hint": _standing(progress) if progress else "",
            "is_alert": progress is not None and progress.wants_third,
        },
        candidate.lot.code,
        {"lines": lines} if lines else {"muted": _("nobody yet")},
        {"text": _text(progress.spread if progress else None, 1), "value": progress.spread if progress else None},
        {"text": _text(score, 2), "value": score},
        {"text": candidate.rank, "value": candidate.rank},
    ]


def _standing(progress):
    if progress.standing == Standing.THIRD and not progress.wants_third:
        return _("Divergent, a third is assigned")
    return display(progress, "standing")


def _line(name, email, total, is_third):
    """Who, and the total or that there is none yet."""
    line = f"{name or email}: {_text(total, 0) or '–'}"
    return _("%(line)s (third)") % {"line": line} if is_third else line


def _text(value, places):
    return "" if value is None else formats.number(value, places)


def candidate_page(candidate, user) -> dict:
    """One candidate: its assessments side by side, criterion by criterion; what can be done."""
    evaluation = candidate.evaluation
    rules = grids.rules_in(evaluation)
    assessments = list(
        Assessment.objects.filter(candidate=candidate)
        .select_related("assessor__user")
        .prefetch_related("versions")
        .order_by("is_third", "pk")
    )
    for one in assessments:
        one.candidate = candidate  # with its evaluation and call, which each is asked for
    columns = [one for one in assessments if one.state in LIVE]
    progress = getattr(candidate, "progress", None)
    standing = progress.standing if progress else Standing.MISSING
    is_open = evaluation.state == EvaluationState.OPEN and candidate.state == CandidateState.ELIGIBLE
    is_third = standing == Standing.THIRD
    wants_third = is_third and progress.wants_third
    has_room = rules is not None and (wants_third or (not is_third and len(columns) < rules.assessors))
    return {
        "candidate": candidate,
        "evaluation": evaluation,
        "rules": rules,
        "assessments": assessments,
        "columns": columns,
        "sections": _sections(rules, candidate, columns) if rules else [],
        "progress": progress,
        "places": 2 if grids.carried_titles(rules) else 0,
        "outcome": _outcome(rules, candidate, columns, standing),
        "is_open": is_open,
        "is_third": is_third,
        "wants_third": wants_third,
        "assessors": free_assessors(candidate) if is_open and has_room else [],
        "has_room": has_room,
        "above": above_assessments(evaluation),
        "number_country": country_of(user),
    }


def _sections(rules, candidate, columns):
    """The grid as a table: per section its criteria with the scores and comments of each submitted assessment."""
    grid = grids.grid_for(rules, candidate.concept_scores)
    maximum = {section.slug: section.maximum for section in grid.sections}
    carried = {section.slug: section.carried for section in grid.sections if section.is_carried}
    texts = [_texts(one) for one in columns]
    totals = [scoring.section_totals(grid, one.scores) if one.scores else {} for one in columns]
    return [
        {
            "title": section.title,
            "maximum": maximum.get(section.slug),
            "carried": carried.get(section.slug),
            "totals": [one.get(section.slug) for one in totals] if section.slug in maximum else None,
            "rows": [
                {
                    "label": question.label,
                    "weight": question.weight,
                    "cells": [
                        {
                            "score": one.scores.get(question.key),
                            "comment": texts[place].get(_comment_key(question), ""),
                        }
                        for place, one in enumerate(columns)
                    ],
                }
                for question in section.questions
                if not question.key.endswith(COMMENT) and section.slug not in carried
            ],
        }
        for section in form_of(rules.grid).sections
    ]


def _comment_key(question):
    return question.key + COMMENT if question.kind == QuestionKind.SCORE else question.key


def _texts(assessment):
    """The comments of the newest frozen version of a submitted assessment."""
    versions = list(assessment.versions.all())
    if assessment.state != AssessmentState.SUBMITTED or not versions:
        return {}
    return max(versions, key=lambda version: version.number).document["texts"]


def _outcome(rules, candidate, columns, standing):
    """The final score and its findings in words, once it is known."""
    if rules is None or standing != Standing.COMPLETE:
        return None
    grid, plain = grids.grid_for(rules, candidate.concept_scores), grids.plain_rules(rules)
    given = [one.scores for one in columns if one.state == AssessmentState.SUBMITTED]
    found = scoring.final(grid, plain, given)
    titles = titles_of(rules)
    return {
        "total": found.total,
        "passes": found.passes,
        "findings": [sentence(finding.code, finding.params, titles) for finding in found.findings],
        "left_out": len(given) - len(scoring.counted(grid, plain, given)),
    }


def titles_of(rules) -> dict:
    """Words by key of every section and criterion of a grid, in the reader's language."""
    form = form_of(rules.grid)
    titles = {section.slug: section.title for section in form.sections}
    return titles | {question.key: question.label for section in form.sections for question in section.questions}


def tie_title(rules) -> str:
    """The section that decides between equal scores, in words; empty without rules."""
    return titles_of(rules).get(rules.tie_section, rules.tie_section) if rules else ""


def review_desk(user, evaluations) -> list[dict]:
    """How far the assessments are this person runs, evaluation by evaluation; at most two queries.

    ``evaluations`` are the person's, newest first, as ``desks.evaluations_of`` gives them.
    ``line`` is what the home page says of the evaluation, ``waiting`` what it asks the person to do.
    """
    running = [
        evaluation
        for evaluation in reversed(evaluations)
        if evaluation.state == EvaluationState.OPEN
        and any(user.has_role(role, call=evaluation.call) for role in REVIEW_ROLES)
    ]
    assesses = Assessor.objects.filter(user=user, evaluation__in=running).values_list("evaluation_id", flat=True)
    assessed = set(assesses) if running else set()
    running = [evaluation for evaluation in running if evaluation.pk not in assessed]
    if not running:
        return []
    to_assess = ~Q(state__in=NOT_ASSESSED)
    visible = Candidate.objects.visible_to(user).filter(evaluation__in=running)
    counts = visible.order_by().values("evaluation").annotate(
        all=Count("pk", filter=to_assess),
        unchecked=Count("pk", filter=Q(state=CandidateState.RECEIVED)),
        unassigned=Count("pk", filter=to_assess & (Q(progress=None) | Q(progress__assigned=0))),
        third=Count("pk", filter=to_assess & Q(progress__standing=Standing.THIRD)),
        wanted=Count("pk", filter=to_assess & WANTS_THIRD),
        complete=Count("pk", filter=to_assess & Q(progress__standing=Standing.COMPLETE)),
    )  # fmt: skip
    counts = {row["evaluation"]: row for row in counts}
    return [
        {
            "evaluation": evaluation.pk,
            "line": _desk_line(evaluation, counts[evaluation.pk]),
            "waiting": _to_do(evaluation, counts[evaluation.pk], user),
        }
        for evaluation in running
        if evaluation.pk in counts
    ]


def _desk_line(evaluation, counts):
    assessed = _("%(complete)d of %(all)d candidates assessed") % counts
    divergent = ngettext("%d divergent", "%d divergent", counts["third"]) % counts["third"]
    url = reverse("evaluation:review", args=[evaluation.public_id])
    return {"url": url, "note": f"{evaluation.call.reference} · {assessed}, {divergent}"}


def _to_do(evaluation, counts, user):
    """What brings the assessments forward: assign, assign a third, consolidate."""
    review = reverse("evaluation:review", args=[evaluation.public_id])
    unassigned, third, items = counts["unassigned"], counts["wanted"], []
    if user.has_perm("grants.assign_assessment", evaluation):
        if unassigned:
            title = ngettext("%d application has no assessor", "%d applications have no assessor", unassigned)
            items.append((title % unassigned, f"{review}?standing=unassigned"))
        if third:
            title = ngettext("%d application needs a third assessor", "%d applications need a third assessor", third)
            items.append((title % third, f"{review}?standing=third"))
    is_complete = counts["all"] and counts["complete"] == counts["all"] and not counts["unchecked"]
    if is_complete and user.has_perm("grants.consolidate_evaluation", evaluation):
        items.append((_("Consolidate the scores"), reverse("evaluation:consolidate", args=[evaluation.public_id])))
    return [{"title": title, "url": url, "note": evaluation.call.title} for title, url in items]
