"""Rows that were taken out of a workbook, held against the draft as it stands.

| draft, against what went out | what becomes of the row                      |
|------------------------------|----------------------------------------------|
| the row is gone              | nothing to do                                |
| the same                     | it is taken out here, too                    |
| changed                      | a person chooses                             |
| has to stay                  | it stays, and the page says why              |
"""

from dataclasses import dataclass

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from grants.applications.marks import text_mark
from grants.applications.workbook.cells import logframe_rows
from grants.applications.workbook.merging import Fate
from grants.applications.workbook.slots import Slot, place
from grants.budgets.queries import ADDED_KINDS


@dataclass(frozen=True)
class Removal:
    """One row taken out in the workbook: what went out of it, what stands of it now.

    ``stays`` is the code of why it cannot go, "" if it can.
    """

    name: str
    fate: Fate
    slots: list[Slot]
    base: str
    now: str
    sheet: str
    cell: str
    stays: str = ""

    @property
    def mark(self) -> str:
        """Stands for what stands now: a choice is made on what was seen."""
        return text_mark(self.now)

    @property
    def where(self) -> str:
        """The row in words."""
        return self.slots[0].where.rpartition(" · ")[0]

    @property
    def url(self) -> str:
        """Where it stands."""
        return self.slots[0].url


def removals_of(returned, standing) -> list[Removal]:
    """Every row that was taken out in a workbook and stands in the draft; no query."""
    content, rows = returned.workbook.content, {}
    for slot in standing.slots.values():
        if slot.row in returned.removed:
            rows.setdefault(slot.row, []).append(slot)
    kept = _kept(rows, standing)
    removals = []
    for name, slots in sorted(rows.items(), key=lambda row: place(row[0], *returned.removed[row[0]])):
        sheet, cell = returned.removed[name]
        bases = {slot.name: content["cells"].get(slot.name, ("", 0))[0] for slot in slots}
        changed = any(slot.read(bases[slot.name])[0] != slot.read(slot.text)[0] for slot in slots)
        fate = Fate.SAME if name in kept else Fate.BOTH if changed else Fate.TAKE
        removals.append(
            Removal(
                name=name,
                fate=fate,
                slots=slots,
                base=_in_words(slots, bases),
                now=_in_words(slots, {slot.name: slot.text for slot in slots}),
                sheet=sheet,
                cell=cell,
                stays=kept.get(name, ""),
            )
        )
    return removals


def _in_words(slots, texts):
    return "\n".join(f"{capfirst(slot.word)}: {slot.shown(texts[slot.name])}" for slot in slots if texts[slot.name])


def _kept(rows, standing):
    """{row: code} of those that have to stay, whatever the workbook says."""
    kept = {name: "row_locked" for name, slots in rows.items() if not any(slot.is_open for slot in slots)}
    kinds = {f"source-{source.key}": source.kind for source in standing.reading.budget.sources}
    for name in rows:
        if name in kinds and kinds[name] not in ADDED_KINDS:
            kept[name] = "row_fixed"
        elif name in kinds and standing.columns is not None:
            kept[name] = "row_locked"
    return kept | _kept_in_logframe(rows, kept, standing)


def _kept_in_logframe(rows, kept, standing):
    found, results = {}, [row for _title, row in logframe_rows(standing.reading) if hasattr(row, "rows")]
    indicators = [indicator for result in results for indicator in result.rows]
    left = {}
    for row in indicators:
        left[row.indicator_id] = left.get(row.indicator_id, 0) + 1
    for row in indicators:
        name = f"indicator-{row.key}"
        if name in rows and name not in kept:
            if row.indicator.required and left[row.indicator_id] == 1:
                found[name] = "row_required"
            left[row.indicator_id] -= 1
    for result in results:
        name = f"result-{result.key}"
        stay = [row for row in result.rows if f"indicator-{row.key}" not in rows or f"indicator-{row.key}" in found]
        if name in rows and name not in kept and stay:
            found[name] = "row_carries"
    return found


def note_of(removal) -> dict:
    """Why a row stays, as a finding."""
    row = removal.where or _("row")
    return {
        "code": removal.stays,
        "sheet": removal.sheet,
        "cell": removal.cell,
        "is_note": True,
        "params": {"row": row},
    }
