"""Conflicts of interest: declared by the person, recorded by the secretariat, ended by two."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grants.evaluation.actions import conflicts as actions
from grants.evaluation.forms.candidates import DeclareForm, ReasonForm, RecordConflictForm
from grants.evaluation.models import Candidate, Conflict, Evaluation
from grants.evaluation.models.conflicts import organisations_in_conflict
from grants.evaluation.queries.conflicts import conflicts_page
from grants.evaluation.queries.ways import above
from grants.web import attempt_with, needs

page = require_http_methods(["GET", "HEAD", "POST"])


@page
@needs("grants.declare_conflict", of=Candidate)
def declare(request, candidate):
    """Say that one is in conflict; from that moment the candidate is out of one's sight."""
    evaluation = candidate.evaluation
    form = DeclareForm(request.POST or None, candidate=candidate)
    if attempt_with(request, form, actions.declare_conflict, candidate):
        messages.success(request, _("Your conflict of interest is on record. You no longer see what it concerns."))
        return redirect("evaluation:list")
    context = {"candidate": candidate, "form": form, "pages": above(evaluation, candidate)}
    return render(request, "grants/evaluation/conflict_declare.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.record_conflict", of=Evaluation)
def conflicts(request, evaluation):
    """Who is kept apart from whom in this evaluation; a conflict the secretariat has learned of is put on record."""
    hidden = organisations_in_conflict(request.user)
    form = RecordConflictForm(request.POST or None, evaluation=evaluation, hidden=hidden)
    if attempt_with(request, form, actions.record_conflict, evaluation):
        messages.success(request, _("The conflict is on record, from this moment on."))
        return redirect("evaluation:conflicts", public_id=evaluation.public_id)
    context = {
        "evaluation": evaluation,
        "call": evaluation.call,
        "lines": conflicts_page(evaluation, request.user),
        "form": form,
        "pages": above(evaluation),
    }
    return render(request, "grants/evaluation/conflicts.html", context, status=422 if form.is_bound else 200)


@page
@needs("grants.end_conflict", of=Conflict)
def end(request, conflict):
    """Propose that a conflict is over; another person decides."""
    form = ReasonForm(request.POST or None)
    proposal = attempt_with(request, form, actions.propose_end_of_conflict, conflict)
    if proposal:
        messages.success(request, _("It is proposed. A second person decides."))
        return redirect("proposals:detail", public_id=proposal.public_id)
    context = {"conflict": conflict, "form": form}
    return render(request, "grants/evaluation/conflict_end.html", context, status=422 if form.is_bound else 200)
