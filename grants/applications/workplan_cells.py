"""The cells of the workplan: their names, what stands in them, what is wrong with it."""

import re

MONTH_FIELDS = ("first_month", "last_month")
CHOICE_FIELDS = ("result", "partner")
FIELDS = {"activity": ("title", *CHOICE_FIELDS, *MONTH_FIELDS)}
"""Kind of row -> the fields people write in."""


LONGEST_TITLE = 300
LAST_MONTH = 120
"""No project of any call is longer; whether a month is one of this project the checklist says."""


PROBLEM_TOO_LONG = "title_too_long"
PROBLEM_MONTH = "month_unreadable"
PROBLEM_CHOICE = "choice_gone"
PROBLEM_ORDER = "months_reversed"


def cell_name(row, field) -> str:
    """The name of one field of an activity, on pages and in saves."""
    return f"activity-{row.key}-{field}"


def stored_text(row, field) -> str:
    """What stands in a cell: as typed where it was not understood, else the value; of a choice its key."""
    if field in row.raw:
        return row.raw[field]
    value = getattr(row, field)
    if value is None:
        return ""
    return str(value.key) if field in CHOICE_FIELDS else str(value)


def understand(field, text, choices):
    """Value to store and code of the problem of a text; ``choices`` is field -> {key: row}."""
    if field in CHOICE_FIELDS:
        value = choices[field].get(text)
        return value, PROBLEM_CHOICE if text and value is None else ""
    if field in MONTH_FIELDS:
        return _month(text)
    return ("", PROBLEM_TOO_LONG) if len(text) > LONGEST_TITLE else (text, "")


def _month(text):
    text = text.strip()
    if not text:
        return None, ""
    number = int(text) if re.fullmatch(r"[0-9]{1,3}", text) else 0
    return (number, "") if 1 <= number <= LAST_MONTH else (None, PROBLEM_MONTH)


def problems_of(row) -> dict:
    """Field -> code of the problem, for what was typed into a row and cannot be handed in as it is."""
    found = {field: _problem_of(field) for field in row.raw}
    months = row.first_month, row.last_month
    if None not in months and months[1] < months[0]:
        found["last_month"] = PROBLEM_ORDER
    return found


def _problem_of(field):
    if field in CHOICE_FIELDS:
        return PROBLEM_CHOICE
    return PROBLEM_MONTH if field in MONTH_FIELDS else PROBLEM_TOO_LONG
