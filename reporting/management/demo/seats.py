"""Which firm takes part in which project, since which half-year: every row of the lists is a seat. Pure.

A firm that is trained in two projects has two seats, and is counted once; one that cannot be identified
has one, and nobody can tell whether it is one that is known already.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from reporting.management.demo.firms import Firm, Founder
from reporting.management.demo.works import NOW, Work, chance_for

BY_PLACE = 0.02
"""Part of the firms that have no tax id and are known by name, place and contact."""

LIKE_ANOTHER = 0.06
"""Part of the firms without any identification that have name and place of one that is known."""


@dataclass(eq=False)
class Seat:
    """A firm in a project, in the list of the half-year that ends on ``end``; ``facts`` by block of columns."""

    firm: Firm
    work: Work
    end: date
    is_trained: bool = True
    is_first: bool = True
    facts: dict = field(default_factory=dict)

    @property
    def is_late(self) -> bool:
        """Whether it is of the last half-year, after the first cut-off."""
        return self.end == NOW


class Seating:
    """The seats of one country: so many as its goal says. ``held`` are those of each trained firm, in order of time."""

    def __init__(self, goal, works):
        self.goal = goal
        self.own = next((work for work in works if work.is_own), None)
        self.grants = [work for work in works if not work.is_own]
        self.chance = chance_for("seats", goal.country)
        self.founder = Founder(goal.country, chance_for("firms", goal.country))
        self.held = defaultdict(list)
        self.others = []
        self._seat_first()
        self._seat_again()
        self._seat_unidentified()
        self._seat_enrolled()

    def seats(self) -> list[Seat]:
        """All of them, in no particular order."""
        return [seat for seats in self.held.values() for seat in seats] + self.others

    def _seat_first(self):
        """Everybody's first seat; the new ones of the last half-year come to a project."""
        goal = self.goal
        only_own = goal.own - goal.both
        for place in range(goal.trained.now):
            work = self.own if place < goal.own else self.chance.choice(self.grants)
            is_new = place >= goal.trained.before if self.grants else False
            identified = "place" if place >= only_own + goal.both and self.chance.random() < BY_PLACE else "tax_id"
            firm = self.founder.found(self._section(work), identified=identified)
            self.held[firm].append(Seat(firm, work, NOW if is_new else self._early(work)))

    def _seat_again(self):
        """Second seats: of the own action's firms in a project, then of anybody's in another project."""
        goal, chance = self.goal, self.chance
        firms = list(self.held)
        partners = chance.sample(firms[: goal.own], goal.both) if goal.both else []
        again = [(firm, chance.choice(self.grants)) for firm in partners]
        taken = {(seats[0].firm, seats[0].work) for seats in self.held.values()} | set(again)
        pool = [firm for firm in firms[goal.own :] if not self._is_new(firm)] + partners
        while len(again) < goal.overlap:
            firm, work = chance.choice(pool), chance.choice(self.grants)
            if (firm, work) not in taken:
                taken.add((firm, work))
                again.append((firm, work))
        late = set(chance.sample(range(len(again)), min(goal.late, len(again))))
        for place, (firm, work) in enumerate(again):
            end = NOW if place in late else self._early(work)
            self.held[firm].append(Seat(firm, work, end, is_first=False))
        for seats in self.held.values():
            seats.sort(key=lambda seat: seat.end)

    def _seat_unidentified(self):
        """Firms nobody can tell apart by an id; some are called like one that is known, for a person to look at."""
        known = list(self.held)
        for _place in range(self.goal.without_id):
            work = self.chance.choice(self._works())
            if self.chance.random() < LIKE_ANOTHER:
                firm = self.founder.found_like(self.chance.choice(known))
            else:
                firm = self.founder.found(self._section(work), identified="")
            self.others.append(Seat(firm, work, self._any(work)))

    def _seat_enrolled(self):
        """Those who enrolled and were not trained; some of them without id or of unknown size."""
        for _place in range(self.goal.enrolled):
            work = self.chance.choice(self._works())
            identified = self.chance.choices(["tax_id", "place", ""], [92, 2, 6])[0]
            size_known = self.chance.random() > 0.04
            firm = self.founder.found(self._section(work), identified=identified, size_known=size_known)
            self.others.append(Seat(firm, work, self._any(work), is_trained=False))

    def _is_new(self, firm):
        return self.held[firm][0].is_late

    def _works(self):
        return [*self.grants, self.own] if self.own else self.grants

    def _section(self, work):
        """Mostly the project's own, else commerce or services around it."""
        return work.section if self.chance.random() < 0.85 else self.chance.choice("ACG")

    def _early(self, work):
        """A half-year before the first cut-off; the later ones are the fuller ones."""
        ends = [end for end in work.half_years if end < NOW]
        return self.chance.choices(ends, range(2, len(ends) + 2))[0]

    def _any(self, work):
        return NOW if self.chance.random() < 0.25 else self._early(work)
