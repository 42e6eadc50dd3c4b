"""Index of the workers' tasks and job handlers of reporting: what a worker imports."""

from reporting.monitoring import tasks as monitoring_tasks
from reporting.progress import list_tasks as progress_list_tasks
from reporting.progress import tasks as progress_tasks
from reporting.results.tasks import queue_half_year as half_year
from reporting.results.tasks import queue_recount as recount_results

__all__ = ["half_year", "monitoring_tasks", "progress_list_tasks", "progress_tasks", "recount_results"]
