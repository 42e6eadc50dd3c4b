"""Populations an auditor takes away or draws from: which units there were at a moment, and what is said of each."""

import csv
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from itertools import islice

from reporting.auditing.models import OF_MONEY, PopulationKind
from reporting.auditing.queries import of_firms, of_money
from reporting.auditing.sampling import HEADS, lines

CHUNK = 1000
"""Units whose records are read at once."""


@dataclass(frozen=True)
class Choice:
    """A population: of which engagement, of what, as known when; for results also of which figures."""

    engagement: object
    kind: str
    as_of: datetime
    compilation: object = None
    figure: object = None


@dataclass(frozen=True)
class Source:
    """How a population is read: its units; ``heads`` and ``details`` of units say what stands in an export."""

    units: Callable
    heads: tuple
    details: Callable


SOURCES = {
    PopulationKind.PAYMENTS: Source(of_money.payments, of_money.PAYMENT_HEADS, of_money.payment_details),
    PopulationKind.CONTRACTS: Source(of_money.contracts, of_money.CONTRACT_HEADS, of_money.contract_details),
    PopulationKind.PARTICIPATIONS: Source(
        of_firms.participations, of_firms.PARTICIPATION_HEADS, of_firms.participation_details
    ),
    PopulationKind.FACTS: Source(of_firms.facts, of_firms.FACT_HEADS, of_firms.fact_details),
}
"""Kind of a population -> where it comes from."""


class Population:
    """The units there were, in their order: read anew, one query, by who goes through them; and what they come to."""

    def __init__(self, choice, user):
        self.choice, self.user = choice, user

    def __iter__(self):
        return iter(SOURCES[self.choice.kind].units(self.choice, self.user))

    @cached_property
    def sums(self):
        """What they come to: one query."""
        return self.listed(lambda line: None)

    def listed(self, write):
        """Every unit with its part and amount, line by line: the list whose SHA-256 names the population.

        Returns its Sums, of exactly what was written.
        """
        digest, strata = hashlib.sha256(), {}
        writer = csv.writer(_Lines(digest.update, write))
        writer.writerow(HEADS)
        for unit in self:
            writer.writerows(lines([unit]))
            count, total = strata.get(unit.stratum, (0, Decimal("0.00")))
            strata[unit.stratum] = (count + 1, total + (unit.amount or 0))
        self.sums = Sums(strata, self.choice.kind in OF_MONEY, digest.hexdigest())
        return self.sums


@dataclass(frozen=True)
class Sums:
    """What a population comes to: {country: (units, sum)}, and the hash of the list of its units."""

    strata: dict
    is_money: bool
    sha256: str

    @property
    def count(self):
        """How many units."""
        return sum(count for count, _total in self.strata.values())

    @property
    def total(self):
        """The sum in EUR; None where units are not money."""
        return sum((total for _count, total in self.strata.values()), start=Decimal("0.00")) if self.is_money else None

    def by_country(self):
        """[(country, units, sum)], the largest first."""
        rows = ((name, *pair) for name, pair in self.strata.items())
        return sorted(rows, key=lambda row: (-row[2], -row[1], row[0]))


class _Lines:
    """What a csv.writer writes to: hands each line on as bytes."""

    def __init__(self, *takers):
        self.takers = takers

    def write(self, line):
        for take in self.takers:
            take(line.encode())


def heads(choice):
    """The columns of an export. They and the codes in them never change with the language of who makes it."""
    return (*HEADS, *SOURCES[choice.kind].heads)


def rows(choice, units, *, unless=frozenset()):
    """The units with what is said of each, a part of them at a time; nothing of those numbered in ``unless``."""
    left, blank = iter(units), [""] * len(SOURCES[choice.kind].heads)
    while part := list(islice(left, CHUNK)):
        details = SOURCES[choice.kind].details(choice, [unit for unit in part if unit.number not in unless])
        for unit in part:
            amount = "" if unit.amount is None or unit.number in unless else unit.amount
            yield [unit.key, unit.stratum, amount, *details.get(unit.number, blank)]
