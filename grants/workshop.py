"""The child process in which documents are made, with limits of time and memory.

What a document is made of comes from people; what goes wrong with it, and what its making keeps in
memory, stays out of the processes that serve pages. ``grants.pdf`` and ``grants.docx`` say what the
child does with an order.
"""

import importlib
import json
import resource
import subprocess
import sys
import tempfile
import threading
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent

SECONDS = 20
"""Longest time one document may take; a receipt takes a third of a second."""

MEGABYTES = 1024
"""Most address space of the child; a receipt takes less than 150."""

MOST_BYTES = 50 * 1024 * 1024


class NotMade(Exception):
    """The document could not be made: the template refused the data, or a limit was reached."""


_open = ContextVar("grants_workshop", default=None)


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


def carry_out(maker: str, template: str, **order) -> bytes:
    """What ``fill`` of the module ``maker`` makes of the order (plain values that JSON knows) in the child.

    Raises NotMade, with the reason in its text, when the child fails or takes too long.
    """
    order |= {"maker": maker, "template": template, "limits": [SECONDS, MEGABYTES]}
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
        size, made = 0, b""
        try:
            self.child.stdin.write(json.dumps(order).encode() + b"\n")
            self.child.stdin.flush()
            size = int(self.child.stdout.readline() or 0)
            made = self.child.stdout.read(size)
        except BrokenPipeError:
            made = b""
        finally:
            alarm.cancel()
        if made and len(made) == size:
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
    sys.path.insert(0, str(ROOT))
    for line in sys.stdin:
        order = json.loads(line)
        fill = importlib.import_module(order["maker"]).fill
        _limit(*order["limits"])
        made = fill(order)
        sys.stdout.buffer.write(b"%d\n" % len(made) + made)
        sys.stdout.buffer.flush()


if __name__ == "__main__":
    _child()
