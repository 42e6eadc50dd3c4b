"""Jobs of firm lists."""

import logging

from django.utils.translation import gettext_noop

from grants.jobs.actions import handles, renew
from reporting.firms.actions.pairs import propose_pairs
from reporting.progress.actions.lists import refuse_list, take_over_list
from reporting.progress.findings import Finding, Findings
from reporting.progress.models import FirmList, Participation

log = logging.getLogger(__name__)


def _gave_up(job, error):
    """Whoever waits for the list must hear that nobody reads it any more."""
    firm_list = FirmList.objects.filter(pk=job.target).first()
    if firm_list is not None:
        refuse_list(firm_list, findings=Findings([Finding(0, "", "not_read")]))


@handles("read_firm_list", label=gettext_noop("Reading of a firm list"), gave_up=_gave_up)
def read_firm_list(job):
    """Read and take over the list; tells how far it is."""
    firm_list = FirmList.objects.filter(pk=job.target).first()
    if firm_list is None:
        log.warning("Firm list %s is gone", job.target)
        return
    take_over_list(firm_list, at_work=lambda phase, done, total: renew(job, phase=phase, done=done, total=total))


@handles("match_firms", label=gettext_noop("Search for firms that may be one"))
def match_firms(job):
    """Propose which firms of a list may be one of the register."""
    renew(job)
    rows = Participation.objects.filter(list=job.target)
    propose_pairs(list(rows.values_list("firm_id", flat=True).order_by().distinct()))
