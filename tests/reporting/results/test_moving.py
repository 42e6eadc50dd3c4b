"""What moves, added to what was counted before, is what the whole count says: in every cell of random cases."""

from random import Random

import polars as pl
import pytest

from reporting.results import counting
from reporting.results.adding import DIMS
from reporting.results.counting import FACTS, FIGURES, VALUES, Rule, taken_apart
from reporting.results.moving import moved
from tests.reporting.results import test_exact
from tests.reporting.results.test_exact import CUT_OFF

pytestmark = pytest.mark.unit

RULES = [
    Rule("T", 1, "firms", "valid_at_cut_off", "distinct", statuses=("verified",)),
    Rule("J", 1, "FTE", "state_at_cut_off", "maximum", parts=("T", "U"), flags=("green", "digital")),
    Rule("P", 1, "people", "latest", "sum"),
]
CELLS = ((), ("country",), ("size",), ("status",), ("pillar",), ("project",), ("split",), ("country", "project"))
ABOUT_A_FIRM = ("firm", "row", "country", "size", "size_known", "by_id")


def case(seed):
    """What each of some rows says before and after, None where it is not there: rows come, rows go, firms merge."""
    chance = Random(seed)  # noqa: S311
    facts = test_exact.case(seed)
    values = [
        {"indicator": "P", "project": number, "on": CUT_OFF, "amount": chance.randint(0, 3) * 100, "split": ""}
        for number in range(10, 14)
    ]
    share = chance.choice([0.1, 0.3])
    one = next(({name: row[name] for name in ABOUT_A_FIRM} for row in facts if row["firm"] == 1), None)
    is_merged = one is not None and chance.random() < 0.5
    for row in [*facts, *values]:
        then = None if chance.random() < share else row
        now = None if chance.random() < share else row
        if now and is_merged and now.get("firm") == 2:
            now = now | one
        yield then, now


def frames(rows):
    """Rows as the counting takes them; projects are the same whatever the rows."""
    facts = pl.DataFrame([row for row in rows if row and row["indicator"] == "T"], schema=FACTS)
    values = pl.DataFrame([row for row in rows if row and row["indicator"] == "P"], schema=VALUES)
    return taken_apart(facts) | {"values": values}


def concerned(lines):
    """The rows of the firms and of the projects of which anything changed, before and after."""
    changed = [row for then, now in lines if then != now for row in (then, now) if row]
    projects, firms = {row["project"] for row in changed}, {row["firm"] for row in changed if row.get("firm")}

    def kept(row):
        return row if row and (row["project"] in projects or row.get("firm") in firms) else None

    return [kept(then) for then, _now in lines], [kept(now) for _then, now in lines]


def counted(rows):
    cells = counting.cells(RULES, **frames(rows), cut_off=CUT_OFF, breakdowns=CELLS)
    return {line[:-6]: line[-6:] for line in cells.select("indicator", *DIMS, *FIGURES).iter_rows()}


@pytest.mark.parametrize("seed", range(8))
def test_what_moves_is_the_difference_of_two_whole_counts(seed):
    lines = list(case(seed))
    then, now = ([line[side] for line in lines] for side in (0, 1))
    before, after = map(frames, concerned(lines))
    projects = taken_apart(pl.DataFrame([row for row in [*then, *now] if row and "row" in row], schema=FACTS))
    before["projects"] = after["projects"] = projects["projects"]
    moves = moved(RULES, before, after, CUT_OFF, breakdowns=CELLS)

    found = counted(then)
    for line in moves.select("indicator", *DIMS, *FIGURES).iter_rows():
        held = found.get(line[:-6], (0,) * len(FIGURES))
        found[line[:-6]] = tuple(map(sum, zip(held, line[-6:], strict=True)))

    projects_of = FIGURES.index("projects")
    assert {cell: numbers for cell, numbers in found.items() if numbers[projects_of] or not_divided(cell)} == counted(
        now
    )


def not_divided(cell):
    """The whole is there though it is zero, also of what was ever reached."""
    return {name for name, word in zip(DIMS, cell[1:], strict=True) if word is not None} <= {"reached"}
