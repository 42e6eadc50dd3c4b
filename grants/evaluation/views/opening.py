"""The opening: its page, its button, its record."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grants.calls.models import Call
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.forms.candidates import OpeningForm
from grants.evaluation.models import Evaluation, OpeningRecord
from grants.evaluation.queries.opening import reasons_against_opening, shown_record
from grants.evaluation.queries.ways import above, stages_of
from grants.web import attempt_with, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.open_submissions", of=Call)
def open_call(request, call):
    """What opening does, who is present, then the button; once opened, the way to the evaluation."""
    form = OpeningForm(request.POST or None, by=request.user)
    evaluation = attempt_with(request, form, open_submissions, call)
    if evaluation:
        count = evaluation.record.document["count"]
        sentence = ngettext("%(count)d application is opened.", "%(count)d applications are opened.", count)
        if evaluation.is_of_concepts:
            sentence = ngettext("%(count)d concept note is opened.", "%(count)d concept notes are opened.", count)
        messages.success(request, sentence % {"count": count})
        return redirect("evaluation:record", public_id=evaluation.public_id)
    if form.is_bound:
        call.refresh_from_db()
    context = {
        "call": call,
        "form": form,
        "reasons": reasons_against_opening(call),
        "evaluation": getattr(call, "evaluation", None),
        "pages": [
            {"url": reverse("calls:list"), "label": _("Calls")},
            {"url": call.get_absolute_url(), "label": call.reference},
        ],
    }
    return render(request, "grants/evaluation/opening.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("grants.read_opening", of=Evaluation)
def record(request, evaluation):
    """The record of the opening, to read and to print; without the lines of those one is in conflict with."""
    kept = get_object_or_404(OpeningRecord.objects.select_related("frozen_by", "witness"), evaluation=evaluation)
    context = {
        "evaluation": evaluation,
        "call": evaluation.call,
        "record": kept,
        "pages": above(evaluation),
        "stages": stages_of(evaluation, request.user, "record"),
        **shown_record(evaluation, kept, request.user),
    }
    return render(request, "grants/evaluation/opening_record.html", context)
