"""Asking ClamAV's daemon about a file: its INSTREAM command, without a library."""

import socket
import struct

from django.conf import settings

PIECE_BYTES = 65536
ANSWER_SECONDS = 120


class ScannerFailed(OSError):
    """The scanner answered with an error instead of a verdict."""


def scan(content) -> str:
    """What ClamAV finds in ``content``, an open binary file; "" if nothing.

    Raises OSError when the daemon at CLAMD_SOCKET (a path, or host:port) does not answer, and
    ScannerFailed when it cannot judge the file.
    """
    with _connected(settings.CLAMD_SOCKET) as connection:
        connection.sendall(b"zINSTREAM\0")
        while piece := content.read(PIECE_BYTES):
            connection.sendall(struct.pack("!L", len(piece)) + piece)
        connection.sendall(struct.pack("!L", 0))
        answer = b"".join(iter(lambda: connection.recv(4096), b"")).decode(errors="replace").strip("\0\n")
    if answer.endswith(" FOUND"):
        return answer.removesuffix(" FOUND").removeprefix("stream: ")
    if answer != "stream: OK":
        raise ScannerFailed(answer or "no answer")
    return ""


def _connected(place):
    if place.startswith("/"):
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(ANSWER_SECONDS)
        connection.connect(place)
        return connection
    host, _, port = place.rpartition(":")
    return socket.create_connection((host, int(port)), timeout=ANSWER_SECONDS)
