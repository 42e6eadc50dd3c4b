"""Files of long lists: asking for one, how far it is, taking it."""

from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from grants.files.serving import respond
from grants.formats import number
from grants.lists.actions import ask_for_file
from grants.lists.forms import FileForm
from grants.lists.models import ListFile
from grants.lists.queries import job_of
from grants.templatetags.grants import moment_text
from grants.web import attempt_with, needs

SHOWN = 50


@needs("grants.export_lists")
@require_safe
def file_list(request):
    """The files made for the person, the newest first."""
    context = {
        "title": _("Files made for you"),
        "lead": _("Workbooks of long lists. Each is kept for you alone for seven days."),
        "columns": [{"label": _("List")}, {"label": _("Asked for")}, {"label": _("File")}],
        "rows": [_row(asked, request.user.time_zone) for asked in ListFile.objects.visible_to(request.user)[:SHOWN]],
        "none_yet": _("No file yet"),
        "none_yet_text": _("Workbooks of lists with thousands of rows appear here while they are made and for seven days after."),  # noqa: E501
    }  # fmt: skip
    return render(request, "grants/lists/kept_list.html", context)


def _row(asked, zone):
    return [{"text": asked.title, "url": asked.get_absolute_url()}, {"moment": asked.asked_at}, _standing(asked, zone)]


def _standing(asked, zone):
    if asked.is_there:
        until = " ".join([_("kept until"), moment_text(asked.kept_until, zone)])
        return {"text": _("Download"), "url": reverse("exports:download", args=[asked.public_id]), "hint": until}
    if asked.is_under_way:
        return _("Being made")
    return _("Could not be made") if asked.error else _("No longer kept")


@needs("grants.export_lists")
@require_POST
def file_new(request):
    """Have the workbook of a long list made."""
    form = FileForm(request.POST)
    asked = attempt_with(request, form, ask_for_file, request.user)
    if asked:
        return redirect(asked)
    return render(request, "grants/lists/file_refused.html", {"form": form, "pages": _above()}, status=422)


def _above():
    return [{"url": reverse("exports:list"), "label": _("Files made for you")}]


@needs("grants.read_list_file", of=ListFile)
@require_safe
def file_detail(request, asked):
    """How far it is; the file once it is there."""
    facts = [_("asked for %(moment)s") % {"moment": moment_text(asked.asked_at, request.user.time_zone)}]
    if asked.made_at:
        rows = ngettext("%(count)s row", "%(count)s rows", asked.rows)
        facts.append(rows % {"count": number(asked.rows, 0)})
    context = {"file": asked, "job": job_of(asked), "pages": _above(), "facts": facts}
    return render(request, "grants/lists/file_detail.html", context)


@needs("grants.read_list_file", of=ListFile)
@require_safe
def file_progress(request, asked):
    """How far it is: a fragment, asked for again until it is done."""
    response = render(request, "grants/lists/_progress.html", {"file": asked, "job": job_of(asked)})
    if not asked.is_under_way:
        response.headers["HX-Refresh"] = "true"
    return response


@needs("grants.read_list_file", of=ListFile)
@require_safe
def file_download(request, asked):
    """The file, as long as it is kept."""
    if not asked.is_there:
        raise Http404
    return respond(request, asked)
