"""What a worker does in life, done at its time in the story."""

from grants.jobs import actions as jobs
from grants.jobs.models import Job


class NotDone(Exception):
    """A job that has to succeed before the story goes on did not."""


def work(kind, document):
    """Do the job of this kind that waits for the document."""
    job = Job.objects.get(kind=kind, target=str(document.pk))
    if not jobs.run(job.pk):
        raise NotDone(f"{kind}: {Job.objects.get(pk=job.pk).error}")
