"""Pages of a payment: the record with the decision of the second person, the bank's confirmation."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from grants.attempts.actions import attempt as keep_trace
from grants.organisations.forms import ReasonForm
from grants.payments.actions.payments import (
    Contradiction,
    approve_payment,
    cancel_payment,
    confirm_payment,
    reject_payment,
    return_payment,
)
from grants.payments.forms import ConfirmForm
from grants.payments.models import Payment
from grants.payments.queries import pages
from grants.payments.workflow import PaymentState
from grants.web import attempt, attempt_with, fresh_factor, needs, received_at
from grants.workflow import Refused


@needs("grants.read_payment", of=Payment)
@require_safe
def detail(request, payment):
    """The record: what, to whom, how calculated, who did what; the decision of the moment."""
    return _page(request, payment)


@needs("grants.approve_payment", of=Payment)
@require_POST
@fresh_factor
def approve(request, payment):
    """Approve exactly what the page showed."""
    if attempt(request, approve_payment, payment, seen_sha256=request.POST.get("seen_sha256", "")):
        messages.success(request, _("The payment is approved and on its way. The coordinator is told."))
    return redirect(payment)


@needs("grants.reject_payment", of=Payment)
@require_POST
def reject(request, payment):
    """Say no."""
    return _stop(request, payment, reject_payment, _("The payment is rejected. Who initiated it is told why."))


@needs("grants.cancel_payment", of=Payment)
@require_POST
def cancel(request, payment):
    """Take it back before its approval."""
    return _stop(request, payment, cancel_payment, _("The payment is cancelled. The request can be taken up again."))


@needs("grants.return_payment", of=Payment)
@require_POST
@fresh_factor
def give_back(request, payment):
    """Note that the bank returned the money."""
    return _stop(request, payment, return_payment, _("Noted. What was booked is taken back by contrary entries."))


@needs("grants.confirm_payment", of=Payment)
@require_POST
@fresh_factor
def confirm(request, payment):
    """Record the bank's confirmation; the same form sent twice is one, another content is told apart by 409."""
    form = ConfirmForm(request.POST)
    if not form.is_valid():
        return _page(request, payment, confirm_form=form, status=422)
    try:
        with keep_trace("confirm_payment", payment, by=request.user, received_at=received_at(request)):
            confirm_payment(payment, by=request.user, **form.cleaned_data)
    except Refused as refused:
        for reason in refused.reasons:
            form.add_error(None, str(reason))
        status = 409 if isinstance(refused, Contradiction) else 422
        return _page(request, payment, confirm_form=form, status=status)
    messages.success(request, _("The payment is confirmed and booked. The coordinator is told."))
    return redirect(payment)


def _stop(request, payment, act, done):
    form = ReasonForm(request.POST)
    if attempt_with(request, form, act, payment):
        messages.success(request, done)
        return redirect(payment)
    return _page(request, payment, form, status=422)


def _page(request, payment, form=None, confirm_form=None, status=200):
    user, state = request.user, payment.state
    is_open, is_way = state == PaymentState.INITIATED, state == PaymentState.APPROVED
    context = pages.of_payment(payment, user) | {
        "form": form or ReasonForm(),
        "confirm_form": confirm_form or ConfirmForm(),
        "is_own": is_open and payment.initiated_by_id == user.pk,
        "may_approve": is_open
        and payment.initiated_by_id != user.pk
        and user.has_perm("grants.approve_payment", payment),
        "may_cancel": is_open and user.has_perm("grants.cancel_payment", payment),
        "may_confirm": is_way and user.has_perm("grants.confirm_payment", payment),
        "may_return": state in (PaymentState.APPROVED, PaymentState.CONFIRMED)
        and user.has_perm("grants.return_payment", payment),
    }
    return render(request, "grants/payments/payment_detail.html", context, status=status)
