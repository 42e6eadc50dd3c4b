"""What becomes of a row of a budget that somebody saves: it stands, or a colleague was faster."""

from dataclasses import dataclass, field
from datetime import datetime


@dataclass(frozen=True)
class Saved:
    """The row stands like this now, at this revision; ``row`` is None when it is gone or was left empty.

    ``changed`` says whether this save put it there.
    """

    rev: int
    at: datetime
    row: object
    changed: bool = True


@dataclass(frozen=True)
class Conflict:
    """A save that came after a colleague's: ``row`` stands, by ``by``; ``mine`` is kept in the history.

    ``rev`` is the revision the next save has to name; 0 with no row when a colleague deleted it.
    """

    rev: int
    row: object
    by: object
    at: datetime | None
    mine: dict = field(default_factory=dict)
    """What was typed, by field name."""
