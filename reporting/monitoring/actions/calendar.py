"""What is done about findings every night: who is responsible reminded, everybody concerned told of what is overdue.

Whatever was done is an event, so that each letter is written once, however often the night is run.
"""

from datetime import timedelta

from grants import clock
from grants.payments.standing import booking_day
from grants.workflow import action, locked, record
from reporting.monitoring.finding_workflow import WAITING, FindingAction, monitors, responsible
from reporting.monitoring.models import Finding

REMINDED_BEFORE = timedelta(days=7)


def remind_of_findings(at_work=lambda done, total: None):
    """Write the letters that are due today."""
    near = booking_day(clock.now()) + REMINDED_BEFORE
    findings = list(Finding.objects.filter(state__in=WAITING, due_on__lte=near).order_by("pk"))
    for done, finding in enumerate(findings):
        at_work(done, len(findings))
        remind_finding(finding)


@action
def remind_finding(finding, *, by=None):
    """Write the reminder or the letter of escalation that is due today, unless it was written; returns its event."""
    finding = locked(finding)
    today = booking_day(clock.now())
    left = (finding.due_on - today).days
    what = FindingAction.OVERDUE if left < 0 else FindingAction.REMIND
    told = {"due_on": finding.due_on.isoformat()}
    if finding.state not in WAITING or left > REMINDED_BEFORE.days:
        return None
    if finding.events.filter(action=what, changes__contains=told).exists():
        return None
    if what == FindingAction.OVERDUE:
        return record(finding, what, by=by, changes=told, tells=(responsible, monitors, _officers))
    return record(finding, what, by=by, changes={**told, "left": left}, tells=(responsible,))


def _officers(finding):
    return finding.officers()
