"""Clarifications: one short term for all, the question with its letter, the answer in time (decisions.md C6)."""

from datetime import datetime, time, timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.evaluation.models import Clarification, ClarificationFile
from grants.evaluation.workflow import scores_are_not_consolidated
from grants.files.actions import store
from grants.workflow import Refused, action, locked, record

SHORTEST, LONGEST = 2, 15
"""Days a term can have."""

MOST_FILES = 10


@action
def set_clarification_term(evaluation, *, by, days):
    """Set the one term, in days, within which applicants answer; until the first question is asked."""
    evaluation = locked(evaluation)
    if not SHORTEST <= days <= LONGEST:
        sentence = _("The term has %(least)d to %(most)d days.")
        raise Refused([sentence % {"least": SHORTEST, "most": LONGEST}])
    if Clarification.objects.filter(candidate__evaluation=evaluation).exists():
        raise Refused([_("Somebody was asked already: the term is the same for all and stays.")])
    before, evaluation.clarification_days = evaluation.clarification_days, days
    evaluation.save(update_fields=["clarification_days"])
    record(evaluation, "set_clarification_term", by=by, changes={"days": [before, days]})
    return evaluation


@action
def request_clarification(candidate, *, by, question):
    """Ask the applicant about something unclear, by letter. The term ends with a day in the call's zone.

    Raises Refused without a question, for one that waits for its answer already, before the term is set,
    and once the scores are consolidated.
    """
    evaluation = locked(candidate.evaluation)
    candidate = locked(candidate)
    candidate.evaluation = evaluation
    reasons = []
    if not question.strip():
        reasons.append(_("Write what is to be clarified."))
    if evaluation.clarification_days is None:
        reasons.append(_("First set the term that is the same for all."))
    if candidate.clarifications.filter(question=question.strip(), answered_at=None).exists():
        reasons.append(_("This is asked already, and not answered yet."))
    closed = scores_are_not_consolidated(candidate)
    if closed:
        reasons.append(closed)
    if reasons:
        raise Refused(reasons)
    asked = Clarification.objects.create(
        candidate=candidate,
        question=question.strip(),
        asked_by=by,
        asked_at=clock.now(),
        due_at=_due(clock.now(), evaluation.clarification_days, evaluation.call.zone),
    )
    changes = {"clarification": str(asked.public_id)}
    record(candidate, "request_clarification", by=by, changes=changes, tells=(_lead_people,))
    return asked


def _due(moment, days, zone):
    """The end of the last day: the first moment of the day after it, in the call's zone."""
    after = moment.astimezone(zone).date() + timedelta(days=days + 1)
    return datetime.combine(after, time(0), tzinfo=zone)


def _lead_people(candidate):
    return candidate.application.people([candidate.lead_id])


@action
def answer_clarification(clarification, *, by, text, files=(), received_at=None):
    """The applicant's answer, with files; until the term is over it may be given again, the last one counts.

    ``received_at`` is when the request reached us. Raises Refused when that was too late, without a
    text, and for files that cannot be taken.
    """
    clarification = Clarification.objects.select_for_update(of=("self",)).get(pk=clarification.pk)
    received_at = received_at or clock.now()
    if received_at >= clarification.due_at:
        raise Refused([_("The term for the answer is over. No answer is taken any more.")])
    if not text.strip():
        raise Refused([_("Write your answer. Files alone do not say what they answer.")])
    if clarification.files.count() + len(files) > MOST_FILES:
        raise Refused([_("At most %(count)d files can be handed in with the answer.") % {"count": MOST_FILES}])
    clarification.answer, clarification.answered_by, clarification.answered_at = text.strip(), by, received_at
    clarification.save(update_fields=["answer", "answered_by", "answered_at"])
    kept = [
        ClarificationFile(clarification=clarification, file=store(one, by=by), added_by=by, added_at=received_at)
        for one in files
    ]
    ClarificationFile.objects.bulk_create(kept)
    changes = {"clarification": str(clarification.public_id), "answer": text.strip(), "files": [
        {"name": row.file.original_name, "sha256": row.file.sha256} for row in kept
    ]}  # fmt: skip
    record(clarification.candidate, "answer_clarification", by=by, changes=changes)
    return clarification
