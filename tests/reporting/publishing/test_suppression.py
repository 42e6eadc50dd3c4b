"""Small cells and those that would tell them; sizes of what is drawn."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.publishing.drawing import shades, widths
from reporting.publishing.suppression import LEAST, suppressed, suppressed_in

pytestmark = pytest.mark.unit


def line(**values):
    return {(("country", code),): Decimal(value) for code, value in values.items()}


@pytest.mark.parametrize(
    ("values", "hidden"),
    [
        ({"PE": 12, "CO": 30, "BR": 7}, set()),
        ({"PE": 3, "CO": 30, "BR": 7}, {"PE", "BR"}),
        ({"PE": 3, "CO": 2, "BR": 7}, {"PE", "CO", "BR"}),
        ({"PE": 3, "CO": 4, "BR": 7}, {"PE", "CO"}),
        ({"PE": 0, "CO": 4, "BR": 0}, {"CO"}),
        ({"PE": 4}, {"PE"}),
    ],
)
def test_small_cells_and_those_that_would_tell_them_are_suppressed(values, hidden):
    assert {cell[0][1] for cell in suppressed(line(**values))} == hidden


def test_a_table_of_two_directions_is_looked_at_along_both():
    cells = {
        (("country", country), ("pillar", pillar)): Decimal(value)
        for country, values in {"PE": (3, 40), "CO": (20, 50), "BR": (30, 60)}.items()
        for pillar, value in zip("12", values, strict=True)
    }

    hidden = {(cell[0][1], cell[1][1]) for cell in suppressed(cells)}

    assert hidden == {("PE", "1"), ("PE", "2"), ("CO", "1"), ("CO", "2")}


def test_what_stands_below_a_suppressed_cell_goes_with_it():
    tables = line(PE=4, CO=9, BR=40) | {
        (("country", "CO"), ("pillar", "1")): Decimal(9),
        (("country", "BR"), ("pillar", "1")): Decimal(40),
    }

    assert (("country", "CO"), ("pillar", "1")) in suppressed_in(tables)


def test_the_rest_of_a_flag_is_a_cell_for_whoever_subtracts():
    tables = {(): Decimal(100), (("green", "true"),): Decimal(97)}

    assert suppressed_in(tables, flags=frozenset({"green"})) == {(("green", "true"),)}
    assert suppressed_in(tables) == set()


def test_the_total_is_never_suppressed():
    assert suppressed_in({(): Decimal(3)}) == set()


@given(st.lists(st.integers(min_value=0, max_value=40), min_size=1, max_size=12))
def test_what_is_hidden_in_a_line_can_never_be_told_by_subtraction(values):
    cells = {(("country", str(place)),): Decimal(value) for place, value in enumerate(values)}

    hidden = suppressed(cells)

    shown = [cells[cell] for cell in cells if cell not in hidden]
    assert all(value == 0 or value >= LEAST for value in shown)
    if hidden and any(shown):
        assert len(hidden) > 1
        assert sum(cells[cell] for cell in hidden) > LEAST


def test_bars_and_shades_begin_at_zero():
    assert widths([Decimal(200), Decimal(100), None]) == [Decimal("100.0"), Decimal("50.0"), Decimal("0.0")]
    assert shades([Decimal(200), Decimal(100), Decimal(1), Decimal(0), None]) == [4, 2, 1, 0, 0]
    assert (widths([]), widths([None, Decimal(0)])) == ([], [Decimal("0.0"), Decimal("0.0")])
