"""When the applications of a past call came: a few early, most in the last two days, a quarter in the last two hours.

Pure: moments in, moments out. Late ones try within an hour and a half of the deadline.
"""

from datetime import timedelta

LAST_HOURS = timedelta(hours=2)
LAST_DAYS = timedelta(days=2)
PREPARING = timedelta(days=16)
"""Shortest time between the first click and the submission."""

EARLIEST = timedelta(days=38)
"""Nobody is ready before so many days of the call."""


def arrivals(opens, closes, in_time, late, chance):
    """Moments of ``in_time`` submissions and ``late`` tries, each in order, to the second and all different."""
    quarter = round(in_time / 4)
    rush = round(in_time * 0.35)
    found = set()
    while len(found) < quarter:
        found.add(closes - _seconds(20 + (LAST_HOURS.total_seconds() - 20) * chance.random() ** 1.6))
    while len(found) < quarter + rush:
        found.add(closes - LAST_DAYS + _seconds((LAST_DAYS - LAST_HOURS).total_seconds() * chance.random() ** 0.7))
    first, days = opens + EARLIEST, (closes - LAST_DAYS - opens - EARLIEST).days
    while len(found) < in_time:
        # In daylight somewhere between Mexico and Poland.
        day = first + timedelta(days=int(days * chance.random() ** 0.6))
        found.add(day.replace(hour=8, minute=0, second=0) + _seconds(15 * 3600 * chance.random()))
    after = set()
    while len(after) < late:
        after.add(closes + _seconds(3 + 5400 * chance.random() ** 2))
    return sorted(found), sorted(after)


def beginning(opens, received, chance):
    """The first click on an application that was received at this moment."""
    latest = received - PREPARING
    day = opens + (latest - opens) * chance.random()
    moment = day.replace(hour=chance.randint(13, 20), minute=chance.randint(0, 59), second=chance.randint(0, 59))
    return min(max(moment, opens + timedelta(hours=2)), latest).replace(microsecond=0)


def _seconds(count):
    return timedelta(seconds=int(count))
