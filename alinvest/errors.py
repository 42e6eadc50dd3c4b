"""Pages for what goes wrong. None is a dead end, and what was typed is given back."""

import re
import sys
from urllib.parse import parse_qsl

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.http.multipartparser import MultiPartParserError
from django.http.request import RawPostDataException, UnreadablePostError
from django.shortcuts import render
from django.template import loader
from django.utils.translation import gettext as _

from grants.formats import clean_text
from grants.web import FactorTooOld

PUBLIC_PREFIXES = ("/es/", "/pt/", "/en/")
NEVER_SHOWN = ("csrfmiddlewaretoken", "password", "code", "otp", "credential", "next")
MARKS = re.compile(r"rev-|seen[-_]|(based_on|key|rev)$")
"""Fields nobody typed: they say on which text a page was based."""


def typed(request):
    """What the person had typed, field by field, without passwords and codes; empty when unreadable."""
    if request.method != "POST":
        return []
    try:
        items = list(request.POST.lists())
    except (UnreadablePostError, MultiPartParserError, RequestDataTooBig, TooManyFieldsSent):
        return []
    return [
        {"name": _word(name), "text": "\n".join(values), "rows": min(12, 2 + max(len(value) // 80 for value in values))}
        for name, values in items
        if "".join(values).strip() and _is_typed(name)
    ]


def _as_one(request):
    """The fields of a form that has more than are taken: one text of lines that a spreadsheet takes back."""
    try:
        pairs = parse_qsl(request.body.decode(errors="replace"))
    except (RawPostDataException, RequestDataTooBig, ValueError):  # with files it is read in pieces and gone
        return []
    lines = [f"{_word(name)}\t{' '.join(value.split())}" for name, value in pairs if value.strip() and _is_typed(name)]
    return [{"name": _("All fields, one in a line"), "text": clean_text("\n".join(lines)), "rows": 12}] if lines else []


def _is_typed(name):
    return not MARKS.match(name) and not any(word in name.lower() for word in NEVER_SHOWN)


def _word(name):
    """A field's name as near to words as it comes without asking the database for its label."""
    return re.sub(r"[-_]+", " ", name.removeprefix("answer-"))


def _page(request, template, status, **context):
    layout = "public_base.html" if request.path.startswith(PUBLIC_PREFIXES) else "base.html"
    response = render(request, template, {"layout": layout, **context}, status=status)
    response["Cache-Control"] = "private, no-store"
    return response


def bad_request(request, exception):
    """400: the browser sent what no page of ours sends; or 413, more than is taken."""
    if isinstance(exception, (RequestDataTooBig, TooManyFieldsSent)):
        text = _as_one(request) if isinstance(exception, TooManyFieldsSent) else []
        return _page(request, "413.html", 413, typed=text)
    return _page(request, "400.html", 400)


def forbidden(request, exception):
    """403: the page exists and is seen, but this is not for the person to do."""
    if isinstance(exception, FactorTooOld):
        return _page(request, "403_factor.html", 403, typed=typed(request), show_url=exception.url)
    return _page(request, "403.html", 403, typed=typed(request))


def not_found(request, exception):
    """404: missing, moved, or not for the person to know about; all three look alike."""
    return _page(request, "404.html", 404, typed=typed(request))


def csrf_failure(request, reason=""):
    """403 for a form sent without its token: an old page, or cookies switched off. The text comes back."""
    return _page(request, "403_csrf.html", 403, typed=typed(request))


def signed_out(request, sign_in):
    """403 for a form sent after the session ended, with its text and the way to ``sign_in``; None without text."""
    text = typed(request)
    return _page(request, "403_signed_out.html", 403, typed=text, sign_in=sign_in) if text else None


def in_maintenance(request, standing, *, tried_at):
    """503 for a form sent while nothing is saved, with its text; ``tried_at`` is when a try that is kept arrived."""
    return _page(request, "503_maintenance.html", 503, typed=typed(request), standing=standing, tried_at=tried_at)


def server_error(request):
    """500: our fault. 503 when the database does not answer. Neither page asks the database anything."""
    unreachable = isinstance(sys.exc_info()[1], (OperationalError, InterfaceError))
    template, status = ("503.html", 503) if unreachable else ("500.html", 500)
    body = loader.get_template(template).render({"typed": typed(request)})
    response = HttpResponse(body, status=status)
    response["Cache-Control"] = "private, no-store"
    if unreachable:
        response["Retry-After"] = "30"
    return response
