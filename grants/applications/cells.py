"""Cells of an application that people fill in one by one: their names, and what may become of a save."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Clash:
    """A colleague was faster: what stands there now, by whom. Nothing was overwritten; ``mine`` is in the history."""

    mark: str
    theirs: str
    mine: str
    by: object = None
    at: datetime | None = None


@dataclass(frozen=True)
class Gone:
    """The row was taken out meanwhile; the text has no place any more, the page shows it."""

    mine: str


def parts_of(name) -> tuple[str, str, str]:
    """Kind and key of the row, and the field, that a cell's name consists of."""
    kind, _dash, rest = name.partition("-")
    key, _dash, field = rest.rpartition("-")
    return kind, key, field
