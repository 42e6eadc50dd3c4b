"""While nothing is saved (maintenance): pages are read, what is posted is refused and given back (T-DL-20)."""

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from alinvest.errors import in_maintenance
from grants import clock
from grants.attempts.actions import attempt
from grants.maintenance.standing import standing
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from grants.web import received_at
from grants.workflow import Refused

SAFE = ("GET", "HEAD", "OPTIONS")

OF_THE_LOGIN = frozenset({
    "account_login", "account_logout", "account_reauthenticate", "mfa_authenticate", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn", "mfa_login_webauthn",
})  # fmt: skip
"""Pages of others that are posted to all the same: who reads has to get in, who moves a deadline too."""

NOTHING_SAVED = gettext_lazy("Maintenance: nothing is saved now.")


class MaintenanceMiddleware:
    """Stands last: who may not open the page at all is told so as ever."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Before the view: None lets the request through."""
        if request.method in SAFE:
            return None
        now = standing()
        if now is None or not now.is_on or _goes_on(request, view, kwargs):
            return None
        seconds = max(30, int((now.until - clock.now()).total_seconds()))
        if "text/html" not in request.headers.get("Accept", ""):
            response = JsonResponse({"maintenance": True, "problem": _problem(request, now)}, status=503)
        else:
            response = in_maintenance(request, now, tried_at=_keep_trace(request, view, kwargs))
        response["Retry-After"] = str(seconds)
        return response


def _goes_on(request, view, kwargs):
    asked = getattr(view, "goes_on", None)
    if asked is not None:
        return asked(**kwargs)
    return request.resolver_match.view_name in OF_THE_LOGIN


def _problem(request, now):
    """For scripts: those that save text keep it and try again by themselves, those that send files do not."""
    zone = request.user.time_zone if request.user.is_authenticated else OFFICIAL_ZONE
    until = {"until": moment_text(now.until, zone)}
    if "application/json" in request.headers.get("Accept", ""):
        return (
            _("Maintenance until about %(until)s: not saved yet, trying again. Your text is kept on this page.") % until
        )
    return _("Maintenance until about %(until)s: nothing is saved now. Try again then.") % until


def _keep_trace(request, view, kwargs):
    """Keep a try that was refused, where the person could have had it done; returns when it arrived, or None."""
    model, permission = getattr(view, "document_model", None), getattr(view, "permission", "")
    if model is None or not request.user.is_authenticated:
        return None
    document = model.objects.visible_to(request.user).filter(public_id=kwargs["public_id"]).first()
    if document is None or not request.user.has_perm(permission, document):
        return None
    at = received_at(request)
    try:
        with attempt(permission.partition(".")[2], document, by=request.user, received_at=at):
            raise Refused([NOTHING_SAVED])
    except Refused:
        return at
