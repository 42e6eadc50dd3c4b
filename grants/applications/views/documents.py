"""Documents: one slot per document the call asks for; upload, download, take away."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grants import web
from grants.applications.actions import documents as actions
from grants.applications.actions.documents import MOST_FILES_PER_SLOT
from grants.applications.forms.documents import UploadForm
from grants.applications.models import Application, ApplicationDocument, ApplicationPart, Partner
from grants.applications.queries.documents import documents_page, place_of_question
from grants.applications.queries.parts import part_page, part_url
from grants.attempts.actions import attempt
from grants.files.content import clean_name
from grants.files.serving import respond
from grants.web import needs, received_at
from grants.workflow import Refused

PAGE = "grants/applications/documents.html"


@require_GET
@needs("grants.read_application", of=Application)
def documents(request, application):
    """What the call asks for, and what is there already."""
    return render(request, PAGE, documents_page(application, request.user))


@require_POST
@needs("grants.upload_document", of=Application)
def upload(request, application, slot):
    """Put a file into a slot of the whole application."""
    found = get_object_or_404(application.call.required_documents, slug=slot, per_partner=False)
    return _upload(request, application, found)


@require_POST
@needs("grants.upload_partner_document", of=Partner)
def upload_for_partner(request, partner, slot):
    """Put a file into a slot that asks each organisation for its own."""
    application = partner.application
    found = get_object_or_404(application.call.required_documents, slug=slot, per_partner=True)
    return _upload(request, application, found, partner)


@require_POST
@needs("grants.edit_part", of=ApplicationPart)
def upload_answer(request, the_part, key):
    """Put a file to the answer of a question."""
    application = the_part.draft.application
    chosen = {"part": the_part, "question": key}
    sentence = _tried(request, actions.add_answer_file, application, **chosen)
    if not sentence:
        return redirect(f"{part_url(the_part)}#slot-{key}")
    page = part_page(the_part, request.user, slot_error=(key, sentence))
    return render(request, "grants/applications/part_form.html", page, status=422)


def _tried(request, act, application, **chosen):
    """Take the posted files in, one after the other; why any was refused, in sentences, "" when none was."""
    form = UploadForm(request.POST, request.FILES)
    if not form.is_valid():
        return " ".join(form.errors["file"])
    sent, refusals = request.FILES.getlist("file"), []
    for uploaded in sent[:MOST_FILES_PER_SLOT]:
        try:
            with attempt("add_document", application, by=request.user, received_at=received_at(request)):
                document = act(application, uploaded=uploaded, by=request.user, **chosen)
        except Refused as refused:
            refusals.append(f"{clean_name(uploaded.name)}: {refused}" if len(sent) > 1 else str(refused))
        else:
            messages.success(request, _("“%(name)s” is uploaded.") % {"name": document.file})
    if len(sent) > MOST_FILES_PER_SLOT:
        refusals.append(_("Only the first %(count)d files were looked at.") % {"count": MOST_FILES_PER_SLOT})
    return " ".join(refusals)


def _upload(request, application, slot, partner=None):
    """Try it; why it was refused stands in the slot itself, beside the field."""
    chosen = {"slot": slot, "partner": partner}
    sentence = _tried(request, actions.add_document, application, **chosen)
    if not sentence:
        return redirect("applications:documents", public_id=application.public_id)
    error = (slot.slug, partner.pk if partner else None, sentence)
    return render(request, PAGE, documents_page(application, request.user, error=error), status=422)


@require_GET
@needs("grants.read_document", of=ApplicationDocument)
def download(request, document):
    """Hand the file to a member of the consortium."""
    return respond(request, document.file)


@require_POST
@needs("grants.remove_document", of=ApplicationDocument)
def remove(request, document):
    """Take a file out of its slot."""
    if web.attempt(request, actions.remove_document, document):
        messages.success(request, _("“%(name)s” was removed.") % {"name": document.file})
    if document.question and (place := place_of_question(document)):
        return redirect(place)
    return redirect("applications:documents", public_id=document.application.public_id)
