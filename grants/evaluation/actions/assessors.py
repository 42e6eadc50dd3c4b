"""Assessors: invited, accepted with a signed declaration, declined, ended."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.calls.actions.setting_up import refuse_unless_clean
from grants.evaluation.actions.committee import sign_declaration
from grants.evaluation.actions.progress import refresh
from grants.evaluation.models import Assessment, Assessor, Conflict, ConflictOrigin
from grants.evaluation.queries.declaration import declaration_of
from grants.evaluation.workflow import AssessmentState, EvaluationState, the_assessor
from grants.permissions import Role
from grants.workflow import Refused, action, advance, locked, record

NEVER_BOTH = (Role.OFFICER, Role.CHAIR, Role.SECRETARY)
"""Roles that run an evaluation, and so never score in it."""


@action
def invite_assessor(evaluation, *, user, employer=None, country="", languages=(), by) -> Assessor:
    """Ask a person to assess in this evaluation, by letter; nothing of it opens to them yet.

    Their employer's consortia are barred to them from now on. Refused for somebody without the role
    of an assessor, for those who run the evaluation, and for a second invitation.
    """
    evaluation = locked(evaluation)
    reasons = []
    if evaluation.state != EvaluationState.OPEN:
        reasons.append(_("The evaluation is over: no more assessors are needed."))
    if not user.has_role(Role.ASSESSOR, call=evaluation.call):
        reasons.append(_("This person has not the role of an assessor. An administrator gives it."))
    if any(user.has_role(role, call=evaluation.call) for role in NEVER_BOTH):
        reasons.append(_("Officers, the chair and the secretary of the committee do not score."))
    if reasons:
        raise Refused(reasons)
    assessor = Assessor(
        evaluation=evaluation,
        user=user,
        employer=employer,
        country=country,
        languages=sorted(languages),
        invited_at=clock.now(),
        invited_by=by,
    )
    refuse_unless_clean(assessor)
    assessor.save()
    if employer is not None:
        Conflict.objects.get_or_create(
            person=user,
            organisation=employer,
            ended_at=None,
            defaults={"origin": ConflictOrigin.DETECTED, "at": clock.now(), "by": by},
        )
    record(assessor, "invite", by=by, tells=(the_assessor,))
    return assessor


@action
def accept_assessor(assessor, *, by, seen_sha256="") -> Assessor:
    """Accept, and sign the declaration that was read: ``seen_sha256`` is its hash.

    Who has signed it in the committee of this evaluation does not sign again. Refused when the text is
    another one by now.
    """
    assessor = locked(assessor)
    evaluation = assessor.evaluation
    assessor.declaration = declaration_of(by, evaluation) or sign_declaration(evaluation, by=by, sha256=seen_sha256)
    changes = {"declaration_sha256": assessor.declaration.sha256}
    advance(assessor, "accept_assessor", by=by, fields=["declaration"], changes=changes)
    return assessor


@action
def decline_assessor(assessor, *, reason="", by) -> Assessor:
    """Say no to an invitation."""
    assessor = locked(assessor)
    advance(assessor, "decline_assessor", by=by, note=reason.strip())
    return assessor


@action
def end_assessor(assessor, *, reason, by) -> Assessor:
    """End somebody's work: what was not submitted is withdrawn, what was stays and counts. Needs a reason."""
    assessor = locked(assessor)
    if not reason.strip():
        raise Refused([_("Say why: the assessor is told.")])
    for assessment in Assessment.objects.filter(assessor=assessor, state=AssessmentState.ASSIGNED):
        assessment = locked(assessment)
        advance(assessment, "withdraw_assessment", by=by, note=reason.strip())
        refresh(assessment.candidate)
    advance(assessor, "end_assessor", by=by, note=reason.strip())
    return assessor


@action
def remind_assessor(assessor, *, by) -> Assessor:
    """Write to an assessor what is still to be done. Refused when nothing is."""
    assessor = locked(assessor)
    open_ones = Assessment.objects.filter(assessor=assessor, state=AssessmentState.ASSIGNED)
    next_due = open_ones.order_by("due_at").values_list("due_at", flat=True).first()
    if next_due is None:
        raise Refused([_("This assessor has submitted everything.")])
    changes = {"count": open_ones.count(), "due_at": next_due.isoformat()}
    record(assessor, "remind", by=by, changes=changes, tells=(the_assessor,))
    return assessor
