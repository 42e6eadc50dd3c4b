"""Preparing the announcement: letters recipient by recipient, reasons and their approval, the instant."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.calls.models import Call
from grants.evaluation.actions import announcement as actions
from grants.evaluation.forms.awards import AnnounceForm, FeedbackForm
from grants.evaluation.models import Candidate
from grants.evaluation.queries import pages
from grants.evaluation.queries.withheld import withheld_from
from grants.evaluation.views.committee import after_declaration, evaluation_of
from grants.web import attempt, attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@needs("grants.announce_evaluation", of=Call)
def announcement(request, call):
    """Everybody who will be told, what, and when; then the instant is set."""
    evaluation = evaluation_of(call)
    form = AnnounceForm(request.POST or None, call=call)
    if attempt_with(request, form, actions.announce_evaluation, evaluation):
        messages.success(request, _("The announcement is arranged. Nobody learns anything before."))
        return redirect("evaluation:announcement", call.public_id)
    context = pages.announcement_page(evaluation, request.user, request.GET.get("page")) | {"form": form}
    return render(request, "grants/evaluation/announcement.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("grants.preview_letters", of=Call)
@after_declaration
def letter(request, call, candidate):
    """The letters to one candidate as they will be sent, each in its reader's language."""
    candidate = _candidate(request, call, candidate)
    context = pages.letter_page(candidate, request.user)
    return render(request, "grants/evaluation/letter.html", context)


@page
@needs("grants.write_reasons", of=Call)
@after_declaration
def reasons(request, call, candidate):
    """Write the committee's reasons for a candidate."""
    candidate = _candidate(request, call, candidate)
    feedback = getattr(candidate, "feedback", None)
    form = FeedbackForm(request.POST or None, initial={"text": feedback.text if feedback else ""})
    if attempt_with(request, form, actions.write_reasons, candidate):
        messages.success(request, _("The reasons are kept. A second person approves them."))
        return redirect("evaluation:letter", call.public_id, candidate.public_id)
    context = {"call": call, "candidate": candidate, "form": form, "above": pages.above_letter(call, candidate)}
    return render(request, "grants/evaluation/reasons.html", context, status=422 if form.is_bound else 200)


@require_POST
@needs("grants.approve_reasons", of=Call)
@after_declaration
def approve(request, call, candidate):
    """Approve the reasons as they were read."""
    candidate = _candidate(request, call, candidate)
    if attempt(request, actions.approve_reasons, candidate, sha256=request.POST.get("sha256", "")):
        messages.success(request, _("The reasons are approved."))
    return redirect("evaluation:letter", call.public_id, candidate.public_id)


def _candidate(request, call, public_id):
    """A candidate of the call that is not withheld from the reader; else 404."""
    candidates = Candidate.objects.filter(evaluation__call=call)
    kept = withheld_from(request.user, candidates)
    rows = candidates.exclude(pk__in=kept).select_related("evaluation__call", "lot", "lead", "feedback")
    return get_object_or_404(rows, public_id=public_id)
