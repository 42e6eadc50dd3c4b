"""Money: one type (Decimal), one unit (euro), one rounding rule.

Amounts are rounded half up to the cent exactly once, where a quantity is multiplied by a unit
value; everything above that is a sum (decisions.md A9).

| inputs                         | result            | why                                      |
|--------------------------------|-------------------|------------------------------------------|
| line_total(3, 33.335)          | 100.01            | 100.005 is rounded half up               |
| split(100.00, [1, 1, 1])       | 33.34 33.33 33.33 | parts add up, first remainder first      |
| is_within(12_000, 15_000, 80)  | True              | 12,000 x 100 <= 15,000 x 80: no division |
| most_within(100.01, 90)        | 90.00             | 90.01 would be 90.001 % of it            |
"""

from decimal import ROUND_FLOOR, ROUND_HALF_UP, Decimal
from fractions import Fraction

CENT = Decimal("0.01")
ZERO = Decimal("0.00")
HUNDRED = Decimal(100)


def euros(value: Decimal) -> Decimal:
    """``value`` rounded half up to the cent: the only rounding of money in the system."""
    if not isinstance(value, Decimal):
        raise TypeError(f"Money is Decimal, not {type(value).__name__}.")
    return value.quantize(CENT, rounding=ROUND_HALF_UP)


def line_total(quantity: Decimal, unit_value: Decimal) -> Decimal:
    """Quantity times unit value in euro and cent: the one place where a product is rounded."""
    return euros(quantity * unit_value)


def percent(part: Decimal, whole: Decimal, places: int = 2) -> Decimal | None:
    """``part`` of ``whole`` in percent, for display only; None when the whole is zero."""
    if whole == 0:
        return None
    return (part * HUNDRED / whole).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def is_within(part: Decimal, whole: Decimal, ceiling_percent: Decimal) -> bool:
    """Whether ``part`` is at most ``ceiling_percent`` of ``whole``, exactly.

    Compared by multiplying across: a rounded percentage would let 80.004 % pass as 80.00 %.
    """
    return part * HUNDRED <= whole * ceiling_percent


def most_within(whole: Decimal, ceiling_percent: Decimal) -> Decimal:
    """The largest amount in whole cents that ``is_within`` a percentage of ``whole``: never half up over a ceiling."""
    return (whole * ceiling_percent / HUNDRED).quantize(CENT, rounding=ROUND_FLOOR)


def split(total: Decimal, weights: list[Decimal]) -> list[Decimal]:
    """``total`` divided by ``weights`` in whole cents that add up to ``total`` (largest remainder).

    Equal remainders are served in order. Raises ValueError without a positive weight, with a
    negative one, and for a total that is not in whole cents.
    """
    if any(weight < 0 for weight in weights) or sum(weights, start=Decimal(0)) <= 0:
        raise ValueError("Weights are zero or more, and at least one is positive.")
    if euros(total) != total:
        raise ValueError("A total is in whole cents.")
    sign = -1 if total < 0 else 1
    cents = int(abs(total) / CENT)
    whole = sum(map(Fraction, weights))
    # Fractions: a share of 33.99… in 28 digits would round up to a cent that is not there.
    exact = [cents * Fraction(weight) / whole for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(weights)), key=lambda i: (parts[i] - exact[i], i))
    for index in by_remainder[: cents - sum(parts)]:
        parts[index] += 1
    return [sign * part * CENT for part in parts]
