"""The body of a request is received whole before anything looks at it.

A slow line then holds a thread, which costs next to nothing, but no connection to the database; and a
body that was cut off on its way is never taken for a whole one.
"""

import errno
import shutil
import tempfile
from http import HTTPStatus

SILENT_SECONDS = 30
"""A line that sends nothing for so long is given up."""

IN_MEMORY_BYTES = 1024 * 1024
"""Larger bodies wait on the disk."""


class Received:
    """A WSGI application around another; ``most_bytes`` is what a request may announce to be received first.

    Who announces more is left to the application, which refuses it unread.
    """

    def __init__(self, application, *, most_bytes):
        self.application, self.most_bytes = application, most_bytes

    def __call__(self, environ, start_response):
        announced = _announced(environ)
        if not 0 < announced <= self.most_bytes:
            return self.application(environ, start_response)
        with tempfile.SpooledTemporaryFile(IN_MEMORY_BYTES) as body:
            try:
                _receive(environ, body)
            except TimeoutError:
                return _refuse(start_response, HTTPStatus.REQUEST_TIMEOUT)
            except OSError as error:
                if error.errno != errno.ENOSPC:
                    raise
                return _refuse(start_response, HTTPStatus.SERVICE_UNAVAILABLE)  # nowhere to put it: sent again later
            if body.tell() != announced:
                return _refuse(start_response, HTTPStatus.BAD_REQUEST)
            body.seek(0)
            return self.application(environ | {"wsgi.input": body}, start_response)


def _announced(environ):
    length = environ.get("CONTENT_LENGTH") or ""
    return int(length) if length.isascii() and length.isdigit() else 0


def _receive(environ, body):
    socket = environ.get("gunicorn.socket")
    if socket is not None:
        socket.settimeout(SILENT_SECONDS)
    try:
        shutil.copyfileobj(environ["wsgi.input"], body)
    finally:
        if socket is not None:
            socket.settimeout(None)


def _refuse(start_response, status):
    """Nobody of ours reads this: the line is dead or was cut."""
    start_response(f"{status.value} {status.phrase}", [("Content-Length", "0"), ("Connection", "close")])
    return [b""]
