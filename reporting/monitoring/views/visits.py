"""The list of visits, the record of one, planning."""

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
from grants.web import attempt, attempt_with, form_page, needs
from grants.workflow import reasons_against
from reporting.monitoring.actions.visits import cancel_visit, carry_out_visit, change_visit, plan_visit
from reporting.monitoring.forms import CancelForm, NewVisitForm, PlanForm, VisitFilter
from reporting.monitoring.models import Visit
from reporting.monitoring.queries import listing
from reporting.monitoring.queries.pages import above, frame, plan_of, record_page
from reporting.monitoring.readers import reads_visits_by_role
from reporting.monitoring.workflow import VisitAction, VisitState

FORMS = ["GET", "HEAD", "POST"]


@require_safe
@needs("reporting.list_visits")
@exportable
def visit_list(request):
    """The visits the person sees."""
    user = request.user
    form = VisitFilter(request.GET, years=listing.years_visited(user), is_of_programme=reads_visits_by_role(user))
    page = listed(request, form, lambda **filters: listing.visits(user, **filters))
    count, today = page["page"].paginator.count, booking_day(clock.now())
    plan = {"url": reverse("visits:new"), "label": _("Plan a visit")}
    context = page | {
        "title": ngettext("%d visit", "%d visits", count) % count,
        "action": plan if user.has_perm("reporting.plan_visit") else None,
        "links": [{"url": reverse("findings:list"), "label": _("Findings")}],
        "columns": listing.visit_columns(),
        "reset_url": reverse("visits:list"),
    }
    rows = partial(listing.visit_rows, today=today)
    return Listing(_("Visits"), "reporting/monitoring/visit_list.html", context, rows)


@require_safe
@needs("reporting.read_visit", of=Visit)
def detail(request, visit):
    """The record of a visit."""
    return render(request, "reporting/monitoring/visit_detail.html", record_page(visit, request.user))


@require_http_methods(FORMS)
@needs("reporting.plan_visit")
def new(request):
    """Put a visit into the calendar."""
    begun = {"project": request.GET.get("project", "")}
    form = NewVisitForm(request.POST or None, user=request.user, initial=begun)
    project = form.cleaned_data["project"] if form.is_valid() else None
    visit = attempt_with(request, form, plan_visit, project)
    if visit:
        messages.success(request, _("The visit is planned."))
        return redirect(visit)
    lead = _("The report, the firms and the findings are added to the visit later.")
    words = {"lead": lead, "submit": _("Plan visit")}
    return form_page(request, form, _("Plan a visit"), back=reverse("visits:list"), pages=above(), **words)


@require_http_methods(FORMS)
@needs("reporting.write_visit", of=Visit)
def change(request, visit):
    """Plan it anew."""
    form = PlanForm(request.POST or None, initial=plan_of(visit), told=bool(visit.announced_at))
    if attempt_with(request, form, change_visit, visit):
        messages.success(request, _("The plan is changed."))
        return redirect(visit)
    lead = _("The people of the project know of the visit; they are told of the change.") if visit.announced_at else ""
    words = {"lead": lead, "submit": _("Save plan")}
    return form_page(request, form, _("Change the plan"), back=visit.get_absolute_url(), pages=above(visit), **words)


@require_http_methods(FORMS)
@needs("reporting.carry_out_visit", of=Visit)
def carry_out(request, visit):
    """What is missing, or what happens; then hand the report in."""
    if request.method == "POST" and attempt(request, carry_out_visit, visit):
        messages.success(request, _("The report is handed in. The people of the project can read it now."))
        return redirect(visit)
    context = frame(visit, reasons=reasons_against(visit, VisitAction.CARRY_OUT), people=visit.reporters().count())
    return render(request, "reporting/monitoring/visit_carry_out.html", context)


@require_http_methods(FORMS)
@needs("reporting.cancel_visit", of=Visit)
def cancel(request, visit):
    """Give it up."""
    form = CancelForm(request.POST or None)
    if attempt_with(request, form, cancel_visit, visit):
        messages.success(request, _("The visit is cancelled."))
        return redirect(visit)
    context = frame(visit, form=form, people=visit.reporters().count(), is_over=visit.state != VisitState.PLANNED)
    return render(request, "reporting/monitoring/visit_cancel.html", context, status=422 if form.is_bound else 200)
