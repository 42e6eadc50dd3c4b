"""What the calendar does every night: updates begun, people reminded, officers told of what is overdue.

Whatever was done is an event, so that each letter is written once, however often the night is run.
"""

import logging

from django.db.models import Q

from grants import clock
from grants.contracts.models import Project, ProjectKind
from grants.contracts.workflow import ContractState
from grants.payments.standing import booking_day
from grants.workflow import Refused, action, locked, record
from reporting.progress import half_years
from reporting.progress.actions.updates import begin_update
from reporting.progress.models import ResultsUpdate
from reporting.progress.workflow import OPEN, UpdateAction, people_of_the_lead, reviewers

log = logging.getLogger(__name__)

REMINDERS = (3, 14)
"""Days before the due date, the last reminder first."""


def keep_calendar(at_work=lambda done, total: None):
    """Begin the updates of the half-year that is being filled in; remind, and tell of what is overdue.

    A project without the update of an earlier half-year gets none by itself: an officer begins it.
    """
    today = booking_day(clock.now())
    projects, updates = list(without_update(today)), list(to_remind(today))
    total = len(projects) + len(updates)
    for done, project in enumerate(projects):
        at_work(done, total)
        try:
            begin_update(project, period_end=half_years.being_filled_in(today), by=None)
        except Refused as refused:  # begun by hand meanwhile
            log.info("No update of %s was begun: %s", project.reference, refused)
    for done, update in enumerate(updates, start=len(projects)):
        at_work(done, total)
        remind_update(update)


def without_update(today):
    """Running projects whose update of the half-year being filled in is not begun."""
    period_end = half_years.being_filled_in(today)
    if period_end is None:
        return Project.objects.none()
    runs = Q(kind=ProjectKind.OWN_ACTION) | Q(contract__state=ContractState.SIGNED)
    running = Project.objects.filter(
        runs, starts_on__lte=period_end, ends_on__gte=half_years.start_of(period_end)
    ).select_related("lead", "contract__award__lot__call")
    begun = ResultsUpdate.objects.filter(period_end=period_end).values("project_id")
    return running.exclude(pk__in=begun).order_by("reference")


def to_remind(today):
    """Open updates whose due date is near or past."""
    near = [update for update in ResultsUpdate.objects.filter(state__in=OPEN).order_by("pk") if _mark(update, today)]
    return near


@action
def remind_update(update, *, by=None):
    """Write the reminder or the letter of escalation that is due today, unless it was written; returns its event."""
    update = locked(update)
    mark = _mark(update, booking_day(clock.now()))
    told = {"due_on": update.due_on.isoformat(), "mark": mark}
    if update.state not in OPEN or not mark or update.events.filter(changes__contains=told).exists():
        return None
    if mark == "overdue":
        return record(update, UpdateAction.OVERDUE, by=by, changes=told, tells=(people_of_the_lead, reviewers))
    left = (update.due_on - booking_day(clock.now())).days
    return record(update, UpdateAction.REMIND, by=by, changes={**told, "left": left}, tells=(people_of_the_lead,))


def _mark(update, today):
    """Which letter a due date asks for: "3" or "14" days before, "overdue" after, "" while it is far."""
    left = (update.due_on - today).days
    if left < 0:
        return "overdue"
    return next((str(days) for days in REMINDERS if left <= days), "")
