"""What becomes of every application of the two calls that were: the plan the stories of the demo follow. Pure.

The published counts and sums stand in ``history.toml`` and ``contracts.csv``; what is drawn here comes
from one seed, so that each load is the same programme. Every stage of the demo reads its part of the
plan: applications who, how much and when; evaluation ``outcome``, ``reason`` and ``score``; contracts
``contract`` and ``starts``. ``start_key`` finds the application a case has become.
"""

import csv
import math
import random
import uuid
from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from grants.management.demo.data import DATA, read

SEED = "al-invest verde"
NAMESPACE = uuid.UUID("5b0f6e0a-7f4e-4a55-9a39-6f1a3c1f7f10")


class Outcome(StrEnum):
    """How an application ends."""

    LATE = "late"
    """Never submitted: its try after the deadline was refused and is on record. It counts as received."""
    INADMISSIBLE = "inadmissible"
    """A required document is obviously another paper: ``reason`` is the name of the file."""
    INELIGIBLE = "ineligible"
    """``reason`` says why: for_profit and public_body (the lead), double (the same project of the same
    lead under the other lot), large_firms (the answer on target groups names large firms)."""
    BELOW_THRESHOLD = "below_threshold"
    UNFUNDED = "unfunded"
    RESERVE = "reserve"
    SELECTED = "selected"
    RENOUNCED = "renounced"
    """Selected, and renounced before signature."""


@dataclass(frozen=True)
class Case:
    """One application: what it asks for in EUR, who stands behind it, when it came, how it ends.

    ``lead`` and ``partners`` are keys of ``Plan.organisations``; ``received`` is when it was submitted, or
    tried to be. ``score`` is the mean of two assessors, None where nobody scores. ``contract`` is the
    reference it gets. ``original`` is the key of the case a double repeats.
    """

    key: str
    call: str
    outcome: Outcome
    lot: str
    country: str
    sector: str
    total: int
    grant: int
    months: int
    starts: date
    reason: str = ""
    score: Decimal | None = None
    contract: str = ""
    original: str = ""
    title: str = ""
    region: str = ""
    language: str = ""
    lead: str = ""
    partners: tuple[str, ...] = ()
    started: datetime | None = None
    received: datetime | None = None

    @property
    def start_key(self) -> uuid.UUID:
        """The application's ``start_key``: by it later stages find what this case has become."""
        return uuid.uuid5(NAMESPACE, self.key)

    @property
    def share(self) -> Decimal:
        """The EU contribution in percent of the total."""
        return (Decimal(self.grant) * 100 / self.total).quantize(Decimal("0.01"))

    @property
    def seats(self) -> tuple[str, ...]:
        """Keys of all organisations, the lead first."""
        return (self.lead, *self.partners)


@dataclass(frozen=True)
class Join:
    """An organisation that joins a contract by addendum, after the award."""

    contract: str
    organisation: str
    on: date


@dataclass(frozen=True)
class Plan:
    """Both calls: the cases in the order in which they came, all organisations by key, later joiners."""

    cases: tuple[Case, ...]
    organisations: dict
    joins: tuple[Join, ...] = field(default=())

    @property
    def is_whole(self) -> bool:
        """Whether every contract is there, with its published number."""
        return sum(bool(case.contract) for case in self.cases) == len(contract_rows())

    def of(self, call) -> list[Case]:
        """The cases of one call."""
        return [case for case in self.cases if case.call == call]

    def handed_in(self, call) -> list[Case]:
        """Those of one call that the evaluation sees."""
        return [case for case in self.of(call) if case.outcome != Outcome.LATE]

    def contracts(self, call) -> list[Case]:
        """Those of one call that become contracts, by their numbers."""
        return sorted((case for case in self.of(call) if case.contract), key=lambda case: case.contract)

    def reserve_places(self, call) -> int:
        """How long the reserve list of each lot of a call is; 0 where nobody waits."""
        waiting = Counter(case.lot for case in self.of(call) if case.outcome == Outcome.RESERVE)
        return max(waiting.values(), default=0)


def contract_rows():
    """The rows of contracts.csv, in order."""
    with (DATA / "contracts.csv").open(newline="") as lines:
        return list(csv.DictReader(lines))


def history():
    """What history.toml says."""
    return read("history.toml")


def draw(*what) -> random.Random:
    """A source of chance for one purpose: the same at each load, whatever else is drawn."""
    return random.Random(":".join([SEED, *map(str, what)]))


def raw_cases(call) -> list[Case]:
    """The cases of a call with their money, lots, countries, sectors and scores; nobody behind them yet."""
    chance = draw("cases", call)
    cases = [_contract(row, call) for row in contract_rows() if row["call"] == _number(call)]
    if history()["renounced"]["call"] == call:
        cases.append(_renounced())
    for outcome, reason in _others(call):
        cases.append(_other(call, outcome, reason, len(cases), chance))
    cases = _with_countries(cases, chance)
    return _scored(_doubled(cases), call, chance)


def thinned(cases, scale) -> list[Case]:
    """Of each outcome and lot the first ``scale`` part, at least one, with the originals of doubles."""
    if scale >= 1:
        return list(cases)
    groups = defaultdict(list)
    for case in sorted(cases, key=lambda case: case.contract or f"~{case.key}"):
        groups[case.call, case.outcome, case.lot].append(case)
    kept = {case.key for rows in groups.values() for case in rows[: math.ceil(len(rows) * scale)]}
    kept |= {case.original for case in cases if case.key in kept}
    return [case for case in cases if case.key in kept]


def grants_left_out(plan, call, lot) -> int:
    """Grants of the published awards of a lot that are no part of this plan: by so much its envelope is smaller."""
    row = history()["renounced"]
    awarded = {f"{row['call']}-renounced": row["grant"]} if (row["call"], row["lot"]) == (call, lot) else {}
    awarded |= {
        row["ref"]: int(row["grant"]) for row in contract_rows() if (row["call"], row["pillar"]) == (_number(call), lot)
    }
    return sum(awarded.values()) - sum(awarded.get(case.key, 0) for case in plan.cases)


def _number(call):
    return {"2022": "1", "2023": "2"}.get(call)


def _contract(row, call):
    reference = row["ref"]
    chance = draw("contract", reference)
    return Case(
        key=reference, call=call, outcome=Outcome.SELECTED, lot=row["pillar"], country=row["country"],
        sector=history()["sectors"].get(reference) or chance.choice(sectors_of(row["pillar"])),
        total=int(row["total"]), grant=int(row["grant"]), contract=reference, **_calendar(call, chance),
    )  # fmt: skip


def _renounced():
    row = history()["renounced"]
    return Case(
        key=f"{row['call']}-renounced", call=row["call"], outcome=Outcome.RENOUNCED, lot=row["lot"],
        country=row["country"], sector=row["sector"], total=row["total"], grant=row["grant"],
        **_calendar(row["call"], draw("renounced")),
    )  # fmt: skip


def _calendar(call, chance):
    """Contracts of the first call take 24 months, of the second 18 to 27."""
    if call == "2022":
        return {"months": 24, "starts": date(2023, chance.choice([3, 4, 5, 6]), 1)}
    return {"months": chance.randint(18, 27), "starts": date(2024, chance.choice([5, 6, 7]), 1)}


def _others(call):
    """Outcome and reason of everybody who got no contract."""
    counts = history()["calls"][call]
    for reason, count in counts["ineligible"].items():
        yield from [(Outcome.INELIGIBLE, reason)] * count
    papers = history()["wrong_papers"]
    for outcome in (Outcome.LATE, Outcome.INADMISSIBLE, Outcome.BELOW_THRESHOLD, Outcome.RESERVE, Outcome.UNFUNDED):
        for place in range(counts.get(outcome, 0)):
            yield outcome, papers[place]["file"] if outcome == Outcome.INADMISSIBLE else ""


def _other(call, outcome, reason, place, chance):
    lot = chance.choice("12")
    if outcome in (Outcome.RESERVE, Outcome.UNFUNDED):
        lot = "12"[place % 2]
    is_good = outcome in (Outcome.RESERVE, Outcome.UNFUNDED)
    least = 255 if is_good else {"2022": 150, "2023": 200}[call]
    grant = chance.randint(least, 300) * 1000 - chance.choice([0, 0, 250, 500])
    grant = max(grant, least * 1000)
    share = Decimal(chance.randint(7200 if is_good else 5200, 7990)) / 10000
    return Case(
        key=f"{call}-{place:03d}", call=call, outcome=outcome, reason=reason, lot=lot, country="",
        sector=chance.choice(sectors_of(lot)), total=math.ceil(grant / share / 100) * 100, grant=grant,
        **(_calendar(call, chance) | {"months": chance.randint(18, {"2022": 30, "2023": 27}[call])}),
    )  # fmt: skip


def sectors_of(lot) -> list[str]:
    """The sectors of a pillar."""
    return [key for key, row in read("sectors.toml").items() if row["lot"] == lot]


def _with_countries(cases, chance):
    """Countries of those without contract, as often as history.toml says."""
    bag = [country for country, (weight, _count) in history()["others"].items() for _place in range(weight)]
    chance.shuffle(bag)
    places = iter(bag * 3)
    return [case if case.country else replace(case, country=next(places)) for case in cases]


def _doubled(cases):
    """Each double repeats an application of its call that fails on quality, under the other lot."""
    originals = iter([case for case in cases if case.outcome == Outcome.BELOW_THRESHOLD])
    made = []
    for case in cases:
        if case.reason == "double":
            first = next(originals)
            same = ("country", "sector", "total", "grant", "months", "starts")
            case = replace(case, original=first.key, lot={"1": "2", "2": "1"}[first.lot])
            case = replace(case, **{name: getattr(first, name) for name in same})
        made.append(case)
    return made


def _scored(cases, call, chance):
    """Scores in steps of a half; within a lot no two of those that are ranked have the same."""
    ranges = history()["calls"][call]["scores"]
    free = {}
    made = []
    for case in cases:
        if case.outcome in ranges:
            low, high = ranges[case.outcome]
            steps = [Decimal(n) / 2 for n in range(low * 2, high * 2 + 1)]
            if case.outcome == Outcome.BELOW_THRESHOLD:
                score = chance.choice(steps)
            else:
                left = free.setdefault((case.outcome, case.lot), chance.sample(steps, len(steps)))
                score = left.pop()
            case = replace(case, score=score)
        made.append(case)
    return made
