"""The checks: criteria set up for the call, answered for each candidate, decided, taken back."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.calls.models import CallStep
from grants.evaluation.criteria import STANDARD
from grants.evaluation.models import Candidate, CheckAnswer, CheckCriterion, Verdict
from grants.evaluation.queries.checks import (
    checks_of,
    checks_of_all,
    criteria_of,
    is_fixed,
    ready_to_be_eligible,
    steps_answered,
)
from grants.evaluation.workflow import CandidateState, scores_are_not_consolidated
from grants.workflow import Reason, Refused, action, advance, locked, record

LANGUAGES = ("es", "pt_br", "en")


@action
def adopt_standard_criteria(call, *, by):
    """Give the call the standard criteria of the programme. Raises Refused when it has some already."""
    call = locked(call)
    if criteria_of(call):
        raise Refused([_("The call has criteria already.")])
    made = make_standard_criteria(call)
    record(call, "change_criteria", by=by, changes={"added": [row.slug for row in made]})
    return made


def make_standard_criteria(call):
    """The standard criteria as rows of the call, for every step; where the call has criteria, and none for the
    step in progress, for that one. Two queries. Inside an action that holds the call."""
    taken = set(call.check_criteria.values_list("slug", flat=True))
    step = call.step if taken else ""
    rows = [
        CheckCriterion(
            call=call, stage=stage, rule=rule, position=place, **_texts(texts),
            slug=f"{slug}-{step}" if slug in taken else slug, step=step or _only_step(call, rule),
        )
        for place, (stage, slug, rule, *texts) in enumerate(STANDARD)
    ]  # fmt: skip
    return CheckCriterion.objects.bulk_create(rows)


def _only_step(call, rule):
    """Mandates are not asked of concept notes that need none."""
    has_mandates_later = call.steps == 2 and not call.two_steps.asks_mandates
    return CallStep.FULL if rule == "mandates" and has_mandates_later else ""


def _texts(texts):
    names = [f"{column}_{language}" for column in ("text", "reason") for language in LANGUAGES]
    return dict(zip(names, texts, strict=True))


@action
def add_criterion(call, *, by, **data):
    """Add a criterion to a check of the call, until the first answer is given in a step that asks it."""
    row = CheckCriterion(call=call, **data)
    call = _open_for_criteria(call, row)
    _save_clean(row)
    record(call, "change_criteria", by=by, note=row.text, changes={"added": [row.slug]})
    return row


@action
def change_criterion(criterion, *, by, **data):
    """Change a criterion, until the first answer is given in a step that asks it: all are asked the same."""
    call = _open_for_criteria(criterion.call, criterion)
    row = locked(criterion)
    for name, value in data.items():
        setattr(row, name, value)
    _open_for_criteria(call, row)
    _save_clean(row)
    record(call, "change_criteria", by=by, note=row.text, changes={"changed": [row.slug]})
    return row


@action
def remove_criterion(criterion, *, by):
    """Take a criterion away, until the first answer is given in a step that asks it."""
    call = _open_for_criteria(criterion.call, criterion)
    record(call, "change_criteria", by=by, note=criterion.text, changes={"removed": [criterion.slug]})
    criterion.delete()
    return call


def _open_for_criteria(call, criterion):
    call = locked(call)
    if is_fixed(criterion, steps_answered(call)):
        raise Refused([_("The checks have begun: the criteria stay as they are, the same for all.")])
    return call


def _save_clean(row):
    try:
        row.full_clean(exclude=["call"])
        row.validate_constraints()
    except ValidationError as error:
        raise Refused(error.messages) from error
    row.save()


@action
def answer_checks(candidate, *, by, answers):
    """Answer criteria for a candidate: ``answers`` is {slug: (verdict, note)}; "" leaves one unanswered.

    Raises Refused for a no without a note, an unknown criterion, and once the check is decided.
    """
    candidate = _held(candidate)
    _refuse_unless_open(candidate)
    checks = {row.criterion.slug: row for row in checks_of(candidate).rows}
    reasons, changes = [], {}
    for slug, (verdict, note) in answers.items():
        row, note = checks.get(slug), note.strip()
        if row is None or verdict not in ("", *Verdict.values):
            reasons.append(Reason(_("This criterion is not asked in this call."), code=slug))
        elif verdict == Verdict.NO and not note:
            sentence = _("Say why not: “%(criterion)s”") % {"criterion": row.criterion.text}
            reasons.append(Reason(sentence, url=f"#note-{slug}", code=slug))
        elif verdict and (row.answer is None or (row.answer.verdict, row.answer.note) != (verdict, note)):
            changes[slug] = (row, verdict, note)
    if reasons:
        raise Refused(reasons)
    if changes:
        _save_answers(candidate, changes.values(), by)
        told = {slug: [row.verdict, verdict] for slug, (row, verdict, _note) in changes.items()}
        record(candidate, "answer_checks", by=by, changes={"answers": told})
    return candidate


def _save_answers(candidate, changes, by):
    rows = [
        CheckAnswer(candidate=candidate, criterion=row.criterion, verdict=verdict, note=note, by=by, at=clock.now())
        for row, verdict, note in changes
    ]
    CheckAnswer.objects.bulk_create(
        rows,
        update_conflicts=True,
        unique_fields=["candidate", "criterion"],
        update_fields=["verdict", "note", "by", "at"],
    )


@action
def find_inadmissible(candidate, *, by, note=""):
    """Decide that the candidate fails the administrative check, for each of its criteria answered with no."""
    return _decide(candidate, "find_inadmissible", by, note)


@action
def find_ineligible(candidate, *, by, note=""):
    """Decide that the candidate is not eligible, for each criterion answered with no."""
    return _decide(candidate, "find_ineligible", by, note)


@action
def find_eligible(candidate, *, by, note=""):
    """Decide that the candidate keeps every criterion and goes on to the assessment."""
    return _decide(candidate, "find_eligible", by, note)


@action
def find_all_eligible(evaluation, *, by):
    """Find eligible, of the candidates this person sees, all whose every criterion is answered with yes.

    Returns them. Raises Refused when there is none.
    """
    evaluation = locked(evaluation)
    numbers = list(ready_to_be_eligible(evaluation, by).values_list("pk", flat=True))
    rows = Candidate.objects.filter(pk__in=numbers, state=CandidateState.RECEIVED).order_by("pk")
    candidates = list(rows.select_for_update(of=("self",)).select_related("evaluation__call"))
    if not candidates:
        raise Refused([_("There is no candidate whose every criterion is answered with yes.")])
    checks_of_all(candidates, evaluation)
    for candidate in candidates:
        advance(candidate, "find_eligible", by=by)
    return candidates


@action
def reopen_check(candidate, *, by, reason):
    """Take the decision of the check back, with a reason, until the scores are consolidated."""
    candidate = _held(candidate)
    if not reason.strip():
        raise Refused([_("Say why the check is opened again.")])
    advance(candidate, "reopen_check", by=by, note=reason.strip())
    return candidate


def _decide(candidate, name, by, note):
    candidate = _held(candidate)
    failed = [row.criterion.slug for row in checks_of(candidate).failed()]
    advance(candidate, name, by=by, note=note.strip(), changes={"failed": failed} if failed else {})
    return candidate


def _held(candidate):
    """The candidate locked, after its evaluation: a consolidation waits, or was before."""
    evaluation = locked(candidate.evaluation)
    candidate = locked(candidate)
    candidate.evaluation = evaluation
    return candidate


def _refuse_unless_open(candidate):
    closed = scores_are_not_consolidated(candidate)
    if closed:
        raise Refused([closed])
    if candidate.state != CandidateState.RECEIVED:
        raise Refused([_("The check is decided. Open it again to change an answer.")])
