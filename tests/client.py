"""A suspicious browser: it looks at every page a test opens, whatever the test is about."""

import re
import sys
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser

from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.http import HttpRequest
from django.template.base import Node
from django.test import Client, TestCase

OWN_TEMPLATES = str(settings.BASE_DIR / "templates")


class Undefined(str):
    """Stands for a variable no template was given: fails where the template is our own."""

    def __contains__(self, item):
        return item == "%s"

    def __mod__(self, variable):
        origin = _template_being_rendered()
        if origin.startswith(OWN_TEMPLATES) and "/account/" not in origin and "/mfa/" not in origin:
            raise AssertionError(f"{origin}: undefined variable {variable}")
        return ""


def _template_being_rendered():
    frame = sys._getframe(2)
    while frame is not None:
        node = frame.f_locals.get("self")
        origin = getattr(node, "origin", None) if isinstance(node, Node) else None
        if origin is not None:
            return str(origin.name)
        frame = frame.f_back
    return ""


class _Page(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.faults, self.ids, self.headings = [], set(), 0

    def handle_starttag(self, tag, attrs):
        for name, value in attrs:
            if name.startswith("on") or name == "style":
                self.faults.append(f"<{tag} {name}=…> is inline")
            if name == "id":
                if value in self.ids:
                    self.faults.append(f"id {value!r} stands twice")
                self.ids.add(value)
        is_data = dict(attrs).get("type") == "application/json"  # which no browser runs
        if tag == "style" or (tag == "script" and "src" not in dict(attrs) and not is_data):
            self.faults.append(f"inline <{tag}>")
        self.headings += tag == "h1"

    def updatepos(self, i, j):
        """Lines are not counted: nobody asks for them, and counting is a fifth of the reading."""
        return j


def faults_of(html):
    """What is wrong with a page as such: inline code, leaked template syntax, doubled ids, headings."""
    return list(_faults_of(re.sub(_OF_THIS_ANSWER, "", html)))


_OF_THIS_ANSWER = re.compile(r'(?<=csrfmiddlewaretoken" value=")\w+|(?<=X-CSRFToken": ")\w+|(?<=data-seconds=")\d+')
"""What differs between two answers that are the same page: a refusal is read once for each person."""


@lru_cache(maxsize=200)
def _faults_of(html):
    page = _Page()
    page.feed(html)
    if re.search(r"\{\{|\{%|\{#", html):
        page.faults.append("template syntax leaked")
    if html.lstrip().lower().startswith("<!doctype") and page.headings != 1:
        page.faults.append(f"{page.headings} h1 on the page")
    return tuple(page.faults)


class StrictClient(Client):
    """Django's test client that commits (runs on-commit callbacks) and inspects each HTML answer."""

    def force_login(self, user, backend=None):
        """Sign in, the second factor shown where there is one, else the password."""
        super().force_login(user, backend)
        request = HttpRequest()
        request.session = self.session
        record_authentication(request, user, "mfa" if Authenticator.objects.filter(user=user).exists() else "password")
        request.session.save()

    def request(self, **request):
        with TestCase.captureOnCommitCallbacks(execute=True):
            response = super().request(**request)
        is_page = response.headers.get("Content-Type", "").startswith("text/html") and not response.streaming
        if is_page and not request.get("PATH_INFO", "").startswith("/admin/"):
            faults = faults_of(response.content.decode())
            assert not faults, f"{request.get('PATH_INFO')}: {'; '.join(faults)}"
        return response


def text_of(response) -> str:
    """The words of a page without its markup, one blank between them."""
    return " ".join(unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def html_of(response) -> str:
    """A page with its markup, one blank for each run of white space."""
    return " ".join(response.content.decode().split())
