"""Writing a visit's report: the text, photos and documents, the firms that were looked at."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants.applications.queries.record import country_of
from grants.files.serving import respond
from grants.web import attempt, attempt_with, needs
from reporting.monitoring.actions.samples import draw_sample, leave_firm_out, note_outcomes, pick_firms
from reporting.monitoring.actions.visits import add_visit_files, remove_visit_file, save_report
from reporting.monitoring.forms import DrawForm, FilesForm, OutcomesForm, PickForm, ReportForm, SearchForm
from reporting.monitoring.models import Visit, VisitFile
from reporting.monitoring.queries.pages import above, frame, sample_of
from reporting.monitoring.queries.projects import firms_reported
from reporting.monitoring.workflow import VisitState

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@needs("reporting.write_visit", of=Visit)
def report(request, visit):
    """The text of the report, and its files."""
    form = ReportForm(request.POST or None, visit=visit)
    if attempt_with(request, form, save_report, visit):
        messages.success(request, _("Saved."))
        return redirect(visit) if "next" in request.POST else redirect("visits:report", public_id=visit.public_id)
    _rest_on_stored(request, form)
    return _report_page(request, visit, form, FilesForm(auto_id="file_%s"), status=422 if form.is_bound else 200)


@require_POST
@needs("reporting.write_visit", of=Visit)
def upload(request, visit):
    """Put photos or documents beside it."""
    form = FilesForm(request.POST, request.FILES, auto_id="file_%s")
    kept = attempt_with(request, form, add_visit_files, visit)
    if kept:
        words = ngettext("%d file is uploaded.", "%d files are uploaded.", len(kept)) % len(kept)
        messages.success(request, words)
        return redirect("visits:report", public_id=visit.public_id)
    return _report_page(request, visit, ReportForm(visit=visit), form, status=422)


def _rest_on_stored(request, form):
    if getattr(request, "refused", None) is form:  # then the page shows what stands now
        form.rest_on_stored()


def _report_page(request, visit, form, files_form, status):
    context = frame(
        visit,
        form=form,
        files_form=files_form,
        files=list(visit.files.select_related("file")),
        is_over=visit.state != VisitState.PLANNED,
    )
    return render(request, "reporting/monitoring/visit_report.html", context, status=status)


@require_GET
@needs("reporting.read_visit_file", of=VisitFile)
def file(request, one):
    """Hand a file out."""
    return respond(request, one.file)


@require_POST
@needs("reporting.remove_visit_file", of=VisitFile)
def remove_file(request, one):
    """Take a file away again."""
    visit = one.visit
    if attempt(request, remove_visit_file, one):
        messages.success(request, _("“%(name)s” was removed.") % {"name": one.file})
    return redirect("visits:report", public_id=visit.public_id)


@require_http_methods(FORMS)
@needs("reporting.write_visit", of=Visit)
def firms(request, visit):
    """What became of each firm of the sample."""
    form = OutcomesForm(request.POST or None, sample=sample_of(visit, country_of(request.user)))
    if attempt_with(request, form, note_outcomes, visit):
        messages.success(request, _("Saved."))
        return redirect(visit)
    _rest_on_stored(request, form)
    context = frame(visit, form=form, is_over=visit.state != VisitState.PLANNED)
    return render(request, "reporting/monitoring/visit_firms.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORMS)
@needs("reporting.write_visit", of=Visit)
def sample(request, visit):
    """Draw firms by a seed."""
    form = DrawForm(request.POST or None)
    if attempt_with(request, form, draw_sample, visit):
        messages.success(request, _("The sample is drawn."))
        return redirect("visits:firms", public_id=visit.public_id)
    return _sample_page(request, visit, form, PickForm(visit=visit, q=_q(request)), bound=form.is_bound)


@require_POST
@needs("reporting.write_visit", of=Visit)
def pick(request, visit):
    """Choose firms by hand."""
    form = PickForm(request.POST, visit=visit, q=_q(request))
    if attempt_with(request, form, pick_firms, visit):
        messages.success(request, _("The firms are added."))
        return redirect("visits:firms", public_id=visit.public_id)
    return _sample_page(request, visit, DrawForm(), form, bound=True)


def _q(request):
    search = SearchForm(request.GET)
    return search.cleaned_data["q"] if search.is_valid() else ""


def _sample_page(request, visit, form, pick_form, *, bound):
    here = {"url": reverse("visits:firms", args=[visit.public_id]), "label": _("Firms looked at")}
    context = frame(
        visit,
        form=form,
        pick_form=pick_form,
        search=SearchForm(request.GET),
        pick_url=f"{reverse('visits:pick', args=[visit.public_id])}?{request.GET.urlencode()}",
        population=firms_reported(visit.project).count(),
        pages=[*above(visit), here],
        is_over=visit.state != VisitState.PLANNED,
    )
    return render(request, "reporting/monitoring/visit_sample.html", context, status=422 if bound else 200)


@require_POST
@needs("reporting.write_visit", of=Visit)
def leave_out(request, visit, position):
    """Take a picked firm away again."""
    one = visit.observations.filter(position=position).first()
    if one is not None and attempt(request, leave_firm_out, one):
        messages.success(request, _("The firm is taken out of the sample."))
    return redirect("visits:firms", public_id=visit.public_id)
