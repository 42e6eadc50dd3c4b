"""Who assesses what: by hand, by lot, the third where two diverge; taken back and void."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.drafts.actions import open_draft, open_drafts
from grants.evaluation.actions.conflicts import when_a_conflict_begins
from grants.evaluation.actions.grids import freeze_scoring_rules
from grants.evaluation.actions.progress import refresh, refresh_each
from grants.evaluation.models import LIVE, Assessment, Assessor, Candidate, Progress, Standing
from grants.evaluation.queries.assigning import proposed
from grants.evaluation.workflow import AssessmentState, AssessorState, CandidateState, EvaluationState, the_assessor
from grants.workflow import Refused, action, advance, locked, record, record_each


@action
def assign_assessment(candidate, *, assessor, due_at, is_third=False, by) -> Assessment:
    """Give a candidate to an assessor, with a term; the first assignment fixes the scoring rules.

    Refused for a conflict of interest, before the declaration is signed, for a candidate that is not
    eligible, beyond the number of assessors of the rules, and for a third while two do not diverge.
    """
    evaluation = locked(candidate.evaluation)
    rules = freeze_scoring_rules(evaluation, by=by)
    assessment = _assign(evaluation, candidate, assessor, due_at, is_third, rules, by)
    changes = {"count": 1, "due_at": due_at.isoformat()}
    record(assessor, "assign", by=by, changes=changes, tells=(the_assessor,))
    return assessment


@action
def assign_by_lot(evaluation, *, seed, due_at, by) -> list[Assessment]:
    """Carry out the proposal drawn with ``seed``, as it comes out now; one letter per assessor.

    Refused while there is nothing to share out, and for a term in the past. Who can be drawn is who could be
    given it by hand; the queries do not grow with the number of applications.
    """
    evaluation = locked(evaluation)
    rules = freeze_scoring_rules(evaluation, by=by)
    drawn = proposed(evaluation, rules, seed=seed)
    if due_at <= clock.now():
        raise Refused([_("The term lies in the past.")])
    if evaluation.state != EvaluationState.OPEN:
        raise Refused([_("The scores are consolidated: nothing is assigned any more.")])
    if not drawn.pairs:
        raise Refused([_("There is nothing to assign: every eligible candidate has its assessors, or nobody fits.")])
    made = _assign_drawn(drawn.pairs, due_at, rules, by)
    record(evaluation, "assign_by_lot", by=by, changes={"seed": seed, "count": len(made)})
    by_assessor = {}
    for assessment in made:
        by_assessor.setdefault(assessment.assessor_id, []).append(assessment)
    for several in by_assessor.values():
        changes = {"count": len(several), "due_at": due_at.isoformat(), "seed": seed}
        record(several[0].assessor, "assign", by=by, changes=changes, tells=(the_assessor,))
    return made


def _assign_drawn(pairs, due_at, rules, by):
    drafts = open_drafts(rules.grid, len(pairs))
    made = Assessment.objects.bulk_create(
        Assessment(candidate=candidate, assessor=assessor, draft=draft, assigned_at=clock.now(), due_at=due_at)
        for (candidate, assessor), draft in zip(pairs, drafts, strict=True)
    )
    record_each(made, "assign", by=by, changes={"due_at": due_at.isoformat(), "is_third": False})
    refresh_each([candidate for candidate, _assessor in pairs], rules)
    return made


def _assign(evaluation, candidate, assessor, due_at, is_third, rules, by):
    reasons = list(_reasons(evaluation, candidate, assessor, due_at, is_third, rules))
    if reasons:
        raise Refused(reasons)
    assessment = Assessment.objects.create(
        candidate=candidate,
        assessor=assessor,
        draft=open_draft(rules.grid),
        is_third=is_third,
        assigned_at=clock.now(),
        due_at=due_at,
    )
    record(assessment, "assign", by=by, changes={"due_at": due_at.isoformat(), "is_third": is_third})
    refresh(candidate, rules)
    return assessment


def _reasons(evaluation, candidate, assessor, due_at, is_third, rules):
    if evaluation.state != EvaluationState.OPEN:
        yield _("The scores are consolidated: nothing is assigned any more.")
    if candidate.evaluation_id != evaluation.pk or assessor.evaluation_id != evaluation.pk:
        yield _("Candidate and assessor belong to different evaluations.")
    if candidate.state != CandidateState.ELIGIBLE:
        yield _("Only eligible candidates are assessed.")
    if assessor.state != AssessorState.ACCEPTED:
        yield _("%(assessor)s has not signed the declaration.") % {"assessor": assessor}
    if not Candidate.objects.filter(pk=candidate.pk).without_conflict(assessor.user).exists():
        yield _("%(assessor)s has a conflict of interest with this candidate.") % {"assessor": assessor}
    if due_at <= clock.now():
        yield _("The term lies in the past.")
    yield from _numbers(candidate, assessor, is_third, rules)


def _numbers(candidate, assessor, is_third, rules):
    live = Assessment.objects.filter(candidate=candidate, state__in=LIVE)
    if live.filter(assessor=assessor).exists():
        yield _("%(assessor)s has this candidate already.") % {"assessor": assessor}
    if is_third:
        if not Progress.objects.filter(candidate=candidate, standing=Standing.THIRD).exists():
            yield _("A third assessor reads a candidate only when two assessments diverge.")
        elif live.filter(state=AssessmentState.ASSIGNED).exists():
            yield _("Somebody is assessing this candidate already.")
    elif live.count() >= rules.assessors:
        yield _("This candidate has its %(count)d assessors.") % {"count": rules.assessors}


@action
def withdraw_assessment(assessment, *, reason, by) -> Assessment:
    """Take an assignment back. What was typed stays for staff; the assessor keeps a copy. Needs a reason."""
    assessment = _locked_in_order(assessment)
    if not reason.strip():
        raise Refused([_("Say why: the assessor is told.")])
    _drop(assessment, "withdraw_assessment", by=by, note=reason.strip())
    return assessment


@action
def void_assessments(evaluation, *, by, assessor=None) -> list[Assessment]:
    """Make void what was assigned to or scored by somebody now in conflict with the candidate.

    Kept in the record, out of every sum (security.md T-RV-08). Of one assessor, or of all.
    """
    people = Assessor.objects.filter(evaluation=evaluation, assessments__state__in=LIVE).select_related("user")
    if assessor is not None:
        people = people.filter(pk=assessor.pk)
    made_void = []
    for person in people.distinct():
        free = Candidate.objects.without_conflict(person.user)
        barred = Assessment.objects.live().filter(assessor=person).exclude(candidate__in=free)
        for assessment in barred:
            assessment = _locked_in_order(assessment)
            _drop(assessment, "void_assessments", by=by)
            made_void.append(assessment)
    return made_void


@when_a_conflict_begins
def leave_out(conflict, candidates, *, by):
    """Void at once what the person was assigned or has scored of these candidates."""
    theirs = Assessment.objects.live().filter(candidate__in=candidates, assessor__user=conflict.person)
    for assessment in theirs.order_by("pk"):
        assessment = _locked_in_order(assessment)
        _drop(assessment, "void_assessments", by=by, note=conflict.reason)


def _drop(assessment, step, *, by, note=""):
    """Take an assessment out of the count. A third one steps into its place, so that there can be another third."""
    advance(assessment, step, by=by, note=note)
    if not assessment.is_third:
        Assessment.objects.live().filter(candidate=assessment.candidate, is_third=True).update(is_third=False)
    refresh(assessment.candidate)


def _locked_in_order(assessment):
    """The assessment, locked: the evaluation first, then its own row, as every action here does."""
    locked(assessment.candidate.evaluation)
    return locked(assessment)
