"""The cells of the logframe: their names, what stands in them, what is wrong with it."""

from grants import formats
from grants.applications.models import LogframeIndicator, LogframeResult

NUMBER_FIELDS = ("baseline", "target")


FIELDS = {"result": ("statement", "assumptions"), "indicator": ("source", *NUMBER_FIELDS)}
"""Kind of row -> the fields people write in."""


LONGEST_SOURCE = 250

WHOLE_DIGITS = 12
"""Of the columns of numbers, before the decimals."""


LONGEST_TEXT = 4_000
"""Characters; a longer text is kept and flagged, never cut."""


PROBLEM_TOO_LONG = "text_too_long"


def cell_name(row, field) -> str:
    """The name of one field of a result or of an indicator, on pages and in saves."""
    kind = "result" if isinstance(row, LogframeResult) else "indicator"
    return f"{kind}-{row.key}-{field}"


def stored_text(row, field) -> str:
    """What stands in a cell: as typed where it was not understood, else the value."""
    if isinstance(row, LogframeIndicator) and field in row.raw:
        return row.raw[field]
    value = getattr(row, field)
    return formats.typed_number(value) if field in NUMBER_FIELDS else value


def understand(row, field, text):
    """Value to store and code of the problem of a text typed into an indicator's field."""
    if field in NUMBER_FIELDS:
        places = places_of(row)
        understood = formats.parse_number(text, places=places, digits=WHOLE_DIGITS + places)
        return understood.value, understood.problem
    return ("", PROBLEM_TOO_LONG) if len(text) > LONGEST_SOURCE else (text, "")


def places_of(row) -> int:
    """Decimals of an indicator's baseline and target: those of its definition, at most the column's two."""
    return min(row.indicator.version.decimals, 2)


def problems_of(row) -> dict:
    """Field -> code of the problem, for what was typed into a row and cannot be handed in as it is."""
    if isinstance(row, LogframeResult):
        return {field: PROBLEM_TOO_LONG for field in FIELDS["result"] if len(getattr(row, field)) > LONGEST_TEXT}
    return {field: understand(row, field, text)[1] for field, text in row.raw.items()}
