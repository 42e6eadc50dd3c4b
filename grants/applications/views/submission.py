"""Checking, handing in, withdrawing; and every try there was."""

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_http_methods

from grants.applications.actions.mandates import tell_of_outdated_mandates
from grants.applications.actions.submission import submit_application, withdraw_application
from grants.applications.forms.submission import WithdrawForm
from grants.applications.models import Application
from grants.applications.queries.handing_in import check_page, submit_page, tries_page, withdraw_page
from grants.attempts.actions import attempt as keep_trace
from grants.calls.models import CallStep
from grants.web import needs, received_at
from grants.workflow import Refused


@require_GET
@needs("grants.read_application", of=Application)
def check(request, application):
    """The rehearsal: every check of a submission, for everybody in the consortium, without submitting."""
    return render(request, "grants/applications/application_check.html", check_page(application, request.user))


@require_http_methods(["GET", "POST"])
@needs("grants.submit_application", of=Application)
def submit(request, application):
    """What submitting does, then the button. A second click leads to the same receipt."""
    if request.method == "POST":
        submission = _try(request, submit_application, application)
        if submission is not None:
            return redirect("applications:receipt", public_id=submission.public_id)
        return redirect("applications:submit", public_id=application.public_id)
    return render(request, "grants/applications/application_submit.html", submit_page(application, request.user))


@require_http_methods(["GET", "POST"])
@needs("grants.withdraw_application", of=Application)
def withdraw(request, application):
    """What withdrawing does, a reason if one likes, then the button."""
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if _try(request, withdraw_application, application, note=form.cleaned_data["note"]):
            is_concept = application.step == CallStep.CONCEPT
            told = _("The concept note is withdrawn. It no longer counts.")
            messages.success(request, told if is_concept else _("The application is withdrawn. It no longer counts."))
            return redirect(application)
        return redirect("applications:withdraw", public_id=application.public_id)
    page = withdraw_page(application, request.user) | {"form": form}
    return render(request, "grants/applications/application_withdraw.html", page, status=422 if form.is_bound else 200)


@require_GET
@needs("grants.read_application", of=Application)
def tries(request, application):
    """Every try to submit or withdraw, with the moment it reached us and how it ended."""
    return render(request, "grants/applications/application_tries.html", tries_page(application, request.user))


def _try(request, act, application, **kwargs):
    """Try an action judged by when the request reached us; the page it leads back to lists the reasons."""
    arrived = received_at(request)
    try:
        with keep_trace(act.__name__, application, by=request.user, received_at=arrived):
            return act(application, by=request.user, received_at=arrived, **kwargs)
    except Refused as refused:
        if any(reason.code == "mandate_void" for reason in refused.reasons):
            tell_of_outdated_mandates(application, by=request.user)
        count = len(refused.reasons)
        sentence = ngettext(
            "Not done: %(reason)s This try is on record.",
            "Not done: %(count)d things stand against it. They are listed below. This try is on record.",
            count,
        )
        messages.error(request, sentence % {"count": count, "reason": refused.reasons[0]})
        return None
