"""Queueing, running, sweeping of jobs.

A job's state changes by conditional UPDATE, never by reading and saving: two workers that hold
the same message cannot both run it.
"""

import logging
import time
from collections.abc import Callable
from datetime import timedelta
from typing import NamedTuple

from celery import current_app
from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_noop
from kombu.exceptions import OperationalError

from grants import clock
from grants.formats import clean_text
from grants.jobs.models import LIVE, Job, JobState, LeaseLost

log = logging.getLogger(__name__)

BROKER_PAUSE_SECONDS = 5
LONGEST_PAUSE_SECONDS = 4 * 3600
SWEEP_AT_MOST = 500
LONGEST_ERROR = 5000
BEHIND_THE_CLOCKWORK = 6
"""Priority of a job's message (0 is first): a long queue of jobs never looks like a dead worker to /health/ready."""

_publish_again_at = 0.0

NOBODY_LEFT_AFTER = timedelta(hours=1)
"""How long the sweeper waits for a worker that knows the kind of a job, and for whoever has to be told of its end."""

STOPPED_ITS_WORKER = gettext_noop("The worker stopped each time this was tried.")
KNOWN_TO_NOBODY = gettext_noop("No worker knew how to do this within an hour.")


class JobFailed(Exception):
    """The work cannot succeed however often it is tried; the text is a sentence for the user."""


class TryAgain(Exception):
    """The work did not succeed this time, for a known reason outside; the text names it without personal data."""


class Handler(NamedTuple):
    """What does a kind of job, what it is called, who hears of it when it is given up, whether it is never held."""

    do: Callable
    label: str
    gave_up: Callable
    goes_on: bool = False


HANDLERS: dict[str, Handler] = {}
"""Kind of job -> its handler; filled by ``handles`` when the stages' tasks are imported."""


def _nobody(job, error):
    """Nobody is told apart from the operator's log."""


def handles(kind, *, label="", gave_up=_nobody, goes_on=False):
    """Decorator: the function does jobs of this kind. It is idempotent and takes the job.

    ``label`` is what people read; ``goes_on`` is for work that is done also while other work is held.
    ``gave_up(job, error)`` is called in the transaction that sets the job aside for good, also when it
    was not the function that ended it but its worker's death.
    """

    def register(function):
        HANDLERS[kind] = Handler(function, label or kind, gave_up, goes_on)
        return function

    return register


_holds: list[Callable] = []


def hold_while(question):
    """Have work that may wait stay in the queue while ``question()`` is true; what was begun is brought to its end."""
    _holds.append(question)


def _is_held():
    return any(question() for question in _holds)


def _held_back():
    """The kinds of jobs that are not begun now."""
    return [kind for kind, handler in HANDLERS.items() if not handler.goes_on] if _is_held() else []


def _begun_here():
    """The kinds of jobs this worker begins now: a newer version's are left to a worker that knows them."""
    return [kind for kind, handler in HANDLERS.items() if handler.goes_on] if _is_held() else list(HANDLERS)


# Queueing -----------------------------------------------------------------------------------------


def enqueue(kind, *, target="", key="", not_before=None, most_attempts=3):
    """Queue work in the caller's transaction; it starts when that commits.

    With a ``key``, a job that is waiting or running already under it is returned instead.
    """
    if key and (live := Job.objects.filter(key=key, state__in=LIVE).first()):
        return live
    job = _new(kind, target, key, not_before, most_attempts)
    try:
        with transaction.atomic():
            job.save(force_insert=True)
    except IntegrityError:
        # Somebody queued it between the look and the insert; or it has even ended since.
        return enqueue(kind, target=target, key=key, not_before=not_before, most_attempts=most_attempts)
    transaction.on_commit(lambda: publish(job), robust=True)
    return job


def enqueue_each(kind, targets, *, key, not_before=None, most_attempts=3):
    """Queue one job for each of many new targets, in one query; their keys are ``key:target``."""
    jobs = Job.objects.bulk_create(
        _new(kind, target, f"{key}:{target}", not_before, most_attempts) for target in targets
    )
    transaction.on_commit(lambda: [publish(job) for job in jobs], robust=True)
    return jobs


def _new(kind, target, key, not_before, most_attempts):
    now = clock.now()
    return Job(
        kind=kind,
        target=str(target),
        key=key,
        not_before=not_before or now,
        queued_at=now,
        most_attempts=most_attempts,
    )


def publish(job):
    """Tell the workers to look at the job; returns whether they were told.

    Without a broker nothing is lost: the sweeper tells again. After a failure the broker is left
    alone for some seconds, so that a request that queues ten jobs waits once for a dead broker.
    """
    global _publish_again_at
    if time.monotonic() < _publish_again_at:
        return False
    delay = max(0.0, (job.not_before - clock.now()).total_seconds())
    if delay > Job.LEASE_SECONDS:
        return False  # The sweeper publishes it when it is due.
    try:
        current_app.send_task(
            "grants.tasks.run_job", args=[job.pk], countdown=delay or None, priority=BEHIND_THE_CLOCKWORK
        )
    except (OperationalError, OSError) as error:
        _publish_again_at = time.monotonic() + BROKER_PAUSE_SECONDS
        log.warning("Broker not reached, the sweeper will publish job %s: %s", job.pk, type(error).__name__)
        return False
    return True


# Running ------------------------------------------------------------------------------------------


def run(job_id):
    """Claim the job if it is due and free, and do it. Returns whether it was done here."""
    job = _claim(job_id)
    if job is None:
        return False
    try:
        HANDLERS[job.kind].do(job)
    except LeaseLost:
        log.warning("Job %s was taken over by another worker", job.pk)
        return False
    except JobFailed as failure:
        log.error("Job %s (%s) cannot be done", job.pk, job.kind)
        _set_aside(job, str(failure))
        return False
    except TryAgain as trouble:
        log.warning("Job %s (%s) did not succeed at attempt %s: %s", job.pk, job.kind, job.attempts, trouble)
        _retry_or_give_up(job, str(trouble))
        return False
    except Exception as error:
        log.exception("Job %s (%s) failed at attempt %s", job.pk, job.kind, job.attempts)
        _retry_or_give_up(job, clean_text(f"{type(error).__name__}: {error}")[:LONGEST_ERROR])
        return False
    return bool(_finish(job, JobState.DONE))


def _claim(job_id):
    now = clock.now()
    free = Q(state=JobState.QUEUED, not_before__lte=now) | Q(state=JobState.RUNNING, lease_until__lt=now)
    waiting = Job.objects.filter(kind__in=_begun_here())
    claimed = waiting.filter(free, pk=job_id, attempts__lt=F("most_attempts")).update(
        state=JobState.RUNNING,
        attempts=F("attempts") + 1,
        lease_until=now + timedelta(seconds=Job.LEASE_SECONDS),
        error="",
    )
    return Job.objects.get(pk=job_id) if claimed else None


def _held(job):
    """The row, as long as this worker still holds the lease: each claim raises ``attempts``."""
    return Job.objects.filter(pk=job.pk, state=job.state, attempts=job.attempts)


def renew(job, *, phase="", done=0, total=0):
    """Show progress and keep the lease, between phases. Raises LeaseLost if the job was taken over."""
    until = clock.now() + timedelta(seconds=Job.LEASE_SECONDS)
    if not _held(job).update(lease_until=until, phase=phase, done=done, total=total):
        raise LeaseLost(job.pk)


def _finish(job, state, error=""):
    return _held(job).update(state=state, error=error, lease_until=None, finished_at=clock.now())


def _set_aside(job, error):
    """Give the job up and tell those concerned, both or neither."""
    with transaction.atomic():
        if _finish(job, JobState.FAILED, error) and job.kind in HANDLERS:
            HANDLERS[job.kind].gave_up(job, error)


def _retry_or_give_up(job, error):
    if job.attempts >= job.most_attempts:
        _set_aside(job, error)
        return
    pause = timedelta(seconds=min(10 * 6 ** (job.attempts - 1), LONGEST_PAUSE_SECONDS))
    _held(job).update(state=JobState.QUEUED, error=error, lease_until=None, not_before=clock.now() + pause)


# Sweeping -----------------------------------------------------------------------------------------


def sweep():
    """Publish what is due and lies about: lost messages, dead workers, a broker that was away.

    A job that was started as often as it may be and never ended has killed its worker each time, and one whose
    kind nobody knows waits for nobody: they are set aside as failed, and an error is logged for the operator.
    Returns how many jobs were (published, set aside).
    """
    now = clock.now()
    abandoned = Q(state=JobState.RUNNING, lease_until__lt=now)
    spent = abandoned & Q(attempts__gte=F("most_attempts"), kind__in=list(HANDLERS))
    given_up = list(Job.objects.filter(spent | _known_to_nobody(now)).order_by("pk")[:SWEEP_AT_MOST])
    for job in given_up:
        _end(job, now)
    waiting = Q(state=JobState.QUEUED, not_before__lte=now, queued_at__lt=now - timedelta(seconds=5))
    due = Job.objects.filter(abandoned | waiting, attempts__lt=F("most_attempts")).exclude(kind__in=_held_back())
    due = due.order_by("not_before")
    return sum([publish(job) for job in due[:SWEEP_AT_MOST]]), len(given_up)


def _known_to_nobody(now):
    """Jobs of a kind this version does not have, which no worker of another one has begun either."""
    long_ago = now - NOBODY_LEFT_AFTER
    left = Q(state=JobState.QUEUED, not_before__lt=long_ago) | Q(state=JobState.RUNNING, lease_until__lt=long_ago)
    return left & ~Q(kind__in=list(HANDLERS))


def _end(job, now):
    """Set one job aside; where those concerned cannot be told it is tried for an hour, and nothing waits for it."""
    error = STOPPED_ITS_WORKER if job.attempts >= job.most_attempts else KNOWN_TO_NOBODY
    log.error("Job %s (%s) is set aside: %s", job.pk, job.kind, error)
    try:
        _set_aside(job, error)
    except Exception:
        log.exception("Nobody could be told that job %s (%s) is set aside", job.pk, job.kind)
        if (job.lease_until or job.not_before) < now - NOBODY_LEFT_AFTER:  # one that was never begun has no lease
            _finish(job, JobState.FAILED, error)
