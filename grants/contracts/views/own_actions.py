"""Own actions of the programme's chambers."""

from functools import partial

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grants.calls.models import Programme
from grants.contracts.actions.own_actions import register_own_action
from grants.contracts.forms import OwnActionForm
from grants.contracts.queries.listing import own_actions
from grants.contracts.views.records import above
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.web import attempt_with, needs


@require_safe
@needs("grants.list_own_actions")
@exportable
def own_action_list(request):
    """The own actions the person sees."""
    rows = list(own_actions(request.user))
    updates = reverse("updates:list") if request.user.has_perm("reporting.list_updates") else ""
    may_register = request.user.has_perm("grants.register_own_action")
    context = {
        "title": ngettext("%d own action of the chambers", "%d own actions of the chambers", len(rows)) % len(rows),
        "action": {"url": reverse("contracts:own_action_new"), "label": _("Register an own action")}
        if may_register
        else None,
        "columns": [
            {"label": _("Own action"), "hint": _("Number")},
            {"label": _("Chamber")},
            {"label": _("Country")},
            {"label": _("Pillar")},
            {"label": _("Start and end"), "hint": _("End")},
        ],
    }
    lines = partial(_rows, updates=updates)
    return Listing(_("Own actions"), "grants/contracts/own_action_list.html", context, lines, everything=rows)


def _rows(projects, updates):
    return [_row(project, updates) for project in projects]


def _row(project, updates):
    """An own action has no contract to open: it leads to what it reported, for who reads ``updates``."""
    url = f"{updates}?search={project.reference}" if updates else ""
    return [
        {"text": project.title, "url": url, "hint": project.reference},
        {"text": str(project.lead)},
        {"text": project.country.name},
        {"text": project.get_pillar_display()},
        {
            "text": date_format(project.starts_on, "SHORT_DATE_FORMAT"),
            "value": project.starts_on,
            "hint": date_format(project.ends_on, "SHORT_DATE_FORMAT"),
            "hint_value": project.ends_on,
        },
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.register_own_action")
def own_action_new(request):
    """Register what a chamber does itself."""
    form = OwnActionForm(request.POST or None)
    programme = get_object_or_404(Programme.objects.order_by("pk")[:1])
    if attempt_with(request, form, register_own_action, programme):
        messages.success(request, _("The own action is registered."))
        return redirect("contracts:own_actions")
    pages = [*above(), {"url": reverse("contracts:own_actions"), "label": _("Own actions")}]
    context = {"form": form, "title": _("Register an own action"), "submit": _("Register own action"), "pages": pages}
    context |= {"sent": False, "closed": [], "contract": None}
    return render(request, "grants/contracts/contract_form.html", context, status=422 if form.is_bound else 200)
