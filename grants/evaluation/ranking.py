"""The funding line: who of a lot's ranking is selected, who waits on the reserve list, who is not funded.

Pure arithmetic over the ranking of one lot, its envelope in force and the call's rules (domain.md 6.4).
The cut goes down the ranking until the next candidate does not fit into what is left: nobody further
down is taken instead because it is smaller, unless the committee passes over the one that does not
fit, which it does by name and with a reason. With a quality line, nobody below it is selected or
put on the reserve list, however much money is left.

The ranking of the examples, asking for 300, 250 and 300, 200 and 280 (thousand EUR):

| envelope | quality line | reserve places | passed over | selected | reserve | unfunded | left | why                 |
|----------|--------------|----------------|-------------|----------|---------|----------|------|---------------------|
|     1400 |              |                |             | 12345    |         |          |   70 | all fit             |
|     1330 |              |                |             | 12345    |         |          |    0 | to the cent         |
|     1000 |              |                |             | 123      | 45      |          |  150 | 4 does not fit      |
|      800 |              |                |             | 12       | 345     |          |  250 | 3 stands before 4   |
|      800 |              |                | 3           | 124      | 35      |          |   50 | 3 is passed over    |
|      800 |              |              1 |             | 12       | 3       | 45       |  250 | one in reserve      |
|      800 |              |              0 | 3           | 124      |         | 35       |   50 | no reserve list     |
|     1400 |         80.0 |                |             | 123      |         | 45       |  550 | 4 has 79, 5 has 75  |
|      500 |         80.0 |                |             | 1        | 23      | 45       |  200 | quality, then money |
|      100 |              |                |             |          | 12345   |          |  100 | nothing fits        |
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple


class Entry(NamedTuple):
    """A candidate in the ranking of its lot: rank 1 is the best; ``requested`` in EUR."""

    key: object
    rank: int
    score: Decimal
    requested: Decimal


@dataclass(frozen=True)
class Rules:
    """How the call cuts: a higher quality line, if any, and how long the reserve list is, if limited."""

    quality_line: Decimal | None = None
    reserve_places: int | None = None


@dataclass(frozen=True)
class Line:
    """Where the line falls: entries in the order of the ranking, and what of the envelope is used and left.

    ``missing`` is what the first one on the reserve list lacks, None where nobody waits; ``needless``
    are those passed over though they would have fitted, which is no reason to pass over anybody.
    """

    selected: tuple[Entry, ...]
    reserve: tuple[Entry, ...]
    unfunded: tuple[Entry, ...]
    used: Decimal
    left: Decimal
    missing: Decimal | None
    needless: tuple[Entry, ...]


def in_order(entries: Iterable[Entry]) -> list[Entry]:
    """The ranking, best first. Raises ValueError where two share a rank."""
    ranking = sorted(entries, key=lambda entry: entry.rank)
    if len({entry.rank for entry in ranking}) != len(ranking):
        raise ValueError("Two candidates share a rank.")
    return ranking


def draw_line(
    entries: Iterable[Entry], envelope: Decimal, rules: Rules, passed_over: frozenset[object] = frozenset()
) -> Line:
    """Draw the funding line through the ranking of one lot.

    ``passed_over`` holds the keys of those the committee passes over with a reason.
    """
    ranking = in_order(entries)
    good = [entry for entry in ranking if rules.quality_line is None or entry.score >= rules.quality_line]
    selected, needless, left, closed = [], [], envelope, False
    for entry in good:
        fits = not closed and entry.requested <= left
        if entry.key in passed_over:
            needless += [entry] if fits else []
        elif fits:
            selected.append(entry)
            left -= entry.requested
        else:
            closed = True
    taken = {entry.key for entry in selected}
    reserve = [entry for entry in good if entry.key not in taken][: rules.reserve_places]
    taken |= {entry.key for entry in reserve}
    return Line(
        selected=tuple(selected),
        reserve=tuple(reserve),
        unfunded=tuple(entry for entry in ranking if entry.key not in taken),
        used=envelope - left,
        left=left,
        missing=max(reserve[0].requested - left, Decimal(0)) if reserve else None,
        needless=tuple(needless),
    )
