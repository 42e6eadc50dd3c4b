"""The files of an evaluation that no scanner has seen."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from grants.evaluation.actions.files import release_files
from grants.evaluation.forms.candidates import ReasonForm
from grants.evaluation.models import Evaluation
from grants.evaluation.queries.files import unscanned
from grants.evaluation.queries.ways import above
from grants.web import attempt_with, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.release_files", of=Evaluation)
def unscanned_files(request, evaluation):
    """How many there are, and their release with a reason."""
    form = ReasonForm(request.POST or None)
    count = attempt_with(request, form, release_files, evaluation)
    if count:
        told = ngettext("%(count)d file is released.", "%(count)d files are released.", count)
        messages.success(request, told % {"count": count})
        return redirect(evaluation)
    context = {
        "evaluation": evaluation,
        "call": evaluation.call,
        "count": unscanned(evaluation).count(),
        "form": form,
        "pages": above(evaluation),
    }
    status = 422 if form.is_bound else 200
    return render(request, "grants/evaluation/files_unscanned.html", context, status=status)
