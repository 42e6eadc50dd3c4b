"""Checking candidates one after the other, deciding, taking back; all at once for those that keep everything."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from grants.evaluation.actions import checks as actions
from grants.evaluation.forms.candidates import ChecksForm, NoteForm, ReasonForm
from grants.evaluation.models import Candidate, Evaluation
from grants.evaluation.queries.checking import checks_page, decision_page, next_to_check
from grants.evaluation.queries.checks import ready_to_be_eligible
from grants.evaluation.queries.ways import above
from grants.web import attempt, attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])
DECISIONS = {
    "inadmissible": actions.find_inadmissible,
    "ineligible": actions.find_ineligible,
    "eligible": actions.find_eligible,
}


@require_safe
@needs("grants.check_candidate", of=Evaluation)
def next_check(request, evaluation):
    """The first candidate that waits for its check, or the list when there is none."""
    waiting = next_to_check(evaluation, request.user)
    if waiting is None:
        messages.info(request, _("No candidate waits for its check."))
        return redirect(evaluation)
    return redirect("evaluation:checks", public_id=waiting.public_id)


@page
@needs("grants.check_candidate", of=Candidate)
def checks(request, candidate):
    """All criteria of a candidate, prefilled with what the system found; save, and on to the next."""
    context = checks_page(candidate, request.user)
    form = ChecksForm(request.POST or None, checks=context["checks"])
    if attempt_with(request, form, actions.answer_checks, candidate):
        return redirect(_after(request, candidate, context))
    if form.is_bound:
        context = checks_page(candidate, request.user, typed=form.typed())
    context["form"] = form
    return render(request, "grants/evaluation/checks.html", context, status=422 if form.is_bound else 200)


def _after(request, candidate, context):
    """Where the pressed button leads: to the decision it names, to the next candidate, or here again."""
    decision = request.POST.get("then", "")
    if decision in DECISIONS:
        return reverse("evaluation:decide", args=[candidate.public_id, decision])
    messages.success(request, _("The answers for %(reference)s are saved.") % {"reference": candidate.reference})
    if decision == "next" and context["after"]:
        return reverse("evaluation:checks", args=[context["after"].public_id])
    return reverse("evaluation:checks", args=[candidate.public_id])


@page
@needs("grants.check_candidate", of=Candidate)
def decide(request, candidate, decision):
    """What the decision does, what it rests on, a note for the file, then the button."""
    if decision not in DECISIONS:
        raise Http404
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if attempt(request, DECISIONS[decision], candidate, note=form.cleaned_data["note"]):
            messages.success(request, _("%(reference)s is decided.") % {"reference": candidate.reference})
            return redirect("evaluation:next_check", public_id=candidate.evaluation.public_id)
        return redirect("evaluation:checks", public_id=candidate.public_id)
    context = decision_page(candidate, decision) | {"form": form}
    return render(request, "grants/evaluation/check_decide.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.check_candidate", of=Candidate)
def reopen(request, candidate):
    """Take the decision of the check back, with a reason."""
    form = ReasonForm(request.POST or None)
    if attempt_with(request, form, actions.reopen_check, candidate):
        messages.success(request, _("The check is open again."))
        return redirect("evaluation:checks", public_id=candidate.public_id)
    context = {"candidate": candidate, "form": form, "pages": above(candidate.evaluation, candidate)}
    return render(request, "grants/evaluation/check_reopen.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.check_candidate", of=Evaluation)
def find_all(request, evaluation):
    """Find eligible, all at once, every candidate whose every criterion is answered with yes."""
    if request.method == "POST":
        found = attempt(request, actions.find_all_eligible, evaluation)
        if found:
            count = len(found)
            sentence = ngettext("%(count)d candidate is eligible.", "%(count)d candidates are eligible.", count)
            messages.success(request, sentence % {"count": count})
        return redirect(evaluation)
    ready = ready_to_be_eligible(evaluation, request.user).order_by("reference")
    context = {"evaluation": evaluation, "ready": list(ready), "pages": above(evaluation)}
    return render(request, "grants/evaluation/check_find_all.html", context)
