"""Pages of payment requests: the list, asking, the record with its check."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.contracts.models import Contract
from grants.lists.answering import exportable
from grants.lists.listing import Listing, chosen
from grants.organisations.forms import ReasonForm
from grants.payments.actions.payments import initiate_payment
from grants.payments.actions.requests import request_payment, return_request, withdraw_request
from grants.payments.forms import FilterForm, RequestForm
from grants.payments.models import PaymentKind, PaymentRequest
from grants.payments.queries import listing, pages, records
from grants.payments.workflow import RequestState
from grants.web import attempt, attempt_with, fresh_factor, needs

PAGE_LENGTH = 50


@needs("grants.list_payments")
@require_safe
@exportable
def payment_list(request):
    """Every instalment asked for under the contracts one may see, and what has become of it."""
    seen = PaymentRequest.objects.visible_to(request.user)
    calls, sums = listing.overview(seen)
    form = FilterForm(request.GET, calls=calls)
    filters = chosen(form)
    rows = listing.found(seen, filters)
    if any(filters.values()):
        sums = listing.sums(rows)
    paginator = Paginator(rows, PAGE_LENGTH)
    paginator.count = sums["count"]  # counted with the sums
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "form": form,
        "chips": listing.chips(form, filters),
        "page": page,
        "columns": listing.columns(),
        "total": listing.total_row(sums),
        "sums": sums,
        "query": f"{listing.query(filters)}&",
    }
    return Listing(_("Payments"), "grants/payments/payment_list.html", context, listing.rows)


@needs("grants.request_payment", of=Contract)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request, contract):
    """What can be asked for now, as the calculator says it, and asking for it."""
    kind = records.next_kind(contract)
    form = RequestForm(request.POST or None, kind=kind)
    is_ready = form.is_valid() if form.is_bound or kind != PaymentKind.FIRST else True
    inputs = form.values() if form.is_bound and is_ready else {}
    asked = None if "preview" in request.POST else attempt_with(request, form, request_payment, contract, kind=kind)
    if asked:
        messages.success(request, _("The payment is requested. Finance checks it next."))
        return redirect(asked)
    context = pages.asking(contract, kind, form, inputs if is_ready else None, request.user)
    return render(request, "grants/payments/request_new.html", context, status=422 if form.errors else 200)


@needs("grants.read_payment_request", of=PaymentRequest)
@require_safe
def detail(request, payment_request):
    """The record: amount, calculation, history, and the check for who initiates."""
    return _page(request, payment_request)


@needs("grants.initiate_payment", of=PaymentRequest)
@require_POST
@fresh_factor
def initiate(request, payment_request):
    """Put the payment before a second person."""
    payment = attempt(request, initiate_payment, payment_request)
    if not payment:
        return redirect(payment_request)
    messages.success(request, _("The payment is initiated. A colleague has to approve it."))
    return redirect(payment)


@needs("grants.return_request", of=PaymentRequest)
@require_POST
def give_back(request, payment_request):
    """Send the request back to the coordinator."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, return_request, payment_request):
        messages.success(request, _("The request is returned. The coordinator is told why."))
        return redirect(payment_request)
    return _page(request, payment_request, form, status=422)


@needs("grants.withdraw_request", of=PaymentRequest)
@require_POST
def withdraw(request, payment_request):
    """Take one's request back."""
    if attempt(request, withdraw_request, payment_request):
        messages.success(request, _("The request is withdrawn."))
    return redirect(payment_request)


def _page(request, payment_request, form=None, status=200):
    is_open = payment_request.state == RequestState.REQUESTED
    user = request.user
    context = pages.of_request(payment_request, user) | {
        "form": form or ReasonForm(),
        "may_initiate": is_open and user.has_perm("grants.initiate_payment", payment_request),
        "may_return": is_open and user.has_perm("grants.return_request", payment_request),
        "may_withdraw": is_open and user.has_perm("grants.withdraw_request", payment_request),
    }
    return render(request, "grants/payments/request_detail.html", context, status=status)
