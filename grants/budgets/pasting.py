"""Rows copied from a spreadsheet, as lines of a budget: what each cell was understood as, or why it was not. Pure.

Cells are separated by tabs, rows by line breaks. The columns stand in the order of ``entries.LINE_FIELDS``, or in
that of a first row with their names in any language; a column of totals is looked at, never taken. Numbers are read
as everywhere, so that one that could be a thousand or a decimal is refused by its row and column.
"""

import re
from dataclasses import dataclass, field

from grants import money
from grants.budgets import entries
from grants.budgets.entries import LINE_FIELDS, Choices, Entry

MOST_ROWS = 200
"""So many rows are taken at a time."""

TOTAL = "total"
_NEEDED = ("heading", "description")
_HEADING = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True)
class Line:
    """A pasted row: its number, what was typed and what was understood by field, and the total that follows."""

    number: int
    typed: dict[str, str]
    entries: dict[str, Entry]
    amount: object = money.ZERO


@dataclass(frozen=True)
class Slip:
    """What stands against taking the rows: row, field ("" for the whole row) and code with its numbers."""

    row: int
    field: str
    code: str
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Pasted:
    """All rows as they were understood, and every slip in them; without slips they can be taken."""

    lines: tuple[Line, ...] = ()
    slips: tuple[Slip, ...] = ()


@dataclass(frozen=True)
class Words:
    """Names people write, in small letters: of the columns -> field, of the partners -> key; ``own`` for none.

    ``bases`` are the words for how a cost is claimed -> code.
    """

    columns: dict[str, str]
    partners: dict[str, str]
    own: str = ""
    bases: dict[str, str] = field(default_factory=dict)


def read(text: str, choices: Choices, words: Words, order=LINE_FIELDS) -> Pasted:
    """What somebody pasted, row by row; rows without any text count for nothing but keep the numbers of the others.

    ``order`` is that of the columns where no first row names them.
    """
    rows = [(number, _cells(line)) for number, line in enumerate(text.splitlines(), start=1)]
    rows = [(number, cells) for number, cells in rows if any(cells)]
    if not rows:
        return Pasted(slips=(Slip(0, "", "nothing_pasted"),))
    fields = _named(rows[0][1], words)
    rows = rows[1:] if fields else rows
    if len(rows) > MOST_ROWS:
        return Pasted(slips=(Slip(0, "", "too_many_rows", {"count": len(rows), "limit": MOST_ROWS}),))
    read_rows = [_row(number, cells, fields or order, choices, words) for number, cells in rows]
    return Pasted(tuple(line for line, _ in read_rows), tuple(slip for _, slips in read_rows for slip in slips))


def _cells(line):
    return [" ".join(cell.split()) for cell in line.split("\t")]


def _named(cells, words):
    """The fields of the columns by a first row that names them; None for a row that is none."""
    found = [words.columns.get(cell.casefold(), "") for cell in cells]
    return tuple(found) if sum(map(bool, found)) > max(1, len(cells) // 2) else None


def _row(number, cells, fields, choices, words):
    slips = []
    if len(cells) > len(fields) and any(cells[len(fields) :]):
        slips.append(Slip(number, "", "row_too_wide", {"limit": len(fields)}))
    typed = {name: text for name, text in zip(fields, cells, strict=False) if name in LINE_FIELDS}
    typed = {name: typed.get(name, "") for name in LINE_FIELDS}
    codes = {name: _code(name, text, words) for name, text in typed.items()}
    understood = {name: entries.read(name, codes[name], choices) for name in LINE_FIELDS}
    for name, entry in understood.items():
        if name in _NEEDED and not typed[name]:
            slips.append(Slip(number, name, "cell_empty"))
        elif entry.problem:
            slips.append(Slip(number, name, entry.problem, entry.params))
    if any(slip.field for slip in slips):
        return Line(number, typed, understood), slips
    amount = _amount(understood)
    if amount >= entries.MOST:
        slips.append(Slip(number, "unit_value", "line_too_large"))
    return Line(number, codes, understood, amount), slips


def _code(name, text, words):
    """A cell as the field of a budget holds it: a heading by its number, a partner by its key."""
    if name == "heading":
        found = _HEADING.match(text)
        return found[0] if found else text
    if name == "partner":
        return words.partners.get(text.casefold(), text) if text else words.own
    if name == "basis":
        return words.bases.get(text.casefold(), text)
    return text or ("1" if name == "year" else "")


def _amount(understood):
    quantity, value = understood["quantity"].value, understood["unit_value"].value
    return money.ZERO if quantity is None or value is None else money.line_total(quantity, value)
