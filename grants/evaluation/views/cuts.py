"""The cut of the concept notes: who would be invited, and its proposal."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grants.evaluation.actions.cutting import propose_cut
from grants.evaluation.forms.awards import ReasonForm
from grants.evaluation.models import Evaluation
from grants.evaluation.queries.cuts import cut_page
from grants.evaluation.views.committee import after_declaration
from grants.web import attempt_with, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.read_cut", of=Evaluation)
@after_declaration
def cut(request, evaluation):
    """The ranking of each lot with the cut; an officer proposes it to a second person."""
    if not evaluation.is_of_concepts:
        raise Http404
    context = cut_page(evaluation, request.user)
    form = ReasonForm(request.POST or None) if context["may_propose"] else None
    if form and attempt_with(request, form, propose_cut, evaluation):
        messages.success(request, _("Proposed. A colleague has to approve it."))
        return redirect("evaluation:cut", evaluation.public_id)
    status = 422 if form and form.is_bound else 200
    return render(request, "grants/evaluation/cut.html", context | {"form": form}, status=status)
