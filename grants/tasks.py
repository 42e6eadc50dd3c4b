"""Index of the workers' tasks and job handlers: what a worker imports."""

from grants.diligence import tasks as diligence_tasks
from grants.evaluation import tasks as evaluation_tasks
from grants.files import tasks as files_tasks
from grants.jobs.tasks import heartbeat, run_job, sweep_jobs
from grants.lists import tasks as lists_tasks
from grants.maintenance import tasks as maintenance_tasks
from grants.messages import tasks as messages_tasks
from grants.operations.tasks import queue_nightly_jobs as nightly
from grants.payments import tasks as payments_tasks

__all__ = [
    "diligence_tasks",
    "evaluation_tasks",
    "files_tasks",
    "heartbeat",
    "lists_tasks",
    "maintenance_tasks",
    "messages_tasks",
    "nightly",
    "payments_tasks",
    "run_job",
    "sweep_jobs",
]
