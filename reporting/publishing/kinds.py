"""Which figures pages and notes speak of: one name each, its indicator and what narrows it. Pure data."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Kind:
    """A figure by its name: the code of its indicator, the directions that narrow it, its subject in a text."""

    code: str
    subject: str
    dims: dict = field(default_factory=dict)
    step: int = 0
    label: str = ""

    def cell(self, country=""):
        """The directions of the figure in this country, or of the whole."""
        return self.dims | ({"country": country} if country else {})


KINDS = {
    "trained": Kind("AIV-OP-01", "trained"),
    "practices": Kind("AIV-OC-01", "practices"),
    "jobs": Kind("AIV-OC-03", "jobs"),
    "green_jobs": Kind("AIV-OC-03", "jobs", {"green": "true"}),
    "standards": Kind("AIV-OC-02", "standards"),
    "turnover": Kind("AIV-OC-04", "turnover"),
    "resources": Kind("AIV-OP-05", "resources"),
    "people": Kind("AIV-OP-02", "people"),
    "finance_people": Kind("AIV-OP-06", "finance_people"),
    "staff": Kind("AIV-OP-07", "staff"),
    "emissions": Kind("AIV-IM-01", "emissions"),
    "projects": Kind("AIV-OP-03", "projects"),
    "institutions": Kind("AIV-OP-04", "institutions", step=10),
    "money_eu": Kind("AIV-FIN-01", "money", {"money": "eu_contribution"}, label="eu"),
    "money_own": Kind("AIV-FIN-01", "money", {"money": "cofinancing"}, label="own"),
    "money_total": Kind("AIV-FIN-01", "money", {"money": "total_cost"}, label="total"),
}
"""Name -> figure. ``step`` is what it is usually rounded to, where that is not its first digit."""

HEADLINE = ("trained", "practices", "jobs", "standards", "turnover")
"""The five large figures."""

MONEY = ("money_eu", "money_own", "money_total")
"""The three figures of money, never one without its name (decisions.md D8)."""

CONCENTRATED = 50
"""A country with more than this share of a figure, in percent, is named before release (decisions.md D10)."""

SHOWN = frozenset({
    (), ("country",), ("pillar",), ("stream",), ("call",), ("section",), ("size",), ("owner_sex",), ("sex",),
    ("project",), ("green",), ("digital",), ("side",), ("reached",), ("money",),
    ("country", "pillar"), ("country", "stream"), ("country", "section"), ("country", "green"),
    ("country", "digital"), ("country", "reached"), ("country", "money"), ("money", "pillar"), ("money", "project"),
})  # fmt: skip
"""Directions, sorted, whose cells are published; the others stay inside."""

FLAGS = frozenset({"green", "digital"})
"""Directions of which only "true" makes a cell."""

OF_PEOPLE = frozenset({"firm", "person", "job"})
"""What an indicator may count so that few of them could be known by name."""
