"""The cut of the concept notes: who would be invited, and the committee's votes on it."""

from django.http import Http404
from django.shortcuts import render
from django.views.decorators.http import require_safe

from grants.evaluation.models import Evaluation
from grants.evaluation.queries.cuts import cut_page
from grants.evaluation.views.committee import after_declaration
from grants.web import needs


@require_safe
@needs("grants.read_cut", of=Evaluation)
@after_declaration
def cut(request, evaluation):
    """The ranking of each lot with the cut, and how its vote stands."""
    if not evaluation.is_of_concepts:
        raise Http404
    return render(request, "grants/evaluation/cut.html", cut_page(evaluation, request.user))
