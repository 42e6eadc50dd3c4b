"""The worker's side of due diligence: lists are read, ends of documents told."""

from django.utils.translation import gettext_lazy as _

from grants.diligence.actions.lists import load_sanctions_list, refuse_sanctions_list
from grants.diligence.actions.records import escalate_overdue_flags
from grants.diligence.models import SanctionsList
from grants.diligence.queries import LOAD
from grants.jobs.actions import handles, renew
from grants.operations.nightly import every_night
from grants.organisations.actions.legal import remind_of_papers

every_night("papers_calendar")
every_night("concerns_calendar")


def _gave_up(job, error):
    refuse_sanctions_list(SanctionsList.objects.get(pk=int(job.target)), "broken")


@handles(LOAD, label=_("Read a list of sanctions"), gave_up=_gave_up)
def load(job):
    """Read the list the job names, showing how many entries are read."""
    load_sanctions_list(
        SanctionsList.objects.get(pk=int(job.target)), lambda done: renew(job, phase="entries", done=done)
    )


@handles("papers_calendar", label=_("Ends of documents of organisations"))
def papers_calendar(job):
    """Remind of documents that expire, keeping the lease between them."""
    remind_of_papers(lambda done, total: renew(job, done=done, total=total))


@handles("concerns_calendar", label=_("Escalation of concerns about organisations"))
def concerns_calendar(job):
    """Escalate concerns that were open for too long."""
    escalate_overdue_flags(lambda done, total: renew(job, phase="concerns", done=done, total=total))
