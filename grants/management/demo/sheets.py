"""Budgets that come out at a given total and EU contribution, to the cent and within the call's ceilings. Pure."""

from dataclasses import dataclass

from grants.management.demo.consortia import EUROPEAN, country_of
from grants.management.demo.plan import draw

VERIFICATION = "5.3"

COSTS = (
    # heading, who, when, name, unit, number of units, part of the direct costs in thousandths
    ("1.1", "lead", "years", "staff", 0, 12, 95),
    ("1.1", "lead", "years", "admin", 0, 12, 40),
    ("1.1", "american", "years", "field", 0, 48, 215),
    ("1.2", "european", "years", "expert", 1, 50, 110),
    ("1.3", "american", "first", "per_diem", 1, 210, 40),
    ("2.1", "european", "years", "flights", 2, 6, 45),
    ("2.2", "american", "years", "local", 0, 12, 50),
    ("3.2", "american", "first", "computers", 3, 16, 30),
    ("3.3", "american", "first", "machines", 3, 4, 85),
    ("4.3", "lead", "years", "consumables", 0, 12, 20),
    ("5.1", "lead", "last", "publications", 3, 3, 25),
    ("5.2", "lead", "first", "study", 4, 1, 35),
    (VERIFICATION, "lead", "last", "verification", 4, 1, 26),
    ("5.4", "lead", "last", "evaluation", 4, 1, 30),
    ("5.7", "european", "last", "events", 5, 4, 70),
    ("5.8", "lead", "first", "visibility", 6, 1, 18),
)


@dataclass(frozen=True)
class Cost:
    """One line: whose (place in the consortium), in which year, so many units at so many EUR."""

    heading: str
    seat: int
    year: int
    name: str
    unit: int
    quantity: int
    unit_value: int

    @property
    def amount(self) -> int:
        """The line's total in EUR."""
        return self.quantity * self.unit_value


@dataclass(frozen=True)
class Sheet:
    """A budget: its lines, the two entered amounts, and what each organisation puts in beside the EU, in EUR."""

    costs: tuple[Cost, ...]
    indirect: int
    contingency: int
    own: tuple[int, ...]


def sheet_of(case) -> Sheet:
    """The budget of a case: exactly its total, and sources that are exactly its grant and the rest."""
    chance = draw("budget", case.key)
    indirect_part, reserve_part = chance.randint(52, 69), chance.choice([0, chance.randint(12, 45)])
    direct = case.total * 1000 // (1000 + indirect_part + reserve_part)
    indirect = direct * indirect_part // 1000
    contingency = case.total - direct - indirect if reserve_part else 0
    direct = case.total - indirect - contingency
    years = -(-case.months // 12)
    costs = [
        cost
        for row in COSTS
        for seat in _seats(case, row[1])
        for cost in _spread(row, seat, years, direct // len(_seats(case, row[1])), chance)
    ]
    rest = direct - sum(cost.amount for cost in costs)
    costs.append(Cost("6.1", 0, 1, "other", 6, 1, rest))
    return Sheet(tuple(costs), indirect, contingency, _own(case))


def _seats(case, who):
    """Places in the consortium on one side of the ocean, or the lead's."""
    sides = [country_of(key) in EUROPEAN for key in case.seats]
    if who == "lead":
        return [0]
    return [place for place, is_european in enumerate(sides) if is_european == (who == "european")]


def _spread(row, seat, years, direct, chance):
    heading, _who, when, name, unit, quantity, part = row
    chosen = {"years": range(1, years + 1), "first": [1], "last": [years]}[when]
    for year in chosen:
        share = direct * part * chance.randint(88, 104) // 100_000 // len(chosen)
        yield Cost(heading, seat, year, name, unit, quantity, max(1, share // quantity))


def _own(case):
    """Everybody's own contribution: the lead's the largest."""
    rest = case.total - case.grant
    each = rest * 45 // 100 // len(case.seats)
    return (rest - each * (len(case.seats) - 1), *[each] * (len(case.seats) - 1))
