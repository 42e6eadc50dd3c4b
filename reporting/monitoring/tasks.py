"""The worker's side of findings: a job in, an action called."""

from django.utils.translation import gettext_lazy as _

from grants.jobs.actions import handles, renew
from grants.operations.nightly import every_night
from reporting.monitoring.actions.calendar import remind_of_findings

every_night("findings_calendar")


@handles("findings_calendar", label=_("Calendar of the findings"))
def findings_calendar(job):
    """Remind, tell of what is overdue, keeping the lease between findings."""
    remind_of_findings(lambda done, total: renew(job, done=done, total=total))
