"""Bars and shades of the public pages: numbers in, sizes out. Pure; everything begins at zero.

| values          | widths, %          | shades of four      |
|-----------------|--------------------|---------------------|
| 200, 100, 0     | 100.0, 50.0, 0.0   | 4, 2, 0             |
| 3, None         | 100.0, 0.0         | 4, 0                |
| nothing but 0   | 0.0                | 0                   |
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

SHADES = 4
"""Steps of colour on the map; none is for a country without a figure."""


def widths(values: Sequence[Decimal | None]) -> list[Decimal]:
    """Each value in percent of the largest, to one decimal; none counts as zero."""
    values = [Decimal(value or 0) for value in values]
    most = max(values, default=Decimal(0))
    if not most:
        return [Decimal("0.0") for _value in values]
    return [(value * 100 / most).quantize(Decimal("0.1"), ROUND_HALF_UP) for value in values]


def shades(values: Sequence[Decimal | None]) -> list[int]:
    """Each value's step of colour: from zero for nothing to SHADES for the largest, evenly from zero."""
    return [int((width * SHADES / 100).to_integral_value(ROUND_CEILING)) for width in widths(values)]
