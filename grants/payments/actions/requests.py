"""Asking for an instalment, sending the request back, taking it back."""

import json

from django.utils.translation import gettext_lazy as _

from grants import clock, money
from grants.contracts.models import Contract
from grants.payments.actions.ledger import commit_contract
from grants.payments.models import PaymentRequest
from grants.payments.queries.position import calculate, document_of, position_of
from grants.payments.standing import contract_is_signed
from grants.payments.workflow import RequestAction, RequestState, coordinator
from grants.workflow import Reason, Refused, action, advance, locked, record


@action
def request_payment(contract, *, by, kind, incurred=money.ZERO, requested=None):
    """Ask for an instalment at the amount the calculator allows; returns the PaymentRequest.

    ``incurred`` are the eligible costs of all periods so far; ``requested`` asks for less than is
    possible. Raises Refused when the contract is not signed, a request waits already, or nothing is due.
    """
    contract = _locked_contract(contract)
    request = PaymentRequest(
        contract=contract, kind=kind, number=contract.payment_requests.count() + 1, requested_by=by,
        requested_at=clock.now(),
    )  # fmt: skip
    _refuse(request, incurred, requested)
    position = position_of(contract)
    result = calculate(position, kind, incurred=incurred, requested=requested)
    if result.payable <= 0:
        raise Refused([Reason(_("Nothing is due now: see how it was calculated."), code="nothing_due")])
    whole, request.sha256 = document_of(position, result, incurred=incurred, requested=requested)
    request.calculation, request.amount = json.loads(whole), result.payable
    request.save()
    commit_contract(contract, by=by)  # where no worker has come to it since the signature
    record(request, RequestAction.REQUEST, by=by, changes={"amount": str(request.amount)}, tells=(coordinator,))
    return request


@action
def return_request(request, *, by, reason):
    """Send a request back to the coordinator with the reason. Raises Refused without one."""
    if not reason.strip():
        raise Refused([_("Say why: the coordinator reads it.")])
    request = locked(request)
    advance(request, RequestAction.RETURN, by=by, note=reason.strip())
    return request


@action
def withdraw_request(request, *, by):
    """Take one's own request back, while nobody has initiated its payment."""
    request = locked(request)
    advance(request, RequestAction.WITHDRAW, by=by)
    return request


def _locked_contract(contract):
    """The contract's row, locked: every sum over its payments is taken behind this lock."""
    return Contract.objects.select_for_update(of=("self",)).select_related("project__lead").get(pk=contract.pk)


def _refuse(request, incurred, requested):
    reasons = []
    unsigned = contract_is_signed(request)
    if unsigned:
        reasons.append(unsigned)
    if request.contract.payment_requests.filter(state__in=[RequestState.REQUESTED, RequestState.IN_PAYMENT]).exists():
        reasons.append(Reason(_("A request of this contract waits already."), code="waits"))
    for amount in (incurred, requested):
        if amount is not None and (not amount.is_finite() or amount < 0 or money.euros(amount) != amount):
            reasons.append(Reason(_("An amount is not negative and in whole cents."), code="amount"))
    if requested is not None and not requested:
        reasons.append(Reason(_("Ask for more than nothing."), code="amount"))
    if reasons:
        raise Refused(reasons)
