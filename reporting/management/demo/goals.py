"""How many firms of each country are to be what, at both cut-offs: the published sums divided up. Pure."""

from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from reporting.management.demo.works import data

LATE_SHARE = Fraction(4, 5)
"""Part of the overlap that arises in the last half-year, when those of the first call come to the second."""

LATE_PRACTICES = Fraction(1, 6)
QUARTER = Decimal("0.25")
MOST_QUARTERS = 16
"""Of one firm that adopts practices in the last half-year, on average at most."""


@dataclass(frozen=True)
class Step:
    """A number at the earlier cut-off and how much is added until the later one."""

    before: int
    added: int

    @property
    def now(self) -> int:
        """The number at the later cut-off."""
        return self.before + self.added


@dataclass(frozen=True)
class Goal:
    """What the rows of a country add up to; jobs in quarters of a full-time equivalent.

    ``own`` firms are trained by the chamber's own action, ``both`` of them by a project too. ``late`` of
    the ``overlap`` arise in the last half-year. ``expired`` certificates run out in it.
    """

    country: str
    trained: Step
    practices: Step
    standards: Step
    turnover: Step
    resources: Step
    jobs: Step
    jobs_created: int
    own: int
    both: int
    overlap: int
    late: int
    without_id: int
    enrolled: int
    expired: int
    declared_practices: int
    declared_standards: int


def apportioned(total, weights) -> dict:
    """``total`` divided in proportion to the weights, in whole numbers, by the largest remainders.

    >>> apportioned(10, {"a": 1, "b": 1, "c": 1})
    {'a': 4, 'b': 3, 'c': 3}
    """
    whole = sum(weights.values())
    if not whole:
        return dict.fromkeys(weights, 0)
    exact = {key: Fraction(total) * Fraction(weight) / Fraction(whole) for key, weight in weights.items()}
    found = {key: int(share) for key, share in exact.items()}
    order = sorted(weights, key=lambda key: (found[key] - exact[key], key))
    for key in order[: total - sum(found.values())]:
        found[key] += 1
    return found


def goals(works, scale=1) -> dict[str, Goal]:
    """The goals of every country in which something is done; below scale 1 alike in proportion."""
    return _Division(works, Fraction(scale)).goals()


class _Division:
    """Divides each sum by what it goes along with."""

    def __init__(self, works, scale):
        self.figures, self.scale = data("figures.toml"), scale
        self.projects = Counter(work.country for work in works if not work.is_own)
        self.own = {work.country for work in works if work.is_own}
        here = {code: row for code, row in self.figures["countries"].items() if code in {*self.projects, *self.own}}
        self.trained = {code: max(4, self._scaled(row["trained"])) for code, row in here.items()}
        self.now = {
            name: {code: self._scaled(row[name]) for code, row in here.items()}
            for name in ("practices", "standards", "turnover")
        }
        self.now["jobs"] = {code: self._scaled(Decimal(row["jobs"]) / QUARTER) for code, row in here.items()}
        self.now["resources"] = apportioned(self._scaled(self.figures["resources"]["now"]), self.trained)

    def goals(self):
        """One after the other: who is reached twice, how much of it late, and what that leaves room for."""
        own, both = self._own()
        overlap = self._overlap(own, both)
        new = apportioned(self._added("trained", self.trained), self._where_projects_run(self.trained))
        late = {code: int(count * LATE_SHARE) for code, count in overlap.items()}
        room = {code: late[code] // 2 + new[code] for code in self.trained}
        growing = {code for code, count in room.items() if count >= 5}
        added = {"trained": new, "practices": self._late_practices(room)}
        for name in ("standards", "turnover", "resources", "jobs"):
            weights = {code: count if code in growing else 0 for code, count in self.now[name].items()}
            wanted = apportioned(self._added(name, self.now[name]), weights)
            most = {code: added["practices"][code] * MOST_QUARTERS for code in room} if name == "jobs" else room
            added[name] = {code: min(count, weights[code], most[code]) for code, count in wanted.items()}
        steps = {
            code: {name: Step(now[code] - added[name][code], added[name][code]) for name, now in self._all_now()}
            for code in self.trained
        }
        apart = {name: self._apart(name, growing) for name in self.figures["apart"]}
        without_id, enrolled, created = self._without_id(), self._enrolled(), self._created()
        return {
            code: Goal(
                country=code, **steps[code], jobs_created=created[code], own=own[code], both=both[code],
                overlap=overlap[code], late=late[code], without_id=without_id[code], enrolled=enrolled[code],
                expired=apart["expired"][code], declared_practices=apart["self_declared_practices"][code],
                declared_standards=apart["self_declared_standards"][code],
            )
            for code in self.trained
        }  # fmt: skip

    def _all_now(self):
        return [("trained", self.trained), *self.now.items()]

    def _scaled(self, number):
        return round(Fraction(number) * self.scale)

    def _added(self, name, now):
        """What the last half-year adds over all countries, in proportion where only a part of them is there."""
        before, whole = Decimal(self.figures["before"][name]), self._whole(name)
        if name == "jobs":
            before /= QUARTER
        here = sum(now.values())
        return here - round(Fraction(before) * here / Fraction(whole)) if here != whole else here - int(before)

    def _whole(self, name):
        if name == "resources":
            return self.figures["resources"]["now"]
        whole = sum(Decimal(row[name]) for row in self.figures["countries"].values())
        return int(whole / QUARTER) if name == "jobs" else int(whole)

    def _own(self):
        own, both = Counter(), Counter()
        peru = self.figures["peru"]
        for row in self.figures["own"]:
            code, trained = row["country"], self.trained[row["country"]]
            own[code] = self._scaled(peru["own"]) if code == "PE" else trained * row["share"] // 100
            both[code] = self._scaled(peru["both"]) if code == "PE" else own[code] // 11
            if not self.projects[code]:
                own[code], both[code] = trained, 0
        return own, both

    def _overlap(self, own, both):
        """In Peru as published, elsewhere in proportion; at most what the projects there make possible."""
        peru = self.figures["peru"]["overlap"]
        others = {code: count if self._can_overlap(code) else 0 for code, count in self._but_peru().items()}
        wanted = apportioned(self._scaled(self.figures["rows"]["overlap"] - peru), others) | {"PE": self._scaled(peru)}
        found = {}
        for code, trained in self.trained.items():
            by_projects = trained - own[code] + both[code] if self.projects[code] > 1 else 0
            found[code] = min(max(wanted[code], both[code]), both[code] + by_projects)
        return found

    def _can_overlap(self, code):
        return self.projects[code] + (code in self.own) > 1

    def _but_peru(self):
        return {code: count for code, count in self.trained.items() if code != "PE"}

    def _where_projects_run(self, numbers):
        return {code: count if self.projects[code] else 0 for code, count in numbers.items()}

    def _late_practices(self, room):
        return {
            code: min(room[code] // 2, int(count * LATE_PRACTICES)) for code, count in self.now["practices"].items()
        }

    def _without_id(self):
        peru = self.figures["peru"]["without_id"]
        return apportioned(self._scaled(self.figures["rows"]["without_id"] - peru), self._but_peru()) | {
            "PE": self._scaled(peru)
        }

    def _enrolled(self):
        return apportioned(self._scaled(self.figures["rows"]["enrolled"]), self.trained)

    def _created(self):
        """Of the jobs those that are new: in Peru as published, elsewhere somewhat less than half."""
        peru = Fraction(Decimal(self.figures["peru"]["jobs_created"]) / QUARTER)
        share = peru / Fraction(Decimal(self.figures["countries"]["PE"]["jobs"]) / QUARTER)
        return {code: round(count * share) for code, count in self.now["jobs"].items()}

    def _apart(self, name, growing):
        by = "practices" if name == "self_declared_practices" else "standards"
        weights = {code: count if name != "expired" or code in growing else 0 for code, count in self.now[by].items()}
        return apportioned(self._scaled(self.figures["apart"][name]), weights)
