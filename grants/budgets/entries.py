"""What is typed into the fields of a budget, and what it means. Pure.

Each field is read by itself; what is not understood keeps its text and gets a code (messages.py).
``normal`` is the form in which two entries are compared: "1.234,5" and "1234.50" are one number.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from grants import formats, money

LONGEST = 20_000
"""Most characters of one field that are stored at all."""

MOST = Decimal(10) ** 12
"""Amounts stay below this (columns of fourteen digits, two of them cents)."""

LINE_FIELDS = (
    "heading", "year", "partner", "description", "unit", "quantity", "unit_value", "justification", "basis",
)  # fmt: skip
AMOUNT_FIELDS = ("indirect_costs", "contingency")
SOURCE_FIELDS = ("kind", "partner", "name", "amount")

PROBLEMS = (
    *formats.PROBLEMS, "text_too_long", "not_offered", "year_unknown", "partner_gone", "basis_unknown",
    "line_too_large",
)  # fmt: skip
"""Every code an entry can carry."""


ACTUAL = "actual"
BASES = (ACTUAL, "unit", "lump", "flat")
"""How a cost is claimed: as it was paid, or by one of the simplified cost options."""


@dataclass(frozen=True)
class Choices:
    """What can be chosen in this budget: its headings, years and the keys of its partners."""

    headings: frozenset[str] = frozenset()
    years: int = 1
    partners: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Entry:
    """What was understood of one field: a value, or the code of the problem with its numbers."""

    value: object = None
    problem: str = ""
    params: dict = field(default_factory=dict)


def read(name: str, raw: str, choices: Choices) -> Entry:
    """Understand what was typed into the field ``name``. Raises KeyError for a field there is not."""
    return _READERS[name](raw.strip(), choices)


def normal(name: str, raw: str, choices: Choices) -> str:
    """``raw`` in the one form in which entries are compared: what was understood, else the text."""
    entry = read(name, raw, choices)
    if entry.problem:
        return raw.strip()
    return plain(entry.value)


def plain(value) -> str:
    """A value of a field as text: numbers with their fixed places, nothing as an empty text."""
    if value is None:
        return ""
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _text(limit):
    def read_text(raw, choices):
        return Entry(raw) if len(raw) <= limit else Entry(problem="text_too_long", params={"limit": limit})

    return read_text


def _number(places, digits):
    def read_number(raw, choices):
        understood = formats.parse_number(raw, places=places, digits=digits)
        return Entry(understood.value, understood.problem, {"places": places} if understood.problem else {})

    return read_number


def _amount(raw, choices):
    """An amount left empty is zero."""
    entry = _number(2, 14)(raw, choices)
    return entry if raw else Entry(money.ZERO)


def _year(raw, choices):
    if raw.isascii() and raw.isdigit() and len(raw) < 3 and 1 <= int(raw) <= choices.years:
        return Entry(int(raw))
    return Entry(problem="year_unknown", params={"years": choices.years})


def _partner(raw, choices):
    if not raw:
        return Entry()
    return Entry(raw) if raw in choices.partners else Entry(problem="partner_gone")


def _basis(raw, choices):
    """A line that does not say how it is claimed is an actual cost."""
    return Entry(raw or ACTUAL) if raw in ("", *BASES) else Entry(problem="basis_unknown")


def _one_of(attribute):
    def read_choice(raw, choices):
        return Entry(raw) if raw in getattr(choices, attribute) else Entry(problem="not_offered")

    return read_choice


_READERS: dict[str, Callable[[str, Choices], Entry]] = {
    "heading": _one_of("headings"),
    "year": _year,
    "partner": _partner,
    "description": _text(250),
    "unit": _text(40),
    "quantity": _number(4, 12),
    "unit_value": _number(4, 14),
    "justification": _text(5000),
    "basis": _basis,
    "indirect_costs": _amount,
    "contingency": _amount,
    "kind": _one_of("kinds"),
    "name": _text(150),
    "amount": _amount,
}
