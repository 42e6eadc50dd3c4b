"""What is said of the cells of a list: all of it counted, the first of each kind kept. Pure.

A list can hold millions of wrong cells, and nobody reads them all; but none may be missed, because one
problem keeps the whole list from being taken over.
"""

from collections import Counter
from dataclasses import dataclass, field, replace

from reporting.progress.columns import COLUMNS

KEPT_OF_EACH = 1000
"""Findings of one code that are kept with their cells."""

_ORDER = {column.key: place for place, column in enumerate(COLUMNS)}


@dataclass(frozen=True)
class Finding:
    """One thing to say of a cell: a code of ``list_messages.SENTENCES``; ``is_note`` if it stops nothing."""

    row: int
    column: str
    code: str
    params: dict = field(default_factory=dict)
    is_note: bool = False


class Findings:
    """Findings as they come: iterating gives those that are kept, in the order of the list."""

    def __init__(self, found=()):
        self.counts = Counter()
        self._kept = {}
        self.extend(found)

    def add(self, finding):
        """Count it, and keep it while there are few of its code in its column."""
        self.counts[finding.code, finding.is_note] += 1
        kept = self._kept.setdefault((finding.code, finding.is_note, finding.column), [])
        if len(kept) < KEPT_OF_EACH:
            kept.append(finding)

    def extend(self, found):
        """Add each of them."""
        for finding in found:
            self.add(finding)

    @property
    def problems(self):
        """How many stop the list."""
        return sum(number for (_code, is_note), number in self.counts.items() if not is_note)

    @property
    def notes(self):
        """How many are only said."""
        return sum(number for (_code, is_note), number in self.counts.items() if is_note)

    @property
    def by_code(self):
        """{code: [problems, notes]} of everything, kept or not."""
        totals = {}
        for (code, is_note), number in sorted(self.counts.items()):
            totals.setdefault(code, [0, 0])[is_note] += number
        return totals

    def name_cells(self, letters):
        """Say where each stands in a list whose columns are {key: letter}, and not those of the template."""
        for key, kept in self._kept.items():
            letter = letters.get(key[-1])
            if letter:
                self._kept[key] = [_in_cell(one, letter) for one in kept]

    def __iter__(self):
        turns = Counter()
        found = [finding for kept in self._kept.values() for finding in kept]
        for finding in sorted(found, key=lambda one: (one.row, _ORDER.get(one.column, 0), one.code)):
            turns[finding.code, finding.is_note] += 1
            if turns[finding.code, finding.is_note] <= KEPT_OF_EACH:
                yield finding


def _in_cell(finding, letter):
    if not finding.row or "cell" in finding.params:
        return finding
    return replace(finding, params=finding.params | {"cell": f"{letter}{finding.row}"})


def left_out(by_code):
    """How many of ``by_code`` are counted only."""
    return sum(max(0, number - KEPT_OF_EACH) for numbers in by_code.values() for number in numbers)
