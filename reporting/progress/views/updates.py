"""The list of updates, the record of one, beginning one by hand."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grants import clock
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import listed
from grants.payments.standing import booking_day
from grants.web import attempt_with, form_page, needs
from reporting.progress.actions.updates import begin_update
from reporting.progress.forms import BeginForm, FilterForm
from reporting.progress.models import ResultsUpdate
from reporting.progress.queries import listing
from reporting.progress.queries.pages import above, record_page
from reporting.progress.readers import reads_updates_by_role


@require_safe
@needs("reporting.list_updates")
@exportable
def update_list(request):
    """The updates the person sees: of their own projects, or those their role reads."""
    user = request.user
    calls = listing.calls_that_report(user) if reads_updates_by_role(user) else None
    form = FilterForm(request.GET, ends=listing.half_years_reported(user), calls=calls)
    page = listed(request, form, lambda **filters: listing.found(user, **filters))
    count, today = page["page"].paginator.count, booking_day(clock.now())
    begin = {"url": reverse("updates:new"), "label": _("Begin an update")}
    context = page | {
        "title": ngettext("%d results update", "%d results updates", count) % count,
        "action": begin if user.has_perm("reporting.begin_update") else None,
        "columns": listing.columns(),
        "reset_url": reverse("updates:list"),
    }
    rows = partial(listing.rows, today=today)
    return Listing(_("Results updates"), "reporting/progress/update_list.html", context, rows)


@require_safe
@needs("reporting.read_update", of=ResultsUpdate)
def detail(request, update):
    """The record of an update."""
    return render(request, "reporting/progress/update_detail.html", record_page(update, request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@needs("reporting.begin_update")
def new(request):
    """Begin an update the calendar did not, like that of an earlier half-year."""
    form = BeginForm(request.POST or None, user=request.user)
    project = form.cleaned_data["project"] if form.is_valid() else None
    update = attempt_with(request, form, begin_update, project)
    if update:
        messages.success(request, _("The update is begun. The people of the project are told."))
        return redirect(update)
    lead = _("The calendar begins updates by itself, 30 days before the half-year ends. Others are begun here.")
    words = {"lead": lead, "submit": _("Begin update")}
    return form_page(request, form, _("Begin an update"), back=reverse("updates:list"), pages=above(), **words)
