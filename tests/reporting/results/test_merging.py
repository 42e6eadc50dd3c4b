"""Decisions that two firms are one, followed to their end."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.results.merging import resolved

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("same", "counts_as"),
    [
        ({}, {}),
        ({2: 1}, {2: 1}),
        ({3: 2, 2: 1}, {3: 1, 2: 1}),
        ({2: 1, 1: 2}, {2: 1}),
        ({4: 3, 3: 2, 2: 3}, {4: 2, 3: 2}),
    ],
)
def test_firms_count_as_the_table_says(same, counts_as):
    assert resolved(same) == counts_as


@given(st.dictionaries(st.integers(1, 12), st.integers(1, 12)))
def test_what_a_firm_counts_as_counts_as_itself(same):
    found = resolved(same)

    assert not found.keys() & set(found.values())
    assert all(found.get(firm, firm) == found.get(other, other) for firm, other in same.items())
