"""A form sent after the session has ended: nothing typed is lost (WCAG 2.2.5)."""

from urllib.parse import urlencode, urlsplit

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.shortcuts import resolve_url
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from alinvest.errors import signed_out


class SignedOutMiddleware(LoginRequiredMiddleware):
    """As Django's, which sends everybody to sign in; who had typed something first gets it back.

    Scripts are sent to sign in as ever: they keep the text and know what to do.
    """

    def handle_no_permission(self, request, view_func):
        """Called by Django for who is not signed in."""
        if request.method == "POST" and "text/html" in request.headers.get("Accept", ""):
            query = urlencode({self.get_redirect_field_name(view_func): _page_before(request)})
            page = signed_out(request, f"{resolve_url(self.get_login_url(view_func))}?{query}")
            if page is not None:
                return page
        return super().handle_no_permission(request, view_func)


def _page_before(request):
    """The page the form stood on: the form's own address need not be one to look at."""
    before = request.headers.get("Referer", "")
    if url_has_allowed_host_and_scheme(before, request.get_host(), require_https=request.is_secure()):
        return urlsplit(before).path
    return reverse("home")
