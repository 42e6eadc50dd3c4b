"""The sums and ceilings of a budget: the worked table of rules.py, and what is true of every budget."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grants import money
from grants.budgets import rules
from grants.budgets.models import Heading, SourceKind
from grants.budgets.rules import Finding, Limits, Line, Source

pytestmark = pytest.mark.unit

LIMITS = Limits(
    grant_min=Decimal("200000.00"), grant_max=Decimal("300000.00"), share_min=Decimal(50), share_max=Decimal(80)
)


def D(text):
    return Decimal(text.replace(",", ""))


def line(amount, heading="1.1", *, key="a", year=1, partner="p", **fields):
    return Line(key, heading, year, partner, D(amount), **fields)


def source(kind, amount, *, key=None, partner=None, **fields):
    return Source(key or kind, kind, partner, D(amount), **fields)


def budget(direct, indirect="0.00", reserve="0.00", *, eu, other, verified=True):
    """A budget of one line of salaries and, as is due, one of verification."""
    verification = D("1000.00") if verified else money.ZERO
    lines = [Line("a", "1.1", 1, "p", D(direct) - verification), Line("b", "5.3", 1, "p", verification)]
    return rules.totals(
        lines if verified else lines[:1],
        [source("eu", eu), source("own", other, partner="p")],
        indirect=D(indirect),
        contingency=D(reserve),
    )


WORKED = [
    # direct, indirect, reserve, EU, other, findings
    ("350,000.00", "24,500.00", "0.00", "299,600.00", "74,900.00", {}),
    ("350,000.00", "24,500.01", "0.00", "299,600.00", "74,900.01",
     {"indirect_above_ceiling": {"amount": D("24500.01"), "percent": D("7"), "highest": D("24500.00")}}),
    ("350,000.00", "0.00", "17,500.01", "280,000.00", "87,500.01",
     {"contingency_above_ceiling": {"amount": D("17500.01"), "percent": D("5"), "highest": D("17500.00")}}),
    ("350,000.00", "0.00", "17,500.00", "280,000.00", "87,500.00", {}),
    ("350,000.00", "0.00", "0.00", "280,000.00", "70,000.00", {}),
    ("350,000.00", "0.00", "0.00", "280,000.01", "69,999.99",
     {"share_above_max": {"amount": D("280000.01"), "percent": D("80"), "highest": D("280000.00")}}),
    ("350,000.00", "0.00", "0.00", "199,999.99", "150,000.01",
     {"grant_below_min": {"amount": D("199999.99"), "limit": D("200000.00")}}),
    ("400,000.00", "0.00", "0.00", "200,000.00", "200,000.00", {}),
    ("400,000.00", "0.00", "0.00", "300,000.00", "100,000.00", {}),
    ("400,000.00", "0.00", "0.00", "300,000.01", "99,999.99",
     {"grant_above_max": {"amount": D("300000.01"), "limit": D("300000.00")}}),
    ("500,000.00", "0.00", "0.00", "249,999.99", "250,000.01",
     {"share_below_min": {"amount": D("249999.99"), "percent": D("50"), "lowest": D("250000.00")}}),
    ("350,000.00", "0.00", "0.00", "280,000.00", "69,999.99",
     {"sources_short": {"missing": D("0.01"), "total": D("350000.00"), "sources": D("349999.99")}}),
    ("350,000.00", "0.00", "0.00", "280,000.00", "70,000.01",
     {"sources_over": {"excess": D("0.01"), "total": D("350000.00"), "sources": D("350000.01")}}),
]  # fmt: skip


@pytest.mark.parametrize(("direct", "indirect", "reserve", "eu", "other", "found"), WORKED)
def test_the_worked_table(direct, indirect, reserve, eu, other, found):
    totals = budget(direct, indirect, reserve, eu=eu, other=other)

    assert {finding.code: finding.params for finding in rules.findings(totals, LIMITS)} == found


def test_a_simplified_cost_needs_a_call_that_takes_it_and_is_summed_apart():
    lines = [line("1000.00", key="a", is_simplified=True), line("500.00", "2.2", key="b")]
    totals = rules.totals(lines, [], indirect=money.ZERO, contingency=money.ZERO)
    allowing = replace(LIMITS, simplified=True)

    assert (totals.simplified, totals.direct) == (D("1000.00"), D("1500.00"))
    named = {"key": "a", "label": "", "heading": "1.1"}
    assert Finding("line_not_simplified", named) in rules.findings(totals, LIMITS)
    assert Finding("line_not_simplified", named) not in rules.findings(totals, allowing)


def test_an_indivisible_share_is_compared_exactly():
    """80 % of 349,999.99 is 279,999.992: 279,999.99 is within, though 280,000.00 is shown as 80.00 % too."""
    limits = Limits(D("1"), D("300000"), D("80"), D("80"))

    codes = [
        [f.code for f in rules.findings(budget("349,999.99", eu=eu, other=other), limits)]
        for eu, other in (("279,999.99", "70,000.00"), ("280,000.00", "69,999.99"))
    ]

    assert codes == [["share_below_min"], ["share_above_max"]]
    assert budget("349,999.99", eu="280,000.00", other="69,999.99").share == D("80.00")


def test_the_sums_of_an_annex_iii_budget():
    lines = [
        line("100000.10", "1.1", key="a", partner="ccc", year=1),
        line("50000.20", "1.1", key="b", partner="aav", year=2),
        line("8000.30", "2.2", key="c", partner="ccc", year=1),
        line("2500.00", "5.3", key="d", partner=None, year=2),
    ]
    sources = [
        source("eu", "120000.00"),
        source("own", "40000.00", partner="ccc"),
        source("other", "9000.60"),
        source("revenue", "500.00"),
    ]

    totals = rules.totals(lines, sources, indirect=D("9000.00"), contingency=D("0.00"), years=3, partners=("x",))

    assert totals.by_group == {1: D("150000.30"), 2: D("8000.30"), 3: 0, 4: 0, 5: D("2500.00"), 6: 0}
    assert totals.by_heading == {"1.1": D("150000.30"), "2.2": D("8000.30"), "5.3": D("2500.00")}
    assert totals.by_partner == {"x": 0, "ccc": D("108000.40"), "aav": D("50000.20"), None: D("2500.00")}
    assert totals.by_year == {1: D("108000.40"), 2: D("52500.20"), 3: 0}
    assert (totals.direct, totals.without_reserve, totals.total) == (D("160500.60"), D("169500.60"), D("169500.60"))
    assert (totals.eu, totals.own, totals.other, totals.revenue, totals.sources) == (
        D("120000.00"), D("40000.00"), D("9000.60"), D("500.00"), D("169500.60"),
    )  # fmt: skip
    assert totals.share == D("70.80")


def codes(lines, sources=(), limits=LIMITS, **fields):
    totals = rules.totals(lines, sources, **{"indirect": money.ZERO, "contingency": money.ZERO} | fields)
    return [(finding.code, finding.params.get("key")) for finding in rules.findings(totals, limits)]


def test_an_empty_budget_says_only_that():
    assert codes([]) == [("budget_empty", None)]


def test_each_line_says_what_it_lacks():
    found = codes(
        [
            line("1.00", key="ok"),
            line("0.00", key="typo", unread=("quantity",)),
            line("0.00", key="half", empty=("description", "unit_value")),
            line("1.00", key="whose", partner=None),
            line("1.00", key="gone", partner=None, unread=("partner",)),
            line("1.00", key="late", year=3),
        ],
        years=2,
    )

    assert sorted(found[:5]) == [
        ("line_incomplete", "half"),
        ("line_outside_years", "late"),
        ("line_unread", "gone"),
        ("line_unread", "typo"),
        ("line_without_partner", "whose"),
    ]


def test_a_call_may_leave_the_split_among_partners_to_the_contract():
    limits = Limits(D("0"), D("300000"), D("0"), D("100"), split_by_partner=False)

    assert codes([line("1.00", partner=None)], [source("own", "1.00")], limits) == []


def test_amounts_and_sources_that_were_not_understood_are_named():
    found = codes(
        [line("1.00")],
        [source("eu", "0.00", unread=("amount",)), source("other", "1.00", empty=("name",))],
        Limits(D("0"), D("300000"), D("0"), D("100")),
        unread=("contingency",),
    )

    assert found == [("amount_unread", None), ("source_unread", "eu"), ("source_incomplete", "other")]


@pytest.mark.parametrize(
    ("eu", "verified", "found"),
    [
        ("100,000.00", False, []),
        ("100,000.01", False, [Finding("verification_missing", {"above": Decimal(100_000)})]),
        ("100,000.01", True, []),
    ],
)
def test_above_100000_of_eu_money_the_budget_has_an_expenditure_verification(eu, verified, found):
    limits = Limits(D("0"), D("300000"), D("0"), D("100"))
    totals = budget("150,000.00", eu=eu, other=str(D("150000.00") - D(eu)), verified=verified)

    assert rules.findings(totals, limits) == found


def test_headings_and_kinds_are_those_of_the_models():
    assert {int(heading[0]) for heading in Heading.values} == set(rules.GROUPS)
    assert rules.VERIFICATION == Heading.EXPENDITURE_VERIFICATION
    assert set(SourceKind.values) == {"eu", "own", "other", "revenue"}


# What is true of every budget -------------------------------------------------------------------

cents = st.decimals(min_value=0, max_value=Decimal("9999999.99"), places=2)
percents = st.decimals(min_value=0, max_value=100, places=4)
lines_of = st.lists(
    st.builds(
        Line,
        key=st.uuids().map(str),
        heading=st.sampled_from(Heading.values),
        year=st.integers(1, 4),
        partner=st.sampled_from(["a", "b", None]),
        amount=cents,
        label=st.sampled_from(["", "x", "y"]),
    ),
    max_size=12,
)
sources_of = st.lists(
    st.builds(
        Source,
        key=st.uuids().map(str),
        kind=st.sampled_from(SourceKind.values),
        partner=st.sampled_from(["a", None]),
        amount=cents,
    ),
    max_size=6,
)
limits_of = st.builds(
    Limits,
    grant_min=cents,
    grant_max=cents,
    share_min=percents,
    share_max=percents,
    indirect_max=percents,
    contingency_max=percents,
    split_by_partner=st.booleans(),
)


@given(lines_of, sources_of, cents, cents)
def test_every_sum_adds_up_and_none_is_negative(lines, sources, indirect, contingency):
    totals = rules.totals(lines, sources, indirect=indirect, contingency=contingency, years=4, partners=("a", "b"))

    exact = sum((line.amount for line in lines), start=money.ZERO)
    for sums in (totals.by_group, totals.by_heading, totals.by_partner, totals.by_year):
        assert sum(sums.values(), start=money.ZERO) == exact == totals.direct
        assert all(amount >= 0 for amount in sums.values())
    assert totals.total == totals.direct + indirect + contingency == totals.without_reserve + contingency
    assert totals.sources == totals.eu + totals.own + totals.other + totals.revenue
    assert totals.sources == sum((source.amount for source in sources), start=money.ZERO)


@given(lines_of, sources_of, limits_of, st.randoms(use_true_random=False))
def test_the_order_of_rows_does_not_matter(lines, sources, limits, chance):
    def found(lines, sources):
        totals = rules.totals(lines, sources, indirect=money.ZERO, contingency=money.ZERO, years=3)
        return totals, rules.findings(totals, limits)

    first = found(lines, sources)
    chance.shuffle(lines)
    chance.shuffle(sources)

    assert found(lines, sources) == first


@given(lines_of, sources_of, limits_of, cents, cents)
def test_every_finding_has_a_known_code(lines, sources, limits, indirect, contingency):
    totals = rules.totals(lines, sources, indirect=indirect, contingency=contingency, years=2, unread=("contingency",))

    assert {finding.code for finding in rules.findings(totals, limits)} <= set(rules.CODES)


@given(cents, percents)
def test_the_highest_amount_named_is_allowed_and_one_cent_more_is_not(whole, percent):
    highest = rules.ceiling(whole, percent)

    assert money.is_within(highest, whole, percent)
    assert not money.is_within(highest + money.CENT, whole, percent)


@given(cents, percents)
def test_the_lowest_amount_named_is_enough_and_one_cent_less_is_not(whole, percent):
    assume(whole * percent > 0)
    lowest = rules.least(whole, percent)

    assert rules.reaches(lowest, whole, percent)
    assert not rules.reaches(lowest - money.CENT, whole, percent)
