"""Queueing, running, sweeping of jobs.

A job's state changes by conditional UPDATE, never by reading and saving: two workers that hold
the same message cannot both run it.
"""

import logging
import time
from datetime import timedelta

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from kombu.exceptions import OperationalError

from grants import clock
from grants.jobs.models import LIVE, Job, JobState, LeaseLost

log = logging.getLogger(__name__)

HANDLERS = {}
"""Kind of job -> function of the job; filled by ``handles`` when the stages' tasks are imported."""

BROKER_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 4 * 3600
_publish_again_at = 0.0


class JobFailed(Exception):
    """The work cannot succeed however often it is tried; the text is a sentence for the user."""


def handles(kind):
    """Decorator: the function does jobs of this kind. It is idempotent and takes the job."""

    def register(function):
        HANDLERS[kind] = function
        return function

    return register


def enqueue(kind, *, target="", key="", not_before=None, most_attempts=3):
    """Queue work in the caller's transaction; it starts when that commits.

    With a ``key``, a job that is waiting or running already under it is returned instead.
    """
    now = clock.now()
    values = {
        "kind": kind,
        "target": str(target),
        "not_before": not_before or now,
        "queued_at": now,
        "most_attempts": most_attempts,
    }
    if key:
        try:
            with transaction.atomic():
                job = Job.objects.create(key=key, **values)
        except IntegrityError:
            return Job.objects.filter(key=key, state__in=LIVE).first() or enqueue(kind, target=target, key=key)
    else:
        job = Job.objects.create(**values)
    transaction.on_commit(lambda: publish(job), robust=True)
    return job


def publish(job):
    """Tell the workers to look at the job. Without a broker nothing is lost: the sweeper tells again.

    After a failure the broker is left alone for some seconds, so that a request that queues ten
    jobs waits once for a dead broker, not ten times.
    """
    global _publish_again_at
    if time.monotonic() < _publish_again_at:
        return
    delay = max(0.0, (job.not_before - clock.now()).total_seconds())
    if delay > Job.LEASE_SECONDS:
        return  # The sweeper publishes it when it is due.
    try:
        current_app.send_task("grants.tasks.run_job", args=[job.pk], countdown=delay or None)
    except (OperationalError, OSError) as error:
        _publish_again_at = time.monotonic() + BROKER_PAUSE_SECONDS
        log.warning("Broker not reached, the sweeper will publish job %s: %s", job.pk, type(error).__name__)


def run(job_id):
    """Claim the job if it is due and free, and do it. Returns whether it was done here."""
    job = _claim(job_id)
    if job is None:
        return False
    try:
        HANDLERS[job.kind](job)
    except LeaseLost:
        log.warning("Job %s was taken over by another worker", job.pk)
        return False
    except JobFailed as failure:
        _finish(job, JobState.FAILED, str(failure))
        return False
    except Exception as error:
        log.exception("Job %s (%s) failed at attempt %s", job.pk, job.kind, job.attempts)
        _retry_or_fail(job, f"{type(error).__name__}: {error}")
        return False
    return _finish(job, JobState.DONE)


def _claim(job_id):
    now = clock.now()
    free = Q(state=JobState.QUEUED, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    claimed = Job.objects.filter(free, pk=job_id, attempts__lt=F("most_attempts")).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=now + timedelta(seconds=Job.LEASE_SECONDS),
        error="",
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _held(job):
    """The row, as long as this worker still holds the lease: each claim raises ``attempts``."""
    return Job.objects.filter(pk=job.pk, state=JobState.RUNNING, attempts=job.attempts)


def renew(job, *, phase="", done=0, total=0):
    """Show progress and keep the lease, between phases. Raises LeaseLost if the job was taken over."""
    until = clock.now() + timedelta(seconds=Job.LEASE_SECONDS)
    if not _held(job).update(lease_until=until, phase=phase, done=done, total=total):
        raise LeaseLost(job.pk)


def _finish(job, state, error=""):
    return bool(_held(job).update(state=state, error=error, lease_until=None, finished_at=clock.now()))


def _retry_or_fail(job, error):
    if job.attempts >= job.most_attempts:
        _finish(job, JobState.FAILED, error)
        return
    pause = timedelta(seconds=min(10 * 6 ** (job.attempts - 1), LONGEST_PAUSE_SECONDS))
    _held(job).update(state=JobState.QUEUED, error=error, lease_until=None, not_before=clock.now() + pause)


def sweep():
    """Publish what is due and lies about: lost messages, dead workers, a broker that was away.

    A job that was started as often as it may be and never ended has killed its worker each time:
    it is set aside as failed, and an error is logged for the operator. Returns (published, failed).
    """
    now = clock.now()
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
    failed = Job.objects.filter(abandoned, attempts__gte=F("most_attempts")).update(
        state=JobState.FAILED, error="The worker stopped each time this was tried.", lease_until=None, finished_at=now
    )
    if failed:
        log.error("%s jobs stopped their worker each time and were set aside", failed)
    waiting = Q(state=JobState.QUEUED, not_before__lte=now, queued_at__lt=now - timedelta(seconds=5))
    due = Job.objects.filter(abandoned | waiting).order_by("not_before")[:500]
    for job in due:
        publish(job)
    return len(due), failed
