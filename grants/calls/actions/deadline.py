"""Moving the deadline: for everybody, later only, by two persons, in public (decisions.md C3)."""

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.calls.actions.publishing import correct
from grants.calls.messages import shown_deadline
from grants.calls.queries import next_deadline
from grants.calls.workflow import CallState, CallStep
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Refused, action, locked


@action
def propose_deadline(call, *, by, closes_at, reason, outage=""):
    """Put a later deadline before a second person. Nothing moves until that person approves.

    ``closes_at`` is an aware moment; ``outage`` documents what failed and when, needed once the
    deadline has passed; ``reason`` is published. Raises Refused with all reasons.
    """
    call = locked(call)
    _refuse(call, closes_at, outage)
    payload = {"closes_at": closes_at.isoformat(), "outage": outage.strip()}
    return propose("move_deadline", call, payload, reason=reason, by=by)


def deadline_seen(call):
    """What a proposal to move the deadline rests on: the deadline itself."""
    return {"reference": call.reference, "state": call.state, "closes_at": next_deadline(call).closes_at}


@needs_two(
    "move_deadline",
    label=_("Move the deadline of the call"),
    permission="grants.propose_deadline",
    seen=deadline_seen,
    show=shown_deadline,
    goes_on=True,
)
def move_deadline(call, payload, *, by, proposal):
    """Carry out an approved proposal: new deadline, published corrigendum, new version, mail to all who began.

    The rules are checked again: the old deadline may have passed while the proposal waited.
    """
    closes_at = parse_datetime(payload["closes_at"])
    _refuse(call, closes_at, payload["outage"])
    before = next_deadline(call)
    if before.step == call.step:
        call.closes_at = closes_at
        call.save(update_fields=["closes_at"])
    if call.steps == 2 and before.step == CallStep.FULL:
        call.two_steps.full_closes_at = closes_at
        call.two_steps.save(update_fields=["full_closes_at"])
    return correct(
        call, reason=proposal.reason, by=by, proposal=proposal, closes_before=before.closes_at, closes_after=closes_at
    )


def _refuse(call, closes_at, outage):
    now, standing = clock.now(), next_deadline(call)
    reasons = []
    if call.state != CallState.PUBLISHED:
        reasons.append(_("Only the deadline of a published call moves. Before that, edit the call."))
    if call.opened_at and standing.step == call.step:
        reasons.append(_("The applications are opened: the deadline moves no more."))
    if closes_at <= standing.closes_at:
        reasons.append(_("A deadline moves to a later moment only: people rely on the one that was published."))
    if closes_at <= now:
        reasons.append(_("The new deadline lies in the past."))
    if standing.closes_at <= now and not outage.strip() and standing.step == call.step:
        reasons.append(_("The deadline has passed. It moves only after an outage: say what failed, from when to when."))
    if call.step == CallStep.CONCEPT == standing.step and closes_at >= call.two_steps.full_opens_at:
        reasons.append(_("Full applications are taken after the deadline of the concept notes."))
    if reasons:
        raise Refused(reasons)
