"""Celery's side of jobs: an id in, a function called."""

from celery import shared_task
from django.core.cache import cache

from grants import clock
from grants.jobs import actions

HEARTBEAT = "grants.heartbeat"


@shared_task(name="grants.tasks.run_job", ignore_result=True)
def run_job(job_id):
    """Look at job ``job_id``; nothing happens if it is gone, done, running or not due."""
    actions.run(job_id)


@shared_task(name="grants.tasks.sweep_jobs", ignore_result=True)
def sweep_jobs():
    """Every 30 seconds: take up what was left."""
    actions.sweep()


@shared_task(name="grants.tasks.heartbeat", ignore_result=True)
def heartbeat():
    """Every minute: proof that beat, broker and worker are all alive, read by /health/ready."""
    cache.set(HEARTBEAT, clock.now().isoformat(), timeout=None)
