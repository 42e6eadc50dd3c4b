"""The rows of every list, as the people of the projects type them. Pure.

``rows_of(works)`` is {(key of the work, end of the half-year): rows}; a row is {key of a column: value}
with the columns of the programme's firm list. The same at each call.
"""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

from reporting.management.demo.goals import QUARTER, goals
from reporting.management.demo.outcomes import CELLS, day_within, deal
from reporting.management.demo.seats import Seating
from reporting.management.demo.works import NOW, chance_for, data

THREATS = ("lost_orders", "energy_costs", "new_rules", "change_of_task")
YEARS_VALID = (1, 2, 3)


def rows_of(works, scale=1, countries=None) -> dict[tuple[str, date], list[dict]]:
    """All rows of these projects and own actions, in the order in which they stand in their lists.

    With ``countries`` only theirs; they are the same, whichever others are asked for.
    """
    found = defaultdict(list)
    for country, goal in goals(works, scale).items():
        if countries is not None and country not in countries:
            continue
        seating = Seating(goal, [work for work in works if work.country == country])
        deal(seating)
        writer = _Writer(country)
        seats = seating.seats()
        writer.chance.shuffle(seats)
        for seat in seats:
            found[seat.work.key, seat.end].append(writer.row(seat))
    return {key: found[key] for key in sorted(found)}


class _Writer:
    """Writes the rows of a country."""

    def __init__(self, country):
        self.chance = chance_for("rows", country)
        self.words = data("lists.toml")["pt" if country == "BR" else "es"]

    def row(self, seat) -> dict:
        """One seat as a row; days go forward from the first support."""
        span = seat.work.span(seat.end)
        since = day_within(span, span[0], 0.4, self.chance)
        row = seat.firm.listed(self.chance, first=seat.is_first) | {"supported_on": since}
        if seat.is_trained:
            since = day_within(span, since, 0.3, self.chance)
            row |= {
                "trained_on": since, "training_hours": Decimal(self.chance.choice((4, 6, 8, 8, 12, 16, 20, 24, 40))),
                "training_evidence": self._evidence("training"),
            }  # fmt: skip
        for block, fact in seat.facts.items():
            on = day_within(span, since, 1, self.chance)
            row |= getattr(self, f"_{block}")(fact, on)
        return row

    def _practice(self, fact, on):
        return {
            "practice_on": on, "practice": self.chance.choice(self.words["practices"]),
            "practice_status": fact["status"], "practice_evidence": self._evidence("practice"),
        }  # fmt: skip

    def _standard(self, fact, on):
        until = fact.get("until")
        if until is None:
            until = on + timedelta(days=365 * self.chance.choice(YEARS_VALID))
            while until < NOW:
                until += timedelta(days=365)
        return {
            "standard_on": on, "standard": self.chance.choice(self.words["standards"]),
            "standard_status": fact["status"], "standard_valid_until": until,
            "standard_evidence": self._evidence("standard"),
        }  # fmt: skip

    def _jobs(self, fact, on):
        maintained = fact["maintained_women"] + fact["maintained_men"]
        return {
            "jobs_on": on, **{f"jobs_{cell}": fact[cell] * QUARTER for cell in CELLS}, "staff": Decimal(fact["staff"]),
            "jobs_threat": self.words["threats"][self.chance.choice(THREATS)] if maintained else "",
            "jobs_green": fact["green"], "jobs_digital": fact["digital"], "jobs_evidence": self._evidence("jobs"),
        }  # fmt: skip

    def _turnover(self, fact, on):
        return {
            "turnover_on": on, "turnover_status": fact["status"], "turnover_evidence": self._evidence("turnover")
        }  # fmt: skip

    def _resources(self, fact, on):
        return {
            "resources_on": on, "resources_status": fact["status"], "resources_evidence": self._evidence("resources")
        }  # fmt: skip

    def _evidence(self, block):
        return f"{self.chance.choice(self.words['evidence'][block])} {self.chance.randint(1, 480):03d}"
