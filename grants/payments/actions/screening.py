"""Comparing the parties of a contract with a list of sanctions; what a possible match is, two persons say.

Either finding can be put right later, by two persons again: the record keeps every one with its day.
"""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations.queries import people_of
from grants.payments.models import Screening
from grants.payments.standing import booking_day, parties
from grants.payments.workflow import ScreeningAction, ScreeningState
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Reason, Refused, action, advance, locked, reasons_against, record


@action
def record_screening(contract, *, by, list_name, list_version, list_date, hits=(), note=""):
    """Keep what comparing every party of the contract with a list has found; returns the Screenings.

    ``hits`` are the organisations with a possible match: nothing is paid to the consortium until two
    persons have cleared it. Raises Refused for a list of a day to come, for a stranger among the hits,
    and for a match nobody describes.
    """
    organisations, found = parties(contract), {organisation.pk for organisation in hits}
    reasons = []
    if list_date > booking_day(clock.now()):
        reasons.append(Reason(_("The list cannot be of a day to come."), code="list_date"))
    if not found <= {organisation.pk for organisation in organisations}:
        reasons.append(Reason(_("Only parties of the contract are screened with it."), code="stranger"))
    if found and not note.strip():
        reasons.append(Reason(_("Describe the possible match."), code="note"))
    if reasons:
        raise Refused(reasons)
    people = people_of(organisations)
    return [
        _keep(organisation, organisation.pk in found, by, note, {
            "screened_people": people[organisation.pk],
            "list_name": list_name.strip(), "list_version": list_version.strip(), "list_date": list_date,
        })
        for organisation in organisations
    ]  # fmt: skip


def _keep(organisation, is_hit, by, note, of_list):
    screening = Screening.objects.create(
        organisation=organisation,
        screened_name=organisation.legal_name,
        state=ScreeningState.HIT if is_hit else ScreeningState.CLEAR,
        note=note.strip() if is_hit else "",
        by=by,
        at=clock.now(),
        **of_list,
    )
    record(screening, ScreeningAction.RECORD, by=by)
    return screening


@action
def propose_clearing(screening, *, by, reason):
    """Say that a match is somebody else, also one that was confirmed. A second person has to find the same."""
    return _propose("clear_screening", ScreeningAction.CLEAR, screening, by, reason)


@action
def propose_confirming(screening, *, by, reason):
    """Say that a match is the same person or entity, also one that was cleared. A second person has to find the same.

    Payments stay stopped meanwhile; one that was cleared before stops them again once the second person agrees.
    """
    return _propose("confirm_screening", ScreeningAction.CONFIRM, screening, by, reason)


def _propose(name, step, screening, by, reason):
    screening = locked(screening)
    reasons = reasons_against(screening, step)
    if not reason.strip():
        reasons.append(Reason(_("Say how you know."), code="reason"))
    if reasons:
        raise Refused(reasons)
    return propose(name, screening, {"list": screening.list_name}, reason=reason, by=by)


def _seen(screening):
    return {
        "organisation": str(screening.organisation.public_id), "name": screening.screened_name,
        "list": [screening.list_name, screening.list_version, screening.list_date], "state": str(screening.state),
        "note": screening.note, "people": screening.screened_people,
    }  # fmt: skip


def _shown(screening, payload):
    return [
        {"label": _("Name looked up"), "value": screening.screened_name},
        {"label": _("List"), "value": f"{screening.list_name}, {screening.list_version}"},
        {"label": _("The possible match"), "value": screening.note},
        {"label": _("State"), "value": screening.get_state_display()},
    ]


@needs_two(
    "clear_screening",
    label=_("Clear a possible match with a sanctions list"),
    permission="grants.clear_screening",
    seen=_seen,
    show=_shown,
)
def clear_screening(screening, payload, *, by, proposal):
    """Carry out an approved clearing: the match no longer stops payments."""
    advance(screening, ScreeningAction.CLEAR, by=by, note=proposal.reason)
    return screening


@needs_two(
    "confirm_screening",
    label=_("Confirm a match with a sanctions list"),
    permission="grants.confirm_screening",
    seen=_seen,
    show=_shown,
)
def confirm_screening(screening, payload, *, by, proposal):
    """Carry out an approved confirmation: nothing is paid to the consortium. Finance is told."""
    advance(screening, ScreeningAction.CONFIRM, by=by, note=proposal.reason)
    return screening
