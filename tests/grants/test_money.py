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


amounts = st.decimals("-99999999.99", "99999999.99", places=2)
weights = st.lists(st.decimals("0", "1000", places=4), min_size=1, max_size=12).filter(lambda w: sum(w) > 0)


@given(amounts, weights)
def test_parts_always_add_up_to_the_total_and_differ_from_their_share_by_less_than_a_cent(total, shares):
    parts = money.split(total, shares)

    assert sum(parts) == total
    for part, share in zip(parts, shares, strict=True):
        assert abs(part - total * share / sum(shares)) <= Decimal("0.01")
