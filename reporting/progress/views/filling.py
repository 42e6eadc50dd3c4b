"""Filling an update in: values saved as they are typed, evidence, earlier texts."""

from django.contrib import messages
from django.http import JsonResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grants.applications.forms.documents import UploadForm
from grants.applications.queries.cells import posted_cells
from grants.attempts.actions import attempt as keep_trace
from grants.files.serving import respond
from grants.web import attempt, needs, received_at
from grants.workflow import Refused
from reporting.progress.actions.values import add_evidence, remove_evidence, save_values
from reporting.progress.models import Evidence, ResultsUpdate
from reporting.progress.queries.content import reported_of
from reporting.progress.queries.fields import fields_of, nested, told, values_page
from reporting.progress.queries.pages import history_page

PAGE = "reporting/progress/update_values.html"


@require_GET
@needs("reporting.edit_update", of=ResultsUpdate)
def values(request, update):
    """The numbers of the logframe, field by field; locked once the update is handed in."""
    return render(request, PAGE, values_page(update, request.user))


@require_POST
@needs("reporting.edit_update", of=ResultsUpdate)
def save(request, update):
    """Save the whole page, as browsers without scripts do; a conflict shows both texts."""
    cells, based_on = posted_cells(request.POST)
    try:
        outcome = save_values(update, by=request.user, values=nested(cells), based_on=nested(based_on))
    except Refused as refused:
        page = values_page(update, request.user, reasons=refused.reasons, typed=cells)
        return render(request, PAGE, page, status=422)
    page = values_page(update, request.user, outcome=outcome)
    if page["has_conflicts"]:
        return render(request, PAGE, page, status=409)
    messages.success(request, _("Saved."))
    return redirect(update if "next" in request.POST else "updates:values", public_id=update.public_id)


@require_POST
@needs("reporting.edit_update", of=ResultsUpdate)
def autosave(request, update):
    """Save one field while somebody types."""
    name = request.POST.get("key", "")
    cells, based_on = {name: request.POST.get("value", "")}, {name: request.POST.get("rev", "")}
    try:
        outcome = save_values(update, by=request.user, values=nested(cells), based_on=nested(based_on))
    except Refused as refused:
        return JsonResponse({"problem": str(refused)}, status=422)
    answer = told(outcome[name], request.user)
    return JsonResponse(answer, status=200 if "saved" in answer else 409)


@require_GET
@needs("reporting.edit_update", of=ResultsUpdate)
def history(request, update):
    """Every text each field ever had, and those that came too late, newest first."""
    context = history_page(update, request.user, fields_of(reported_of(update)))
    return render(request, "reporting/progress/update_history.html", context)


@require_POST
@needs("reporting.edit_update", of=ResultsUpdate)
def upload(request, update, code):
    """Put a file beside a number; why it was refused stands in the slot itself."""
    form = UploadForm(request.POST, request.FILES)
    sentence = "" if form.is_valid() else " ".join(form.errors["file"])
    if not sentence:
        try:
            with keep_trace("add_evidence", update, by=request.user, received_at=received_at(request)):
                piece = add_evidence(update, code=code, uploaded=form.cleaned_data["file"], by=request.user)
        except Refused as refused:
            sentence = str(refused)
        else:
            messages.success(request, _("“%(name)s” is uploaded.") % {"name": piece.file})
            return redirect("updates:values", public_id=update.public_id)
    return render(request, PAGE, values_page(update, request.user, error=(code, sentence)), status=422)


@require_GET
@needs("reporting.read_evidence", of=Evidence)
def evidence(request, piece):
    """Hand the file out."""
    return respond(request, piece.file)


@require_POST
@needs("reporting.remove_evidence", of=Evidence)
def remove(request, piece):
    """Take a file away again."""
    if attempt(request, remove_evidence, piece):
        messages.success(request, _("“%(name)s” was removed.") % {"name": piece.file})
    return redirect("updates:values", public_id=piece.update.public_id)
