"""The list of contracts and the record of one."""

from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from grants.contracts.forms import FilterForm
from grants.contracts.models import Contract
from grants.contracts.queries import listing
from grants.contracts.queries.record import budget_page, record_page
from grants.contracts.workflow import OPEN
from grants.lists.answering import exportable
from grants.lists.listing import Listing, chosen
from grants.web import needs
from grants.words import country_name, display, short_date_text

PER_PAGE = 25


@require_safe
@needs("grants.list_contracts")
@exportable
def contract_list(request):
    """The contracts the person sees, by number."""
    seen = Contract.objects.visible_to(request.user)
    count, calls, countries = listing.overview(seen)
    form = FilterForm(request.GET, calls=calls, countries=countries)
    words = chosen(form)
    found = listing.listed(
        seen,
        text=words.get("q", ""),
        state=words.get("state", ""),
        country=words.get("country", ""),
        pillar=words.get("pillar", ""),
        call=words.get("call", ""),
    )
    paginator = Paginator(listing.with_rows(found), PER_PAGE)
    if not any(words.values()):
        paginator.count = count  # nothing is left out
    page = paginator.get_page(request.GET.get("page"))
    may_prepare = request.user.has_perm("grants.prepare_contract")
    given = {name: request.GET[name] for name in words if request.GET.get(name)}
    context = {
        "title": ngettext("%d contract", "%d contracts", page.paginator.count) % page.paginator.count,
        "action": {"url": reverse("contracts:waiting"), "label": _("Prepare a contract")} if may_prepare else None,
        "form": form,
        "page": page,
        "columns": _columns(),
        "query": urlencode(given) + "&" if given else "",
        "reset_url": reverse("contracts:list") if given else "",
    }
    return Listing(_("Contracts"), "grants/contracts/contract_list.html", context, _rows)


def _columns():
    return [
        {"label": _("Contract"), "hint": _("Number")},
        {"label": _("State")},
        {"label": _("Coordinator")},
        {"label": _("Country")},
        {"label": _("Call, pillar"), "hint": _("Pillar")},
        {"label": _("Grant, EUR"), "kind": "money"},
        {"label": _("Total, EUR"), "kind": "money"},
        {"label": _("EU share, %"), "kind": "number", "places": 2},
        {"label": _("Start and end"), "hint": _("End")},
    ]


def _rows(contracts):
    return [_row(contract) for contract in contracts]


def _row(contract):
    project = contract.project
    return [
        {"text": project.title, "url": contract.get_absolute_url(), "hint": contract.reference},
        {"document": contract},
        {"text": str(project.lead)},
        {"text": country_name(project.country)},
        {"text": contract.call.reference, "hint": display(project, "pillar")},
        contract.grant,
        contract.total_cost,
        contract.share,
        {
            "text": _day(project.starts_on),
            "value": project.starts_on,
            "hint": _day(project.ends_on),
            "hint_value": project.ends_on,
        },
    ]


def _day(day):
    return short_date_text(day) if day else "–"


@require_safe
@needs("grants.read_contract", of=Contract)
def contract_detail(request, contract):
    """Everything about one contract, and what comes next."""
    context = record_page(contract, request.user) | {"pages": above()}
    return render(request, "grants/contracts/contract_detail.html", context)


@require_safe
@needs("grants.read_contract_content", of=Contract)
def budget(request, contract):
    """Every line of the budget, its sources, what was corrected."""
    may_edit = contract.state in OPEN and request.user.has_perm("grants.edit_contract", contract)
    context = {"contract": contract, "may_edit": may_edit, "pages": above(contract)} | budget_page(contract)
    return render(request, "grants/contracts/contract_budget.html", context)


def above(contract=None):
    """The way back: the list, and the contract."""
    pages = [{"url": reverse("contracts:list"), "label": _("Contracts")}]
    if contract is not None:
        pages.append({"url": contract.get_absolute_url(), "label": contract.reference})
    return pages
