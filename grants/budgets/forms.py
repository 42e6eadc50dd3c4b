"""What the page of a budget sends, as the actions take it."""

import re
from dataclasses import dataclass, field
from uuid import UUID

from grants.budgets import entries

_CELL = re.compile(r"(?P<kind>line|source)-(?P<key>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})-(?P<field>[a-z_]+)")
_AMOUNT = re.compile(r"amounts-(?P<field>[a-z_]+)")
LARGEST_REV = 2**31 - 1


@dataclass(frozen=True)
class Posted:
    """A sheet as it was sent: rows by key with the revision they are based on, and the button pressed.

    ``lines``, ``sources`` and ``amounts`` are the arguments of ``actions.save_sheet``. ``add_line`` is
    the heading of a line to add, ``add_source`` a kind, ``delete`` (kind, key, revision), ``move`` (key of a line,
    whether up); None without.
    """

    lines: dict = field(default_factory=dict)
    sources: dict = field(default_factory=dict)
    amounts: tuple | None = None
    add_line: str | None = None
    add_source: str | None = None
    delete: tuple | None = None
    move: tuple | None = None


def cell_of(name: str) -> tuple[str, UUID | None, str] | None:
    """Kind, key and field of a cell by its name on the page; None for what is no cell of a budget."""
    found = _CELL.fullmatch(name)
    if found:
        known = entries.LINE_FIELDS if found["kind"] == "line" else entries.SOURCE_FIELDS
        return (found["kind"], UUID(found["key"]), found["field"]) if found["field"] in known else None
    found = _AMOUNT.fullmatch(name)
    return ("amounts", None, found["field"]) if found and found["field"] in entries.AMOUNT_FIELDS else None


def rev_name(kind, key) -> str:
    """The name of the hidden field that says which revision of a row was filled in from."""
    return f"rev-{kind}-{key}" if key else f"rev-{kind}"


def rev_of(text: str | None) -> int:
    """A posted revision; 0 for anything that is none."""
    text = (text or "").strip()
    return min(int(text), LARGEST_REV) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def posted(data) -> Posted:
    """Read a posted sheet (QueryDict). What is no cell of a budget is passed over; so is the cell whose
    "keep theirs" button was pressed."""
    rows = {}
    given_up = data.get("keep-theirs", "")
    for name in data:
        cell = cell_of(name.removeprefix("answer-")) if name.startswith("answer-") and name != given_up else None
        if cell is not None:
            kind, key, field_name = cell
            rows.setdefault((kind, key), {})[field_name] = data[name]
    based = {row: (fields, rev_of(data.get(rev_name(*row)))) for row, fields in rows.items()}
    return Posted(
        lines={key: row for (kind, key), row in based.items() if kind == "line"},
        sources={key: row for (kind, key), row in based.items() if kind == "source"},
        amounts=based.get(("amounts", None)),
        add_line=data.get(f"heading-of-{data['add-line']}", "") if "add-line" in data else None,
        add_source=data.get("add-source"),
        delete=_to_delete(data.get("delete", "")),
        move=_to_move(data.get("move", "")),
    )


def posted_cell(data):
    """What autosave sends for one field: its name, and the row as ``posted`` gives it; None for no cell.

    Returns (kind, key, ({field: text}, revision)).
    """
    cell = cell_of(data.get("key", ""))
    if cell is None:
        return None
    kind, key, field_name = cell
    return kind, key, ({field_name: data.get("value", "")}, rev_of(data.get("rev")))


def _to_move(value):
    """The line of a pressed button, ``line-<key>-up`` or ``-down``."""
    row, _, way = value.rpartition("-")
    cell = cell_of(f"{row}-partner")
    return (cell[1], way == "up") if cell and cell[0] == "line" and way in ("up", "down") else None


def _to_delete(value):
    """The row of a pressed delete button, ``line-<key>-<revision>``."""
    row, _, rev = value.rpartition("-")
    kind, _, key = row.partition("-")
    cell = cell_of(f"{kind}-{key}-partner")
    return (cell[0], cell[1], rev_of(rev)) if cell and cell[1] else None
