"""Pages of the steps that count: publish, correct, move the deadline, cancel."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from grants.calls import actions, forms, public_forms
from grants.calls.models import Call, CallDate, CallDocument
from grants.calls.queries import next_deadline
from grants.calls.views.records import above
from grants.calls.workflow import Action, CallState, people_who_began
from grants.questionnaire.outline import differences
from grants.questionnaire.queries import form_of, later_versions
from grants.web import attempt, attempt_with, form_page, goes_on, needs
from grants.workflow import reasons_against

page = require_http_methods(["GET", "HEAD", "POST"])

A_LETTER = gettext_lazy("A letter with your reason.")
A_FURTHER_ONE = gettext_lazy("No. A further change is a further corrigendum.")
CANCEL = {
    "what": gettext_lazy("The call ends for good and leaves the public pages. Nothing can be handed in any more."),
    "receives": A_LETTER,
    "undo": gettext_lazy("No. A cancelled call cannot be opened again; it can be copied."),
    "submit": gettext_lazy("Cancel the call for good"),
}
CORRECT = {
    "what": gettext_lazy("What you change is published as a corrigendum, before and after. Drafts are checked by the new limits from then on."),  # noqa: E501
    "receives": gettext_lazy("A letter with your reason. What was handed in stays as it is, and can be handed in again until the deadline."),  # noqa: E501
    "undo": A_FURTHER_ONE,
    "submit": gettext_lazy("Publish corrigendum"),
}  # fmt: skip
DOCUMENT = {
    "what": gettext_lazy("The document is published as a corrigendum with a number."),
    "receives": A_LETTER,
    "undo": gettext_lazy("No. What was public stays public."),
}
CALENDAR = {
    "what": gettext_lazy("The calendar changes as a corrigendum with a number."),
    "receives": A_LETTER,
    "undo": A_FURTHER_ONE,
}
"""What such a step does, on its page."""


@page
@needs("grants.publish_call", of=Call)
def publish(request, call):
    """What publishing does, what still stands against it, and the button."""
    if request.method == "POST":
        if attempt(request, actions.publish_call, call):
            messages.success(request, _("The call is published. Its rules are frozen as version 1."))
        return redirect(call)
    context = {"call": call, "reasons": reasons_against(call, Action.PUBLISH), "pages": above(call)}
    return render(request, "grants/calls/call_publish.html", context)


@page
@needs("grants.cancel_call", of=Call)
def cancel(request, call):
    """End the call, with a reason for everybody who began."""
    form = forms.CancelForm(request.POST or None)
    if attempt_with(request, form, actions.cancel_call, call):
        messages.success(request, _("The call is cancelled. Everybody who began is told."))
        return redirect(call)
    return _decide(request, call, form, _("Cancel this call"), tone="danger", **CANCEL)


@goes_on
@page
@needs("grants.propose_deadline", of=Call)
def deadline(request, call):
    """Propose a later deadline to a second person."""
    form = forms.DeadlineForm(request.POST or None, call=call)
    if attempt_with(request, form, actions.propose_deadline, call):
        messages.success(request, _("The new deadline is proposed. A colleague has to approve it."))
        return redirect(call)
    more = {"template": "grants/calls/call_deadline.html", "next": next_deadline(call)}
    return _decide(request, call, form, _("Move the deadline"), **more)


@page
@needs("grants.publish_call", of=Call)
def document_new(request, call):
    """Publish a document with the call; once the call is public, as a corrigendum."""
    form = forms.DocumentForm(request.POST or None, request.FILES or None, call=call, instance=CallDocument(call=call))
    if attempt_with(request, form, actions.announce_document, call):
        messages.success(request, _("The document is added."))
        return redirect(call)
    words = _once_public(call, DOCUMENT) | {
        "lead": _("Guidelines, templates and annexes stand on the public page of the call for everybody to download."),
        "submit": _("Publish document"),
    }
    return _decide(request, call, form, _("Publish a document"), **words)


@page
@needs("grants.publish_call", of=Call)
def form_correct(request, call):
    """Let a public call ask a later version of its form."""
    if call.form is None:
        raise Http404
    versions = later_versions(call.form)
    form = public_forms.CorrectFormForm(request.POST or None, versions=versions)
    if attempt_with(request, form, actions.correct_form, call):
        messages.success(request, _("The form is corrected. Everybody who began is told."))
        return redirect(call)
    asked = form_of(call.form)
    changes = [{"version": one, "lines": differences(asked, form_of(one))} for one in versions]
    more = {"template": "grants/calls/call_form_correct.html", "changes": changes}
    return _decide(request, call, form, _("Correct the application form"), **more)


@page
@needs("grants.publish_call", of=Call)
def correct(request, call):
    """Put texts or limits of a public call right."""
    form = forms.CorrectCallForm(request.POST or None, instance=Call.objects.get(pk=call.pk))
    if attempt_with(request, form, actions.correct_call, call):
        messages.success(request, _("The corrigendum is published. Everybody who began is told."))
        return redirect(call)
    return _decide(request, call, form, _("Correct texts or limits"), **CORRECT)


@page
@needs("grants.publish_call", of=Call)
def date_new(request, call):
    """Add a day to the calendar; once the call is public, as a corrigendum."""
    return _date(
        request, call, forms.DateForm(request.POST or None, instance=CallDate(call=call)), actions.add_date, call
    )


@page
@needs("grants.publish_call", of=CallDate)
def date(request, date):
    """Move or rename a day of the calendar; once the call is public, as a corrigendum."""
    form = forms.DateForm(request.POST or None, instance=CallDate.objects.select_related("call").get(pk=date.pk))
    remove = reverse("calls:date_remove", args=[date.public_id]) if date.call.state == CallState.DRAFT else ""
    return _date(request, date.call, form, actions.change_date, date, remove_url=remove)


def _date(request, call, form, act, document, **more):
    if attempt_with(request, form, act, document):
        messages.success(request, _("The calendar is saved."))
        return redirect(call)
    words = _once_public(call, CALENDAR) | {"submit": _("Save day")}
    return _decide(request, call, form, _("Day of the calendar"), **words, **more)


@require_POST
@needs("grants.publish_call", of=CallDate)
def date_remove(request, date):
    """Take a day out of the calendar before the call is public."""
    call = date.call
    if attempt(request, actions.remove_date, date):
        messages.success(request, _("The calendar is saved."))
    return redirect(call)


@require_POST
@needs("grants.publish_call", of=CallDocument)
def document_remove(request, document):
    """Take a document away before the call is public."""
    call = document.call
    if attempt(request, actions.remove_document, document):
        messages.success(request, _("The document is removed."))
    return redirect(call)


def _once_public(call, words):
    """What a change does: nothing to anybody before the call is public."""
    return words if call.state == CallState.PUBLISHED else {}


def _decide(request, call, form, title, **more):
    count = people_who_began(call).count()
    whom = ngettext("%(count)s person who began an application", "%(count)s people who began an application", count)
    ways = {"back": call.get_absolute_url(), "back_label": _("Back to the call"), "pages": above(call)}
    about = {"call": call, "reference": call.reference, "document": call, "whom": whom % {"count": count}}
    return form_page(request, form, title, **ways, **about, **more)
