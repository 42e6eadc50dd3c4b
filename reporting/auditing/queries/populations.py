"""Populations an auditor takes away or draws from: which units there were at a moment, and what is said of each."""

import csv
import hashlib
import io
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from itertools import islice

from reporting.auditing.models import OF_MONEY, PopulationKind
from reporting.auditing.queries import of_firms, of_money
from reporting.auditing.sampling import HEADS, Unit, lines

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


@dataclass(frozen=True)
class Population:
    """The units there were, in their order, with what they come to and the hash of ``content``."""

    choice: Choice
    units: list[Unit]
    content: bytes

    @property
    def total(self):
        """The sum in EUR; None where units are not money."""
        if self.choice.kind not in OF_MONEY:
            return None
        return sum((unit.amount for unit in self.units), start=Decimal("0.00"))

    @property
    def sha256(self):
        """Of the list of units, which is all that a draw depends on."""
        return hashlib.sha256(self.content).hexdigest()


def population(choice, user) -> Population:
    """What the choice comes to for this auditor: one query."""
    units = SOURCES[choice.kind].units(choice, user)
    return Population(choice, units, _listed(units))


def _listed(units) -> bytes:
    """Every unit with its part and amount: the file whose SHA-256 names the population."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(HEADS)
    writer.writerows(lines(units))
    return out.getvalue().encode()


def strata(units):
    """[(country, units, sum)] by country, the largest first."""
    found = {}
    for unit in units:
        count, total = found.get(unit.stratum, (0, Decimal(0)))
        found[unit.stratum] = (count + 1, total + (unit.amount or 0))
    return sorted(((name, *pair) for name, pair in found.items()), key=lambda row: (-row[2], -row[1], row[0]))


def heads(choice):
    """The columns of an export. They and the codes in them never change with the language of who makes it."""
    return (*HEADS, *SOURCES[choice.kind].heads)


def rows(choice, units, *, unless=frozenset()):
    """The units with what is said of each, a part of them at a time; nothing of those numbered in ``unless``."""
    left, blank = iter(units), [""] * len(SOURCES[choice.kind].heads)
    while part := list(islice(left, CHUNK)):
        details = SOURCES[choice.kind].details(choice, [unit for unit in part if unit.number not in unless])
        for unit in part:
            amount = "" if unit.amount is None else unit.amount
            yield [unit.key, unit.stratum, amount, *details.get(unit.number, blank)]
