"""Pages of the monthly reconciliation: the months, doing one, the record with the second person's decision."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.files.serving import respond
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.organisations.forms import ReasonForm
from grants.payments.actions.reconciling import confirm_reconciliation, reconcile_month, return_reconciliation
from grants.payments.forms import MonthForm, month_of
from grants.payments.models import Reconciliation
from grants.payments.models.reconciliation import LIVE_RECONCILIATIONS
from grants.payments.queries import reconciling
from grants.web import attempt, attempt_with, needs


@needs("grants.read_books")
@require_safe
@exportable
def month_list(request):
    """Every month reconciled, and those still to do."""
    months, title = reconciling.months(), _("Monthly reconciliation")
    context, lines = reconciling.of_months(), reconciling.reconciliation_rows
    return Listing(title, "grants/payments/reconciliation_list.html", context, lines, everything=months)


@needs("grants.reconcile_month")
@require_http_methods(["GET", "HEAD", "POST"])
def reconcile(request):
    """Put a month beside the bank's statement; the payments to choose from are those of the month in the address."""
    month = month_of(request.POST.get("month") or request.GET.get("month"))
    there = Reconciliation.objects.filter(month=month, state__in=LIVE_RECONCILIATIONS).first()
    if there and request.method != "POST":
        return redirect(there)
    prepared = reconciling.prepared(month)
    initial = {"month": reconciling.in_figures(prepared["month"]), "funding": prepared["funding"]}
    form = MonthForm(
        request.POST or None, request.FILES or None, initial=initial, explaining=prepared.pop("explaining")
    )
    done = attempt_with(request, form, reconcile_month, None)
    if done:
        messages.success(request, _("The month is reconciled. A colleague has to find the same."))
        return redirect(done)
    context = prepared | {"form": form}
    return render(request, "grants/payments/reconciliation_new.html", context, status=422 if form.is_bound else 200)


@needs("grants.read_books", of=Reconciliation)
@require_safe
def reconciliation(request, reconciliation):
    """The record of a month."""
    return _page(request, reconciliation)


@needs("grants.read_books", of=Reconciliation)
@require_safe
def statement(request, reconciliation):
    """The bank's statement."""
    return respond(request, reconciliation.file)


@needs("grants.confirm_reconciliation", of=Reconciliation)
@require_POST
def confirm(request, reconciliation):
    """Find the same, and close the month."""
    if attempt(request, confirm_reconciliation, reconciliation):
        messages.success(request, _("The month is confirmed and closed for bookings."))
    return redirect(reconciliation)


@needs("grants.return_reconciliation", of=Reconciliation)
@require_POST
def give_back(request, reconciliation):
    """Say what is not right."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, return_reconciliation, reconciliation):
        messages.success(request, _("Returned. The month has to be reconciled anew."))
        return redirect(reconciliation)
    return _page(request, reconciliation, form, status=422)


def _page(request, reconciliation, form=None, status=200):
    context = reconciling.of_reconciliation(reconciliation) | {"form": form or ReasonForm()}
    is_waiting, user = context["is_waiting"], request.user
    context["is_own"] = is_waiting and reconciliation.by_id == user.pk
    context["may_confirm"] = is_waiting and user.has_perm("grants.confirm_reconciliation", reconciliation)
    context["may_return"] = is_waiting and user.has_perm("grants.return_reconciliation", reconciliation)
    return render(request, "grants/payments/reconciliation_detail.html", context, status=status)
