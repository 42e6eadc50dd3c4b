"""Seconds on the wall, and of processors: on a machine that others use only the latter can be compared."""

import os
import statistics
import time
from pathlib import Path
from typing import NamedTuple

from django.db import connection


class Took(NamedTuple):
    """Medians: seconds on the wall, and of processors in this process and in its PostgreSQL."""

    wall: float
    cpu: float

    def under(self, other):
        """How many times faster than another piece of work, on the wall and in processor time."""
        return f"{other.wall / self.wall:5.1f} x faster than naive ({other.cpu / self.cpu:5.1f} x by CPU)"

    def __str__(self):
        return f"{self.wall:6.2f} s ({self.cpu:5.2f} CPU)"


def clocked(work, rounds=1, *, before=lambda: None):
    """(how long a piece of work takes, its last result); ``before`` is done each time and does not count."""
    times = []
    for _turn in range(rounds):
        before()
        wall, cpu = time.perf_counter(), _processors()
        result = work()
        times.append((time.perf_counter() - wall, _processors() - cpu))
    return Took(*map(statistics.median, zip(*times, strict=True))), result


def _processors():
    own = os.times()
    return own.user + own.system + _of_postgres()


def _of_postgres():
    """Of the server process of this connection, where it is on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        status = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not status.exists():
        return 0
    fields = status.read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")
