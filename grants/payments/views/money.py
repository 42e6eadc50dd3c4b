"""The money of a contract, the screening of its parties, the books."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.contracts.models import Contract
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import paged
from grants.organisations.forms import ReasonForm
from grants.payments.actions.ledger import close_period
from grants.payments.actions.list_screening import screen_contract
from grants.payments.actions.screening import propose_clearing, propose_confirming, record_screening
from grants.payments.forms import ClosingForm, ScreeningForm
from grants.payments.models import Screening
from grants.payments.queries import pages
from grants.payments.queries.records import ledger_rows
from grants.payments.workflow import ScreeningAction, ScreeningState
from grants.web import attempt, attempt_with, needs
from grants.workflow import Refused


@needs("grants.read_contract_money", of=Contract)
@require_safe
def contract_money(request, contract):
    """Granted, paid, pending, remaining; what comes next; the books of the contract."""
    return render(request, "grants/payments/contract_money.html", pages.of_contract(contract, request.user))


@needs("grants.record_screening", of=Contract)
@require_http_methods(["GET", "HEAD", "POST"])
def screen(request, contract):
    """Record that the parties were compared with a list."""
    form = ScreeningForm(request.POST or None, contract=contract)
    if attempt_with(request, form, record_screening, contract):
        messages.success(request, _("The screening is recorded. It holds for 24 hours."))
        return redirect(reverse("payments:contract", args=[contract.public_id]))
    context = {"contract": contract, "form": form, "pages": pages.above(contract)}
    return render(request, "grants/payments/screening_new.html", context, status=422 if form.is_bound else 200)


@needs("grants.record_screening", of=Contract)
@require_POST
def compare(request, contract):
    """Compare the parties and their representatives with the list kept here."""
    found = attempt(request, screen_contract, contract)
    if found:
        hits = sum(row.state == ScreeningState.HIT for row in found)
        if hits:
            messages.warning(request, _("Possible matches are open: see the table of the sanctions lists."))
        else:
            messages.success(request, _("Compared: nothing new was found. It holds for 24 hours."))
    return redirect(reverse("payments:contract", args=[contract.public_id]))


@needs("grants.read_screening", of=Screening)
@require_safe
def screening(request, record):
    """The record of a screening, and the decision on a possible match."""
    return _screening_page(request, record)


@needs("grants.clear_screening", of=Screening)
@require_POST
def clear(request, record):
    """The first of two persons finds that the match is somebody else."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, propose_clearing, record):
        messages.success(request, _("Noted. A colleague has to find the same."))
        return redirect(record)
    return _screening_page(request, record, form, status=422)


@needs("grants.confirm_screening", of=Screening)
@require_POST
def confirm_match(request, record):
    """The first of two persons finds that it is the same person or entity."""
    form = ReasonForm(request.POST)
    if attempt_with(request, form, propose_confirming, record):
        messages.success(request, _("Noted. A colleague has to find the same."))
        return redirect(record)
    return _screening_page(request, record, form, status=422)


@needs("grants.read_ledger")
@require_safe
@exportable
def ledger(request):
    """Balances of all contracts, every entry, what is closed."""
    return Listing(_("Ledger"), "grants/payments/ledger.html", _books(request, ClosingForm()), ledger_rows)


def _books(request, closing_form):
    return pages.of_ledger() | {"page": paged(request, pages.entries_of_all()), "closing_form": closing_form}


@needs("grants.close_period")
@require_POST
def close(request):
    """Close the books up to a day."""
    form = ClosingForm(request.POST)
    if form.is_valid():
        try:
            close_period(by=request.user, **form.cleaned_data)
        except Refused as refused:
            for reason in refused.reasons:
                form.add_error("until", str(reason))
        else:
            messages.success(request, _("The books are closed up to that day."))
            return redirect("payments:ledger")
    context = _books(request, form)
    context |= {"rows": ledger_rows(context["page"].object_list), "tools": None}
    return render(request, "grants/payments/ledger.html", context, status=422)


def _screening_page(request, record, form=None, status=200):
    context = pages.of_screening(record) | {"form": form or ReasonForm()}
    may_decide = request.user.has_perm("grants.clear_screening", record)
    for name, step in (("may_clear", ScreeningAction.CLEAR), ("may_confirm", ScreeningAction.CONFIRM)):
        context[name] = may_decide and record.state in record.STEPS[step].sources
    return render(request, "grants/payments/screening_detail.html", context, status=status)
