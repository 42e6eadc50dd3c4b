"""Celery's side of what is done once a night."""

from celery import shared_task

from grants.operations.nightly import nightly


@shared_task(name="grants.tasks.nightly", ignore_result=True)
def queue_nightly_jobs():
    """Every night at 02:30 UTC: queue the night's jobs."""
    nightly()
