"""The list of one's applications, starting one, the record, its facts, the print view."""

from functools import partial

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants import clock, pdf
from grants.applications.actions import drafting
from grants.applications.forms.drafting import FactsForm, StartForm
from grants.applications.models import Application
from grants.applications.presence import note_presence
from grants.applications.queries import logframe, printing, record, starting, workplan
from grants.applications.queries.paper import draft_paper
from grants.calls.models import Call
from grants.files.content import KINDS
from grants.files.serving import downloaded
from grants.lists.answering import exportable
from grants.lists.listing import Listing
from grants.web import attempt, attempt_with, needs

PDF = KINDS["pdf"].media_type

MARKS = {"logframe": logframe.marks_now, "workplan": workplan.marks_now}
"""Place of a page -> the marks of its cells, where they have no numbered revisions."""


@require_GET
@needs("grants.list_applications")
@exportable
def application_list(request):
    """The applications of one's organisations, and the invitations that wait for an answer."""
    rows, lines = record.own_applications(request.user), partial(record.own_lines, zone=request.user.time_zone)
    template = "grants/applications/application_list.html"
    return Listing(_("Your applications"), template, record.list_page(request.user), lines, everything=rows)


@require_GET
@needs("grants.start_application")
def new_application(request):
    """Choose one of the open calls; with a single one, go on at once."""
    calls = starting.open_calls(request.user)
    if len(calls) == 1:
        return redirect("applications:start", slug=calls[0].slug)
    page = {"calls": starting.choices_of(calls), "above": starting.above_new()}
    return render(request, "grants/applications/application_choose.html", page)


@require_http_methods(["GET", "POST"])
@needs("grants.start_application")
def start_application(request, slug):
    """Organisation, lot and title: then the draft is there. Says beforehand who is eligible."""
    call = get_object_or_404(Call.objects.open(clock.now()).offered_to(request.user), slug=slug)
    form = StartForm(request.POST or None, call=call, user=request.user)
    application = attempt_with(request, form, drafting.start_application, call)
    if application:
        return redirect(application)
    page = starting.start_page(call, request.user) | {"form": form}
    status = 422 if form.is_bound else 200
    return render(request, "grants/applications/application_start.html", page, status=status)


@require_GET
@needs("grants.read_application", of=Application)
def application_detail(request, application):
    """The record: standing, what is missing, facts, dates, people, what happened."""
    return render(request, "grants/applications/application_detail.html", record.detail_page(application, request.user))


@require_GET
@needs("grants.read_application", of=Application)
def facts(request, application):
    """Title, lot, duration and countries: to be changed, or to be read by who may not change them."""
    return _facts_page(request, application, FactsForm(application=application))


@require_POST
@needs("grants.edit_application", of=Application)
def save_facts(request, application):
    """Save the facts; what a colleague changed meanwhile is shown, and what was typed stays."""
    form = FactsForm(request.POST, application=application)
    if form.is_valid():
        saved = attempt(request, drafting.edit_application, application, **form.cleaned_data)
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(application)
        return _facts_page(
            request, application, form.based_on_now(), stored=record.stored_facts(application, request.user)
        )
    return _facts_page(request, application, form)


def _facts_page(request, application, form, stored=None):
    url = reverse("applications:facts", args=[application.public_id])
    page = record.frame(application, request.user, url=url) | {"form": form, "stored": stored}
    page["may_edit"] = not page["locked_sentence"] and request.user.has_perm("grants.edit_application", application)
    page["facts_shown"] = None if page["may_edit"] else record.stored_facts(application, request.user)
    status = 422 if form.is_bound else 200
    return render(request, "grants/applications/application_edit.html", page, status=status)


@require_GET
@needs("grants.read_application", of=Application)
def print_application(request, application):
    """The whole application on one page, to read and to print."""
    page = printing.whole_application(application, request.user)
    return render(request, "grants/applications/application_print.html", page)


@require_GET
@needs("grants.read_application", of=Application)
def draft_pdf(request, application):
    """The whole application as it stands now, as a PDF in the reader's language."""
    now = clock.now()
    made = pdf.make("application", draft_paper(application, request.user, at=now), language=get_language(), made_at=now)
    title = application.reference or _("application")
    return downloaded(made, name=f"{title}-{now:%Y-%m-%d-%H%M}.pdf", media_type=PDF)


@require_GET
@needs("grants.read_application", of=Application)
def presence(request, application):
    """Asked by open pages every 30 seconds: the deadline as it stands, who else is here, newer revisions."""
    place = request.GET.get("at", "")[:40]
    standing = record.standing_now(application, request.user)
    standing["who"] = note_presence(application, place, request.user)
    if place in MARKS:
        standing["revs"] = MARKS[place](application)
    return JsonResponse(standing)
