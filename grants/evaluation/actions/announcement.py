"""Telling the decisions: arranged now, told at an instant, to everybody alike and to each once.

``announce_evaluation`` only arranges. A job then writes one letter per person into the outbox, candidate by
candidate, each in its own transaction; the outbox keeps them until the instant. What is interrupted
half-way goes on where it stopped. At the instant another job closes the evaluation; what applicants see
changes at the instant itself (``Call.announced_at``), not when that job runs.
"""

from datetime import timedelta

from django.utils.translation import gettext as _

from grants import clock
from grants.applications.actions.inviting import invite_application
from grants.calls.actions import begin_second_step
from grants.calls.models import Call
from grants.evaluation.models import Announcement, Award, Candidate, Feedback
from grants.evaluation.queries.letters import recipients_of
from grants.evaluation.workflow import AwardState, CandidateState, EvaluationState
from grants.jobs import actions as jobs
from grants.messages import outbox
from grants.workflow import Reason, Refused, action, advance, locked, record

LONGEST_AHEAD = timedelta(days=60)

MOST_ATTEMPTS = 20
"""Tries at an announcement, with growing pauses: some days."""


@action
def announce_evaluation(evaluation, *, by, at):
    """Arrange that all decisions of the evaluation are told at the moment ``at``. It cannot be called off.

    Raises Refused before the last lot is decided, while reasons wait for their approval, when it is arranged
    already, and for a moment in the past or more than 60 days away.
    """
    evaluation = locked(evaluation)
    now, reasons = clock.now(), []
    if evaluation.state != EvaluationState.DECIDED:
        reasons.append(_("Only decisions that are taken can be announced: not every lot is decided, or it is done."))
    if Announcement.objects.filter(evaluation=evaluation).exists():
        reasons.append(_("The announcement is arranged already."))
    if Feedback.objects.filter(candidate__evaluation=evaluation, approved_at=None).exists():
        reasons.append(_("Reasons for some candidates are written and not approved yet."))
    if not now <= at <= now + LONGEST_AHEAD:
        reasons.append(Reason(_("Choose a moment from now on, at most 60 days ahead."), code="at"))
    if evaluation.is_of_concepts and evaluation.call.two_steps.full_closes_at <= at:
        reasons.append(_("The deadline of the full applications lies before that moment: move it first."))
    if reasons:
        raise Refused(reasons)
    announcement = Announcement.objects.create(evaluation=evaluation, at=at, by=by, made_at=now)
    Call.objects.filter(pk=evaluation.call_id).update(announced_at=at)
    record(evaluation, "arrange_announcement", by=by, changes={"at": at.isoformat()})
    for kind, moment in (("tell_candidates", now), ("conclude_announcement", at)):
        jobs.enqueue(
            kind, target=evaluation.pk, key=f"{kind}:{evaluation.pk}", not_before=moment, most_attempts=MOST_ATTEMPTS
        )
    return announcement


def tell_candidates(evaluation, at_work=lambda done, total: None):
    """Write the letters of every candidate not told yet; ``at_work`` is called between candidates."""
    announcement = evaluation.announcement
    everybody = Candidate.objects.filter(evaluation=evaluation).order_by("pk")
    told = Candidate.objects.filter(evaluation=evaluation, events__action="announce")
    total, done = everybody.count(), told.count()
    for candidate in everybody.exclude(pk__in=told.values("pk")):
        at_work(done, total)
        announce_candidate(candidate, by=announcement.by)
        done += 1
    Announcement.objects.filter(pk=announcement.pk, told_at=None).update(told_at=clock.now())


@action
def announce_candidate(candidate, *, by):
    """Put the letters to one candidate's lead into the outbox, to leave at the instant; once, however often asked."""
    candidate = locked(candidate)
    if candidate.events.filter(action="announce").exists():
        return candidate
    people = list(recipients_of(candidate))
    event = record(candidate, "announce", by=by, changes={"letters": len(people)})
    outbox.tell(event, "candidate_announced", people, not_before=candidate.evaluation.announcement.at)
    return candidate


@action
def conclude_announcement(evaluation, *, by):
    """From the instant on: the evaluation and its awards are announced; after concept notes the call goes on.

    Does nothing the second time.

    Raises Refused before the instant, and while letters are still to be written.
    """
    evaluation = locked(evaluation)
    if evaluation.state == EvaluationState.ANNOUNCED:
        return evaluation
    announcement = Announcement.objects.get(evaluation=evaluation)
    if announcement.told_at is None:
        raise Refused([_("Some letters are still to be written.")])
    advance(evaluation, "announce", by=by)
    awards = Award.objects.filter(candidate__evaluation=evaluation, state=AwardState.DECIDED)
    for award in awards.order_by("pk").select_for_update():
        award.announced_at = announcement.at
        advance(award, "announce", by=by, fields=["announced_at"])
    if evaluation.is_of_concepts:
        _go_on(evaluation, by)
    return evaluation


def _go_on(evaluation, by):
    """The call's second step begins, and the drafts of those invited are open again."""
    call = begin_second_step(evaluation.call, by=by)
    invited = Candidate.objects.filter(evaluation=evaluation, state=CandidateState.INVITED).order_by("application_id")
    for candidate in invited.select_related("application"):
        invite_application(candidate.application, call=call, by=by)


@action
def write_reasons(candidate, *, by, text):
    """Say in the committee's words why a candidate was not selected; a second person approves them.

    Written anew they wait for approval again. Raises Refused once the announcement is arranged.
    """
    candidate = locked(candidate)
    _refuse_if_arranged(candidate.evaluation)
    if not text.strip():
        raise Refused([_("Write the reasons: the applicant reads them.")])
    values = {
        "text": text.strip(),
        "written_by": by,
        "written_at": clock.now(),
        "approved_by": None,
        "approved_at": None,
    }
    feedback, _is_new = Feedback.objects.update_or_create(candidate=candidate, defaults=values)
    record(candidate, "write_reasons", by=by, note=text.strip())
    return feedback


@action
def approve_reasons(candidate, *, by, sha256):
    """Approve the reasons for a candidate as they were read: ``sha256`` is the hash of what the page showed.

    Raises Refused for who wrote them, and when they have changed since.
    """
    candidate = locked(candidate)
    _refuse_if_arranged(candidate.evaluation)
    feedback = Feedback.objects.filter(candidate=candidate).first()
    if feedback is None or feedback.sha256 != sha256:
        raise Refused([_("The reasons have changed since you opened the page. Read them again.")])
    if feedback.written_by_id == by.pk:
        raise Refused([_("Who wrote the reasons does not approve them. Ask a colleague.")])
    feedback.approved_by, feedback.approved_at = by, clock.now()
    feedback.save(update_fields=["approved_by", "approved_at"])
    record(candidate, "approve_reasons", by=by)
    return feedback


def _refuse_if_arranged(evaluation):
    if Announcement.objects.filter(evaluation=evaluation).exists():
        raise Refused([_("The announcement is arranged: what is told does not change any more.")])
