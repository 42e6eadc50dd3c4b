"""Index of the workers' job handlers of reporting: what a worker imports."""

from reporting.progress import tasks as progress_tasks

__all__ = ["progress_tasks"]
