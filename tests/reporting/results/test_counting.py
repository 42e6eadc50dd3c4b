"""Counting: the worked tables, the rules over time and across projects, and an independent recount."""

from datetime import date

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.results.counting import FACTS, VALUES, Rule, count

pytestmark = pytest.mark.unit

CUT_OFF = date(2025, 6, 30)
TRAINED = Rule("T", 1, "firms", "distinct_ever", "distinct", least=400)
ADOPTS = Rule("A", 1, "firms", "valid_at_cut_off", "distinct", statuses=("certified", "verified"))
JOBS = Rule("J", 1, "FTE", "state_at_cut_off", "maximum")
PEOPLE = Rule("P", 1, "people", "sum", "sum")
MONEY = Rule("M", 1, "EUR", "latest", "sum")
RUNNING = Rule("R", 1, "projects", "state_at_cut_off", "count")

WHOLE = {
    "status": "verified", "item": "", "amount": 800, "sex": "", "green": True, "digital": False, "size_known": True,
    "country": "PE", "section": "A", "size": "micro", "owner_sex": "female", "pillar": 1, "stream": "grant",
    "call": "2022", "lot": "1", "on": date(2024, 5, 1),
}  # fmt: skip


def facts(*rows, indicator="T"):
    """Facts with what differs from WHOLE; ``row`` counts up."""
    whole = [WHOLE | {"indicator": indicator, "row": n} | row for n, row in enumerate(rows, 1)]
    return pl.DataFrame(whole, schema=FACTS)


def values(*rows, indicator="P"):
    base = {
        "indicator": indicator,
        "split": "",
        "country": "PE",
        "pillar": 1,
        "stream": "grant",
        "call": "c",
        "lot": "1",
    }
    return pl.DataFrame([base | row for row in rows], schema=VALUES)


def whole(rule, rows=None, reported=None, cut_off=CUT_OFF, dims=()):
    """(gross, net, overlap, high, projects) of one cell."""
    figures = count(
        [rule], facts=facts() if rows is None else rows, values=values() if reported is None else reported,
        cut_off=cut_off,
    )  # fmt: skip
    (cell,) = [figure for figure in figures if figure.dims == dims]
    return cell.gross, cell.net, cell.overlap, cell.high, cell.projects


A, B = {"firm": 1}, {"firm": 2}
ONE, TWO = {"project": 1}, {"project": 2}
UNKNOWN = {"firm": None}


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([ONE | A], (100, 100, 0, 0, 1)),
        ([ONE | A, ONE | A], (100, 100, 0, 0, 1)),
        ([ONE | A, TWO | A], (200, 100, 100, 0, 2)),
        ([ONE | A, TWO | A, TWO | UNKNOWN, TWO | UNKNOWN], (400, 100, 100, 200, 2)),
        ([ONE | A | {"size_known": False}], (100, 0, 0, 100, 1)),
        ([], (0, 0, 0, 0, 0)),
    ],
)
def test_firms_are_counted_as_the_table_says(rows, expected):
    assert whole(TRAINED, facts(*rows)) == expected


def test_less_than_the_smallest_amount_does_not_count():
    assert whole(TRAINED, facts(ONE | A | {"amount": 399}, ONE | B | {"amount": 400})) == (100, 100, 0, 0, 1)


def test_what_happened_after_the_cut_off_does_not_count():
    rows = facts(ONE | A | {"on": CUT_OFF}, ONE | B | {"on": date(2025, 7, 1)})

    assert whole(TRAINED, rows) == (100, 100, 0, 0, 1)
    assert whole(TRAINED, rows, cut_off=date(2025, 7, 1)) == (200, 200, 0, 0, 1)


@pytest.mark.parametrize(
    ("last", "net"),
    [
        ({}, 100),
        ({"withdrawn_on": CUT_OFF}, 0),
        ({"withdrawn_on": date(2025, 7, 1)}, 100),
        ({"valid_until": CUT_OFF}, 100),
        ({"valid_until": date(2025, 6, 29)}, 0),
        ({"status": "self_declared"}, 0),
    ],
)
def test_a_status_counts_while_it_is_in_force(last, net):
    rows = facts(ONE | A, ONE | A | {"on": date(2025, 1, 1)} | last, indicator="A")

    assert whole(ADOPTS, rows)[1] == net
    assert whole(ADOPTS, rows, dims=(("reached", "ever"),))[1] == 100


def test_one_standard_in_force_is_enough():
    rows = facts(
        ONE | A | {"item": "organic", "withdrawn_on": date(2025, 1, 1)}, ONE | A | {"item": "fair"}, indicator="A"
    )

    assert whole(ADOPTS, rows) == (100, 100, 0, 0, 1)


def test_self_declared_stands_apart_from_the_headline():
    rows = facts(ONE | A, ONE | B | {"status": "self_declared"}, indicator="A")

    assert whole(ADOPTS, rows)[1] == 100
    assert whole(ADOPTS, rows, dims=(("status", "self_declared"),))[1] == 100


def test_of_jobs_the_highest_of_the_projects_counts_and_different_lines_are_added():
    rows = facts(
        ONE | A | {"amount": 150, "item": "sorting"},
        TWO | A | {"amount": 275, "item": "sorting"},
        TWO | A | {"amount": 100, "item": "office"},
        TWO | UNKNOWN | {"amount": 50},
        indicator="J",
    )

    assert whole(JOBS, rows) == (575, 375, 150, 50, 2)


def test_a_job_line_is_what_was_said_last():
    rows = facts(ONE | A | {"amount": 500}, ONE | A | {"amount": 325, "on": date(2025, 3, 1)}, indicator="J")

    assert whole(JOBS, rows)[1] == 325


def test_a_green_and_digital_job_is_in_both_and_once_in_the_whole():
    rows = facts(
        ONE | A | {"amount": 100, "item": "a", "green": True, "digital": True},
        ONE | A | {"amount": 200, "item": "b", "green": False, "digital": True},
        indicator="J",
    )

    assert whole(JOBS, rows)[1] == 300
    assert whole(JOBS, rows, dims=(("green", "true"),))[1] == 100
    assert whole(JOBS, rows, dims=(("digital", "true"),))[1] == 300


def test_reported_numbers_are_added_over_periods_and_projects():
    reported = values(
        ONE | {"on": date(2024, 12, 31), "amount": 1000}, ONE | {"on": CUT_OFF, "amount": 500},
        TWO | {"on": CUT_OFF, "amount": 200},
    )  # fmt: skip

    assert whole(PEOPLE, reported=reported) == (1700, 1700, 0, 0, 2)


def test_of_a_latest_value_only_the_last_of_each_project_counts():
    reported = values(
        ONE | {"on": date(2024, 12, 31), "amount": 1000}, ONE | {"on": CUT_OFF, "amount": 500},
        TWO | {"on": date(2024, 6, 30), "amount": 200}, indicator="M",
    )  # fmt: skip

    assert whole(MONEY, reported=reported) == (700, 700, 0, 0, 2)


def test_projects_are_counted_once_each():
    reported = values(ONE | {"on": CUT_OFF, "amount": 100}, TWO | {"on": CUT_OFF, "amount": 100}, indicator="R")

    assert whole(RUNNING, reported=reported)[1] == 200


def test_an_unknown_way_of_counting_is_said():
    with pytest.raises(ValueError, match="no way to count"):
        count([Rule("X", 1, "", "sum", "maximum")], facts=facts(), values=values(), cut_off=CUT_OFF)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "project": st.integers(1, 3),
            "firm": st.one_of(st.none(), st.integers(1, 5)),
            "amount": st.integers(300, 500),
            "item": st.sampled_from(["", "x"]),
            "on": st.dates(date(2025, 6, 1), date(2025, 7, 5)),
            "withdrawn_on": st.one_of(st.none(), st.dates(date(2025, 6, 1), date(2025, 7, 5))),
            "pillar": st.integers(1, 2),
        }
    ),
    max_size=25,
)


def one_country_each(rows):
    """A firm has one country and one known size, as in the register."""
    for row in rows:
        row["country"] = "PE" if (row["firm"] or 0) % 2 else "CO"
        row["size_known"] = row["firm"] != 5
    return rows


def recount(rows):
    """Firms trained, counted by hand: sets, no frames."""
    counted = [(n, r) for n, r in enumerate(rows, 1) if r["on"] <= CUT_OFF and r["amount"] >= 400]
    seats = {(r["project"], r["firm"] if r["firm"] else -n) for n, r in counted}
    certain = {firm for _project, firm in seats if 0 < firm != 5}
    high = sum(1 for _project, firm in seats if not 0 < firm != 5)
    return len(seats) * 100, len(certain) * 100, high * 100


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_it_agrees_with_a_count_by_hand(rows):
    rows = one_country_each(rows)
    gross, net, overlap, high, _projects = whole(TRAINED, facts(*rows))

    assert (gross, net, high) == recount(rows)
    assert gross == net + overlap + high


@settings(max_examples=60, deadline=None)
@given(ROWS, st.randoms())
def test_the_order_of_the_rows_makes_no_difference(rows, random):
    rows = [row | {"row": n} for n, row in enumerate(one_country_each(rows), 1)]
    shuffled = random.sample(rows, len(rows))
    rules = [TRAINED, Rule("T", 1, "", "valid_at_cut_off", "distinct"), Rule("T", 1, "", "state_at_cut_off", "maximum")]
    for rule in rules:
        as_given = count([rule], facts=facts(*rows), values=values(), cut_off=CUT_OFF)
        assert count([rule], facts=facts(*shuffled), values=values(), cut_off=CUT_OFF) == as_given


@settings(max_examples=60, deadline=None)
@given(ROWS)
def test_countries_add_up_to_the_whole_because_a_firm_has_one(rows):
    figures = count([TRAINED], facts=facts(*one_country_each(rows)), values=values(), cut_off=CUT_OFF)
    by_country = sum(figure.net for figure in figures if [name for name, _ in figure.dims] == ["country"])

    assert by_country == next(figure.net for figure in figures if figure.dims == ())
