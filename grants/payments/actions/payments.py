"""Paying: initiated by one person, approved by another, confirmed by the bank."""

from decimal import Decimal

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.contracts.models import Contract
from grants.organisations.models import Organisation
from grants.organisations.workflow import AccountState
from grants.payments.actions.ledger import post, reverse_entry
from grants.payments.models import Account, EntryKind, LedgerClosing, Payment, PaymentRequest
from grants.payments.queries.position import calculate, position_of
from grants.payments.standing import booking_day, grant_covers_it, seen_hash
from grants.payments.workflow import Action, PaymentState, RequestAction
from grants.permissions import Role
from grants.workflow import Reason, Refused, action, advance, locked, reasons_against, record


class Contradiction(Refused):
    """The same key came with another content: neither is taken for the other (answered with 409)."""


@action
def initiate_payment(request, *, by):
    """Check a request and put its payment before a second person; returns the Payment.

    The amount is calculated again on what is true now: another result, and the request has to be made
    anew. Raises Refused with every reason, also without a verified account.
    """
    request = _with_contract(PaymentRequest, request)
    reasons = reasons_against(request, RequestAction.INITIATE)
    if reasons:
        raise Refused(reasons)
    _refuse_another_amount(request)
    contract, count = request.contract, request.contract.payments.count() + 1
    payment = Payment(
        reference=f"{contract.reference}-P{count}", request=request, contract=contract, kind=request.kind,
        amount=request.amount, account=contract.project.lead.bank_accounts.get(state=AccountState.VERIFIED),
        initiated_by=by, initiated_at=clock.now(),
    )  # fmt: skip
    payment.seen_sha256 = seen_hash(payment)
    too_much = grant_covers_it(payment)
    if too_much:
        raise Refused([too_much])
    payment.save()
    advance(request, RequestAction.INITIATE, by=by)
    record(payment, "initiate", by=by, changes={"role": Role.FINANCE_INITIATOR, "amount": str(payment.amount)})
    return payment


@action
def approve_payment(payment, *, by, seen_sha256):
    """Approve what one has seen, as the second person: the payment is on its way and booked so.

    ``seen_sha256`` is the hash of what the page showed (``standing.seen_hash``). Raises Refused for
    the initiator, when anything has changed since, and with whatever else stands against it.
    """
    payment = _with_contract(Payment, payment)
    if payment.initiated_by_id == by.pk:
        raise Refused([Reason(_("Who initiates a payment cannot approve it. Ask a colleague."), code="same_person")])
    if payment.state == PaymentState.INITIATED and seen_sha256 != seen_hash(payment):
        raise Refused([Reason(_("This is no longer what you saw. Look at it again."), code="not_seen")])
    payment.approved_by, payment.approved_at = by, clock.now()
    changes = {"role": Role.FINANCE_APPROVER, "seen": seen_sha256}
    advance(payment, Action.APPROVE, by=by, fields=["approved_by", "approved_at"], changes=changes)
    post(
        payment.contract, EntryKind.APPROVAL, Account.PREFINANCING, Account.OWED, payment.amount, by=by,
        role=Role.FINANCE_APPROVER, narrative=payment.reference, payment=payment,
    )  # fmt: skip
    return payment


@action
def confirm_payment(payment, *, by, key, value_date, bank_reference, amount):
    """Note that the bank has paid, with its value date and reference; the same ``key`` again changes nothing.

    Booked on the value date, or today where that period is closed. Raises Contradiction for the same
    key with other contents, Refused for an amount other than the payment's, a date to come or before
    the approval, and a reference that confirms another payment.
    """
    payment = _with_contract(Payment, payment)
    told = (value_date, bank_reference.strip(), amount)
    if payment.confirmation_key == key:
        if told != (payment.value_date, payment.bank_reference, payment.amount):
            raise Contradiction([Reason(_("This was confirmed already, with other data."), code="contradiction")])
        return payment
    _refuse_confirmation(payment, *told)
    payment.confirmation_key, payment.confirmed_at = key, clock.now()
    payment.value_date, payment.bank_reference = value_date, bank_reference.strip()
    fields = ["confirmation_key", "confirmed_at", "value_date", "bank_reference"]
    changes = {"value_date": value_date.isoformat(), "bank_reference": payment.bank_reference}
    try:
        with transaction.atomic():
            advance(payment, Action.CONFIRM, by=by, fields=fields, changes=changes)
    except IntegrityError as error:
        sentence = _("This reference of the bank confirms another payment already.")
        raise Contradiction([Reason(sentence, code="reference_taken")]) from error
    _settle(payment, by)
    return payment


@action
def reject_payment(payment, *, by, reason):
    """Say no as the second person, with the reason for who initiated it; the request can be taken up again."""
    payment = _with_contract(Payment, payment)
    if payment.initiated_by_id == by.pk:
        raise Refused([Reason(_("Who initiates a payment cannot decide it. Cancel it instead."), code="same_person")])
    return _stop(payment, Action.REJECT, by, reason)


@action
def cancel_payment(payment, *, by, reason):
    """Take a payment back before its approval, with the reason; the request can be taken up again."""
    return _stop(_with_contract(Payment, payment), Action.CANCEL, by, reason)


@action
def return_payment(payment, *, by, reason):
    """Note that the bank sent the money back: what was booked is taken back by contrary entries booked today."""
    payment = _stop(_with_contract(Payment, payment), Action.RETURN, by, reason)
    for entry in payment.ledger_entries.filter(reverses=None, reversed_by=None).order_by("-pk"):
        reverse_entry(entry, by=by, narrative=payment.reference)
    return payment


def _with_contract(model, document):
    """The row, locked behind its contract's: every sum over a contract is taken in this order."""
    contract = Contract.objects.select_for_update(of=("self",)).select_related("project").get(pk=document.contract_id)
    # Whoever gives or verifies a bank account holds the organisation: it cannot change under an approval.
    Organisation.objects.select_for_update().get(pk=contract.project.lead_id)
    locked(document)
    return model.objects.with_contract().get(pk=document.pk)


def _refuse_another_amount(request):
    inputs = request.calculation["inputs"]
    requested = inputs["requested"] and Decimal(inputs["requested"])
    incurred = Decimal(inputs["incurred"])
    now = calculate(position_of(request.contract), request.kind, incurred=incurred, requested=requested)
    if now.payable != request.amount:
        sentence = _("The contract has changed since this was asked for. Return the request; it has to be made anew.")
        raise Refused([Reason(sentence, code="amount_changed")])


def _refuse_confirmation(payment, value_date, bank_reference, amount):
    today, reasons = booking_day(clock.now()), []
    if amount != payment.amount:
        reasons.append(Reason(_("The bank’s amount is not that of the payment."), code="amount"))
    if value_date > today:
        reasons.append(Reason(_("The value date lies in the future."), code="value_date"))
    if payment.approved_at and value_date < booking_day(payment.approved_at):
        reasons.append(Reason(_("The value date lies before the approval."), code="value_date"))
    if not bank_reference:
        reasons.append(Reason(_("Enter the reference of the bank."), code="bank_reference"))
    if reasons:
        raise Refused(reasons)


def _settle(payment, by):
    is_closed = LedgerClosing.objects.filter(until__gte=payment.value_date).exists()
    booking = {
        "by": by, "narrative": f"{payment.reference} · {payment.bank_reference}", "payment": payment,
        "booked_on": None if is_closed else payment.value_date,
    }  # fmt: skip
    post(payment.contract, EntryKind.SETTLEMENT, Account.OWED, Account.BANK, payment.amount, **booking)
    post(payment.contract, EntryKind.DECOMMITMENT, Account.COMMITMENT, Account.COMMITTED, payment.amount, **booking)
    advance(locked(payment.request), RequestAction.SETTLE, by=by)


def _stop(payment, step, by, reason):
    if not reason.strip():
        raise Refused([Reason(_("Say why: it stays with the payment."), code="no_reason")])
    advance(payment, step, by=by, note=reason.strip())
    advance(locked(payment.request), RequestAction.REOPEN, by=by)
    return payment
