"""Pages of maintenance: the administrators' own, and the public one that says how the site stands."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.maintenance import actions, queries
from grants.maintenance.forms import AnnounceForm, ChangeForm
from grants.maintenance.models import Maintenance
from grants.maintenance.standing import standing
from grants.web import attempt, attempt_with, cacheable, form_page, goes_on, needs, public_page

page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
@public_page
@cacheable
def status(request):
    """Whether anything can be saved now, and what that means for the deadline of each open call."""
    now = standing()
    context = {"standing": now, "calls": queries.open_calls(now and now.until), "past": queries.lately()}
    return render(request, "grants/maintenance/status.html", context)


@require_safe
@needs("grants.read_maintenance")
def maintenance_list(request):
    """The one announced or on, and those that are over."""
    rows = Maintenance.objects.visible_to(request.user)
    action = None if rows.live() else {"url": reverse("maintenance:announce"), "label": _("Announce maintenance")}
    context = {"action": action, "rows": rows[:50]}
    return render(request, "grants/maintenance/maintenance_list.html", context)


@require_safe
@needs("grants.read_maintenance", of=Maintenance)
def detail(request, maintenance):
    """Its times, the deadlines it touches, what can be done, what happened."""
    context = {
        "maintenance": maintenance,
        "calls": queries.open_calls(maintenance.until),
        "history": queries.history(maintenance),
        "pages": _above(),
    }
    return render(request, "grants/maintenance/maintenance_detail.html", context)


def _above():
    return [{"url": reverse("maintenance:list"), "label": _("Maintenance")}]


@goes_on
@page
@needs("grants.announce_maintenance")
def announce(request):
    """Announce it for later, or switch it on now."""
    form = AnnounceForm(request.POST or None, zone=request.user.time_zone)
    made = attempt_with(request, form, actions.announce_maintenance, None)
    if made:
        messages.success(request, _("It is on every page within a minute. Officers are told."))
        return redirect("maintenance:detail", made.public_id)
    return _form(request, form, _("Announce maintenance"), _("Announce"), reverse("maintenance:list"))


@goes_on
@page
@needs("grants.change_maintenance", of=Maintenance)
def change(request, maintenance):
    """Change its times."""
    form = ChangeForm(request.POST or None, maintenance=maintenance, zone=request.user.time_zone)
    if attempt_with(request, form, actions.change_maintenance, maintenance):
        messages.success(request, _("The times are changed."))
        return redirect("maintenance:detail", maintenance.public_id)
    back = reverse("maintenance:detail", args=[maintenance.public_id])
    return _form(request, form, _("Change the times"), _("Save times"), back)


def _form(request, form, title, submit, back):
    lead = _(
        "While it is on, pages can be read and nothing is saved. Deadlines stay where they are; officers can move them."
    )
    return form_page(request, form, title, lead=lead, submit=submit, back=back, pages=_above())


def _button(request, maintenance, act, sentence):
    if attempt(request, act, maintenance):
        messages.success(request, sentence)
    return redirect("maintenance:detail", maintenance.public_id)


@goes_on
@require_POST
@needs("grants.start_maintenance", of=Maintenance)
def start(request, maintenance):
    """Switch it on."""
    return _button(request, maintenance, actions.start_maintenance, _("It is on: from now on nothing is saved."))


@goes_on
@require_POST
@needs("grants.end_maintenance", of=Maintenance)
def end(request, maintenance):
    """Switch it off."""
    return _button(request, maintenance, actions.end_maintenance, _("It is over: everything is saved again."))


@goes_on
@require_POST
@needs("grants.withdraw_maintenance", of=Maintenance)
def withdraw(request, maintenance):
    """Take the announcement back."""
    return _button(request, maintenance, actions.withdraw_maintenance, _("The announcement is withdrawn."))
