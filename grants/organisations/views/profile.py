"""A person's own pages: language, profile, first steps."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from grants.organisations.actions import edit_profile
from grants.organisations.forms import ProfileForm
from grants.organisations.queries import first_steps_of, invitations_for
from grants.web import LANGUAGE_COOKIE, PUBLIC_PREFIXES, attempt_with, goes_on, needs

A_YEAR = 365 * 24 * 3600


@goes_on
@login_not_required
@require_POST
def choose_language(request):
    """Change the language of the pages whose address names none: in the profile, or else in this browser."""
    language = request.POST.get("language", "")
    back = next_page(request, "/")
    if language not in dict(settings.LANGUAGES):
        return redirect(back)
    response = redirect(_in_language(back, language))
    if request.user.is_authenticated:
        edit_profile(request.user, by=request.user, language=language)
    else:
        response.set_cookie(
            LANGUAGE_COOKIE, language, max_age=A_YEAR, secure=settings.HTTPS, httponly=True, samesite="Lax"
        )
    return response


choose_language.is_public = True


@needs("grants.edit_profile")
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request):
    """Name, language, time zone."""
    user = request.user
    known = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = ProfileForm(request.POST if request.method == "POST" else None, initial=known)
    if attempt_with(request, form, edit_profile, user):
        with override(form.cleaned_data["language"]):
            messages.success(request, _("Your profile is saved."))
        return redirect(next_page(request, reverse("organisations:profile")))
    return render(
        request,
        "grants/organisations/profile_edit.html",
        {"form": form, "next": next_page(request, "")},
        status=422 if form.is_bound else 200,
    )


@goes_on
@needs("grants.edit_profile")
@require_http_methods(["GET", "HEAD", "POST"])
def session(request):
    """How long the person stays signed in: asked by open pages; posting begins the time anew (js/session.js).

    The token is for forms opened before somebody signed in again elsewhere.
    """
    if request.method == "POST":
        request.session.modified = True
        request.session.ends_at = None
    return JsonResponse({"seconds": request.session.seconds_left(), "token": get_token(request)})


@needs("grants.edit_profile")
@require_safe
def first_steps(request):
    """Where somebody who has just registered lands: who they are, which organisation they act for."""
    user = request.user
    known = {"name": user.name, "language": user.language, "time_zone": user.time_zone}
    form = ProfileForm(initial=known)
    form.fields["time_zone"].widget.attrs["data-own-zone"] = True  # js/page.js offers that of the machine
    return render(
        request,
        "grants/organisations/profile_first_steps.html",
        {
            "form": form,
            "has_name": bool(user.name),
            "steps": first_steps_of(user),
            "invitations": invitations_for(user),
            "memberships": user.memberships_now(),
        },
    )


def next_page(request, default):
    """The page to go back to that the form named, as long as it is one of ours."""
    page = request.POST.get("next") or request.GET.get("next") or ""
    if url_has_allowed_host_and_scheme(page, allowed_hosts=None) and page.startswith("/"):
        return page
    return default


def _in_language(page, language):
    """The same page in this language, when its address names one."""
    prefix = page.split("/", 2)[1]
    if prefix not in PUBLIC_PREFIXES:
        return page
    own = next(short for short, code in PUBLIC_PREFIXES.items() if code == language)
    return f"/{own}" + page[len(prefix) + 1 :]
