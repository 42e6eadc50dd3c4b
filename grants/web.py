"""What every page shares: who may open it, what it tries, in which language, at which moment."""

import time
from datetime import timedelta
from functools import wraps
from urllib.parse import urlencode, urlsplit

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import PermissionDenied, ValidationError
from django.forms import FileField
from django.http import Http404, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.dateparse import parse_datetime
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from grants import clock
from grants.attempts.actions import attempt as keep_trace
from grants.attempts.actions import note_reading
from grants.files.actions import BadFile
from grants.formats import clean_text
from grants.roles import Role
from grants.workflow import Refused

PUBLIC_PREFIXES = {"es": "es", "pt": "pt-br", "en": "en"}
"""First part of a public address -> language."""

LANGUAGE_COOKIE = "language"

ARRIVAL_SLACK = timedelta(seconds=120)
"""How long a request may have been under way: it counts as received that much earlier at most (decisions.md A4)."""


def needs(permission, *, of=None):
    """Decorator of a view: load the document from what the user may see, then ask the table.

    With ``of``, the address carries ``public_id`` and the view receives the document instead of it.
    What the user may not see answers 404 exactly as what does not exist; what is seen but not
    allowed answers 403. What an auditor opens is kept (decisions.md C15).
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, *args, **kwargs):
            document = None
            if of is not None:
                visible = of.objects.visible_to(request.user)
                document = get_object_or_404(visible, public_id=kwargs.pop("public_id"))
                args = (document, *args)
            if not request.user.has_perm(permission, document):
                raise PermissionDenied
            if request.user.has_role(Role.AUDITOR):
                note_reading(request.user, address=request.get_full_path(), document=document)
            return view(request, *args, **kwargs)

        guarded.permission = permission
        guarded.document_model = of
        return guarded

    return decorate


class FactorTooOld(PermissionDenied):
    """What is asked for needs a password or code shown just now; ``url`` is where it is shown."""

    def __init__(self, url):
        self.url = url
        super().__init__()


def fresh_factor(view):
    """Decorator of a view on money or bank data: who was not asked within ten minutes is asked now (T-AU-16).

    A page leads there and back; what is posted is given back on the page that asks. Stands below ``needs``
    and the methods, so that a stranger is told the same as always.
    """

    @wraps(view)
    def asked(request, *args, **kwargs):
        page = _factor_to_show(request)
        if page is None:
            return view(request, *args, **kwargs)
        if request.method == "POST":
            raise FactorTooOld(f"{page}?{urlencode({'next': _page_before(request)})}")
        return redirect(f"{page}?{urlencode({'next': request.get_full_path()})}")

    asked.asks_for_a_fresh_factor = True
    return asked


def _factor_to_show(request):
    """The page that asks for the second factor, or for the password of who has none; None when it was just shown."""
    since = time.time() - settings.ACCOUNT_REAUTHENTICATION_TIMEOUT
    shown = {record["method"] for record in get_authentication_records(request, request.user) if record["at"] >= since}
    if "mfa" in shown:
        return None
    types = set(Authenticator.objects.filter(user=request.user).values_list("type", flat=True))
    if Authenticator.Type.TOTP in types:
        return reverse("mfa_reauthenticate")
    if Authenticator.Type.WEBAUTHN in types:
        return reverse("mfa_reauthenticate_webauthn")
    return None if shown else reverse("account_reauthenticate")


def _page_before(request):
    """The page of ours the button was on, else home."""
    before = urlsplit(request.headers.get("Referer", ""))
    return before.path if before.netloc == request.get_host() and before.path.startswith("/") else reverse("home")


def public_page(view):
    """Decorator of a view for everybody, under /es/, /pt/ or /en/: no session, no cookie."""

    @wraps(view)
    def public(request, *args, lang="es", **kwargs):
        if lang not in PUBLIC_PREFIXES:
            raise Http404
        request.public_language = lang
        return view(request, *args, **kwargs)

    public.is_public = True
    return login_not_required(public)


def goes_on(view=None, *, for_=lambda **address: True):
    """Decorator of a view that is posted to also while nothing is saved (maintenance).

    ``for_`` is asked with what the address names, where that decides. What is taken this way writes nothing
    people typed, or is what has to go on: a deadline is moved, somebody signs in.
    """
    if view is None:
        return lambda view: goes_on(view, for_=for_)
    view.goes_on = for_
    return view


def cacheable(view):
    """Decorator of a public page: anybody may keep it for a minute, then asks again with its ETag."""
    return conditional_page(cache_control(public=True, max_age=60)(view))


def attempt(request, act, document, **kwargs):
    """Try an action for the signed-in user, keeping the trace; reasons become messages on the page.

    Returns the action's result, or None when it was refused (the reasons are in ``messages``).
    """
    try:
        return _traced(request, act, document, kwargs)
    except Refused as refused:
        for reason in refused.reasons:
            messages.error(request, str(reason))
        return None


def attempt_with(request, form, act, document, **more):
    """Try an action with what the form says, keeping the trace; reasons become errors of the form.

    Returns the action's result; None while the form is not sent, is not right or the action refused: the
    page then shows the form, with everything typed. ``more`` is what the page knows besides. A reason
    whose code is a field's name stands at that field, those against a file at the file; one that knows
    where it can be put right leads there from the summary.
    """
    if not form.is_valid():  # one that was not sent is not either
        return None
    values = form.values() if hasattr(form, "values") else form.cleaned_data
    try:
        return _traced(request, act, document, values | more)
    except Refused as refused:
        shown = {name for name, field in form.fields.items() if not field.widget.is_hidden}
        files = [name for name, field in form.fields.items() if isinstance(field, FileField)]
        place = files[0] if files and isinstance(refused, BadFile) else None
        for reason in refused.reasons:
            error = ValidationError(str(reason))
            error.url = getattr(reason, "url", "")
            form.add_error(reason.code if reason.code in shown else place, error)
        request.refused = form  # told at the top of a page that does not show the form any more
        return None


def _traced(request, act, document, values):
    """``document`` is None for an action that makes one of nothing: what it makes is the trace."""
    if document is None:
        return act(by=request.user, **values)
    with keep_trace(act.__name__, document, by=request.user, received_at=received_at(request)):
        return act(document, by=request.user, **values)


def fragment(request, template, partial, context):
    """The whole page, or only its ``partial`` when htmx asked for it."""
    name = f"{template}#{partial}" if request.htmx and not request.htmx.boosted else template
    response = render(request, name, context)
    response.headers["Vary"] = "HX-Request, Cookie"
    return response


MAY_SAY = (
    "submit", "lead", "reference", "document", "what", "whom", "receives", "undo", "back_label", "tone", "remove_url",
)  # fmt: skip


def form_page(request, form, title, *, back, pages, template="form_page.html", **more):
    """A page that is one form: 422 when what was sent has to be put right, with everything typed still there.

    ``back`` is the address of the way back, ``pages`` those above. ``more`` is what the page says besides
    (``MAY_SAY``), like ``what`` a step that counts does to ``whom``, and its ``undo``; and what its own template takes.
    """
    context = dict.fromkeys(MAY_SAY, "") | {"form": form, "title": title, "back": back, "pages": pages} | more
    return render(request, template, context, status=422 if form.is_bound else 200)


def received_at(request):
    """When the request reached us: the trusted proxy's word where one is configured, else now.

    Never later than now, nor more than 120 seconds earlier (decisions.md A4).
    """
    now = clock.now()
    header = settings.TRUSTED_ARRIVAL_HEADER
    try:
        arrived = parse_datetime(request.headers.get(header, "")) if header else None
    except ValueError:  # shaped like a date, but there is no such day
        arrived = None
    if arrived is None or arrived.tzinfo is None:
        return now
    return min(now, max(arrived, now - ARRIVAL_SLACK))


class MomentMiddleware:
    """A request lives in one moment: the database's clock is asked at most once for a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        with clock.one_moment():
            return self.get_response(request)


class TextMiddleware:
    """Nothing typed or sent in an address can upset the database: see ``formats.clean_text``.

    One place for every form, also those of others, and for views that read ``request.POST``
    themselves. A body in JSON is not read here: who reads it cleans it.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """After the CSRF check has read the form, before the view does."""
        request.GET = clean_form(request.GET)
        if request.method == "POST":
            request.POST = clean_form(request.POST)


def clean_form(form):
    """The same names and values with every text cleaned; the same object when there is nothing to do."""
    if all(clean_text(text) == text for name in form for text in (name, *form.getlist(name))):
        return form
    clean = QueryDict(mutable=True)
    for name in form:
        clean.setlist(clean_text(name), [clean_text(text) for text in form.getlist(name)])
    return clean


class LanguageMiddleware:
    """Public pages: the address says the language. Signed in: the profile. Else the choice, then the browser."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        language = PUBLIC_PREFIXES.get(request.path_info.split("/", 2)[1])
        if language:
            request.user = AnonymousUser()  # a public page is the same for everybody: the session stays untouched
        else:
            language = self._personal(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response

    @staticmethod
    def _personal(request):
        if request.user.is_authenticated:
            return request.user.language
        chosen = request.COOKIES.get(LANGUAGE_COOKIE)
        if chosen in dict(settings.LANGUAGES):
            return chosen
        return translation.get_language_from_request(request)


class SecondFactorMiddleware:
    """People whose role demands a second factor reach nothing but its set-up until they have one.

    Who has one must have shown it in this session: a session opened with the password alone, before
    the role was given or the factor enrolled, is asked for it now (security.md T-AU-11).
    """

    OPEN_PATHS = ("/accounts/", "/static/", "/health/", "/demo/", "/es/", "/pt/", "/en/", "/language/")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        user = request.user
        if (
            not request.path_info.startswith(self.OPEN_PATHS)  # first: public pages never look at the session
            and user.is_authenticated
            and user.needs_second_factor()
            and (page := self._still_to_do(request, user))
        ):
            return redirect(page)
        return self.get_response(request)

    @staticmethod
    def _still_to_do(request, user):
        types = user.second_factors()
        if not types & {Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN}:
            return reverse("mfa_activate_totp")
        if any(record["method"] == "mfa" for record in get_authentication_records(request, user)):
            return None
        page = "mfa_reauthenticate" if Authenticator.Type.TOTP in types else "mfa_reauthenticate_webauthn"
        back = request.get_full_path() if request.method == "GET" else "/"
        return f"{reverse(page)}?{urlencode({'next': back})}"
