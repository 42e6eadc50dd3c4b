"""Drawing a sample so that anybody can draw it again (decisions.md C15). Pure.

Chance comes from the seed alone. The lot of a unit is the SHA-256 of ``seed:unit`` as a number; the lowest
lots are drawn. In a draw by money the start is the SHA-256 of ``seed:start`` modulo the interval, plus one
cent; from there every interval hits a unit, in the order of the population.

With the seed ``2026`` and the units A 100.00, B 700.00, C 50.00, D 150.00 in two countries (A and B, C and D):

| method                  | asked | drawn   | why                                                        |
|-------------------------|-------|---------|------------------------------------------------------------|
| random                  | 2     | B, D    | their lots begin with 95b7 and 91a6, C with c0a3, A e7c7   |
| random                  | 9     | all     | there are no more                                          |
| random in each stratum  | 2     | B, D    | one of each country                                        |
| by money                | 4     | B, D    | interval 250.00, start 143.40: hits at 143.40, 393.40,     |
|                         |       |         | 643.40 in B, at 893.40 in D                                |

A unit of at least the interval is always drawn by money. The interval is rounded down to the cent, so that
never fewer hits are made than asked for; a hit more where the rest is large enough.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from heapq import heappush, heappushpop

from reporting.lots import lot

RANDOM, MONETARY, STRATIFIED = "random", "monetary", "stratified"

HEADS = ("unit", "stratum", "amount")


@dataclass(frozen=True)
class Unit:
    """One thing that can be drawn: its name within the population, what it is worth, which part it is in.

    ``number`` and ``group`` are the caller's own and play no part in the draw.
    """

    key: str
    amount: Decimal | None = None
    stratum: str = ""
    number: int = 0
    group: int = 0


@dataclass(frozen=True)
class Chosen:
    """A unit that was drawn: its place in the population, from zero, and how often it was hit."""

    place: int
    hits: int = 1
    unit: Unit | None = field(default=None, compare=False)


@dataclass(frozen=True)
class Draw:
    """What was drawn, in the order of the population; by money also the interval and where it began."""

    chosen: tuple[Chosen, ...]
    interval: Decimal | None = None
    start: Decimal | None = None


def draw(method: str, units: Iterable[Unit], size: int, seed: str) -> Draw:
    """Draw ``size`` of the units; the same seed draws the same from the same population.

    ``units`` can be gone through more than once; what is kept of them is what is drawn.
    """
    return {RANDOM: _random, MONETARY: _by_money, STRATIFIED: _in_strata}[method](units, size, seed)


def _random(units, size, seed):
    return _lowest(units, {"": size}, seed, part=lambda unit: "")


def _in_strata(units, size, seed):
    return _lowest(units, shared(Counter(unit.stratum for unit in units), size), seed, part=lambda unit: unit.stratum)


def _lowest(units, sizes, seed, part):
    """Of each part so many with the lowest lots, going through the units once."""
    kept = {name: [] for name, size in sizes.items() if size}
    for place, unit in enumerate(units):
        name = part(unit)
        if name in kept:
            one = (-lot(seed, unit.key), -place, Chosen(place, unit=unit))
            (heappush if len(kept[name]) < sizes[name] else heappushpop)(kept[name], one)
    found = (chosen for heap in kept.values() for _lot, _place, chosen in heap)
    return Draw(tuple(sorted(found, key=lambda one: one.place)))


def shared(sizes: dict[str, int], size: int) -> dict[str, int]:
    """How many are drawn in each stratum: one where there are enough, the others in proportion.

    | sizes              | of all | shared          |
    |--------------------|--------|-----------------|
    | PE 60, CO 30, BR 10| 10     | PE 6, CO 3, BR 1|
    | PE 98, CO 1, BR 1  | 10     | PE 8, CO 1, BR 1|
    | PE 5, CO 1         | 9      | PE 5, CO 1      |
    """
    whole = sum(sizes.values())
    size = min(size, whole)
    shares = dict.fromkeys(sizes, 1 if size >= len(sizes) else 0)
    for _seat in range(size - sum(shares.values())):
        free = [name for name in sizes if shares[name] < sizes[name]]
        shares[max(free, key=lambda name: (sizes[name] * size - shares[name] * whole, sizes[name], name))] += 1
    return shares


def _by_money(units, size, seed):
    interval = max(sum(_cents(unit) for unit in units) // size, 1)
    start = lot(seed, "start") % interval + 1
    chosen, passed, at = [], 0, start
    for place, unit in enumerate(units):
        passed += _cents(unit)
        hits = (passed - at) // interval + 1 if passed >= at else 0
        if hits:
            chosen.append(Chosen(place, hits, unit))
            at += hits * interval
    return Draw(tuple(chosen), Decimal(interval) / 100, Decimal(start) / 100)


def _cents(unit):
    return int(unit.amount * 100)


def lines(units: Iterable[Unit]) -> Iterable[tuple[str, str, str]]:
    """The population as rows of HEADS: what its SHA-256 is taken of, and all a draw needs."""
    for unit in units:
        yield unit.key, unit.stratum, "" if unit.amount is None else f"{unit.amount:.2f}"


def read(rows: Iterable[Sequence[str]]) -> Iterator[Unit]:
    """The same back again, without the head."""
    for key, stratum, amount in rows:
        yield Unit(key, Decimal(amount) if amount else None, stratum)


class Listed:
    """The units of a list kept as a file, from ``content`` in bytes: read anew by who goes through them."""

    def __init__(self, content):
        self.content = content

    def __iter__(self):
        self.content.seek(0)
        rows = csv.reader(line.decode() for line in self.content)
        next(rows, None)
        return read(rows)
