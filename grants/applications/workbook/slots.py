"""One cell of a draft as it travels in a workbook."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field

from grants.questionnaire.answers import table_words
from grants.questionnaire.specs import QuestionSpec


@dataclass(frozen=True)
class Slot:
    """One cell: ``text`` stands in it, at revision or with mark ``rev``; ``words`` are what people choose from.

    ``read`` gives a text in the form in which texts are compared, and why it cannot stand ("" without a reason).
    """

    name: str
    where: str
    text: str
    rev: int | str
    is_open: bool
    read: Callable[[str], tuple[str, str]]
    url: str = ""
    kind: str = "text"
    value: object = None
    words: dict = field(default_factory=dict)
    table: QuestionSpec | None = None

    @property
    def row(self) -> str:
        """The row it stands in: "line-<key>"."""
        return self.name.rpartition("-")[0]

    @property
    def word(self) -> str:
        """What its column is called."""
        return self.where.rpartition(" · ")[2]

    def shown(self, text: str) -> str:
        """A text of this cell as people read it."""
        if self.table:
            return "\n".join(" · ".join(cell or "–" for cell in row) for row in table_words(self.table, text))
        return "\n".join(self.words.get(line, line) for line in text.split("\n")) if self.words else text


def told_apart(words) -> dict:
    """The same words by their keys, those that stand twice with a number behind.

    >>> told_apart({"a": "Training", "b": "Training"})
    {'a': 'Training', 'b': 'Training (2)'}
    """
    given, apart = set(), {}
    for key, word in words.items():
        number, one = 1, word
        while one in given:
            number += 1
            one = f"{word} ({number})"
        given.add(one)
        apart[key] = one
    return apart


SHEETS = (("answer",), ("line",), ("amounts", "source"), ("result", "indicator"), ("activity",))
"""Kinds of cells in the order in which their sheets go out."""


def place(name, sheet, cell) -> tuple:
    """Where a cell stands, to sort by: what is kept of a workbook in the database has no order of its own.

    >>> place("line-1-unit", "Budget", "C12") < place("line-2-heading", "Budget", "B13") < place("activity-3", "", "A4")
    True
    """
    kind = name.partition("-")[0]
    column, row = re.fullmatch("([A-Z]*)([0-9]*)", cell).groups()
    return next(n for n, kinds in enumerate(SHEETS) if kind in kinds), sheet, int(row or 0), len(column), column
