"""The web process's entry, served by gunicorn."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "alinvest.settings")


class WholeBody:
    """The body of a request that must arrive whole: one that is cut off ends in an error, never in half a file.

    gunicorn hands on what came before the line broke as if it were all, and a form that lacks its end reads well.
    """

    def __init__(self, body, length):
        self._body, self._missing = body, length

    def read(self, size=-1):
        """As the body's own."""
        return self._counted(self._body.read(size), size)

    def readline(self, size=-1):
        """As the body's own."""
        return self._counted(self._body.readline(size), size)

    def _counted(self, piece, size):
        self._missing -= len(piece)
        if not piece and size and self._missing > 0:
            raise ConnectionResetError("The request was cut off.")
        return piece


_django = get_wsgi_application()


def application(environ, start_response):
    """Django, whose requests are whole."""
    length = environ.get("CONTENT_LENGTH") or ""
    if length.isdecimal() and int(length):
        environ["wsgi.input"] = WholeBody(environ["wsgi.input"], int(length))
    return _django(environ, start_response)
