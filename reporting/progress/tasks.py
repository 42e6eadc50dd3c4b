"""The worker's side of updates: a job in, an action called."""

from django.utils.translation import gettext_lazy as _

from grants.jobs.actions import handles, renew
from grants.operations.nightly import every_night
from reporting.progress.actions.calendar import keep_calendar

every_night("results_calendar")


@handles("results_calendar", label=_("Calendar of the results updates"))
def results_calendar(job):
    """Begin, remind, tell of what is overdue, keeping the lease between projects."""
    keep_calendar(lambda done, total: renew(job, done=done, total=total))
