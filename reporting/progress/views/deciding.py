"""Steps of an update: handed in by its people; reviewed, returned, approved, corrected by officers."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from grants.web import attempt, attempt_with, needs
from reporting.progress.actions.updates import approve_update, begin_correction, return_update, submit_update
from reporting.progress.forms import CorrectionForm, ReturnForm
from reporting.progress.models import ResultsUpdate
from reporting.progress.queries.content import content_of
from reporting.progress.queries.pages import decision_page, review_page, step_page

FORMS = ["GET", "HEAD", "POST"]


@require_http_methods(FORMS)
@needs("reporting.submit_update", of=ResultsUpdate)
def submit(request, update):
    """What is missing, or what happens; then hand it in."""
    if request.method == "POST" and attempt(request, submit_update, update):
        messages.success(request, _("The update is submitted. The officers of the programme are told."))
        return redirect(update)
    context = step_page(update, "submit", request.user) | {"tells_officers": True}
    return render(request, "reporting/progress/update_submit.html", decision_page(update, **context))


@require_safe
@needs("reporting.review_update", of=ResultsUpdate)
def review(request, update):
    """What was handed in, beside what was approved before and the targets."""
    return render(request, "reporting/progress/update_review.html", review_page(update, request.user))


@require_http_methods(FORMS)
@needs("reporting.return_update", of=ResultsUpdate)
def give_back(request, update):
    """Send it back with comments."""
    form = ReturnForm(request.POST or None, content=content_of(update))
    if attempt_with(request, form, return_update, update):
        messages.success(request, _("The update is returned. The people of the project are told why."))
        return redirect(update)
    context = decision_page(update, form=form)
    return render(request, "reporting/progress/update_return.html", context, status=422 if form.is_bound else 200)


@require_http_methods(FORMS)
@needs("reporting.approve_update", of=ResultsUpdate)
def approve(request, update):
    """Approve it as it stands."""
    if request.method == "POST" and attempt(request, approve_update, update):
        messages.success(request, _("The update is approved. Its numbers count from now on."))
        return redirect(update)
    context = decision_page(update, **step_page(update, "approve", request.user))
    return render(request, "reporting/progress/update_approve.html", context)


@require_http_methods(FORMS)
@needs("reporting.correct_update", of=ResultsUpdate)
def correct(request, update):
    """Have an approved update said anew."""
    form = CorrectionForm(request.POST or None)
    correction = attempt_with(request, form, begin_correction, update)
    if correction:
        messages.success(request, _("The correction is begun. The people of the project are told why."))
        return redirect(correction)
    context = decision_page(update, form=form)
    return render(request, "reporting/progress/update_correct.html", context, status=422 if form.is_bound else 200)
