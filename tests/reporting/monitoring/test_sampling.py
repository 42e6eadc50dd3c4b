"""The draw: anybody with the seed draws the same firms."""

from collections import Counter

import pytest

from reporting.monitoring.sampling import drawn, population_hash

pytestmark = pytest.mark.unit
KEYS = [f"firm-{number}" for number in range(20)]


def test_the_same_seed_draws_the_same_firms_in_whatever_order_they_come():
    assert drawn(KEYS, 3, "a1") == drawn(reversed(KEYS), 3, "a1") == ["firm-15", "firm-9", "firm-18"]


def test_a_larger_sample_holds_the_smaller_one():
    assert drawn(KEYS, 5, "a1")[:3] == drawn(KEYS, 3, "a1")


def test_all_are_drawn_where_there_are_fewer():
    assert sorted(drawn(["b", "a", "a"], 5, "x")) == ["a", "b"]


def test_over_many_seeds_every_firm_is_drawn_about_as_often():
    counts = Counter(key for seed in range(400) for key in drawn(KEYS, 5, str(seed)))

    assert set(counts) == set(KEYS)
    assert max(counts.values()) < 140  # 100 are expected
    assert min(counts.values()) > 65


def test_the_mark_of_the_population_tells_one_from_another():
    assert population_hash(["b", "a"]) == population_hash(["a", "b", "b"])
    assert population_hash(["a"]) != population_hash(["a", "b"])
