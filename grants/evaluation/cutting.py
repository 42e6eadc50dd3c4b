"""The cut of concept notes: who of a lot's ranking is invited to the full application.

Pure arithmetic (domain.md 6.3). Down the ranking of those that reached the threshold until together they ask
for the multiple of the envelope; the one that reaches it is among them, and so are all that have its score.
Without a multiple all are invited. With 300, 250, 250 and 200 (thousand EUR) scored 45, 40, 35 and 35:

| envelope | percent | aim | invited | why                           |
|----------|---------|-----|---------|-------------------------------|
|      150 |     200 | 300 | 1       | reached to the cent           |
|      200 |     200 | 400 | 12      | the second reaches it         |
|      300 |     200 | 600 | 1234    | the third, and whom it equals |
|     1000 |     200 |2000 | 1234    | fewer than the aim            |
|      100 |         |     | 1234    | no multiple                   |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from grants.evaluation.ranking import Entry, in_order


@dataclass(frozen=True)
class Cut:
    """Where the cut falls: entries in the order of the ranking; ``asked`` is what the invited ask for together."""

    invited: tuple[Entry, ...]
    others: tuple[Entry, ...]
    asked: Decimal
    aim: Decimal | None


def cut(entries: Iterable[Entry], envelope: Decimal, percent: int | None) -> Cut:
    """Cut the ranking of one lot at ``percent`` of its envelope."""
    ranking = in_order(entries)
    aim = None if percent is None else envelope * percent / 100
    invited, asked = [], Decimal("0.00")
    for entry in ranking:
        is_reached = aim is not None and asked >= aim
        if is_reached and not (invited and entry.score == invited[-1].score):
            break
        invited.append(entry)
        asked += entry.requested
    return Cut(tuple(invited), tuple(ranking[len(invited) :]), asked, aim)
