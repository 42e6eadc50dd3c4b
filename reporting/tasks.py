"""Index of the job handlers of reporting: what a worker imports."""

from reporting.progress import list_tasks as progress_list_tasks
from reporting.progress import tasks as progress_tasks

__all__ = ["progress_list_tasks", "progress_tasks"]
