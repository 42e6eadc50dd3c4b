"""The one source of time for guards, actions, events and jobs.

A deadline is judged by one clock only: that of the database, which every web process and every
worker shares. The database is asked once per action, so that all rows an action writes carry the
same moment. Only tests and ``load_demo`` replace the clock.
"""

from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime, time
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import DateTimeField, Func

BOOKS_ZONE = ZoneInfo("Europe/Berlin")
"""Zone of the programme's days and books: 31 December at 23:30 in Lima is 1 January (security.md T-MO-15)."""

_replaced = ContextVar("grants_clock_replaced", default=None)
_moment = ContextVar("grants_clock_moment", default=None)


def now():
    """The present moment, in UTC, from the database's clock."""
    replaced = _replaced.get()
    if replaced is not None:
        return replaced
    holder = _moment.get()
    if holder is None:
        return _ask()
    if not holder:
        holder.append(_ask())
    return holder[0]


def day_of(moment):
    """The day a moment is on for the programme: that of its books, and of what is signed, issued or due."""
    return moment.astimezone(BOOKS_ZONE).date()


def today():
    """The programme's day."""
    return day_of(now())


def end_of(day, zone):
    """The last moment of a day in a zone."""
    return datetime.combine(day, time.max, ZoneInfo(zone)).astimezone(UTC)


def _ask():
    with connection.cursor() as cursor:
        # Not now(): that one stands still from the start of the transaction and would be
        # too early after waiting for a lock.
        cursor.execute("SELECT clock_timestamp()")
        return cursor.fetchone()[0]


class DatabaseClock(Func):
    """The database's clock as a column of a statement that asks for something else: see ``note``."""

    template = "clock_timestamp()"
    output_field = DateTimeField()


def note(moment):
    """Take ``moment``, which a statement brought from the database's clock, for the present one.

    Only where the database need be asked once at most and was not asked yet: see ``one_moment``.
    """
    holder = _moment.get()
    if holder is not None and not holder:
        holder.append(moment)


@contextmanager
def one_moment():
    """Ask the database at most once inside: a request, an action or a phase of a job."""
    if _moment.get() is not None:
        yield
        return
    token = _moment.set([])
    try:
        yield
    finally:
        _moment.reset(token)


@contextmanager
def at(moment):
    """Replace the clock inside. For tests and ``load_demo`` only; ``moment`` is aware."""
    if moment.tzinfo is None:
        raise ValueError("A moment needs a time zone.")
    token = _replaced.set(moment)
    try:
        yield moment
    finally:
        _replaced.reset(token)
