"""When a project reports (domain.md 7.4 and 7.6, decisions.md C10). Pure: months and dates in, periods out.

A period lasts ``first`` months, each later one ``later``; a rest of ``longest_last`` months or less is
one period; without instalments all is one. An interim report is due ``interim_days`` after its
period, the final one ``final_months`` after the end. The table has 12, 12 and 18.

| start      | months | periods end on                     | reports due (60 days, 3 months)    |
|------------|-------:|------------------------------------|------------------------------------|
| 2024-05-01 |     18 | 2025-10-31                         | 2026-01-31                         |
| 2024-05-01 |     24 | 2025-04-30, 2026-04-30             | 2025-06-29, 2026-07-31             |
| 2023-06-01 |     30 | 2024-05-31, 2025-11-30             | 2024-07-30, 2026-02-28             |
| 2023-06-01 |     31 | 2024-05-31, 2025-05-31, 2025-12-31 | 2024-07-30, 2025-07-30, 2026-03-31 |
| 2024-02-29 |     12 | 2025-02-27                         | 2025-05-27                         |
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

DAY = timedelta(days=1)


@dataclass(frozen=True)
class Span:
    """A reporting period with the day its report is due."""

    number: int
    starts_on: date
    ends_on: date
    report_due_on: date
    is_last: bool


def cut(months: int, *, first: int, later: int, longest_last: int) -> list[int]:
    """The last month of each period, months counted from 1: ``cut(24, …)`` is [12, 24]."""
    ends, done, length = [], 0, first
    while months - done > max(length, longest_last):
        done, length = done + length, later
        ends.append(done)
    return [*ends, months]


def spans(starts_on: date, ends: list[int], *, interim_days: int, final_months: int) -> list[Span]:
    """The periods that end with these months, with the days their reports are due."""
    made, begins = [], starts_on
    for number, month in enumerate(ends, start=1):
        is_last = number == len(ends)
        closes = last_day(starts_on, month)
        due = last_day(closes + DAY, final_months) if is_last else closes + timedelta(days=interim_days)
        made.append(Span(number, begins, closes, due, is_last))
        begins = closes + DAY
    return made


def last_day(starts_on: date, months: int) -> date:
    """The last day of so many months from a day on: twelve from 1 May end on 30 April."""
    return _after(starts_on, months) - DAY


def _after(day, months):
    """The same day so many months later; the last of a month that is too short."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
