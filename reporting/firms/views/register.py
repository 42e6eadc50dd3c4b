"""The register of firms and the record of one."""

from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_safe

from grants.beside import found_beside
from grants.formats import number
from grants.indicators.queries import names_of_indicators
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import listed
from grants.web import needs
from reporting.firms.forms import FirmFilter
from reporting.firms.messages import section_name
from reporting.firms.models import Firm
from reporting.firms.queries import register as queries


@require_safe
@needs("reporting.list_firms")
@exportable
def firm_list(request):
    """The firms this person sees, by name."""
    context = listed(request, FirmFilter(request.GET), lambda **filters: queries.firms(request.user, **filters))
    total = context["page"].paginator.count
    waiting = queries.open_pairs(request.user).count()
    context |= {
        "title": ngettext("%(number)s firm in the register", "%(number)s firms in the register", total)
        % {"number": number(total)},
        "waiting": waiting,
        "columns": [
            {"label": _("Firm"), "hint": _("Place, standing")}, {"label": _("Country")},
            {"label": _("Tax id"), "hint": _("Identified by")}, {"label": _("Size, sector"), "hint": _("Sector")},
            {"label": _("Projects"), "kind": "number"}, {"label": _("Supported since")},
        ],
        "reset_url": reverse("firms:list") if context["chips"] else "",
    }  # fmt: skip
    return Listing(_("Firms"), "reporting/firms/firm_list.html", context, _rows)


def _rows(firms):
    return [_row(firm) for firm in firms]


def _row(firm):
    hints = [firm.place, _("counts as another one") if firm.is_merged else ""]
    return [
        {"text": firm.name, "url": firm.get_absolute_url(), "hint": " · ".join(filter(None, hints))},
        {"text": firm.country.name},
        {"text": firm.tax_id or "–", "hint": firm.get_identity_display()},
        {"text": firm.get_size_display(), "hint": section_name(firm.section)},
        firm.projects,
        {"text": date_format(firm.first_supported_on, "SHORT_DATE_FORMAT"), "value": firm.first_supported_on},
    ]


@require_safe
@needs("reporting.read_firm", of=Firm)
def firm_detail(request, firm):
    """What is known of a firm, what each project did with it, and which others it may be."""
    counted = queries.counted_firm(firm)
    pairs = list(queries.pairs_of(firm, request.user))
    context = {
        "firm": firm,
        "pages": [{"url": reverse("firms:list"), "label": _("Firms")}],
        "counted": counted if counted != firm else None,
        "facts": _facts(firm),
        "pairs": [{"pair": pair, "other": pair.other if pair.firm_id == firm.pk else pair.firm} for pair in pairs],
        "parts": _parts(firm, request.user),
        "history": _history(pairs),
        "seen": found_beside("firm", firm, request.user),
    }
    return render(request, "reporting/firms/firm_detail.html", context)


def _parts(firm, user):
    """What each project did with the firm, every fact with what it is called; a link to the update that says it."""
    parts, names = list(queries.participations_of(firm)), names_of_indicators()
    opened = queries.updates_opened(user, [part.list.update_id for part in parts])
    for part in parts:
        part.update_url = part.list.update.get_absolute_url() if part.list.update_id in opened else ""
        for fact in part.facts.all():
            fact.name = names.get(fact.indicator_id) or fact.indicator.code
    return parts


def _facts(firm):
    return [
        {"label": _("Country"), "value": firm.country.name},
        {"label": pgettext("of a firm", "Place"), "value": firm.place},
        {"label": _("Kind"), "value": firm.get_entity_type_display()},
        {"label": _("Tax id"), "value": firm.tax_id, "hint": firm.get_identity_display()},
        {"label": _("Telephone or e-mail"), "value": firm.contact},
        {"label": _("Size at first support"), "value": firm.get_size_display()},
        {"label": _("Sector (ISIC section)"), "value": section_name(firm.section)},
        {"label": _("Sex of the owner or manager"), "value": firm.get_owner_sex_display()},
        {"label": _("First supported on"), "value": date_format(firm.first_supported_on, "DATE_FORMAT")},
    ]


def _history(pairs):
    entries = [
        {
            "what": event.get_action_display(),
            "who": str(event.actor),
            "at": event.at,
            "note": event.note or f"{pair.firm} · {pair.other}",
            "url": "",
        }
        for pair in pairs
        for event in pair.events.all()
    ]
    return sorted(entries, key=lambda entry: entry["at"], reverse=True)
