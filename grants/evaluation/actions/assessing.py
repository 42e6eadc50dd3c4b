"""Filling in the grid, submitting it, opening it again."""

import json

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.drafts.actions import save_whole
from grants.drafts.queries import answers_of
from grants.evaluation import scoring
from grants.evaluation.actions.progress import refresh
from grants.evaluation.models import Assessment, AssessmentVersion, Evaluation
from grants.evaluation.queries.assessing import content, gaps
from grants.evaluation.queries.grids import grid_for, rules_in, scores_in
from grants.evaluation.workflow import AssessmentState, AssessorState, EvaluationState
from grants.questionnaire.queries import form_of
from grants.workflow import Reason, Refused, action, advance, locked, reasons_against, record


class NotYours(Refused):
    """The assignment was taken back, or the way to the application is barred by now."""


def refuse_if_over(fresh) -> None:
    """Raise NotYours when an assessment was taken back, Refused when it is submitted or consolidated."""
    if fresh.state == AssessmentState.WITHDRAWN or fresh.assessor.state != AssessorState.ACCEPTED:
        raise NotYours([Reason(_("This assignment was taken back."), code="withdrawn")])
    if fresh.state == AssessmentState.VOID:
        raise NotYours([Reason(_("This assessment is void."), code="void")])
    if fresh.state == AssessmentState.SUBMITTED:
        sentence = _("This assessment is submitted and locked. The secretary can open it again, with a reason.")
        raise Refused([Reason(sentence, code="locked")])
    # Asked anew: a consolidation that held this row has ended the evaluation since the query began.
    if not Evaluation.objects.filter(pk=fresh.candidate.evaluation_id, state=EvaluationState.OPEN).exists():
        sentence = _("The scores are consolidated: nothing of an assessment changes any more.")
        raise Refused([Reason(sentence, code="locked")])


def lock_for_scoring(assessment) -> Assessment:
    """The assessment, locked, while it can be filled in: every save begins with it, and so does submitting.

    Raises as ``refuse_if_over``.
    """
    fresh = Assessment.objects.select_for_update(of=("self",)).select_related(
        "assessor", "candidate__evaluation__call", "draft__version"
    )
    fresh = fresh.get(pk=assessment.pk)
    refuse_if_over(fresh)
    return fresh


@action
def save_scores(assessment, *, answers, based_on, by) -> dict:
    """Save scores and comments ``{key: raw}``: autosave passes one, the plain form all.

    Returns {key: Saved or Conflict}. Raises as ``lock_for_scoring``, and then nothing is saved.
    """
    assessment = lock_for_scoring(assessment)
    form = form_of(assessment.draft.version)
    if any(form.question(key) is None for key in answers):
        raise Refused([Reason(_("The grid has no such question. Load the page again."))])
    return save_whole(assessment.draft, answers, based_on=based_on, by=by)


@action
def submit_assessment(assessment, *, by) -> Assessment:
    """Submit and lock an assessment: its scores count, its content is frozen as the next version.

    Refused with everything that is missing: scores, comments that are due, texts not understood.
    """
    assessment = lock_for_scoring(assessment)
    rules = rules_in(assessment.candidate.evaluation)
    grid, cells = grid_for(rules, assessment.candidate.concept_scores), answers_of(assessment.draft)
    reasons = [*reasons_against(assessment, "submit_assessment"), *gaps(assessment, rules, cells)]
    if reasons:
        raise Refused(reasons)
    now = clock.now()
    assessment.scores = scores_in(grid, cells)
    assessment.total = scoring.outcome(grid, [assessment.scores]).total
    assessment.submitted_at = now
    frozen = canonical(content(assessment, rules, cells))
    version = AssessmentVersion.objects.create(
        assessment=assessment,
        number=assessment.versions.count() + 1,
        document=json.loads(frozen),
        sha256=content_hash(frozen),
        frozen_at=now,
        frozen_by=by,
    )
    changes = {"version": version.number, "sha256": version.sha256}
    advance(assessment, "submit_assessment", by=by, fields=["scores", "total", "submitted_at"], changes=changes)
    progress = refresh(assessment.candidate, rules)
    if progress.standing == "third":
        record(assessment.candidate, "diverge", by=None, changes={"spread": str(progress.spread)})
    return assessment


@action
def reopen_assessment(assessment, *, reason, due_at, by) -> Assessment:
    """Open a submitted assessment again, until a new term; the next submission is its next version.

    Needs a reason, which the assessor is told. Refused once the scores are consolidated.
    """
    locked(assessment.candidate.evaluation)
    assessment = locked(assessment)
    if not reason.strip():
        raise Refused([_("Say why: the assessor is told.")])
    assessment.due_at = due_at
    assessment.submitted_at = assessment.total = None
    assessment.scores = {}
    fields = ["due_at", "submitted_at", "total", "scores"]
    advance(
        assessment,
        "reopen_assessment",
        by=by,
        note=reason.strip(),
        fields=fields,
        changes={"due_at": due_at.isoformat()},
    )
    refresh(assessment.candidate)
    return assessment
