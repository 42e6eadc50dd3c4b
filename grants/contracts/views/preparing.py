"""Pages on which officers make a contract of an award and complete it."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.contracts import forms
from grants.contracts.actions import conditions, correcting, preparing
from grants.contracts.models import Contract, ContractTerms
from grants.contracts.queries import listing
from grants.contracts.queries.content import logframe_of
from grants.contracts.views.records import above
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.web import attempt, attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@needs("grants.prepare_contract")
@exportable
def waiting(request):
    """Announced awards without a contract."""
    awards = list(listing.waiting_awards(request.user))
    context = {
        "title": ngettext("%d award waits for its contract", "%d awards wait for their contracts", len(awards))
        % len(awards),
        "pages": above(),
        "columns": [
            {"label": _("Project"), "hint": _("Reference, call")},
            {"label": _("Coordinator")},
            {"label": _("Country")},
            {"label": _("Grant, EUR"), "kind": "money"},
            {"label": _("Announced")},
        ],
    }
    title = _("Awards without contract")
    return Listing(title, "grants/contracts/award_list.html", context, _rows, everything=awards)


def _rows(awards):
    return [_waiting(award) for award in awards]


def _waiting(award):
    candidate = award.candidate
    return [
        {
            "text": candidate.title,
            "url": reverse("contracts:prepare", args=[award.public_id]),
            "hint": f"{candidate.reference} · {award.call.reference}",
        },
        {"text": str(candidate.lead)},
        {"text": candidate.country.name},
        award.grant,
        {"moment": award.announced_at},
    ]


@page
@needs("grants.prepare_contract")
def prepare(request, public_id):
    """What preparing does, what the award does not know yet, and the button."""
    award = get_object_or_404(listing.waiting_awards(request.user), public_id=public_id)
    form = forms.PrepareForm(request.POST or None, initial={"language": award.candidate.language or "es"})
    contract = attempt_with(request, form, preparing.prepare_contract, award)
    if contract:
        messages.success(request, _("The contract is prepared: check it, then send it for signature."))
        return redirect(contract)
    pages = [*above(), {"url": reverse("contracts:waiting"), "label": _("Awards without contract")}]
    context = {"award": award, "candidate": award.candidate, "form": form, "pages": pages}
    status = 422 if form.is_bound else 200
    return render(request, "grants/contracts/contract_prepare.html", context, status=status)


@page
@needs("grants.edit_contract", of=Contract)
def facts(request, contract):
    """Start, language, countries and sectors."""
    project = contract.project
    shares = {
        "country": {str(row.country): row.share for row in project.countries.all()},
        "sector": {row.sector: row.share for row in project.sectors.all()},
    }
    given = {"starts_on": project.starts_on, "language": contract.language}
    form = forms.FactsForm(request.POST or None, shares=shares, initial=given)
    if _saved(request, form, conditions.set_facts, contract):
        return redirect(contract)
    return _form(request, contract, form, _("Dates, countries and sectors"))


@page
@needs("grants.edit_contract", of=Contract)
def terms(request, contract):
    """The special conditions."""
    form = forms.TermsForm(request.POST or None, instance=ContractTerms.objects.get(contract=contract))
    if _saved(request, form, conditions.set_terms, contract):
        return redirect(contract)
    return _form(request, contract, form, _("Special conditions"))


@page
@needs("grants.edit_contract", of=Contract)
def logframe(request, contract):
    """Results and indicators."""
    form = forms.LogframeForm(request.POST or None, results=logframe_of(contract))
    if _saved(request, form, conditions.set_logframe, contract):
        return redirect(contract)
    return _form(request, contract, form, _("Logframe"))


@page
@needs("grants.edit_contract", of=Contract)
def correct(request, contract, row):
    """Lower one amount of the budget, with a reason."""
    if row in correcting.AMOUNTS:
        form = forms.AmountCorrectionForm(request.POST or None, initial={"amount": getattr(contract.budget, row)})
        title, act, named = contract.budget._meta.get_field(row).verbose_name, correcting.correct_amount, {"row": row}
    else:
        line = next((line for line in contract.budget.lines.all() if str(line.key) == row), None)
        if line is None:
            raise Http404
        given = {"quantity": line.quantity, "unit_value": line.unit_value}
        form = forms.CorrectionForm(request.POST or None, initial=given)
        title, act, named = f"{line.heading} {line.description}", correcting.correct_line, {"key": line.key}
    if _saved(request, form, act, contract, **named):
        return redirect("contracts:budget", public_id=contract.public_id)
    return _form(request, contract, form, _("Correct “%(cost)s”") % {"cost": title}, submit=_("Correct the budget"))


@require_POST
@needs("grants.edit_contract", of=Contract)
def refresh(request, contract):
    """Take over what the parties changed in their data."""
    if attempt(request, conditions.refresh_parties, contract):
        messages.success(request, _("The data of the parties are those of today."))
    return redirect(contract)


def _saved(request, form, act, contract, **named):
    if attempt_with(request, form, act, contract, **named):
        messages.success(request, _("Saved."))
        return True
    return False


def _form(request, contract, form, title, *, submit=""):
    context = {
        "contract": contract,
        "form": form,
        "title": title,
        "submit": submit or _("Save"),
        "closed": conditions.reasons_if_closed(contract),
        "sent": contract.sent_at is not None,
        "pages": above(contract),
    }
    return render(request, "grants/contracts/contract_form.html", context, status=422 if form.is_bound else 200)
