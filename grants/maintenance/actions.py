"""Announcing, switching on and off. The deadline of a call is moved by nothing here (decisions.md C3)."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.maintenance.models import Maintenance
from grants.maintenance.standing import tell_all
from grants.maintenance.workflow import LIVE, MaintenanceAction, MaintenanceState
from grants.messages.recipients import officers
from grants.workflow import Reason, Refused, action, advance, if_committed, locked, record, take_turns


@action
def announce_maintenance(nothing=None, *, by, cause, starts_at, until, note="", at_once=False):
    """Say that nothing will be saved from ``starts_at`` until ``until``; ``at_once`` switches it on now.

    Officers are told. Raises Refused for times that lie behind, and while another is announced or on.
    """
    now = clock.now()
    take_turns("announce maintenance")
    if Maintenance.objects.live():
        raise Refused([_("One time of maintenance is announced or on already. Change its times, or end it first.")])
    starts_at = now if at_once else starts_at
    _refuse_times(starts_at, until)
    if starts_at < now:
        raise Refused([Reason(_("This lies in the past. To begin now, tick the box."), code="starts_at")])
    maintenance = Maintenance.objects.create(cause=cause, starts_at=starts_at, until=until, note=note.strip())
    record(
        maintenance,
        MaintenanceAction.ANNOUNCE,
        by=by,
        changes=_times(maintenance),
        tells=() if at_once else (officers,),
    )
    if at_once:
        return start_maintenance(maintenance, by=by)
    if_committed(tell_all)
    return maintenance


@action
def change_maintenance(maintenance, *, by, until, starts_at=None, note=""):
    """Other times: of one announced both, of one that is on only its end. What was said before stays in the history."""
    maintenance = locked(maintenance)
    if maintenance.state not in LIVE:
        raise Refused([_("It is over: its times change no more.")])
    before = _times(maintenance)
    if maintenance.state == MaintenanceState.ANNOUNCED and starts_at:
        maintenance.starts_at = starts_at
    maintenance.until = until
    _refuse_times(maintenance.starts_at, until)
    maintenance.save(update_fields=["starts_at", "until"])
    changes = {name: [old, new] for (name, old), new in zip(before.items(), _times(maintenance).values(), strict=True)}
    record(maintenance, MaintenanceAction.CHANGE, by=by, note=note.strip(), changes=changes)
    if_committed(tell_all)
    return maintenance


@action
def start_maintenance(maintenance, *, by):
    """Switch it on: from now on nothing is saved but what moves a deadline. Officers are told."""
    maintenance = locked(maintenance)
    maintenance.started_at = clock.now()
    advance(maintenance, MaintenanceAction.START, by=by, fields=("started_at",))
    if_committed(tell_all)
    return maintenance


@action
def end_maintenance(maintenance, *, by, note=""):
    """Switch it off: everything is saved again, and work that was held goes on."""
    maintenance = locked(maintenance)
    maintenance.ended_at = clock.now()
    advance(maintenance, MaintenanceAction.END, by=by, note=note.strip(), fields=("ended_at",))
    if_committed(tell_all)
    return maintenance


@action
def withdraw_maintenance(maintenance, *, by):
    """Take an announcement back: it does not take place."""
    maintenance = locked(maintenance)
    advance(maintenance, MaintenanceAction.WITHDRAW, by=by)
    if_committed(tell_all)
    return maintenance


def _refuse_times(starts_at, until):
    reasons = []
    if until <= starts_at:
        reasons.append(Reason(_("It ends after it has begun."), code="until"))
    if until <= clock.now():
        reasons.append(Reason(_("This lies in the past."), code="until"))
    if reasons:
        raise Refused(reasons)


def _times(maintenance):
    return {"starts_at": maintenance.starts_at.isoformat(), "until": maintenance.until.isoformat()}
