"""Working without a connection: the workbook goes out, comes back, and is taken over."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from grants.applications.actions import workbook as actions
from grants.applications.forms.documents import UploadForm
from grants.applications.models import Application, WorkbookReturn
from grants.applications.queries import workbook as queries
from grants.applications.workbook.writing import written
from grants.attempts.actions import attempt as keep_trace
from grants.files.content import KINDS
from grants.files.serving import downloaded, respond
from grants.templatetags.grants import moment_text
from grants.web import attempt, attempt_with, needs, received_at
from grants.workflow import Refused

PAGE = "grants/applications/offline.html"
RETURN = "grants/applications/workbook_return.html"


@require_GET
@needs("grants.work_offline", of=Application)
def offline(request, application):
    """Download the draft as a workbook, and bring it back."""
    return render(request, PAGE, queries.offline_page(application, request.user))


@require_POST
@needs("grants.work_offline", of=Application)
def download(request, application):
    """The workbook of the draft as it stands, in the reader's language."""
    made = attempt(request, actions.make_workbook, application)
    if made is None:
        return redirect("applications:offline", public_id=application.public_id)
    workbook, layout = made
    moment = moment_text(workbook.made_at, request.user.time_zone)
    about = [
        _("Read first"), application.title, _("As it stood on %(moment)s.") % {"moment": moment},
        _("Write in the white cells. Grey cells do not change. Choose from the lists where there are some."),
        _("Numbers may be written as 1234.56, 1.234,56 or 1,234.56; 1,234 alone is not clear to anybody."),
        _("Bring the workbook back on the page “Work offline”. You will see every difference before anything changes."),
        _("Colleagues may go on meanwhile: only what you changed is taken, and where both changed, you choose."),
    ]  # fmt: skip
    content = written(layout, identity=str(workbook.public_id), about=about)
    name = _("application") + f"-{workbook.made_at:%Y-%m-%d-%H%M}.xlsx"
    return downloaded(content, name=name, media_type=KINDS["xlsx"].media_type)


@require_POST
@needs("grants.work_offline", of=Application)
def hand_in(request, application):
    """Take a workbook in; why it was not taken stands beside the field."""
    form = UploadForm(request.POST, request.FILES)
    returned = attempt_with(request, form, actions.return_workbook, application)
    if returned:
        return redirect(returned)
    error = " ".join(str(sentence) for errors in form.errors.values() for sentence in errors)
    return render(request, PAGE, queries.offline_page(application, request.user, error=error), status=422)


@require_GET
@needs("grants.take_workbook", of=WorkbookReturn)
def returned(request, one):
    """What is wrong, every difference, or what was taken."""
    return render(request, RETURN, queries.return_page(one, request.user))


@require_POST
@needs("grants.take_workbook", of=WorkbookReturn)
def take(request, one):
    """Take over what was changed; a choice that is missing or outdated is asked for again."""
    choices, application = queries.posted_choices(request.POST), one.workbook.application
    try:
        with keep_trace("take_workbook", application, by=request.user, received_at=received_at(request)):
            actions.take_workbook(one, choices=choices, by=request.user)
    except Refused as refused:
        page = queries.return_page(one, request.user, chosen=choices, reasons=refused.reasons)
        return render(request, RETURN, page, status=409)
    messages.success(request, _("Saved."))
    return redirect(one)


@require_GET
@needs("grants.take_workbook", of=WorkbookReturn)
def file(request, one):
    """The workbook as it came back."""
    return respond(request, one.file)
