"""What a lower budget does to the grant: the worked table, and what holds for all."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.contracts.funding import grant_after, share_of, taken_off
from grants.money import is_within

cents = st.decimals(min_value="1.00", max_value="500000.00", places=2)


@pytest.mark.parametrize(
    ("total", "after", "grant", "others", "expected", "rest"),
    [
        ("312500.00", "302500.00", "250000.00", {"own": "62500.00"}, "242000.00", {"own": "60500.00"}),
        ("312500.00", "312499.99", "250000.00", {"own": "62500.00"}, "249999.99", {}),
        (
            "400000.00", "390000.00", "300000.00", {"lead": "99000.00", "partner": "1000.00"},
            "292500.00", {"partner": "0.00", "lead": "97500.00"},
        ),
    ],
)  # fmt: skip
def test_the_worked_table(total, after, grant, others, expected, rest):
    total, after, grant = Decimal(total), Decimal(after), Decimal(grant)
    left = grant_after(after, grant=grant, share=share_of(grant, total))
    less = (total - after) - (grant - left)

    assert left == Decimal(expected)
    amounts = [(key, Decimal(amount)) for key, amount in others.items()]
    assert taken_off(less, amounts, first="partner") == {key: Decimal(amount) for key, amount in rest.items()}


def test_the_share_is_rounded_up_so_that_all_costs_give_all_the_grant():
    assert share_of(Decimal("100000.00"), Decimal("300000.00")) == Decimal("33.3334")
    assert share_of(Decimal("250000.00"), Decimal("312500.00")) == Decimal("80.0000")


@given(cents, cents, cents)
def test_the_grant_never_rises_and_stays_within_its_share(one, two, part):
    total, after = max(one, two), min(one, two)
    grant = min(part, total)
    share = share_of(grant, total)

    left = grant_after(after, grant=grant, share=share)

    assert left <= grant
    assert is_within(left, after, share)
    assert share * total / 100 >= grant


@given(st.lists(cents, min_size=1, max_size=6), cents)
def test_what_is_taken_off_is_what_was_asked_for_as_far_as_there_is_any(amounts, less):
    others = [(str(place), amount) for place, amount in enumerate(amounts)]

    after = dict(others) | taken_off(less, others, first="2")

    assert sum(amounts) - sum(after.values()) == min(less, sum(amounts))
    assert all(amount >= 0 for amount in after.values())
