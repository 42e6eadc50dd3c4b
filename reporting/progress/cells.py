"""The fields people fill in of an update: their names, what stands in them, what is wrong with it.

Of each reported indicator: the whole and its parts by split, how it was measured, and where the
evidence is kept.
"""

from grants import formats
from reporting.progress.splits import WHOLE

NOTES = ("note", "kept_at")
"""The fields of words; they stand with the whole."""

LONGEST_NOTE = 4_000
"""Characters; a longer text is kept and flagged, never cut."""

WHOLE_DIGITS = 12
"""Of the column, before the decimals."""

PROBLEM_TOO_LONG = "text_too_long"


def cell_name(code, field) -> str:
    """The name of one field of an indicator, on pages and in saves: AIV-OP-02.whole, AIV-OP-02.sex:women."""
    return f"{code}.{field or 'whole'}"


def cell_of(name) -> tuple[str, str]:
    """Code of the indicator and field a name stands for."""
    code, _dot, field = name.partition(".")
    return code, WHOLE if field == "whole" else field


def split_of(field) -> str:
    """The split whose row holds a field."""
    return WHOLE if field in NOTES else field


def places_of(version) -> int:
    """Decimals of an indicator's values: those of its definition, at most the column's two."""
    return min(version.decimals, 2)


def stored_text(row, field) -> str:
    """What stands in a field: as typed where it was not understood, else the value. ``row`` may be None."""
    if row is None:
        return ""
    if field in NOTES:
        return getattr(row, field)
    return row.raw or formats.typed_number(row.value)


def write(row, version, field, text):
    """Put a text into a field of a row: a number where it is one, else as typed."""
    if field in NOTES:
        setattr(row, field, text)
        return
    understood = _read(text, version)
    row.value, row.raw = understood.value, text if understood.problem else ""


def problem_of(row, version, field) -> str:
    """Code of what is wrong with what stands in a field, or ""."""
    if row is None:
        return ""
    if field in NOTES:
        return PROBLEM_TOO_LONG if len(getattr(row, field)) > LONGEST_NOTE else ""
    return _read(row.raw, version).problem if row.raw else ""


def _read(text, version):
    places = places_of(version)
    return formats.parse_number(text, places=places, digits=WHOLE_DIGITS + places)
