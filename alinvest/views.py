"""Pages of the project itself."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from alinvest.devkit import specimens
from grants.web import LANGUAGE_COOKIE, public_page


@public_page
def components_page(request):
    """Every component in every state, to look at while building pages. In DEBUG only."""
    return render(request, "components.html", specimens.context())


@require_POST
@login_not_required
def choose_language(request):
    """Keep the chosen language in the profile, or in a cookie of this browser, and go back."""
    language = request.POST.get("language", "")
    if language not in dict(settings.LANGUAGES):
        raise Http404
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}, require_https=request.is_secure()):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.user.is_authenticated:
        request.user.language = language
        request.user.save(update_fields=["language"])
    response.set_cookie(
        LANGUAGE_COOKIE, language, max_age=31536000, secure=settings.HTTPS, httponly=True, samesite="Lax"
    )
    return response


choose_language.is_public = True
