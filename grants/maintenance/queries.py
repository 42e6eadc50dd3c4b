"""What the pages of maintenance say: open calls and their deadlines, earlier times, what happened."""

from datetime import timedelta

from grants import clock
from grants.calls.queries import public_calls
from grants.maintenance.models import Maintenance
from grants.maintenance.workflow import MaintenanceState

TOLD_FOR = timedelta(days=90)
"""How long a time that is over stands on the public page."""


def open_calls(until=None):
    """The calls that can be applied to, each with whether its deadline passes before ``until``."""
    now = clock.now()
    return [
        {"call": call, "is_within": until is not None and call.closes_at <= until}
        for call in public_calls()
        if call.is_open(now)
    ]


def lately():
    """Times that are over, the newest first, as everybody may read of them."""
    since = clock.now() - TOLD_FOR
    return Maintenance.objects.filter(state=MaintenanceState.ENDED, ended_at__gte=since).order_by("-started_at")


def history(maintenance):
    """What happened, newest first, for the timeline."""
    return [
        {"what": event.get_action_display(), "who": event.actor, "at": event.at, "note": event.note, "url": ""}
        for event in maintenance.events.select_related("actor").order_by("-at", "-pk")
    ]
