"""Index of the workers' tasks and job handlers: what a worker imports."""

from grants.files import tasks as files_tasks
from grants.jobs.tasks import heartbeat, run_job, sweep_jobs
from grants.messages import tasks as messages_tasks

__all__ = ["files_tasks", "heartbeat", "messages_tasks", "run_job", "sweep_jobs"]
