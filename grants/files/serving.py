"""Handing files out. Who may have one is the calling view's question, asked before."""

import logging

from django.conf import settings
from django.db import connection
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from grants.attempts.actions import note_reading
from grants.files.content import clean_name
from grants.files.models import ScanState

log = logging.getLogger(__name__)

SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
"""If a browser shows the file after all, it runs nothing, loads nothing and belongs to no site."""


def respond(request, stored, as_name="", *, only_scanned=False):
    """The file as a download, or a page that says why not now; ``as_name`` replaces the sender's name.

    The view has checked that this person may have it; that somebody of the programme had it is kept.
    Infected files are blocked for everybody; where a scanner is configured, files wait until scanned. With
    ``only_scanned`` they wait also without one, until an officer answers for them: readers who are not of the house.
    """
    if stored.scan_state == ScanState.INFECTED:
        return _withheld(
            request,
            403,
            _("This file is blocked"),
            _("The virus scanner found harmful content in it. Whoever uploaded it was told, and can upload a clean copy."),  # noqa: E501
        )  # fmt: skip
    if settings.CLAMD_SOCKET and stored.scan_state == ScanState.UNSCANNED:
        response = _withheld(
            request,
            503,
            _("This file is being checked"),
            _("New files are checked for viruses before anybody can open them. Try again in a minute."),
        )
        response["Retry-After"] = "60"
        return response
    if only_scanned and stored.scan_state == ScanState.UNSCANNED:
        return _withheld(
            request,
            403,
            _("This file is not scanned"),
            _("No scanner has looked at it for viruses. You can open it as soon as it is scanned, or when an officer of the programme releases it."),  # noqa: E501
        )  # fmt: skip
    try:
        content = stored.content.open("rb")
    except FileNotFoundError:
        log.error("The bytes of stored file %s are missing", stored.public_id)
        return _withheld(
            request,
            500,
            _("This file cannot be read"),
            _("Its content is missing on our side. The administrators have been told; your data are not affected."),
        )
    if request.user.is_authenticated and request.user.roles():
        note_reading(request.user, address=request.get_full_path(), document=stored, sha256=stored.sha256)
    if not connection.in_atomic_block:
        connection.close()  # back to the pool: a slow line needs none while it reads
    response = FileResponse(
        content,
        as_attachment=True,
        filename=clean_name(as_name or stored.original_name),
        content_type=stored.media_type,
    )
    response["Content-Security-Policy"] = SANDBOX
    response["X-Content-Type-Options"] = "nosniff"
    response["Cross-Origin-Resource-Policy"] = "same-origin"
    response["Cache-Control"] = "private, no-store"
    return response


def downloaded(content, *, name, media_type):
    """Something made for the reader on the spot, as a download that is kept nowhere."""
    response = HttpResponse(content, content_type=media_type)
    response["Content-Disposition"] = content_disposition_header(True, clean_name(name))
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _withheld(request, status, title, sentence):
    context = {"title": title, "sentence": sentence}
    return render(request, "grants/files/file_withheld.html", context, status=status)
