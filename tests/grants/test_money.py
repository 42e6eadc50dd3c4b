"""Money: one rounding rule, parts that add up."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants import money

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("quantity", "unit_value", "total"),
    [("3", "33.335", "100.01"), ("1", "0.005", "0.01"), ("1", "0.0049", "0.00"), ("0.3333", "3.00", "1.00")],
)
def test_a_line_is_rounded_half_up_to_the_cent(quantity, unit_value, total):
    assert money.line_total(Decimal(quantity), Decimal(unit_value)) == Decimal(total)


def test_an_amount_that_is_not_decimal_is_refused():
    with pytest.raises(TypeError):
        money.euros(1.1)


def test_a_share_just_over_the_ceiling_is_over_it_although_it_rounds_to_it():
    assert money.percent(Decimal("80.004"), Decimal("100")) == Decimal("80.00")
    assert not money.is_within(Decimal("80.004"), Decimal("100"), Decimal("80"))
    assert money.is_within(Decimal("80.00"), Decimal("100"), Decimal("80"))


def test_a_hundred_euro_in_three_gives_the_odd_cent_to_the_first():
    assert money.split(Decimal("100.00"), [Decimal(1)] * 3) == [Decimal("33.34"), Decimal("33.33"), Decimal("33.33")]


@pytest.mark.parametrize(
    ("total", "weights", "parts"),
    [
        ("0.01", ["1", "1"], ["0.01", "0.00"]),
        ("-100.00", ["1", "1", "1"], ["-33.34", "-33.33", "-33.33"]),
        ("0.00", ["1", "2"], ["0.00", "0.00"]),
        ("10.00", ["0", "1"], ["0.00", "10.00"]),
        ("200000.00", ["33.33", "33.33", "33.34"], ["66660.00", "66660.00", "66680.00"]),
        ("0.05", ["2", "3"], ["0.02", "0.03"]),
        ("100.00", ["0.3333", "0.6667"], ["33.33", "66.67"]),
    ],
)
def test_a_total_is_divided_by_the_largest_remainder(total, weights, parts):
    assert money.split(Decimal(total), [Decimal(w) for w in weights]) == [Decimal(p) for p in parts]


@pytest.mark.parametrize(
    ("total", "weights"), [("1.00", []), ("1.00", ["0"]), ("1.00", ["2", "-1"]), ("1.005", ["1", "1"])]
)
def test_a_division_that_cannot_add_up_is_refused(total, weights):
    with pytest.raises(ValueError, match=r"Weights are|whole cents"):
        money.split(Decimal(total), [Decimal(w) for w in weights])


def test_the_share_of_nothing_is_no_number():
    assert money.percent(Decimal("1.00"), Decimal("0.00")) is None


@given(st.decimals("0", "99999999.9999", places=4), st.decimals("0", "99999999.9999", places=4))
def test_a_line_differs_from_its_product_by_half_a_cent_at_most(quantity, unit_value):
    total = money.line_total(quantity, unit_value)

    assert total == total.quantize(money.CENT)
    assert abs(total - quantity * unit_value) <= Decimal("0.005")


amounts = st.decimals("-99999999.99", "99999999.99", places=2)
weights = st.lists(st.decimals("0", "1000", places=4), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)


@given(amounts, weights)
def test_parts_always_add_up_to_the_total_and_differ_from_their_share_by_less_than_a_cent(total, shares):
    parts = money.split(total, shares)

    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - total * share / sum(shares)) <= Decimal("0.01")


@pytest.mark.parametrize(
    ("whole", "percent", "amount"),
    [
        ("100.01", "90", "90.00"),
        ("100.00", "33.3333", "33.33"),
        ("0.01", "99.9999", "0.00"),
        ("350000", "80", "280000"),
    ],
)
def test_a_share_in_whole_cents_never_passes_its_percentage(whole, percent, amount):
    assert money.most_within(Decimal(whole), Decimal(percent)) == Decimal(amount)


@given(st.decimals(min_value=0, max_value=Decimal("999999999.99"), places=2), st.decimals(0, 100, places=4))
def test_the_largest_share_is_within_and_a_cent_more_is_not(whole, percent):
    share = money.most_within(whole, percent)

    assert money.is_within(share, whole, percent)
    assert not money.is_within(share + money.CENT, whole, percent)
