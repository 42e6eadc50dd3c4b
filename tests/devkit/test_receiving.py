"""A request's body is there as a whole before the application hears of it."""

import io
import socket

import pytest

from alinvest.receiving import Received


class Application:
    """Remembers what it read."""

    read = None

    def __call__(self, environ, start_response):
        self.read = environ["wsgi.input"].read()
        start_response("200 OK", [])
        return [b"fine"]


class Line(io.RawIOBase):
    """A body that comes in pieces and perhaps breaks off; ``asked`` counts the reads."""

    def __init__(self, *pieces):
        self.pieces, self.asked = list(pieces), 0

    def read(self, size=-1):
        self.asked += 1
        piece = self.pieces.pop(0) if self.pieces else b""
        if isinstance(piece, Exception):
            raise piece
        return piece


@pytest.fixture
def ask():
    """Send a body that announces ``length`` bytes; returns (status, what the application read)."""

    def ask(line, length, **environ):
        application, answers = Application(), []
        received = Received(application, most_bytes=100)
        environ |= {"wsgi.input": line, "CONTENT_LENGTH": length}
        list(received(environ, lambda status, headers: answers.append(status)))
        return answers[0], application.read

    return ask


@pytest.mark.unit
@pytest.mark.parametrize(
    ("pieces", "length", "status", "read"),
    [
        ([b"key=a&", b"value=", b"b"], "13", "200 OK", b"key=a&value=b"),
        ([b"key=a&", b"value="], "13", "400 Bad Request", None),  # the line was cut: no half text is saved
        ([b"key=a&", TimeoutError()], "13", "408 Request Timeout", None),
        ([b"x" * 101], "101", "200 OK", b"x" * 101),  # announced as too much: refused by the application, unread here
        ([], "", "200 OK", b""),
        ([], "0", "200 OK", b""),
        ([], "-5", "200 OK", b""),
        ([], "²", "200 OK", b""),
    ],
)
def test_a_body_comes_whole_or_not_at_all(ask, pieces, length, status, read):
    assert ask(Line(*pieces), length) == (status, read)


@pytest.mark.unit
def test_a_line_that_says_nothing_is_given_up_and_a_living_one_has_time_for_its_answer(ask):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        status, _read = ask(Line(b"ab"), "2", **{"gunicorn.socket": ours})

        assert (status, ours.gettimeout()) == ("200 OK", None)
