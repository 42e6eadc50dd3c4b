"""What becomes of a text that somebody saves: it stands, or a colleague was faster."""

from dataclasses import dataclass
from datetime import datetime

from grants.questionnaire.answers import Answer


@dataclass(frozen=True)
class Saved:
    """A text that stands in the draft now, at this revision; ``changed`` if this save put it there."""

    rev: int
    at: datetime
    answer: Answer
    changed: bool = True


@dataclass(frozen=True)
class Conflict:
    """A text that came after a colleague's: ``raw`` stands, by ``by``; ``mine`` is kept in the history.

    ``rev`` is the revision the next save has to name; 0, with nobody, when nothing stands there.
    """

    rev: int
    raw: str
    by: object
    at: datetime | None
    mine: str = ""
