"""The sheets of a workbook somebody handed in, read in a process of its own within limits.

What comes in is somebody else's: it is never evaluated, and a zip bomb, sixteen thousand styles or a cell
in the last row of the last column end that process and not ours (security.md T-XL-01 to T-XL-13).
"""

import datetime
import json
import subprocess
import sys
from array import array
from dataclasses import dataclass, replace
from pathlib import Path
from typing import NamedTuple

READER = Path(__file__).with_name("table_reader.py")
BYTES = 4
"""Of one place in the answer."""


@dataclass(frozen=True)
class Limits:
    """What a workbook may take. ``sheets`` are the first so many; a larger sheet is not read, the rest is."""

    rows: int
    columns: int
    sheets: int = 1
    megabytes: int = 400
    seconds: int = 10
    seconds_on_the_clock: int = 20


class TooLarge(Exception):
    """The workbook takes more memory or time than is given to it."""


class Damaged(Exception):
    """No workbook, or one that cannot be read."""


class Column(NamedTuple):
    """The different cells of a column, as read, and which of them stands in each row; "" is an empty cell."""

    cells: list
    places: array


@dataclass(frozen=True)
class Sheet:
    """One sheet from A1 on; ``columns`` is None where it is larger than the limits.

    ``errors`` are its formulas that went wrong, {cell: error}, with "" for one that was never worked out;
    ``merged`` are cells made one, as ((row, column), (row, column)) counted from 0.
    """

    name: str
    is_visible: bool
    rows: int
    columns: list[Column] | None
    errors: dict
    merged: list


@dataclass(frozen=True)
class Book:
    """The sheets of a workbook.

    ``outside`` are the kinds of things in it that refer to other files or machines; none was followed.
    """

    sheets: list[Sheet]
    outside: list


def read_book(content: bytes, limits: Limits) -> Book:
    """Read a workbook. Raises TooLarge or Damaged."""
    head, _line, places = _answer(content, limits).partition(b"\n")
    answer, at = json.loads(head), 0
    sheets = []
    for about in answer["sheets"]:
        columns = None
        if about["cells"] is not None:
            columns = []
            for cells in about["cells"]:
                end = at + about["rows"] * BYTES
                columns.append(Column([_cell(cell) for cell in cells], array("I", places[at:end])))
                at = end
        more = about["errors"], about["merged"]
        sheets.append(Sheet(about["name"], about["is_visible"], about["rows"], columns, *more))
    return Book(sheets, answer["outside"])


def far_cells(content: bytes, limits: Limits) -> list[tuple[str, str]]:
    """(sheet, cell) of cells far from any table: why a workbook is too large. Raises TooLarge or Damaged."""
    return [tuple(place) for place in json.loads(_answer(content, replace(limits, sheets=0)))["far"]]


def letters(place: int) -> str:
    """The letters of a column of a spreadsheet: 0 is A, 26 is AA."""
    name = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        name = chr(65 + rest) + name
    return name


def place_of(cell: str) -> tuple[int, int]:
    """Column and row of a cell, counted from 0: B7 is (1, 6)."""
    name = cell.rstrip("0123456789")
    column = 0
    for letter in name:
        column = column * 26 + ord(letter) - 64
    return column - 1, int(cell.removeprefix(name)) - 1


def _answer(content, limits):
    numbers = map(str, (limits.megabytes, limits.seconds, limits.rows, limits.columns, limits.sheets))
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and program)
            [sys.executable, "-I", str(READER), *numbers],
            input=content, capture_output=True, timeout=limits.seconds_on_the_clock, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise TooLarge from error
    if done.returncode < 0 or b"MemoryError" in done.stderr:  # ended by a limit
        raise TooLarge
    if done.returncode:
        raise Damaged
    return done.stdout


_KINDS = {
    "bool": bool,
    "date": datetime.date.fromisoformat,
    "datetime": datetime.datetime.fromisoformat,
    "time": datetime.time.fromisoformat,
    "text": str,
}


def _cell(cell):
    return _KINDS[cell[0]](cell[1]) if isinstance(cell, list) else cell
