"""What a cell of a page becomes in a file."""

from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from django.utils.safestring import mark_safe

from grants.lists.cells import heads_of, values_of
from grants.models import Contract

LIMA = "America/Lima"


def values(*cells, **column):
    return values_of(list(cells), [{"label": "x"} | column] * len(cells), LIMA)


def test_numbers_dates_and_states_are_no_longer_texts():
    noon = datetime(2026, 3, 10, 12, 0, 5, 7, tzinfo=UTC)

    assert values(
        Decimal("1234.50"), 7, None, {"moment": noon}, {"moment": date(2026, 3, 10)}, {"number": Decimal("0.5")},
        {"text": "10/03/2026", "value": date(2026, 3, 10)}, {"document": Contract(state="prepared")},
    ) == [
        Decimal("1234.50"), 7, None, datetime(2026, 3, 10, 7, 0, 5, tzinfo=ZoneInfo(LIMA)), date(2026, 3, 10),
        Decimal("0.5"), date(2026, 3, 10), "Being prepared",
    ]  # fmt: skip


def test_a_dash_for_nothing_is_an_empty_cell_and_markup_is_left_out():
    bold = mark_safe("<b>Café</b> &amp; cacao")

    assert values("–", {"text": "–"}, {"muted": "nobody yet"}, {"text": bold}, {"lines": ["a", {"text": "b"}]}) == [
        "", "", "nobody yet", "Café & cacao", "a; b",
    ]  # fmt: skip


def test_what_stands_small_below_has_a_column_of_its_own_or_stands_behind():
    columns = [{"label": "Contract", "hint": "Number"}, {"label": "Lead"}]
    row = [{"text": "Café", "hint": "922-001"}, {"text": "CCC", "hint": "Peru"}]

    assert heads_of(columns) == ["Contract", "Number", "Lead"]
    assert values_of(row, columns, LIMA) == ["Café", "922-001", "CCC (Peru)"]
    assert values_of("Funding line", columns, LIMA) == ["Funding line"]
