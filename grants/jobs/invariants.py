"""What must be true of background work."""

from datetime import timedelta

from grants import clock
from grants.invariants import invariant
from grants.jobs.models import Job, JobState

LONGEST_SILENCE = timedelta(minutes=10)


@invariant("Every running job has a living worker")
def running_jobs_are_alive():
    """A lease that ended ten minutes ago means that nobody sweeps."""
    dead = Job.objects.filter(state=JobState.RUNNING, lease_until__lt=clock.now() - LONGEST_SILENCE)
    for job in dead.order_by("pk"):
        yield f"job {job.public_id} ({job.kind}), lease until {job.lease_until:%Y-%m-%d %H:%M}"
