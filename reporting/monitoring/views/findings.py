"""The list of findings, the page of one with its answer, raising and deciding."""

from functools import partial

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from grants import clock
from grants.files.serving import respond
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.operations.listing import listed
from grants.payments.standing import booking_day
from grants.web import attempt_with, form_page, needs
from reporting.monitoring.actions.findings import answer_finding, close_finding, raise_finding, return_finding
from reporting.monitoring.finding_workflow import FindingAction, responsible
from reporting.monitoring.forms import (
    AnswerForm,
    CloseFindingForm,
    FindingFilter,
    FindingForm,
    NewFindingForm,
    ReturnFindingForm,
)
from reporting.monitoring.models import AnswerFile, Finding, Visit
from reporting.monitoring.queries import finding_pages, listing, pages
from reporting.monitoring.readers import reads_visits_by_role
from reporting.monitoring.workflow import VisitState

FORMS = ["GET", "HEAD", "POST"]


@require_safe
@needs("reporting.list_findings")
@exportable
def finding_list(request):
    """The findings the person sees."""
    user = request.user
    form = FindingFilter(request.GET, is_of_programme=reads_visits_by_role(user))
    page = listed(request, form, lambda **filters: listing.findings(user, **filters))
    count, today = page["page"].paginator.count, booking_day(clock.now())
    new = {"url": reverse("findings:new"), "label": _("Raise a finding")}
    context = page | {
        "title": ngettext("%d finding", "%d findings", count) % count,
        "action": new if user.has_perm("reporting.raise_finding") else None,
        "links": [{"url": reverse("visits:list"), "label": _("Visits")}],
        "columns": listing.finding_columns(),
        "reset_url": reverse("findings:list"),
    }
    rows = partial(listing.finding_rows, today=today)
    return Listing(_("Findings"), "reporting/monitoring/finding_list.html", context, rows)


@require_safe
@needs("reporting.read_finding", of=Finding)
def detail(request, finding):
    """The finding; who is responsible answers here."""
    return _page(request, finding, AnswerForm())


@require_POST
@needs("reporting.answer_finding", of=Finding)
def answer(request, finding):
    """Answer it."""
    form = AnswerForm(request.POST, request.FILES)
    if attempt_with(request, form, answer_finding, finding):
        messages.success(request, _("Your answer is sent. The monitor decides about it and a letter tells you."))
        return redirect(finding)
    return _page(request, finding, form, status=422)


def _page(request, finding, form, status=200):
    context = finding_pages.record_page(finding, request.user) | {"form": form}
    return render(request, "reporting/monitoring/finding_detail.html", context, status=status)


@require_http_methods(FORMS)
@needs("reporting.raise_finding")
def new(request):
    """Raise a finding without a visit, as from a list or an update."""
    begun = {"project": request.GET.get("project", "")}
    form = NewFindingForm(request.POST or None, user=request.user, initial=begun)
    project = form.cleaned_data["project"] if form.is_valid() else None
    finding = attempt_with(request, form, raise_finding, project)
    return _raised(request, finding, form, above=finding_pages.above(), back=reverse("findings:list"))


@require_http_methods(FORMS)
@needs("reporting.raise_finding", of=Visit)
def new_of_visit(request, visit):
    """Raise a finding of a visit."""
    if visit.state != VisitState.CARRIED_OUT:
        messages.error(request, _("First hand in the report of the visit."))
        return redirect(visit)
    form = FindingForm(request.POST or None)
    finding = attempt_with(request, form, raise_finding, visit.project, visit=visit)
    return _raised(request, finding, form, above=pages.above(visit), back=visit.get_absolute_url())


def _raised(request, finding, form, *, above, back):
    if finding:
        messages.success(request, _("The finding is raised. Who answers is told by letter."))
        return redirect(finding)
    lead = _("Something that has to be put right. Whoever answers gets a letter with your text and the day.")
    words = {"lead": lead, "submit": _("Raise finding")}
    return form_page(request, form, _("Raise a finding"), back=back, pages=above, **words)


@require_http_methods(FORMS)
@needs("reporting.return_finding", of=Finding)
def give_back(request, finding):
    """Ask for more."""
    form = ReturnFindingForm(request.POST or None)
    if attempt_with(request, form, return_finding, finding):
        messages.success(request, _("The finding is returned. Who answers is told why."))
        return redirect(finding)
    return _decision(request, finding, form, FindingAction.RETURN)


@require_http_methods(FORMS)
@needs("reporting.close_finding", of=Finding)
def close(request, finding):
    """Be content with it."""
    form = CloseFindingForm(request.POST or None, finding=finding)
    if attempt_with(request, form, close_finding, finding):
        messages.success(request, _("The finding is closed. Who answered is told."))
        return redirect(finding)
    return _decision(request, finding, form, FindingAction.CLOSE)


def _decision(request, finding, form, step):
    context = finding_pages.frame(
        finding,
        form=form,
        is_close=step == FindingAction.CLOSE,
        answers=list(finding.answers.select_related("by").prefetch_related("files__file")),
        people=responsible(finding).count(),
    )
    status = 422 if form.is_bound else 200
    return render(request, "reporting/monitoring/finding_decide.html", context, status=status)


@require_GET
@needs("reporting.read_answer_file", of=AnswerFile)
def file(request, one):
    """Hand a file of an answer out."""
    return respond(request, one.file)
