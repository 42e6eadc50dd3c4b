"""PDF from our own typst templates, made in a child process with limits of time and memory.

The template only lays out; every sentence arrives in ``data``, translated by gettext like the pages.
Documents are tagged for screen readers (PDF/UA-1) and embed their fonts, so that they look and read
the same everywhere. Used by receipts and mandates, later by letters, contracts and fact sheets.
"""

import json
import resource
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = ROOT / "templates" / "pdf"

SECONDS = 20
"""Longest time one document may take; a receipt takes a third of a second."""

MEGABYTES = 1024
"""Most address space of the child; a receipt takes less than 150."""

MOST_BYTES = 50 * 1024 * 1024


class NotMade(Exception):
    """The document could not be made: the template refused the data, or a limit was reached."""


_open = ContextVar("grants_pdf_workshop", default=None)


@contextmanager
def workshop():
    """Inside, one child makes all documents, one after the other: starting it costs as much as a document.

    For those who make many at once. The limits hold for each document; a child that reached one is replaced.
    """
    with _Workshop() as made:
        token = _open.set(made)
        try:
            yield
        finally:
            _open.reset(token)


def make(template: str, data: dict, *, language: str, made_at: datetime) -> bytes:
    """The PDF of ``templates/pdf/<template>.typ`` filled with ``data`` (plain values that JSON knows).

    ``language`` is the document's language code, ``made_at`` the date in its properties. Raises
    NotMade, with the reason in its text, when the child fails or takes too long.
    """
    order = {
        "template": template,
        "data": data | {"language": language.split("-")[0]},
        "made_at": int(made_at.timestamp()),
        "limits": [SECONDS, MEGABYTES],
    }
    if (made := _open.get()) is not None:
        return made.carry_out(order)
    with _Workshop() as made:
        return made.carry_out(order)


class _Workshop:
    """The child, started with the first order; orders go in as lines, documents come back behind their length."""

    child = None

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self._close()

    def carry_out(self, order):
        if self.child is None:
            self._start()
        self.is_late = False
        alarm = threading.Timer(SECONDS + 5, self._give_up)
        alarm.start()
        try:
            self.child.stdin.write(json.dumps(order).encode() + b"\n")
            self.child.stdin.flush()
            made = self.child.stdout.read(int(self.child.stdout.readline() or 0))
        except BrokenPipeError:
            made = b""
        finally:
            alarm.cancel()
        if made.startswith(b"%PDF-"):
            return made
        complaint = self._close()
        if self.is_late:
            raise NotMade(f"{order['template']} took longer than {SECONDS} seconds.")
        raise NotMade(f"{order['template']}: {complaint}")

    def _give_up(self):
        self.is_late = True
        self.child.kill()

    def _start(self):
        self.complaints = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the child
        self.child = subprocess.Popen(  # noqa: S603 - our own module, no shell, data on its input
            [sys.executable, "-I", __file__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.complaints,
            env={},
        )

    def _close(self):
        """End the child; returns the end of what it complained of."""
        if self.child is None:
            return ""
        with suppress(BrokenPipeError):
            self.child.stdin.close()
        self.child.stdout.close()
        self.child.wait()
        self.child = None
        with self.complaints:
            self.complaints.seek(0)
            return self.complaints.read().decode(errors="replace")[-2000:].strip()


def _limit(seconds, megabytes):
    used = resource.getrusage(resource.RUSAGE_SELF)
    spent = int(used.ru_utime + used.ru_stime)
    resource.setrlimit(resource.RLIMIT_CPU, (spent + seconds + 1, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_FSIZE, (MOST_BYTES, MOST_BYTES))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _child():
    """In the child: read the orders from standard input, write each document to standard output."""
    import typst  # noqa: PLC0415 - only the child pays for loading it

    for line in sys.stdin:
        order = json.loads(line)
        _limit(*order["limits"])
        made = typst.compile(
            TEMPLATES / f"{order['template']}.typ",
            root=ROOT,
            font_paths=[TEMPLATES / "fonts"],
            ignore_system_fonts=True,
            pdf_standards=["ua-1"],
            timestamp=order["made_at"],
            sys_inputs={"data": json.dumps(order["data"])},
        )
        sys.stdout.buffer.write(b"%d\n" % len(made) + made)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _child()
