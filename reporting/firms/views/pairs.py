"""Two firms that may be one: the queue, the decision, and taking it back."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from grants.formats import number
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import listed
from grants.web import attempt, attempt_with, needs
from reporting.firms.actions.pairs import keep_apart, merge_firms, unmerge_firms
from reporting.firms.forms import MergeForm, NoteForm, PairFilter
from reporting.firms.messages import section_name
from reporting.firms.models import FirmPair
from reporting.firms.queries import register as queries

PAGE = "reporting/firms/pair_detail.html"
NOTE_IDS = "note_%s"


@require_safe
@needs("reporting.list_firms")
@exportable
def queue(request):
    """The pairs that wait for a person, the likest first."""
    context = listed(request, PairFilter(request.GET), lambda **filters: queries.open_pairs(request.user, **filters))
    total = context["page"].paginator.count
    context |= {
        "title": ngettext("%(number)s pair to decide", "%(number)s pairs to decide", total) % {"number": number(total)},
        "pages": [{"url": reverse("firms:list"), "label": _("Firms")}],
        "columns": [
            {"label": _("One"), "hint": _("About the one")}, {"label": _("The other"), "hint": _("About the other")},
            {"label": _("Country")},
            {"label": _("Likeness, %"), "kind": "number"},
        ],
        "reset_url": reverse("firms:pairs") if context["chips"] else "",
    }  # fmt: skip
    return Listing(_("Pairs to decide"), "reporting/firms/pair_list.html", context, _rows)


def _rows(pairs):
    return [_row(pair) for pair in pairs]


def _row(pair):
    url = reverse("firms:pair", args=[pair.public_id])
    return [
        {"text": pair.firm.name, "url": url, "hint": _hint(pair.firm)},
        {"text": pair.other.name, "hint": _hint(pair.other)},
        {"text": pair.firm.country.name},
        round(pair.likeness),
    ]


def _hint(firm):
    return " · ".join(filter(None, (firm.tax_id or _("no tax id"), firm.place, firm.contact)))


@require_safe
@needs("reporting.read_pair", of=FirmPair)
def pair_detail(request, pair):
    """Both side by side, and what can be decided."""
    return _page(request, pair, MergeForm(pair=pair))


@require_POST
@needs("reporting.decide_pair", of=FirmPair)
def merge(request, pair):
    """They are one."""
    form = MergeForm(request.POST, pair=pair)
    if attempt_with(request, form, merge_firms, pair):
        messages.success(request, _("They count as one firm from now on. What is published stays as it is."))
        return redirect("firms:pairs")
    return _page(request, pair, form, status=422)


@require_POST
@needs("reporting.decide_pair", of=FirmPair)
def keep_two(request, pair):
    """They are two."""
    if attempt(request, keep_apart, pair):
        messages.success(request, _("They are two firms. You will not be asked again."))
        return redirect("firms:pairs")
    return redirect("firms:pair", public_id=pair.public_id)


@require_POST
@needs("reporting.decide_pair", of=FirmPair)
def unmerge(request, pair):
    """They are two after all."""
    form = NoteForm(request.POST, auto_id=NOTE_IDS)
    if attempt_with(request, form, unmerge_firms, pair):
        messages.success(request, _("The merge is taken back. They are two firms from now on."))
        return redirect("firms:pair", public_id=pair.public_id)
    return _page(request, pair, MergeForm(pair=pair), note_form=form, status=422)


def _page(request, pair, form, *, note_form=None, status=200):
    context = {
        "pair": pair,
        "pages": [
            {"url": reverse("firms:list"), "label": _("Firms")}, {"url": reverse("firms:pairs"), "label": _("Pairs")},
        ],
        "form": form,
        "note_form": note_form or NoteForm(auto_id=NOTE_IDS),
        "sides": [pair.firm, pair.other],
        "lines": _lines(pair.firm, pair.other),
        "may_decide": request.user.has_perm("reporting.decide_pair", pair),
        "history": [
            {"what": event.get_action_display(), "who": str(event.actor), "at": event.at, "note": event.note, "url": ""}
            for event in pair.events.select_related("actor").order_by("-at", "-pk")
        ],
    }  # fmt: skip
    return render(request, PAGE, context, status=status)


def _lines(one, two):
    """What is known of both, line by line."""
    lines = [
        (_("Name"), one.name, two.name),
        (_("Tax id"), one.tax_id, two.tax_id),
        (_("Identified by"), one.get_identity_display(), two.get_identity_display()),
        (pgettext("of a firm", "Place"), one.place, two.place),
        (_("Telephone or e-mail"), one.contact, two.contact),
        (_("Kind"), one.get_entity_type_display(), two.get_entity_type_display()),
        (_("Size at first support"), one.get_size_display(), two.get_size_display()),
        (_("Sector (ISIC section)"), section_name(one.section), section_name(two.section)),
    ]
    return [
        {"label": label, "one": a or "–", "two": b or "–", "is_known": bool(a or b), "is_same": a == b}
        for label, a, b in lines
    ]
