"""The worker's side of the outbox."""

from smtplib import SMTPException

from django.utils.translation import gettext_lazy as _

from grants.formats import clean_text
from grants.jobs.actions import TryAgain, handles
from grants.messages import outbox


def _gave_up(job, error):
    outbox.give_up(int(job.target), error)


@handles("send_message", label=_("Send a message"), gave_up=_gave_up, goes_on=True)
def send_message(job):
    """Send the message named by the job; what the mail server said stays with the message."""
    try:
        outbox.send(int(job.target), job)
    except (SMTPException, OSError) as error:
        # The full answer may name people: it is kept where staff read it, not in the log.
        outbox.note_trouble(int(job.target), clean_text(f"{type(error).__name__}: {error}")[:500])
        raise TryAgain(f"The mail server did not take it ({type(error).__name__}).") from error
