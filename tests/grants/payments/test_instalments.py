"""The calculator of instalments: its worked table, its findings, what is true of every contract."""

from dataclasses import replace
from decimal import Decimal
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from grants import money
from grants.payments import instalments
from grants.payments.instalments import Position, Terms

pytestmark = pytest.mark.unit


def D(text):
    return Decimal(text.replace(",", ""))


TABLE = Position(
    grant=D("280,000.00"), share=D("80"), months=24, budget=(D("200,000.00"), D("140,000.00")),
    contingency=D("10,000.00"),
)  # fmt: skip


def after(*paid, **changes):
    return replace(TABLE, paid=tuple(D(amount) for amount in paid), **changes)


def codes(result):
    return [finding.code for finding in result.findings]


def test_the_first_instalment_is_the_eu_share_of_the_first_period():
    due = instalments.first_instalment(TABLE)

    assert due.payable == D("160,000.00")
    assert codes(due) == ["share_of_period"]
    assert due.lines == (
        ("basis", D("200,000.00")), ("eu_share", D("160,000.00")), ("cap", D("244,800.00")),
        ("paid", D("0.00")), ("room", D("244,800.00")), ("payable", D("160,000.00")),
    )  # fmt: skip


@pytest.mark.parametrize(
    ("incurred", "payable", "percent", "shortfall"),
    [
        ("140,000.00", "84,800.00", "70.0", None),
        ("146,750.00", "84,800.00", "73.4", None),
        ("139,999.99", "84,800.00", "70.0", "0.01"),
        ("100,000.00", "80,000.00", "50.0", "32,000.00"),
        ("0.00", "0.00", "0.0", "112,000.00"),
    ],
)
def test_a_further_instalment_asks_what_was_spent_of_the_previous_one(incurred, payable, percent, shortfall):
    due = instalments.further_instalment(after("160,000.00"), incurred=D(incurred))

    test = due.findings[1]
    assert due.payable == D(payable)
    assert test.params["percent"] == D(percent)
    assert test.code == ("spend_test_failed" if shortfall else "spend_test_passed")
    assert test.params.get("shortfall") == (D(shortfall) if shortfall else None)
    assert ("cut_at_cap" in codes(due)) == (payable == "84,800.00")


@pytest.mark.parametrize(
    ("accepted", "payable", "recovery", "code"),
    [
        ("350,000.00", "35,200.00", "0.00", "final_is_grant"),
        ("360,000.00", "35,200.00", "0.00", "final_is_grant"),
        ("340,000.00", "27,200.00", "0.00", "final_is_share"),
        ("300,000.00", "0.00", "4,800.00", "final_is_share"),
        ("0.00", "0.00", "244,800.00", "final_is_share"),
    ],
)
def test_the_balance_is_what_was_earned_less_what_was_paid(accepted, payable, recovery, code):
    due = instalments.balance(after("160,000.00", "84,800.00"), accepted=D(accepted))

    assert (due.payable, due.recovery) == (D(payable), D(recovery))
    assert codes(due) == [code, *(["recovery"] if due.recovery else [])]


def test_all_earlier_instalments_must_be_spent_whole():
    """Three periods: 48,000 and 48,000 paid. 60,000 spent of 120,000 = 48,000: nothing of the second is consumed."""
    contract = after("48,000.00", "48,000.00", months=36, budget=(D("60,000"), D("60,000"), D("60,000")))
    contract = replace(contract, terms=Terms(longest_last_period_months=12))

    due = instalments.further_instalment(contract, incurred=D("60,000.00"))
    assert due.findings[1].params["shortfall"] == D("33,600.00")
    assert due.payable == D("14,400.00")

    late = instalments.further_instalment(contract, incurred=D("50,000.00"))
    assert late.findings[1].params == {
        "percent": D("0.0"), "trigger": D("70"), "previous": D("48,000.00"), "consumed": D("40,000.00"),
        "shortfall": D("41,600.00"),
    }  # fmt: skip
    assert late.payable == D("6,400.00")


@pytest.mark.parametrize(
    ("months", "spans"),
    [
        (12, [(1, 12)]),
        (18, [(1, 18)]),
        (19, [(1, 12), (13, 19)]),
        (24, [(1, 12), (13, 24)]),
        (30, [(1, 12), (13, 30)]),
        (31, [(1, 12), (13, 24), (25, 31)]),
    ],
)
def test_a_rest_of_18_months_or_less_is_one_period(months, spans):
    found = instalments.periods(replace(TABLE, months=months))

    assert [(period.first_month, period.last_month) for period in found] == spans


def test_a_period_that_ends_within_a_year_takes_its_months_of_that_year():
    """27 months, the first period 15: a quarter of year two, and the rest of it with three months of year three."""
    contract = replace(
        TABLE, months=27, budget=(D("120,000.00"), D("100,000.00"), D("30,000.01")), terms=Terms(first_period_months=15)
    )

    assert [period.budget for period in instalments.periods(contract)] == [D("145,000.00"), D("105,000.01")]


def test_a_budget_year_after_the_end_belongs_to_the_last_period():
    contract = replace(TABLE, months=24, budget=(D("1.00"), D("2.00"), D("4.00")))

    assert [period.budget for period in instalments.periods(contract)] == [D("1.00"), D("6.00")]


def test_one_shot_pays_eighty_percent_and_then_the_balance():
    contract = replace(TABLE, terms=Terms(option="one_shot"), contingency=D("0.00"))

    assert instalments.first_instalment(contract).payable == D("224,000.00")
    paid = replace(contract, paid=(D("224,000.00"),))
    assert codes(instalments.further_instalment(paid, incurred=D("300,000.00"))) == ["no_period_left"]
    assert instalments.balance(paid, accepted=D("350,000.00")).payable == D("56,000.00")


def test_a_single_payment_at_the_end_has_no_pre_financing():
    contract = replace(TABLE, terms=Terms(option="at_end"))

    assert codes(instalments.first_instalment(contract)) == ["paid_at_end"]
    assert codes(instalments.further_instalment(contract, incurred=D("1.00"))) == ["paid_at_end"]
    assert instalments.balance(contract, accepted=D("350,000.00")).payable == D("280,000.00")


def test_what_comes_out_of_turn_is_nothing_and_says_why():
    assert codes(instalments.first_instalment(after("1.00"))) == ["first_paid_already"]
    assert codes(instalments.further_instalment(after(), incurred=D("1.00"))) == ["first_not_paid_yet"]
    assert codes(instalments.further_instalment(after("1.00", "1.00"), incurred=D("9.00"))) == ["no_period_left"]


def test_a_coordinator_may_ask_for_less():
    due = instalments.first_instalment(TABLE, requested=D("100,000.00"))

    assert due.payable == D("100,000.00")
    assert codes(due) == ["share_of_period", "asked_for_less"]
    assert instalments.first_instalment(TABLE, requested=D("170,000.00")).payable == D("160,000.00")


def test_the_forecast_adds_up_to_the_grant():
    expected = instalments.forecast(replace(TABLE, contingency=D("0.00"), budget=(D("200,000"), D("150,000"))))

    assert [(item.kind, item.amount) for item in expected] == [
        ("first", D("160,000.00")), ("further", D("92,000.00")), ("balance", D("28,000.00")),
    ]  # fmt: skip


# What is true of every contract -----------------------------------------------------------------

cents = st.decimals(min_value=0, max_value=Decimal("999999.99"), places=2)
percents = st.decimals(min_value=1, max_value=100, places=4)
terms_of = st.builds(
    Terms,
    option=st.sampled_from(["one_shot", "instalments", "at_end"]),
    first_period_months=st.integers(6, 18),
    later_period_months=st.integers(6, 18),
    longest_last_period_months=st.integers(12, 18),
    prefinancing_cap=percents,
    spend_trigger=percents,
    earlier_spend_trigger=percents,
    one_shot_share=percents,
)
positions = st.builds(
    Position,
    grant=st.decimals(min_value=Decimal("0.01"), max_value=Decimal("999999.99"), places=2),
    share=percents,
    months=st.integers(1, 60),
    budget=st.lists(cents, min_size=1, max_size=6).map(tuple),
    contingency=cents,
    terms=terms_of,
)


@given(positions, st.lists(cents, max_size=8), cents)
def test_instalments_keep_the_cap_and_with_the_balance_make_the_final_grant(contract, spent, accepted):
    incurred = money.ZERO
    for number, costs in enumerate(spent):
        incurred += costs
        due = (
            instalments.further_instalment(contract, incurred=incurred)
            if number
            else instalments.first_instalment(contract)
        )
        assert due.payable >= 0
        contract = replace(contract, paid=(*contract.paid, due.payable)) if due.payable else contract
        assert money.is_within(
            contract.paid_in_all, contract.grant_without_contingency, contract.terms.prefinancing_cap
        )
    due = instalments.balance(contract, accepted=accepted)
    final = contract.paid_in_all + due.payable - due.recovery
    assert final == min(contract.grant, money.most_within(accepted, contract.share))
    assert not (due.payable and due.recovery)
    assert money.is_within(final, accepted, contract.share)


@given(positions)
def test_the_budgets_of_the_periods_add_up(contract):
    found = instalments.periods(contract)

    assert sum(period.budget for period in found) == sum(contract.budget)
    assert found[0].first_month == 1
    assert found[-1].last_month == contract.months
    assert all(period.first_month <= period.last_month for period in found)
    assert all(left.last_month + 1 == right.first_month for left, right in pairwise(found))


@given(positions, cents, cents, cents)
def test_spending_more_never_pays_less(contract, paid, less, more):
    assume(paid > 0)
    contract = replace(contract, paid=(paid,))
    low, high = sorted((less, more))

    assert (
        instalments.further_instalment(contract, incurred=low).payable
        <= instalments.further_instalment(contract, incurred=high).payable
    )


@given(positions)
def test_a_forecast_never_passes_the_grant(contract):
    assert sum(item.amount for item in instalments.forecast(contract)) <= contract.grant


def test_every_code_is_listed():
    source = Path(instalments.__file__).read_text()

    assert all(f'"{code}"' in source.split("class Terms")[1] for code in (*instalments.CODES, *instalments.STEP_CODES))
