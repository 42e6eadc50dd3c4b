"""Pages of organisations: one's own, the directory, the record, registering and changing."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_countries import countries

from grants.lists.answering import exportable
from grants.lists.listing import Listing, chosen
from grants.organisations import directory as listing
from grants.organisations import queries
from grants.organisations.actions import edit_organisation, register_organisation, settle_duplicate
from grants.organisations.forms import CountryForm, DirectoryForm, OrganisationForm, SettleForm
from grants.organisations.models import DuplicateHint, Organisation
from grants.organisations.throttle import throttled
from grants.web import attempt, attempt_with, needs

PAGE_LENGTH = 50


@needs("grants.read_own_organisations")
@require_safe
def own(request):
    """The organisations one acts for, and invitations that wait for an answer."""
    return render(
        request,
        "grants/organisations/organisation_own.html",
        {"memberships": request.user.memberships_now(), "invitations": queries.invitations_for(request.user)},
    )


@needs("grants.list_organisations")
@require_safe
@exportable
def directory(request):
    """All organisations, for staff: search, filters, sorting."""
    form = DirectoryForm(request.GET)
    filters = chosen(form)
    order = request.GET.get("order", "name")
    rows = listing.ordered(listing.found(request.user, filters), order)
    page = Paginator(rows, PAGE_LENGTH).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "columns": listing.columns(filters, order),
        "chips": listing.chips(form, filters, order),
        "query": listing.query(filters, order=order) + "&",
    }
    return Listing(_("Organisations"), "grants/organisations/organisation_list.html", context, listing.lines)


@needs("grants.register_organisation")
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("register_organisation")
def register(request):
    """First the country, then the data in the country's own words."""
    country = request.GET.get("country", "")
    if country not in dict(countries):
        form = CountryForm(request.GET if "country" in request.GET else None)
        return render(request, "grants/organisations/organisation_country.html", {"form": form})
    form = OrganisationForm(request.POST if request.method == "POST" else None, country=country)
    organisation = attempt_with(request, form, register_organisation, request.user)
    if organisation:
        messages.success(request, _("%(name)s is registered.") % {"name": organisation})
        return redirect(organisation)
    context = {"form": form, "country": countries.name(country)}
    return render(
        request, "grants/organisations/organisation_register.html", context, status=422 if form.is_bound else 200
    )


@needs("grants.read_organisation", of=Organisation)
@require_safe
def detail(request, organisation):
    """The record: data, people, what happened."""
    may_settle = request.user.has_perm("grants.settle_duplicate", organisation)
    is_manager = request.user.has_perm("grants.edit_organisation", organisation)
    members = queries.members(organisation)
    return render(
        request,
        "grants/organisations/organisation_detail.html",
        {
            "organisation": organisation,
            "may_edit": is_manager,
            "facts": queries.facts(organisation),
            "missing": queries.missing_data(organisation) if is_manager else [],
            "members": members,
            "may_appoint": queries.may_appoint(request.user, members),
            "invitations": queries.waiting_invitations(organisation) if is_manager else [],
            "hints": queries.open_hints(organisation) if may_settle else [],
            "settle_form": SettleForm(),
            "history": queries.history(organisation),
            "versions": organisation.versions.all()[:10],
        },
    )


@needs("grants.edit_organisation", of=Organisation)
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("edit_organisation")
def edit(request, organisation):
    """Change the data of the organisation."""
    form = OrganisationForm(
        request.POST if request.method == "POST" else None, instance=organisation, country=organisation.country
    )
    # The form writes into its instance while it checks; the page and the action need the stored one.
    stored = Organisation.objects.get(pk=organisation.pk) if form.is_bound else organisation
    if attempt_with(request, form, edit_organisation, stored):
        messages.success(request, _("The data are saved."))
        return redirect(stored)
    return render(
        request,
        "grants/organisations/organisation_edit.html",
        {"form": form, "organisation": stored},
        status=422 if form.is_bound else 200,
    )


@needs("grants.settle_duplicate", of=DuplicateHint)
@require_POST
def settle(request, hint):
    """Staff says what a possible duplicate is."""
    if attempt(request, settle_duplicate, hint, note=request.POST.get("note", "")[:500]):
        messages.success(request, _("The hint is settled."))
    return redirect(reverse("organisations:detail", args=[hint.organisation.public_id]))
