"""What waits for finance and for coordinators, as components/worklist.html takes it: a few queries each."""

from django.db.models import Exists, OuterRef, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import formats, money
from grants.applications.queries.record import country_of
from grants.contracts.models import Contract
from grants.contracts.workflow import ContractState
from grants.organisations.models import BankAccount
from grants.organisations.workflow import AccountState
from grants.payments.models import Payment, PaymentRequest
from grants.payments.queries.reconciling import in_figures, in_words, live_months, months_missing
from grants.payments.workflow import PaymentState, ReconciliationState, RequestState
from grants.permissions import FINANCE_ROLES, Role

SHOWN = 10
"""Lines of a list before it refers to the whole."""

OF_A_MATCH = ("clear_screening", "confirm_screening")
"""What two persons say of a possible match."""

DECIDED_HERE = ("verify_bank_account", *OF_A_MATCH)
"""Decisions of two persons that finance and officers take."""


def waiting_for_finance(user):
    """Requests to initiate, payments to approve or to confirm, months to reconcile."""
    items = []
    if user.has_role(Role.FINANCE_INITIATOR):
        items += _requests(user)
    if user.has_role(Role.FINANCE_APPROVER):
        items += _payments(user, PaymentState.INITIATED, _("Approve %(reference)s: %(amount)s"))
    if any(user.has_role(role) for role in FINANCE_ROLES):
        items += _payments(user, PaymentState.APPROVED, _("Confirm that the bank has paid %(reference)s: %(amount)s"))
        items += _months(user)
    return items


def waiting_for_coordinator(user):
    """Signed contracts of organisations one manages: no account to pay to, no first instalment asked for."""
    managed = user.organisation_ids("manager")
    if not managed:
        return []
    accounts = BankAccount.objects.filter(
        organisation=OuterRef("project__lead"), state__in=[AccountState.PROPOSED, AccountState.VERIFIED]
    )
    contracts = Contract.objects.filter(state=ContractState.SIGNED, project__lead__in=managed).annotate(
        has_account=Exists(accounts), has_request=Exists(PaymentRequest.objects.filter(contract=OuterRef("pk")))
    )
    contracts = contracts.filter(Q(has_account=False) | Q(has_request=False)).select_related("project__lead")
    contracts = list(contracts.order_by("reference")[:SHOWN])
    unpayable = {contract.project.lead for contract in contracts if not contract.has_account}
    return [
        {
            "title": _("Give the bank account of %(organisation)s") % {"organisation": organisation},
            "url": reverse("organisations:accounts", args=[organisation.public_id]),
            "note": _("Nothing can be paid before it is verified."),
        }
        for organisation in sorted(unpayable, key=str)
    ] + [
        {
            "title": _("Ask for the first instalment of %(reference)s") % {"reference": contract.reference},
            "url": reverse("payments:new", args=[contract.public_id]),
            "note": contract.project.title,
        }
        for contract in contracts
        if not contract.has_request
    ]


def payments_of(user):
    """The last requests of the person's own organisations, as lines of the home page."""
    requests = PaymentRequest.objects.filter(contract__parties__organisation_id__in=user.organisation_ids())
    requests = requests.select_related("contract__project").order_by("-requested_at")[:SHOWN]
    country = country_of(user)
    return [
        {
            "title": f"{request} · {request.get_kind_display()}",
            "url": request.get_absolute_url(),
            "note": request.contract.project.title,
            "document": request,
            "side": formats.money(request.amount, country),
        }
        for request in requests
    ]


def figures():
    """What is granted in signed contracts, paid and on its way, for the desk of finance; two queries."""
    granted = Contract.objects.filter(state=ContractState.SIGNED).aggregate(sum=Sum("grant"))["sum"] or money.ZERO
    by_state = dict(Payment.objects.live().order_by().values_list("state").annotate(sum=Sum("amount")))
    paid = by_state.get(PaymentState.CONFIRMED, money.ZERO)
    pending = sum((amount for state, amount in by_state.items() if state != PaymentState.CONFIRMED), money.ZERO)
    return {"granted": granted, "paid": paid, "pending": pending, "remaining": granted - paid - pending}


def _requests(user):
    waiting = PaymentRequest.objects.visible_to(user).filter(state=RequestState.REQUESTED).order_by("requested_at")
    return [
        {
            "title": _("Check and initiate %(reference)s: %(amount)s")
            % {"reference": request, "amount": formats.money(request.amount)},
            "url": request.get_absolute_url(),
            "note": str(request.contract.project.lead),
        }
        for request in waiting[:SHOWN]
    ]


def _payments(user, state, title):
    waiting = Payment.objects.visible_to(user).filter(state=state).order_by("initiated_at")
    if state == PaymentState.INITIATED:
        waiting = waiting.exclude(initiated_by=user)
    return [
        {
            "title": title % {"reference": payment.reference, "amount": formats.money(payment.amount)},
            "url": payment.get_absolute_url(),
            "note": _("%(organisation)s, initiated by %(who)s")
            % {"organisation": payment.contract.project.lead, "who": payment.initiated_by},
        }
        for payment in waiting[:SHOWN]
    ]


def _months(user):
    """Months to reconcile, the earliest first, and those a colleague has reconciled."""
    live = list(live_months().select_related("by"))
    missing = months_missing(live)
    waiting = [row for row in live if row.state == ReconciliationState.WAITING and row.by_id != user.pk]
    return [
        {
            "title": _("Reconcile the bank account of %(month)s") % {"month": in_words(month)},
            "url": f"{reverse('payments:reconcile')}?month={in_figures(month)}",
            "note": ngettext("%d month is not reconciled", "%d months are not reconciled", len(missing)) % len(missing),
        }
        for month in missing[:1]
    ] + [
        {
            "title": _("Confirm the reconciliation of %(month)s") % {"month": reconciliation},
            "url": reconciliation.get_absolute_url(),
            "note": _("reconciled by %(who)s") % {"who": reconciliation.by},
        }
        for reconciliation in reversed(waiting)
    ]
