"""Moving money between lots, of one call or of two, by two persons (decisions.md B4)."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants import clock, formats
from grants.calls.models import Lot
from grants.evaluation.models import EnvelopeMove
from grants.evaluation.queries.envelopes import envelope_of
from grants.evaluation.queries.withheld import has_conflict_in
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Refused, action, locked, record


@action
def propose_envelope_move(lot, *, by, to_lot, amount, reason):
    """Put a move of money before a second person; nothing moves until that person approves.

    Raises Refused for more than what is unconsumed in ``lot`` and for a move onto itself.
    """
    lot = locked(lot)
    _refuse(lot, to_lot, amount, by)
    payload = {"to_lot": str(to_lot.public_id), "amount": str(amount)}
    return propose("move_envelope", lot, payload, reason=reason, by=by)


def move_seen(lot):
    """What a move rests on: what the lot has and what of it is left."""
    money = envelope_of(lot)
    return {"lot": lot.public_id, "in_force": money.in_force, "left": money.left}


def shown_move(lot, payload):
    """A proposed move for the page of its decision."""
    to_lot = _target(payload)
    money, other = envelope_of(lot), envelope_of(to_lot)
    amount = Decimal(payload["amount"])
    return [
        {"label": _("From"), "value": f"{lot.call.reference} · {lot}"},
        {"label": _("Unconsumed in the lot"), "value": formats.money(money.left, formats.NEUTRAL), "is_now": True},
        {"label": _("To"), "value": f"{to_lot.call.reference} · {to_lot}"},
        {"label": _("Amount"), "value": formats.money(amount, formats.NEUTRAL)},
        {
            "label": _("Envelope of the receiving lot now"),
            "value": formats.money(other.in_force, formats.NEUTRAL),
            "is_now": True,
        },
        {"label": _("Afterwards"), "value": formats.money(other.in_force + amount, formats.NEUTRAL), "is_now": True},
    ]


@needs_two(
    "move_envelope",
    label=gettext_lazy("Move money to another lot"),
    permission="grants.move_envelope",
    seen=move_seen,
    show=shown_move,
)
def move_envelope(lot, payload, *, by, proposal):
    """Carry out an approved move: recorded with both calls, in force at once.

    The rules are checked again; the database checks them a third time (evaluation/guards.py).
    """
    to_lot, amount = _target(payload), Decimal(payload["amount"])
    _refuse(lot, to_lot, amount, by)
    move = EnvelopeMove.objects.create(
        from_lot=lot, to_lot=to_lot, amount=amount, reason=proposal.reason, proposal=proposal, at=clock.now()
    )
    for call in {lot.call, to_lot.call}:
        changes = {"from": str(lot.public_id), "to": str(to_lot.public_id), "amount": str(amount)}
        record(call, "move_envelope", by=by, note=proposal.reason, changes=changes)
    return move


def _target(payload):
    return Lot.objects.select_related("call").get(public_id=payload["to_lot"])


def _refuse(lot, to_lot, amount, by):
    if has_conflict_in(by, lot=lot):
        raise Refused([_("You have a conflict of interest in this lot: another person has to do this.")])
    reasons = []
    if lot.pk == to_lot.pk:
        reasons.append(_("Choose another lot: money does not move onto itself."))
    if amount <= 0:
        reasons.append(_("The amount is more than zero."))
    left = envelope_of(lot).left
    if amount > left:
        sentence = _("Only what is unconsumed can be moved: %(left)s.")
        reasons.append(sentence % {"left": formats.money(left, formats.NEUTRAL)})
    if reasons:
        raise Refused(reasons)
