"""Clarifications: the term, the question, the applicant's page with the answer, its files."""

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants import clock
from grants.evaluation.actions import clarifications as actions
from grants.evaluation.forms.candidates import AnswerForm, QuestionForm, TermForm
from grants.evaluation.models import Candidate, Clarification, Evaluation
from grants.evaluation.models.evaluations import sees_whole
from grants.evaluation.queries.ways import above
from grants.files.serving import respond
from grants.permission_rules.applications import in_consortium
from grants.web import attempt_with, needs, received_at

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@needs("grants.set_clarification_term", of=Evaluation)
def term(request, evaluation):
    """Set the one term in which every applicant answers."""
    form = TermForm(request.POST or None, initial={"days": evaluation.clarification_days})
    if attempt_with(request, form, actions.set_clarification_term, evaluation):
        messages.success(request, _("The term is set, the same for all."))
        return redirect(evaluation)
    context = {"evaluation": evaluation, "call": evaluation.call, "form": form, "pages": above(evaluation)}
    return render(request, "grants/evaluation/clarification_term.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.request_clarification", of=Candidate)
def ask(request, candidate):
    """Ask the applicant; the letter leaves at once."""
    form = QuestionForm(request.POST or None)
    if attempt_with(request, form, actions.request_clarification, candidate):
        messages.success(request, _("The question is sent to the lead applicant."))
        return redirect("evaluation:checks", public_id=candidate.public_id)
    context = {
        "candidate": candidate,
        "evaluation": candidate.evaluation,
        "form": form,
        "pages": above(candidate.evaluation, candidate),
    }
    return render(request, "grants/evaluation/clarification_ask.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.read_clarification", of=Clarification)
def clarification(request, clarification):
    """The question and the applicant's answer; until the term is over whoever writes for the lead answers."""
    may_answer = request.user.has_perm("grants.answer_clarification", clarification)
    is_open = clock.now() < clarification.due_at
    form = AnswerForm(request.POST or None, request.FILES or None, initial={"text": clarification.answer})
    arrived = received_at(request)
    if may_answer and attempt_with(request, form, actions.answer_clarification, clarification, received_at=arrived):
        messages.success(request, _("Your answer is received. Until the term is over you can replace it."))
        return redirect("evaluation:clarification", public_id=clarification.public_id)
    context = {
        "clarification": clarification,
        "application": clarification.application,
        "call": clarification.call,
        "form": form,
        "files": clarification.files.select_related("file"),
        "may_answer": may_answer and is_open,
        "is_open": is_open,
    }
    return render(request, "grants/evaluation/clarification.html", context, status=422 if form.is_bound else 200)


@require_safe
@needs("grants.read_clarification", of=Clarification)
def clarification_file(request, clarification, file_id):
    """A file of the answer."""
    file = get_object_or_404(clarification.files, public_id=file_id).file
    is_own = in_consortium(request.user, clarification.application)
    return respond(request, file, only_scanned=not (is_own or sees_whole(request.user, clarification.call)))
