"""The draw itself: the table in its docstring, and what must hold for any population."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.auditing.sampling import Unit, draw, lines, read, shared

FOUR = [
    Unit("A", Decimal("100.00"), "PE"), Unit("B", Decimal("700.00"), "PE"), Unit("C", Decimal("50.00"), "CO"),
    Unit("D", Decimal("150.00"), "CO"),
]  # fmt: skip


def keys(method, size, units=FOUR, seed="2026"):
    return [(units[one.place].key, one.hits) for one in draw(method, units, size, seed).chosen]


def test_at_random_the_lowest_lots_are_drawn():
    assert keys("random", 2) == [("B", 1), ("D", 1)]
    assert keys("random", 9) == [("A", 1), ("B", 1), ("C", 1), ("D", 1)]


def test_in_strata_each_country_gives_one():
    assert keys("stratified", 2) == [("B", 1), ("D", 1)]
    assert shared({"PE": 60, "CO": 30, "BR": 10}, 10) == {"PE": 6, "CO": 3, "BR": 1}
    assert shared({"PE": 98, "CO": 1, "BR": 1}, 10) == {"PE": 8, "CO": 1, "BR": 1}
    assert shared({"PE": 5, "CO": 1}, 9) == {"PE": 5, "CO": 1}
    assert shared({"PE": 5, "CO": 4, "BR": 1}, 2) == {"PE": 1, "CO": 1, "BR": 0}


def test_by_money_hits_fall_from_the_start_at_every_interval():
    drawn = draw("monetary", FOUR, 4, "2026")

    assert keys("monetary", 4) == [("B", 3), ("D", 1)]
    assert (drawn.interval, drawn.start) == (Decimal("250.00"), Decimal("143.40"))


amounts = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("300000.00"), places=2)
populations = st.lists(st.tuples(amounts, st.sampled_from(["PE", "CO", "BR"])), min_size=1, max_size=40).map(
    lambda rows: [Unit(f"U{place}", amount, stratum) for place, (amount, stratum) in enumerate(rows)]
)
seeds = st.text("0123456789abcdef", min_size=1, max_size=32)


@pytest.mark.parametrize("method", ["random", "stratified", "monetary"])
@given(units=populations, size=st.integers(1, 40), seed=seeds)
def test_the_same_seed_draws_the_same_also_from_the_list_kept(method, units, size, seed):
    drawn = draw(method, units, size, seed)

    assert draw(method, list(read(lines(units))), size, seed) == drawn
    places = [one.place for one in drawn.chosen]
    assert places == sorted(set(places))


@pytest.mark.parametrize("method", ["random", "stratified"])
@given(units=populations, size=st.integers(1, 40), seed=seeds)
def test_as_many_are_drawn_as_asked_for(method, units, size, seed):
    assert len(draw(method, units, size, seed).chosen) == min(size, len(units))


@given(units=populations, size=st.integers(1, 40), seed=seeds)
def test_in_strata_nobody_is_left_out_while_there_is_room(units, size, seed):
    drawn = {units[one.place].stratum for one in draw("stratified", units, size, seed).chosen}
    strata = {unit.stratum for unit in units}

    assert drawn == strata or size < len(strata)


@given(units=populations, size=st.integers(1, 40), seed=seeds)
def test_by_money_everything_worth_the_interval_is_drawn_and_never_too_few_hits_are_made(units, size, seed):
    drawn = draw("monetary", units, size, seed)
    hits = {one.place: one.hits for one in drawn.chosen}

    assert 0 < drawn.start <= drawn.interval
    assert {place for place, unit in enumerate(units) if unit.amount >= drawn.interval} <= hits.keys()
    assert sum(hits.values()) >= min(size, sum(int(unit.amount * 100) for unit in units))
    for place, times in hits.items():
        assert (times - 1) * drawn.interval < units[place].amount


@pytest.mark.parametrize("method", ["random", "stratified", "monetary"])
def test_every_unit_can_be_drawn(method):
    drawn = {key for seed in range(300) for key, _hits in keys(method, 2, seed=str(seed))}

    assert drawn == {"A", "B", "C", "D"}


def test_by_money_a_unit_is_drawn_as_often_as_it_is_worth():
    units = [Unit("large", Decimal("30.00")), Unit("small", Decimal("10.00"))]
    drawn = [keys("monetary", 1, units, str(seed))[0][0] for seed in range(2000)]

    assert 1400 < drawn.count("large") < 1600
