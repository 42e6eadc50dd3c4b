"""Noting what the coordinator passes on to its partners, and taking a wrong line back by a contrary one."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.payments.models import PartnerTransfer
from grants.payments.standing import booking_day
from grants.workflow import Reason, Refused, action, locked

PROOF_KINDS = ("pdf", "jpg", "png")


@action
def record_transfer(contract, *, by, party, amount, transferred_on, note="", proof=None):
    """Note a transfer to a partner of the contract, with the bank's proof where there is one.

    Raises Refused before the contract is signed, for the coordinator itself or a stranger, and for a
    day to come. Nobody approves it: it is the consortium's own list.
    """
    contract = locked(contract)
    reasons = []
    if contract.state != "signed":
        reasons.append(Reason(_("The contract is not signed."), code="not_signed"))
    if party.contract_id != contract.pk or party.is_coordinator:
        reasons.append(Reason(_("Choose a partner of this contract."), code="party"))
    if transferred_on > booking_day(clock.now()):
        reasons.append(Reason(_("The date of the transfer lies in the future."), code="transferred_on"))
    if amount <= 0:
        reasons.append(Reason(_("An amount is more than zero."), code="amount"))
    if reasons:
        raise Refused(reasons)
    return PartnerTransfer.objects.create(
        contract=contract, party=party, amount=amount, transferred_on=transferred_on, note=note.strip(),
        proof=store(proof, by=by, allow=PROOF_KINDS) if proof else None, by=by, at=clock.now(),
    )  # fmt: skip


@action
def correct_transfer(transfer, *, by, reason):
    """Take a line back by its contrary, with the reason: both stay.

    Raises Refused the second time, and for a contrary line.
    """
    transfer = locked(transfer)
    if transfer.corrects_id:
        raise Refused([_("A contrary line is not taken back. Note the transfer again.")])
    if PartnerTransfer.objects.filter(corrects=transfer).exists():
        raise Refused([_("This line has been taken back already.")])
    if not reason.strip():
        raise Refused([_("Say why: the reason stays with the line.")])
    return PartnerTransfer.objects.create(
        contract=transfer.contract, party=transfer.party, amount=-transfer.amount,
        transferred_on=booking_day(clock.now()), note=reason.strip(), corrects=transfer, by=by, at=clock.now(),
    )  # fmt: skip
