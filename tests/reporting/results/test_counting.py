"""Counting: the worked tables, the rules over time and across projects, and an independent recount."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

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


def figures_of(rule, rows, reported=None, cut_off=CUT_OFF):
    return count([rule], facts=rows, values=values() if reported is None else reported, cut_off=cut_off)


def whole(rule, rows=None, reported=None, cut_off=CUT_OFF, dims=()):
    """(gross, net, overlap, high, projects) of one cell."""
    figures = figures_of(rule, facts() if rows is None else rows, reported, cut_off)
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
        ([ONE | A | {"size_known": False}, TWO | A | {"size_known": False}], (200, 0, 100, 100, 2)),
        ([ONE | A | {"size": "large"}, ONE | B | {"entity_type": "public"}], (0, 0, 0, 0, 0)),
        ([ONE | A | {"entity_type": "own_account"}], (100, 100, 0, 0, 1)),
        ([], (0, 0, 0, 0, 0)),
    ],
)
def test_firms_are_counted_as_the_table_says(rows, expected):
    assert whole(TRAINED, facts(*rows)) == expected


def test_less_than_the_smallest_amount_does_not_count():
    assert whole(TRAINED, facts(ONE | A | {"amount": 399}, ONE | B | {"amount": 400})) == (100, 100, 0, 0, 1)


def test_where_proof_is_asked_for_what_has_none_does_not_count():
    rows = facts(ONE | A | {"proven": False}, ONE | B | {"proven": True})

    assert whole(TRAINED, rows)[1] == 200
    assert whole(replace(TRAINED, needs_proof=True), rows)[1] == 100


def test_how_many_are_identified_by_a_tax_id_is_counted_beside():
    rows = facts(ONE | A | {"by_id": True}, ONE | B | {"by_id": False}, ONE | UNKNOWN | {"by_id": False})
    (cell,) = [f for f in figures_of(TRAINED, rows) if f.dims == ()]

    assert (cell.gross, cell.by_id) == (300, 100)


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


def test_only_what_is_marked_counts_where_the_rule_asks_for_a_mark():
    """The regional figure is the union of green and digital (decisions.md D5); plain jobs are neither."""
    rows = facts(
        ONE | A | {"amount": 100, "item": "a", "green": True, "digital": True},
        ONE | A | {"amount": 200, "item": "b", "green": False, "digital": True},
        ONE | A | {"amount": 400, "item": "c", "green": False},
        indicator="J",
    )

    assert whole(replace(JOBS, flags=("green", "digital")), rows)[1] == 300


def test_a_job_that_is_no_longer_green_is_not_counted_as_it_was_before():
    rows = facts(
        ONE | A | {"amount": 100, "green": True},
        ONE | A | {"amount": 100, "green": False, "on": date(2025, 2, 1)},
        indicator="J",
    )

    assert whole(replace(JOBS, flags=("green", "digital")), rows)[1] == 0


def test_created_and_maintained_jobs_are_a_labelled_sum():
    created = facts(ONE | A | {"amount": 150}, TWO | A | {"amount": 100}, indicator="J")
    kept = facts(ONE | A | {"amount": 300, "digital": True}, indicator="K")
    both = replace(JOBS, indicator="S", parts=("J", "K"))
    rows = pl.concat([created, kept])

    assert whole(both, rows) == (550, 450, 100, 0, 2)
    assert whole(both, rows, dims=(("digital", "true"),)) == (300, 300, 0, 0, 1)
    assert whole(replace(both, parts=("J", "nothing")), rows) == whole(JOBS, rows)


def test_of_two_facts_of_one_day_the_one_said_later_counts():
    rows = facts(
        ONE | A | {"said_on": date(2025, 6, 30), "withdrawn_on": date(2025, 1, 1)},
        ONE | A | {"said_on": date(2024, 12, 31)},
        indicator="A",
    )

    assert whole(ADOPTS, rows)[1] == 0


def test_organisations_in_contracts_are_counted_like_firms():
    rows = facts(
        ONE | A | {"country": "PE", "side": "la", "size": None}, ONE | B | {"country": "IT", "side": "eu"},
        TWO | A | {"country": "PE", "side": "la"}, indicator="O",
    )  # fmt: skip
    organisations = Rule("O", 1, "organisations", "distinct_ever", "distinct")

    assert whole(organisations, rows) == (300, 200, 100, 0, 2)
    assert whole(organisations, rows, dims=(("side", "eu"),))[1] == 100
    assert whole(organisations, rows, dims=(("country", "PE"),)) == (200, 100, 100, 0, 2)


def test_reported_numbers_are_added_over_periods_and_projects():
    reported = values(
        ONE | {"on": date(2024, 12, 31), "amount": 1000}, ONE | {"on": CUT_OFF, "amount": 500},
        TWO | {"on": CUT_OFF, "amount": 200},
    )  # fmt: skip

    assert whole(PEOPLE, reported=reported) == (1700, 1700, 0, 0, 2)


def test_what_a_number_is_split_into_stands_beside_the_whole_and_never_in_it():
    reported = values(
        ONE | {"on": CUT_OFF, "amount": 1000}, ONE | {"on": CUT_OFF, "amount": 600, "split": "sex:women"},
        ONE | {"on": CUT_OFF, "amount": 300, "split": "sex:men"},
    )  # fmt: skip

    assert whole(PEOPLE, reported=reported)[1] == 1000
    assert whole(PEOPLE, reported=reported, dims=(("split", "sex:women"),))[1] == 600


def test_a_project_in_two_countries_is_in_their_cells_as_it_divided_its_number_itself():
    reported = values(
        ONE | {"on": CUT_OFF, "amount": 1000, "country": None},
        ONE | {"on": CUT_OFF, "amount": 700, "split": "country:PE", "country": "PE"},
        ONE | {"on": CUT_OFF, "amount": 200, "split": "country:CO", "country": "CO"},
        TWO | {"on": CUT_OFF, "amount": 50, "country": "PE"},
    )  # fmt: skip

    assert whole(PEOPLE, reported=reported)[1] == 1050
    assert whole(PEOPLE, reported=reported, dims=(("country", "PE"),)) == (750, 750, 0, 0, 2)
    assert whole(PEOPLE, reported=reported, dims=(("country", "CO"),))[1] == 200


def test_money_has_no_cell_without_its_label():
    reported = values(
        ONE | {"on": CUT_OFF, "amount": 8000, "money": "eu_contribution"},
        ONE | {"on": CUT_OFF, "amount": 2000, "money": "cofinancing"},
        ONE | {"on": CUT_OFF, "amount": 10000, "money": "total_cost"}, indicator="M",
    )  # fmt: skip
    found = {f.dims: f.net for f in figures_of(replace(MONEY, labelled=True), facts(), reported)}

    assert found[(("money", "total_cost"),)] == 10000
    assert found[(("country", "PE"), ("money", "eu_contribution"))] == 8000
    assert all("money" in dict(dims) for dims in found)


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
