"""Whether the bank account by the ledger and the bank's statement say the same at the end of a month. Pure.

The ledger of the grants books payments only: what is put into the account (from the programme's other
accounts, less fees) is told beside it, as the sum up to the end of the month. The statement then shows
ledger + funding, but for payments that one side knows before the other:

| what happened                                            | the statement shows |
|----------------------------------------------------------|---------------------|
| underway: the bank has paid, not yet confirmed here      | less by the amount  |
| returned_later: money came back, booked here afterwards  | more by the amount  |
| returned_earlier: booked back here, not on the account   | less by the amount  |

Worked table (funding 1,000,000.00 in all rows):

| ledger      | statement  | chosen payments              | difference | explained  | rest   |
|------------:|-----------:|------------------------------|-----------:|-----------:|-------:|
| -120,000.00 | 880,000.00 | none                         |       0.00 |       0.00 |   0.00 |
| -120,000.00 | 800,000.00 | underway 80,000.00           | -80,000.00 | -80,000.00 |   0.00 |
| -120,000.00 | 960,000.00 | returned later 80,000.00     |  80,000.00 |  80,000.00 |   0.00 |
| -120,000.00 | 879,988.50 | none                         |     -11.50 |       0.00 | -11.50 |
| -120,000.00 | 799,988.50 | underway 80,000.00           | -80,011.50 | -80,000.00 | -11.50 |
"""

import calendar
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from grants import money

UNDERWAY, RETURNED_LATER, RETURNED_EARLIER = "underway", "returned_later", "returned_earlier"

SIGNS = {UNDERWAY: -1, RETURNED_LATER: 1, RETURNED_EARLIER: -1}
"""Which way the statement differs from the ledger."""


@dataclass(frozen=True)
class Comparison:
    """Both sides, what lies between them and how much of that is explained; in EUR."""

    ledger: Decimal
    funding: Decimal
    statement: Decimal
    explained: Decimal = money.ZERO

    @property
    def expected(self) -> Decimal:
        """What the statement would show if both sides knew the same."""
        return self.ledger + self.funding

    @property
    def difference(self) -> Decimal:
        """By how much it shows more (or less, below zero)."""
        return self.statement - self.expected

    @property
    def rest(self) -> Decimal:
        """What nothing explains: to be said in a sentence."""
        return self.difference - self.explained


def last_day(month: date) -> date:
    """The last day of the month that ``month``, its first day, names."""
    return month.replace(day=calendar.monthrange(month.year, month.month)[1])


def months_over(first: date, today: date) -> list[date]:
    """The first days of the months from that of ``first`` up to the last one that is over on ``today``.

    >>> months_over(date(2026, 7, 31), date(2026, 9, 30))
    [datetime.date(2026, 7, 1), datetime.date(2026, 8, 1)]
    """
    month, found = first.replace(day=1), []
    while last_day(month) < today:
        found.append(month)
        month = last_day(month) + timedelta(days=1)
    return found
