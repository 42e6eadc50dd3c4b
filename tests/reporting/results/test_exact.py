"""Counting against a plain count by hand: the same figures in every cell of small random cases."""

from datetime import date, timedelta
from itertools import groupby
from random import Random

import polars as pl
import pytest

from reporting.results.counting import FACTS, VALUES, Rule, count

pytestmark = pytest.mark.unit

CUT_OFF = date(2025, 6, 30)
FIRMS = Rule("T", 1, "firms", "valid_at_cut_off", "distinct", statuses=("verified",))
JOBS = Rule("T", 1, "FTE", "state_at_cut_off", "maximum", flags=("green", "digital"))
CELLS = (
    (), ("country",), ("size",), ("pillar",), ("project",), ("status",), ("sex",), ("green",), ("country", "pillar"),
    ("country", "project"), ("country", "digital", "project"),
)  # fmt: skip


def case(seed):
    """Up to forty facts of up to eight firms, some of them unidentified or of unknown size, in four projects."""
    chance = Random(seed)  # noqa: S311
    firms = [
        {
            "firm": number if number % 4 else None, "row": number, "country": chance.choice(["PE", "CO", ""]),
            "size": chance.choice(["micro", "small", "large"]), "size_known": chance.random() < 0.8,
            "by_id": number % 4 > 1,
        }
        for number in range(1, chance.randint(2, 9))
    ]  # fmt: skip
    projects = [{"project": number, "pillar": chance.choice([1, 2, None])} for number in range(10, 14)]
    facts = [
        chance.choice(firms)
        | chance.choice(projects)
        | {
            "indicator": "T", "on": CUT_OFF - timedelta(days=40 - place), "said_on": CUT_OFF,
            "status": chance.choice(["verified", "self_declared"]), "item": chance.choice(["", "a"]),
            "sex": chance.choice(["", "female"]), "amount": chance.choice([50, 100, 275]),
            "green": chance.random() < 0.5, "digital": chance.random() < 0.5,
            "withdrawn_on": chance.choice([None, None, CUT_OFF]),
        }
        for place in range(chance.randint(0, 40))
    ]  # fmt: skip
    return facts


def in_force(facts):
    """What was said last of each project, firm and item; later facts stand further down."""
    last = {(f["project"], f["row"], f["item"], f["sex"]): f for f in facts if f["size"] != "large"}
    return [fact for fact in last.values() if fact["withdrawn_on"] is None]


def by_hand(rule, facts, columns):
    """{cell: (gross, net, overlap, high, projects)}."""
    rows = [fact for fact in in_force(facts) if not rule.flags or fact["green"] or fact["digital"]]
    if rule.statuses and "status" not in columns:
        rows = [fact for fact in rows if fact["status"] in rule.statuses]
    rows = [fact for fact in rows if all(fact[name] not in (None, "", False) for name in columns)]

    def cell(fact):
        return tuple(str(fact[name]).replace("True", "true") for name in columns)

    cells = {key: list(found) for key, found in groupby(sorted(rows, key=cell), key=cell)}
    return {key: added(rule, found) for key, found in (cells if columns else {(): rows}).items()}


def added(rule, rows):
    projects = len({fact["project"] for fact in rows})
    seats = {(fact["project"], fact["row"], fact["item"], fact["sex"]): fact for fact in rows}
    if rule is FIRMS:
        seats = {(fact["project"], fact["row"], "", ""): fact | {"amount": 100} for fact in rows}
    net = high = 0
    for line in {key[1:] for key in seats}:
        amounts = [fact["amount"] for key, fact in seats.items() if key[1:] == line]
        about = next(fact for key, fact in seats.items() if key[1:] == line)
        if about["firm"] is None:
            high += sum(amounts)
        elif about["size_known"]:
            net += max(amounts)
        else:
            high += max(amounts)
    gross = sum(fact["amount"] for fact in seats.values())
    return gross, net, gross - net - high, high, projects


@pytest.mark.parametrize("rule", [FIRMS, JOBS], ids=["firms", "jobs"])
@pytest.mark.parametrize("seed", range(25))
def test_every_cell_is_what_a_count_by_hand_finds(rule, seed):
    facts = case(seed)
    frame = pl.DataFrame(facts, schema=FACTS)
    nothing = pl.DataFrame([], schema=VALUES)

    figures = count([rule], facts=frame, values=nothing, cut_off=CUT_OFF, breakdowns=CELLS)

    found = {
        (tuple(name for name, _value in f.dims), tuple(value for _name, value in f.dims)): (
            f.gross, f.net, f.overlap, f.high, f.projects,
        )
        for f in figures
        if "reached" not in dict(f.dims)
    }  # fmt: skip
    assert found == {
        (columns, key): numbers for columns in CELLS for key, numbers in by_hand(rule, facts, columns).items()
    }
