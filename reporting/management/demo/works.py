"""The projects and own actions as their results see them: where, since when, in which half-years. Pure."""

import tomllib
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from grants.management.demo.plan import draw

BEFORE, NOW = date(2024, 12, 31), date(2025, 6, 30)
"""The two cut-offs whose figures are published."""

HALF_YEARS = (date(2022, 12, 31), date(2023, 6, 30), date(2023, 12, 31), date(2024, 6, 30), BEFORE, NOW)

SECTIONS = {
    "beekeeping": "A", "bees": "A", "coffee": "A", "cocoa": "A", "fruit": "A", "forestry": "A", "livestock": "A",
    "agribusiness": "C", "food": "C", "textile": "C", "chemical": "C", "automotive": "C", "packaging": "C",
    "plastics": "C", "construction": "F", "waste": "E", "tourism": "I", "commerce": "G",
}  # fmt: skip
"""The section of ISIC Rev. 4 in which the firms of a sector mostly are."""


@lru_cache(maxsize=5)
def data(name):
    """One of the data files beside this module; read once, and changed by nobody."""
    return tomllib.loads((Path(__file__).parent / name).read_text())


@dataclass(frozen=True)
class Work:
    """A project (``key`` is that of its case) or an own action (``key`` is the country with "-own")."""

    key: str
    country: str
    is_own: bool
    section: str
    starts: date

    @property
    def half_years(self) -> list[date]:
        """The ends of the half-years it reports on."""
        return [end for end in HALF_YEARS if end > self.starts]

    def span(self, end) -> tuple[date, date]:
        """First and last day of what the update to this day tells."""
        earlier = [other for other in self.half_years if other < end]
        return (earlier[-1] + timedelta(days=1) if earlier else self.starts), end


def works_of(plan) -> list[Work]:
    """All of a plan, the contracts by their numbers, then the own actions."""
    grants = [
        Work(case.key, case.country, False, SECTIONS[case.sector], case.starts)
        for case in sorted(plan.cases, key=lambda case: case.contract)
        if case.contract
    ]
    own = [
        Work(f"{row['country']}-own", row["country"], True, SECTIONS[next(iter(row["sectors"]))], row["starts"])
        for row in data("figures.toml")["own"]
    ]
    return grants + own


def chance_for(*what):
    """A source of chance for one purpose of the results."""
    return draw("results", *what)
