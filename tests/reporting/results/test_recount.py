"""Counting against a second count: dictionaries and sets in plain Python, no frames, on random small cases."""

from collections import defaultdict
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.results.counting import BREAKDOWNS, Rule, count
from tests.reporting.results.test_counting import ADOPTS, CUT_OFF, JOBS, TRAINED, WHOLE, facts, values

pytestmark = [pytest.mark.unit, pytest.mark.property]

DAYS = st.dates(date(2025, 6, 27), date(2025, 7, 3))
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "project": st.integers(1, 3),
            "firm": st.one_of(st.none(), st.integers(1, 6)),
            "amount": st.integers(300, 500),
            "item": st.sampled_from(["", "x"]),
            "on": DAYS,
            "said_on": DAYS,
            "status": st.sampled_from(["certified", "verified", "self_declared"]),
            "withdrawn_on": st.one_of(st.none(), DAYS),
            "valid_until": st.one_of(st.none(), DAYS),
            "green": st.booleans(),
            "digital": st.booleans(),
            "sex": st.sampled_from(["", "female"]),
            "proven": st.booleans(),
        }
    ),
    max_size=25,
)
EVERY_RULE = [
    replace(TRAINED, needs_proof=True),
    replace(ADOPTS, indicator="T"),
    replace(JOBS, indicator="T", flags=("green", "digital")),
    replace(JOBS, indicator="T"),
]


def as_registered(rows):
    """With what a firm has once: its country, its size (5: unknown, 6: large), whether its id is known."""
    for number, row in enumerate(rows, 1):
        firm = row["firm"] or 0
        row |= {"row": number, "pillar": 1 + row["project"] % 2, "country": "PE" if firm % 2 else "CO"}
        row |= {"size_known": firm != 5, "size": "large" if firm == 6 else "micro"}
    return rows


def unit(row):
    return row["firm"] or -row["row"]


def counted(rule, rows):
    """The rows that count for the rule, by hand."""
    rows = [row for row in rows if row["on"] <= CUT_OFF and row["size"] != "large"]
    if rule.time_rule != "distinct_ever":
        last = {}
        for row in sorted(rows, key=lambda row: (row["on"], row["said_on"], row["row"])):
            last[row["project"], unit(row), row["item"], row["sex"]] = row
        rows = [
            row
            for row in last.values()
            if not (row["withdrawn_on"] and row["withdrawn_on"] <= CUT_OFF)
            and not (row["valid_until"] and row["valid_until"] < CUT_OFF)
        ]
    if rule.least:
        rows = [row for row in rows if row["amount"] >= rule.least]
    if rule.needs_proof:
        rows = [row for row in rows if row["proven"]]
    if rule.flags:
        rows = [row for row in rows if any(row[flag] for flag in rule.flags)]
    return rows


def recount(rule, rows):
    """(gross, net, high) of rows that count."""
    if rule.cross_project_rule == "distinct":
        seats = {(row["project"], unit(row), row["firm"], row["size_known"]) for row in rows}
        certain = {firm for _project, _unit, firm, sized in seats if firm and sized}
        unsized = {firm for _project, _unit, firm, sized in seats if firm and not sized}
        nameless = [seat for seat in seats if not seat[2]]
        return len(seats) * 100, len(certain) * 100, (len(unsized) + len(nameless)) * 100
    lines, firms = defaultdict(list), {}
    for row in rows:
        lines[unit(row), row["item"], row["sex"]].append(row["amount"])
        firms[unit(row)] = row
    net = sum(max(amounts) for (one, *_), amounts in lines.items() if one > 0 and firms[one]["size_known"])
    high = sum(max(amounts) for (one, *_), amounts in lines.items() if one < 0 or not firms[one]["size_known"])
    return sum(sum(amounts) for amounts in lines.values()), net, high


def in_cell(row, dims):
    return all(str(row[name]).lower() == value.lower() for name, value in dims.items() if name != "reached")


@pytest.mark.parametrize("rule", EVERY_RULE, ids=["ever", "in force", "union of flags", "amounts"])
@settings(max_examples=60)
@given(rows=ROWS)
def test_every_cell_agrees_with_a_count_by_hand(rule, rows):
    rows = as_registered(rows)
    given = facts(*[dict(row) for row in rows])

    for figure in count([rule], facts=given, values=values(), cut_off=CUT_OFF):
        dims = dict(figure.dims)
        ever = dims.get("reached") == "ever"
        as_counted = replace(rule, time_rule="distinct_ever") if ever else rule
        full = [WHOLE | row for row in counted(as_counted, rows)]
        chosen = [row for row in full if in_cell(row, dims)]
        if rule.statuses and "status" not in dims:
            chosen = [row for row in chosen if row["status"] in rule.statuses]
        assert (figure.gross, figure.net, figure.high) == recount(rule, chosen), dims
        assert figure.projects == len({row["project"] for row in chosen}), dims


@settings(max_examples=40)
@given(rows=ROWS)
def test_gross_is_net_and_overlap_and_what_cannot_be_told_apart_and_none_is_negative(rows):
    for figure in count(EVERY_RULE, facts=facts(*as_registered(rows)), values=values(), cut_off=CUT_OFF):
        assert figure.gross == figure.net + figure.overlap + figure.high
        assert min(figure.gross, figure.net, figure.overlap, figure.high, figure.projects) >= 0


@settings(max_examples=40)
@given(rows=ROWS, random=st.randoms())
def test_the_order_of_the_rows_makes_no_difference(rows, random):
    rows = as_registered(rows)
    shuffled = random.sample(rows, len(rows))
    rules = [replace(rule, version=number) for number, rule in enumerate(EVERY_RULE)]
    as_given = count(rules, facts=facts(*rows), values=values(), cut_off=CUT_OFF)

    assert repr(count(rules, facts=facts(*shuffled), values=values(), cut_off=CUT_OFF)) == repr(as_given)


@settings(max_examples=40)
@given(rows=ROWS)
def test_countries_add_up_to_the_whole_because_a_firm_has_one(rows):
    rule = EVERY_RULE[0]
    figures = count([rule], facts=facts(*as_registered(rows)), values=values(), cut_off=CUT_OFF)
    by_country = sum(figure.net for figure in figures if [name for name, _ in figure.dims] == ["country"])

    assert by_country == next(figure.net for figure in figures if figure.dims == ())


def test_a_rule_with_nothing_to_count_has_its_zero():
    figures = count([Rule("X", 1, "firms", "distinct_ever", "distinct")], facts=facts(), values=values(),
                    cut_off=CUT_OFF)  # fmt: skip

    assert [(figure.dims, figure.net) for figure in figures] == [((), 0)]
    assert () in BREAKDOWNS
