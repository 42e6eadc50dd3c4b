"""An upload folder of its own for each test, and a virus scanner that speaks clamd's protocol."""

import socketserver
import struct
import threading

import pytest
from django.core.files.storage import default_storage

from grants.files.actions import store
from tests.grants.files.samples import PDF
from tests.grants.files.uploads import upload

EICAR = rb"X5O!P%@AP[4\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


@pytest.fixture
def bytes_on_disk(media):
    """The contents of all files in the upload folder."""
    return lambda: sorted(path.read_bytes() for path in media.rglob("*") if path.is_file())


@pytest.fixture
def stored(ana):
    """A PDF of Ana's."""
    return store(upload("Estatutos.pdf", PDF), by=ana)


class _Clamd(socketserver.BaseRequestHandler):
    def handle(self):
        if self._take(10) != b"zINSTREAM\0":
            self.request.sendall(b"UNKNOWN COMMAND\0")
            return
        content = b""
        while size := struct.unpack("!L", self._take(4))[0]:
            content += self._take(size)
        if self.server.answer:
            self.request.sendall(self.server.answer)
        elif EICAR in content:
            self.request.sendall(b"stream: Eicar-Test-Signature FOUND\0")
        else:
            self.request.sendall(b"stream: OK\0")

    def _take(self, size):
        data = b""
        while len(data) < size and (piece := self.request.recv(size - len(data))):
            data += piece
        return data


@pytest.fixture
def clamd(settings, tmp_path):
    """A running scanner; ``clamd.answer`` makes it say something else."""
    server = socketserver.ThreadingUnixStreamServer(str(tmp_path / "clamd"), _Clamd)
    server.answer = b""
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.CLAMD_SOCKET = str(tmp_path / "clamd")
    yield server
    server.shutdown()
    server.server_close()


@pytest.fixture
def storage():
    return default_storage
