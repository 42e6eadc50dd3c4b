"""What staff do about work that failed."""

from django.db.models import F
from django.utils.translation import gettext as _

from grants import clock
from grants.jobs.actions import publish
from grants.jobs.models import LIVE, Job, JobState
from grants.messages import outbox
from grants.messages.models import Message, MessageState
from grants.workflow import Refused, action, if_committed, locked

MORE_ATTEMPTS = 3


@action
def retry_job(job, *, by):
    """Give a failed job three more tries, starting now. Raises Refused when it did not fail.

    The count of attempts goes on, so that a worker still holding an old one cannot end the new one.
    """
    job = locked(job)
    if job.state != JobState.FAILED:
        raise Refused([_("Only a job that failed can be tried again.")])
    if job.key and Job.objects.filter(key=job.key, state__in=LIVE).exists():
        raise Refused([_("The same work is waiting or running already.")])
    Job.objects.filter(pk=job.pk).update(
        state=JobState.QUEUED,
        most_attempts=F("attempts") + MORE_ATTEMPTS,
        not_before=clock.now(),
        finished_at=None,
    )
    job.refresh_from_db()
    if_committed(lambda: publish(job))
    return job


@action
def resend_message(message, *, by):
    """Send a letter again: one that failed, or one sent that did not arrive. Its text stays the same.

    A letter that never left goes to the address the person has now, one with a one-time link only to
    the address it was asked for. Raises Refused while it waits, and for a text that is no longer kept.
    """
    message = locked(message)
    if message.state not in (MessageState.FAILED, MessageState.SENT):
        raise Refused([_("This message has not been tried yet, or is being sent now.")])
    if message.is_secret and not message.sealed:
        raise Refused([_("The text of this message is not kept. Who needs the link asks for a new one.")])
    if message.state == MessageState.FAILED and not message.is_secret:
        message.address = _address_now(message)
    Message.objects.filter(pk=message.pk).update(
        state=MessageState.QUEUED, address=message.address, resends=F("resends") + 1, error="", sent_at=None
    )
    message.refresh_from_db()
    outbox.queue_again(message)
    return message


def _address_now(message):
    now = message.recipient.email if message.recipient else message.address
    told = Message.objects.filter(
        event_model=message.event_model, event_id=message.event_id, kind=message.kind, address=now
    )
    return message.address if told.exists() else now
