"""An officer tries a call out as applicants will see it."""

from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from grants.applications.actions.trying import TRIAL_DAYS
from grants.applications.actions.trying import try_out as try_call
from grants.calls.models import Call
from grants.web import attempt, needs


@require_http_methods(["GET", "HEAD", "POST"])
@needs("grants.try_out_call", of=Call)
def try_out(request, call):
    """What trying out does, and the button that leads into a draft."""
    if request.method == "POST":
        application = attempt(request, try_call, call)
        return redirect(application or reverse("applications:try_out", args=[call.public_id]))
    pages = [{"url": reverse("calls:list"), "label": _("Calls")}, {"url": call.get_absolute_url(), "label": str(call)}]
    return render(
        request, "grants/applications/application_try.html", {"call": call, "pages": pages, "days": TRIAL_DAYS}
    )
