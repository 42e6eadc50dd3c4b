"""What a workbook that came back would do to the draft as it stands: cell by cell, before anybody confirms."""

from dataclasses import dataclass, field

from grants import formats
from grants.applications.marks import text_mark
from grants.applications.workbook.merging import Fate, fate_of
from grants.applications.workbook.slots import Slot, place

MOST_MEGABYTES = 10
MOST_IN_AN_HOUR = 30
"""Workbooks one person brings back, also those that were refused: each costs seconds of reading."""

THEIRS, NOW = "theirs", "now"
"""What a person chooses where both sides changed a cell: the workbook's text, or what stands now."""


@dataclass(frozen=True)
class Change:
    """One cell that somebody changed in the workbook: what went out, what came back, what stands now.

    ``problem`` is why the text cannot be handed in as it is; ``base_rev`` what the workbook was based on;
    ``cells`` where those of a table stand, row by row.
    """

    name: str
    fate: Fate
    slot: Slot | None
    base: str
    base_rev: int | str
    theirs: str
    now: str
    sheet: str
    cell: str
    problem: str = ""
    cells: list = field(default_factory=list)

    @property
    def mark(self) -> str:
        """Stands for what stands now: a choice is made on what was seen."""
        return text_mark(self.now)

    def shown(self, text: str) -> str:
        """A text of this cell as people read it."""
        return self.slot.shown(text) if self.slot else text


def is_changed(name, text, base, slot) -> bool:
    """Whether somebody changed a cell that went out as ``base``; the same number written otherwise is no change."""
    if slot is None:
        return not _alike(base, text)
    return slot.read(base)[0] != slot.read(text)[0]


def _alike(one, other):
    if one.strip() == other.strip():
        return True
    values = [formats.parse_number(text, places=8, digits=30) for text in (one, other)]
    return all(value.value is not None for value in values) and values[0].value == values[1].value


def slot_of(name, content, standing):
    """The cell of this name as it stands, also of a row that is new; None for one that is gone."""
    if name in standing.slots:
        return standing.slots[name]
    row, _dash, field_name = name.rpartition("-")
    kind, _dash, key = row.partition("-")
    if key in content["new"].get(kind, ()):
        return standing.new(kind, key, field_name)
    return None


def _place(named):
    name, (_text, sheet, cell, *_cells) = named
    return place(name, sheet, cell)


def plan_of(returned, standing) -> list[Change]:
    """Every change of a workbook, sheet by sheet and row by row, held against the draft as it stands; no query."""
    content = returned.workbook.content
    changes = []
    for name, (text, sheet, cell, *cells) in sorted(returned.texts.items(), key=_place):
        base, base_rev = content["cells"].get(name, ("", 0))
        slot = slot_of(name, content, standing)
        if slot is None or not slot.is_open:
            changes.append(Change(name, Fate.GONE, None, base, base_rev, text, "", sheet, cell))
            continue
        theirs, problem = slot.read(text)
        fate = fate_of(slot.read(base)[0], theirs, slot.read(slot.text)[0])
        changes.append(Change(name, fate, slot, base, base_rev, text, slot.text, sheet, cell, problem, *cells))
    return [change for change in changes if change.fate != Fate.SAME]
