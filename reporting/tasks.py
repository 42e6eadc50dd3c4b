"""Index of the job handlers of reporting: what a worker imports."""

from reporting.progress import list_tasks

__all__ = ["list_tasks"]
