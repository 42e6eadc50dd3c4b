"""Which cells of a table stay empty when it leaves: few firms could be known by name. Pure.

A cell of one to four is suppressed. Where the sum of its line is published, too, a lone suppressed cell
could be found by subtraction: the smallest other cell of the line goes with it. In a table of two
directions that is looked at along both, until nothing more falls.

| line of cells          | suppressed       | why                                              |
|------------------------|------------------|--------------------------------------------------|
| PE 12, CO 30, BR 7     | none             | all are five or more                             |
| PE 3, CO 30, BR 7      | PE, BR           | BR keeps PE from being found by subtraction      |
| PE 3, CO 2, BR 7       | PE, CO, BR       | that PE and CO make 5 would tell too much        |
| PE 3, CO 4, BR 7       | PE, CO           | together 7: neither can be told                  |
| PE 0, CO 4, BR 0       | CO               | there is no other cell to hide it behind         |
"""

from collections.abc import Mapping
from decimal import Decimal

LEAST = 5
"""Fewest firms, people or jobs a published cell stands for."""

Cell = tuple[tuple[str, str], ...]
"""Names and values of the directions of a cell, sorted: (("country", "PE"), ("pillar", "1"))."""


def suppressed(cells: Mapping[Cell, Decimal], *, above: frozenset[Cell] = frozenset()) -> set[Cell]:
    """The cells of one table that must not be shown; the total, a cell of no direction, is never among them.

    What stands below one of the suppressed cells of coarser tables (``above``) goes with it: its sum would
    tell the cell above.
    """
    hidden = {cell for cell, value in cells.items() if cell and 0 < value < LEAST}
    hidden |= {cell for cell in cells if any(set(coarser) < set(cell) for coarser in above)}
    lines = _lines(cells)
    while more := {cell for line in lines for cell in _complement(line, cells, hidden)}:
        hidden |= more
    return hidden


def suppressed_in(tables: Mapping[Cell, Decimal], *, flags: frozenset[str] = frozenset()) -> set[Cell]:
    """The same for all tables of one indicator at once, the coarse ones first.

    Of ``flags`` only "true" makes a cell; what is left of the whole is a cell, too, for whoever subtracts.
    """
    cells = dict(tables)
    for cell, value in tables.items():
        flag = next((pair for pair in cell if pair[0] in flags), None)
        whole = tuple(pair for pair in cell if pair != flag)
        if flag and whole in tables:
            cells[tuple(sorted((*whole, (flag[0], "false"))))] = tables[whole] - value
    by_names = {}
    for cell, value in cells.items():
        by_names.setdefault(tuple(name for name, _value in cell), {})[cell] = value
    hidden = set()
    for _names, table in sorted(by_names.items(), key=lambda pair: (len(pair[0]), pair[0])):
        hidden |= suppressed(table, above=frozenset(hidden))
    return hidden & set(tables)


def _lines(cells):
    """Cells that a published sum adds up: those that differ in one direction only."""
    lines = {}
    for cell in cells:
        for place in range(len(cell)):
            fixed = cell[:place] + cell[place + 1 :]
            lines.setdefault((tuple(name for name, _value in cell), fixed, cell[place][0]), []).append(cell)
    return list(lines.values())


def _complement(line, cells, hidden):
    """The smallest open cell of a line whose suppressed cells alone could be found by subtraction."""
    gone = [cell for cell in line if cell in hidden and cells[cell]]
    if not gone or (len(gone) > 1 and sum(cells[cell] for cell in gone) > LEAST):
        return []
    others = [cell for cell in line if cell not in hidden and cells[cell]]
    return [min(others, key=lambda cell: (cells[cell], cell))] if others else []
