"""Pages of the steps that count: publish, correct, move the deadline, cancel."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from grants.calls import actions, forms, public_forms
from grants.calls.models import Call, CallDate, CallDocument
from grants.calls.queries import next_deadline
from grants.calls.views.records import above
from grants.calls.workflow import Action, people_who_began
from grants.questionnaire.outline import differences
from grants.questionnaire.queries import form_of, later_versions
from grants.web import attempt, attempt_with, goes_on, needs
from grants.workflow import reasons_against

page = require_http_methods(["GET", "HEAD", "POST"])


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
    return _decide(request, call, form, "grants/calls/call_cancel.html")


@goes_on
@page
@needs("grants.propose_deadline", of=Call)
def deadline(request, call):
    """Propose a later deadline to a second person."""
    form = forms.DeadlineForm(request.POST or None, call=call)
    if attempt_with(request, form, actions.propose_deadline, call):
        messages.success(request, _("The new deadline is proposed. A colleague has to approve it."))
        return redirect(call)
    return _decide(request, call, form, "grants/calls/call_deadline.html", next=next_deadline(call))


@page
@needs("grants.publish_call", of=Call)
def document_new(request, call):
    """Publish a document with the call; once the call is public, as a corrigendum."""
    form = forms.DocumentForm(request.POST or None, request.FILES or None, call=call, instance=CallDocument(call=call))
    if attempt_with(request, form, actions.announce_document, call):
        messages.success(request, _("The document is added."))
        return redirect(call)
    return _decide(request, call, form, "grants/calls/call_document.html")


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
    return _decide(request, call, form, "grants/calls/call_form_correct.html", changes=changes)


@page
@needs("grants.publish_call", of=Call)
def correct(request, call):
    """Put texts or limits of a public call right."""
    form = forms.CorrectCallForm(request.POST or None, instance=Call.objects.get(pk=call.pk))
    if attempt_with(request, form, actions.correct_call, call):
        messages.success(request, _("The corrigendum is published. Everybody who began is told."))
        return redirect(call)
    return _decide(request, call, form, "grants/calls/call_correct.html")


@page
@needs("grants.publish_call", of=Call)
def date_new(request, call):
    """Add a day to the calendar; once the call is public, as a corrigendum."""
    return _date(request, call, CallDate(call=call), actions.add_date, call)


@page
@needs("grants.publish_call", of=CallDate)
def date(request, date):
    """Move or rename a day of the calendar; once the call is public, as a corrigendum."""
    return _date(request, date.call, CallDate.objects.select_related("call").get(pk=date.pk), actions.change_date, date)


def _date(request, call, instance, act, document):
    form = forms.DateForm(request.POST or None, instance=instance)
    if attempt_with(request, form, act, document):
        messages.success(request, _("The calendar is saved."))
        return redirect(call)
    return _decide(request, call, form, "grants/calls/call_date.html", date=instance)


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


def _decide(request, call, form, template, **more):
    concerned = people_who_began(call).count()
    context = {"call": call, "form": form, "concerned": concerned, "pages": above(call)} | more
    return render(request, template, context, status=422 if form.is_bound else 200)
