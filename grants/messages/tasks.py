"""The worker's side of the outbox."""

from grants.jobs.actions import handles
from grants.messages import outbox


@handles("send_message")
def send_message(job):
    """Send the message named by the job; the last failure leaves it marked as failed."""
    try:
        outbox.send(int(job.target))
    except Exception as error:
        if job.attempts >= job.most_attempts:
            outbox.give_up(int(job.target), f"{type(error).__name__}: {error}")
        raise
