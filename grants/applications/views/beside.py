"""Beside the parts of a draft: comments of the consortium, and help on the last evening."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from grants.applications.actions import comments, helping
from grants.applications.models import Application, CommentThread, HelpAccess
from grants.applications.places import title_of, url_of
from grants.applications.queries.beside import back_to
from grants.applications.queries.drafting import reasons_against_drafting
from grants.applications.queries.helping import help_page, helps_page
from grants.applications.queries.record import pages_above
from grants.web import attempt, needs


@require_POST
@needs("grants.comment_application", of=Application)
def begin_thread(request, application, place):
    """Say something about a part."""
    said = attempt(request, comments.begin_thread, application, place=place, text=request.POST.get("text", ""))
    if said is None:
        return _kept(request, application, place)
    return redirect(back_to(application, place))


@require_POST
@needs("grants.answer_comment", of=CommentThread)
def answer_thread(request, thread):
    """Answer in a thread."""
    if attempt(request, comments.answer_thread, thread, text=request.POST.get("text", "")) is None:
        return _kept(request, thread.application, thread.place)
    return redirect(back_to(thread.application, thread.place))


def _kept(request, application, place):
    """What was typed and cannot be said (any more), to be copied, sent again or taken elsewhere."""
    return render(request, "grants/applications/comment_kept.html", {
        "application": application,
        "above": pages_above(application),
        "text": request.POST.get("text", ""),
        "longest": comments.LONGEST_COMMENT,
        "is_open": not reasons_against_drafting(application),
        "title": title_of(application, place),
        "back_url": back_to(application, place) if title_of(application, place) else application.get_absolute_url(),
    }, status=422)  # fmt: skip


@require_POST
@needs("grants.answer_comment", of=CommentThread)
def resolve_thread(request, thread):
    """Say that it is settled."""
    attempt(request, comments.resolve_thread, thread)
    return redirect(back_to(thread.application, thread.place))


@require_POST
@needs("grants.answer_comment", of=CommentThread)
def reopen_thread(request, thread):
    """Say that it is not settled after all."""
    attempt(request, comments.reopen_thread, thread)
    return redirect(back_to(thread.application, thread.place))


@require_http_methods(["GET", "POST"])
@needs("grants.open_help", of=Application)
def open_help(request, application, place):
    """Say what opening a part to the help desk means, then do it."""
    title, question = title_of(application, place), request.POST.get("question", "")
    if not title:
        raise Http404
    url = url_of(application, place)
    if request.method == "POST" and attempt(request, helping.open_help, application, place=place, question=question):
        messages.success(request, _("The officers of the call can read this part for an hour. They were told."))
        return redirect(url)
    page = {"title": title, "part_url": url, "question": question, "longest": helping.LONGEST_QUESTION}
    page |= {"application": application, "above": pages_above(application)}
    status = 422 if request.method == "POST" else 200
    return render(request, "grants/applications/help_open.html", page, status=status)


@require_POST
@needs("grants.end_help", of=HelpAccess)
def end_help(request, access):
    """Close the part to the help desk at once."""
    if attempt(request, helping.end_help, access):
        messages.success(request, _("The help desk can no longer read this part."))
    return redirect(url_of(access.application, access.place))


@require_GET
@needs("grants.list_help")
def help_list(request):
    """What applicants have opened to the help desk now."""
    return render(request, "grants/applications/help_list.html", helps_page(request.user))


@require_GET
@needs("grants.read_help", of=HelpAccess)
def read_help(request, access):
    """The one part that was opened; every reading is in the history of the application."""
    if attempt(request, helping.note_help, access) is None:
        return redirect("applications:help_list")
    return render(request, "grants/applications/help_part.html", help_page(access, request.user))
