"""The rows of a firm list column by column: each different cell once, and where it stands. Pure.

Fifty thousand rows have half a million cells, but few different ones: what is understood of a cell is
understood once.
"""

from functools import reduce
from itertools import compress
from operator import or_
from typing import NamedTuple

BLANKS = " \t\r\n\xa0\u200b\u3000"


def says(cell) -> bool:
    """Whether anything stands in a cell."""
    return cell is not None and (not isinstance(cell, str) or bool(cell.strip(BLANKS)))


class Column(NamedTuple):
    """The different cells of a column and which of them stands in each row; ``filled`` has a 1 for each that says."""

    cells: list
    places: list
    filled: bytes

    @classmethod
    def of(cls, cells, places):
        """With what is filled found out."""
        flags = [says(cell) for cell in cells]
        return cls(cells, places, bytes([flags[place] for place in places]))

    def each(self, meant):
        """A value for each row, where ``meant`` has one for each of the different cells."""
        return [meant[place] for place in self.places]


class Table(NamedTuple):
    """Rows that say something: their numbers on the sheet, and {key: Column} of the columns that do."""

    numbers: list
    columns: dict

    @classmethod
    def of_columns(cls, columns, first):
        """Of {key: (different cells, places)}; returns it and the numbers of the empty rows. ``first`` is a number."""
        read = {key: Column.of(cells, places) for key, (cells, places) in columns.items()}
        height = max((len(column.places) for column in read.values()), default=0)
        filled = any_of([column.filled for column in read.values()], height)
        numbers = range(first, first + height)
        blank = [number for number, is_filled in zip(numbers, filled, strict=True) if not is_filled]
        if blank:
            read = {
                key: Column(column.cells, list(compress(column.places, filled)), bytes(compress(column.filled, filled)))
                for key, column in read.items()
            }
        says_something = {key: column for key, column in read.items() if 1 in column.filled}
        return cls(list(compress(numbers, filled)), says_something), blank

    @classmethod
    def of_rows(cls, rows):
        """Of (number, {key: cell})."""
        rows = list(rows)
        columns = {}
        for key in dict.fromkeys(key for _number, cells in rows for key in cells):
            columns[key] = Column.of([cells.get(key) for _number, cells in rows], range(len(rows)))
        return cls([number for number, _cells in rows], columns)

    def filled(self, key):
        """A 1 for each row in which the column says something."""
        return self.columns[key].filled if key in self.columns else bytes(len(self.numbers))

    def rows(self):
        """(number, {key: cell}) of each row, without empty cells."""
        columns = [(key, column.each(column.cells), column.filled) for key, column in self.columns.items()]
        for at, number in enumerate(self.numbers):
            yield number, {key: cells[at] for key, cells, filled in columns if filled[at]}


def any_of(flags, height) -> bytes:
    """A 1 for each row in which one of them has a 1."""
    return reduce(or_, (int.from_bytes(one, "big") for one in flags), 0).to_bytes(height, "big")


EMPTY = Table([], {})
