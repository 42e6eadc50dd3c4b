"""When a project says what it has achieved: half-years, and the day each update is due. Pure.

An update covers what was reached up to 30 June or 31 December and is due 15 days later; it can be
filled in from 30 days before that end. The first half-year is the one the project starts in, the last
the one it ends in (decisions.md D2).

| start      | end        | half-years end on                              | updates due            |
|------------|------------|------------------------------------------------|------------------------|
| 2024-05-01 | 2025-10-31 | 2024-06-30, 2024-12-31, 2025-06-30, 2025-12-31 | 15 July and 15 January |
| 2024-07-01 | 2024-12-31 | 2024-12-31                                     | 2025-01-15             |
| 2024-12-31 | 2025-01-01 | 2024-12-31, 2025-06-30                         | 2025-01-15, 2025-07-15 |
"""

from datetime import date, timedelta

DUE_AFTER = timedelta(days=15)
OPENS_BEFORE = timedelta(days=30)


def end_of(day: date) -> date:
    """The last day of the half-year a day lies in."""
    return date(day.year, 6, 30) if day.month <= 6 else date(day.year, 12, 31)


def start_of(period_end: date) -> date:
    """The first day of the half-year that ends on ``period_end``."""
    return date(period_end.year, 1 if period_end.month == 6 else 7, 1)


def is_end(day: date) -> bool:
    """Whether a half-year ends on this day."""
    return day == end_of(day)


def due_on(period_end: date) -> date:
    """The day the update of a half-year is due."""
    return period_end + DUE_AFTER


def ends(starts_on: date, ends_on: date) -> list[date]:
    """The ends of all half-years of a project."""
    found, last = [end_of(starts_on)], end_of(ends_on)
    while found[-1] < last:
        found.append(end_of(found[-1] + timedelta(days=1)))
    return found


def being_filled_in(day: date) -> date | None:
    """The end of the half-year whose update is filled in on this day; None between two of them."""
    for period_end in (end_of(day), end_of(start_of(end_of(day)) - timedelta(days=1))):
        if period_end - OPENS_BEFORE <= day <= due_on(period_end):
            return period_end
    return None
