"""What becomes of the firms of a country: who adopts, certifies, sells more, employs, and since which list. Pure.

Each outcome is dealt to seats of the half-year in which it arises: up to the first cut-off to those
before it, what is added to those of the last half-year. So the sums of both cut-offs come out.
"""

from datetime import date, timedelta

from reporting.management.demo.firms import SIZES
from reporting.management.demo.works import BEFORE, NOW, chance_for

DEAL_AT_MOST = {"micro": 24, "small": 48, "medium": 72}
"""Quarters of a job one firm has at most."""

CELLS = ("created_women", "created_men", "maintained_women", "maintained_men")


def deal(seating):
    """Put every outcome of the country's goal on its seats."""
    _Dealer(seating).deal()


class _Dealer:
    def __init__(self, seating):
        self.goal, self.held = seating.goal, seating.held
        self.chance = chance_for("outcomes", seating.goal.country)
        self.early = [seats[0] for seats in self.held.values() if not seats[0].is_late]
        late = (next((seat for seat in seats if seat.is_late), None) for seats in self.held.values())
        self.late = [seat for seat in late if seat]

    def deal(self):
        """Practices before jobs, for only firms with practices have jobs."""
        self._deal_practices()
        self._deal_standards()
        self._deal_once("turnover", self.goal.turnover, lambda: {"status": "self_declared"})
        self._deal_once("resources", self.goal.resources, lambda: {"status": "verified"})
        self._deal_jobs()

    def _deal_once(self, block, step, fact, *, free=lambda seat: True):
        """As many firms as the step says, each once; returns their seats."""
        early = self.chance.sample([seat for seat in self.early if free(seat)], step.before)
        taken = {seat.firm for seat in early}
        late = self.chance.sample([seat for seat in self.late if seat.firm not in taken and free(seat)], step.added)
        for seat in early + late:
            seat.facts[block] = fact()
        return early, late

    def _deal_practices(self):
        status = {"verified": 86, "certified": 14}
        early, late = self._deal_once("practice", self.goal.practices, lambda: {"status": self._one_of(status)})
        self.adopters = {seat.firm: seat for seat in early + late}
        again = [seat for seat in self.late if self.adopters.get(seat.firm, seat) is not seat]
        for seat in self.chance.sample(again, len(again) // 3):  # the second project reports it as well
            seat.facts["practice"] = {"status": "verified"}
        free = [seat for seat in self.early if seat.firm not in self.adopters]
        for seat in self.chance.sample(free, min(self.goal.declared_practices, len(free))):
            seat.facts["practice"] = {"status": "self_declared"}

    def _deal_standards(self):
        """Those that run out count at the first cut-off only; as many more are new after it."""
        goal = self.goal
        expired = min(goal.expired, goal.standards.before, max(0, len(self.late) - goal.standards.added))
        step = type(goal.standards)(goal.standards.before, goal.standards.added + expired)
        status = {"certified": 74, "verified": 26}
        early, late = self._deal_once("standard", step, lambda: {"status": self._one_of(status)})
        for place, seat in enumerate(early):
            seat.facts["standard"]["until"] = self._ran_out() if place < expired else None
        taken = {seat.firm for seat in early + late}
        free = [seat for seat in self.early if seat.firm not in taken]
        for seat in self.chance.sample(free, min(goal.declared_standards, len(free))):
            seat.facts["standard"] = {"status": "self_declared"}

    def _ran_out(self):
        """The last day of a certificate that is in force at the first cut-off and not at the second."""
        return BEFORE + timedelta(days=self.chance.randrange((NOW - BEFORE).days))

    def _deal_jobs(self):
        """Quarters of full-time equivalents, to firms with practices; of two seats of a firm the higher counts."""
        goal, chance = self.goal, self.chance
        early = [seat for seat in self.adopters.values() if not seat.is_late]
        had = self._divided(goal.jobs.before, chance.sample(early, max(1, len(early) * 55 // 100)) if early else [])
        with_jobs = {seat.firm for seat in had}
        late = [seat for seat in self.late if seat.firm in self.adopters and seat.firm not in with_jobs]
        quarters = had | self._divided(goal.jobs.added, late)
        self._split(quarters)
        repeated = [seat for seat in self.late if seat.firm in with_jobs]
        for seat in chance.sample(repeated, len(repeated) // 4):  # told again by the second project, not one more
            first = self.adopters[seat.firm]
            seat.facts["jobs"] = dict(first.facts["jobs"])

    def _divided(self, total, seats):
        """``total`` quarters on these seats: some on each, at most what its size allows."""
        if total and not seats:
            raise ValueError(f"{self.goal.country}: nobody is there for {total} quarters of a job.")
        found = dict.fromkeys(seats[:total], 1)
        left = total - len(found)
        open_ = list(found)
        while left:
            if not open_:
                raise ValueError(f"{self.goal.country}: too few firms for {total} quarters of a job.")
            place = self.chance.randrange(len(open_))
            seat = open_[place]
            room = DEAL_AT_MOST[seat.firm.size] - found[seat]
            more = min(left, room, self.chance.choice((1, 2, 3, 4, 6, 8)))
            found[seat] += more
            left -= more
            if more == room:
                open_[place] = open_[-1]
                open_.pop()
        return found

    def _split(self, quarters):
        """Created or maintained, women's or men's; the created ones as many as the goal says."""
        seats = list(quarters)
        self.chance.shuffle(seats)
        left, rest = self.goal.jobs_created, sum(quarters.values())
        for seat in seats:
            whole = quarters[seat]
            rest -= whole
            wish = self.chance.choice((0, whole, whole // 2))
            created = min(max(wish, left - rest), whole, left)
            left -= created
            new, kept = self._women(created, seat.firm), self._women(whole - created, seat.firm)
            numbers = (new, created - new, kept, whole - created - kept)
            green, digital = self._flags()
            low, high = SIZES[seat.firm.size]
            staff = min(high, max(low, -(-whole // 4)) + self.chance.randint(0, (high - low) // 3))
            seat.facts["jobs"] = dict(zip(CELLS, numbers, strict=True)) | {
                "staff": staff, "green": green, "digital": digital,
            }  # fmt: skip

    def _women(self, quarters, firm):
        """How many of these are women's."""
        share = self.chance.gauss(0.72 if firm.owner_sex == "female" else 0.34, 0.2)
        return round(quarters * min(1, max(0, share)))

    def _flags(self):
        """In Peru all are green; elsewhere some are digital only."""
        if self.goal.country == "PE":
            return True, self.chance.random() < 0.18
        return self.chance.choices([(True, False), (False, True), (True, True)], [78, 12, 10])[0]

    def _one_of(self, weights):
        return self.chance.choices(list(weights), weights.values())[0]


def day_within(span, after, part, chance) -> date:
    """A day of the span, not before ``after``, in the first ``part`` of what is left."""
    _first, last = span
    return after + timedelta(days=int((last - after).days * part * chance.random()))
