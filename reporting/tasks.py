"""Index of the workers' tasks and job handlers of reporting: what a worker imports."""

from reporting.results.tasks import queue_half_year as half_year
from reporting.results.tasks import queue_recount as recount_results

__all__ = ["half_year", "recount_results"]
