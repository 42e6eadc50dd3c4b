"""Cells as pages show them: what stands there, what is wrong with it, what a colleague wrote meanwhile.

Shared by the logframe and the workplan, whose saves are those of ``actions.cells``.
"""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from grants.applications.cells import Clash, Gone
from grants.applications.marks import text_mark


@dataclass(frozen=True)
class Cell:
    """One field as the page draws it; ``mark`` is what the next save is based on."""

    name: str
    text: str
    mark: str
    problem: str = ""
    understood: str = ""
    conflict: Clash | None = None
    conflict_time: str = ""


def shown_cell(name, stored, *, outcome, zone, problem="", understood="") -> Cell:
    """The cell with this name; in a conflict it shows the text that came too late."""
    result = outcome.get(name)
    conflict = result if isinstance(result, Clash) else None
    return Cell(
        name=name,
        text=conflict.mine if conflict else stored,
        mark=text_mark(stored),
        problem=problem,
        understood=understood,
        conflict=conflict,
        conflict_time=clock_time(conflict.at, zone) if conflict else "",
    )


def clock_time(moment, zone):
    """Hour and minute of a moment; "" for none."""
    return f"{moment.astimezone(zone):%H:%M}" if moment else ""


def has_conflicts(outcome) -> bool:
    """Whether something of a save needs the person's eyes: a colleague's text, or a row that is gone."""
    return any(isinstance(one, Clash | Gone) for one in outcome.values())


def texts_without_place(outcome) -> list[dict]:
    """Texts of rows that were taken out meanwhile, to be copied."""
    return [
        {"name": _("Text of a row that was removed"), "text": one.mine, "rows": 4}
        for one in outcome.values()
        if isinstance(one, Gone) and one.mine.strip()
    ]


def given_back(cells, name) -> list[dict]:
    """Texts that could not be saved, to be copied; ``name`` says where they belong."""
    return [{"name": name, "text": text, "rows": 4} for text in cells.values() if text.strip()]


def posted_cells(data):
    """What a plain form sent: texts by cell name, and the marks they were based on."""
    names = [field.removeprefix("answer-") for field in data if field.startswith("answer-")]
    given_up = data.get("keep-theirs", "").removeprefix("answer-")
    cells = {name: data[f"answer-{name}"] for name in names if name != given_up}
    return cells, {name: data.get(f"rev-{name}", "") for name in cells}


def history_groups(revisions, labelled, *, in_words=lambda _name, raw: raw) -> list[dict]:
    """Every text of every cell, newest first; ``labelled`` are name, label and what stands in each cell.

    ``in_words`` says what a text means where it is not what people read.
    """
    found = {}
    for one in revisions.select_related("by").order_by("-pk"):
        found.setdefault(one.cell, []).append(one)
    groups = [
        {"label": label, "revisions": [_revision(one, text, in_words) for one in found.pop(name)]}
        for name, label, text in labelled
        if name in found
    ]
    gone = [_revision(one, None, in_words) for texts in found.values() for one in texts]
    return groups + ([{"label": _("Rows that were removed"), "revisions": gone}] if gone else [])


def _revision(revision, stored, in_words):
    """A text of the history; ``stored`` is what stands in its cell, None when the row is gone."""
    is_now = stored is not None and not revision.is_aside and revision.raw == stored
    name = revision.cell
    return {
        "raw": in_words(name, revision.raw),
        "by": str(revision.by),
        "at": revision.at,
        "is_aside": revision.is_aside,
        "is_now": is_now,
        "sends": {f"answer-{name}": revision.raw, f"rev-{name}": text_mark(stored)} if stored is not None else {},
    }


def told_cell(result, user, saved, *, in_words=lambda _name, raw: raw, name="") -> dict:
    """The answer autosave expects for one cell; ``saved(result)`` adds what was understood of it."""
    zone = ZoneInfo(user.time_zone)
    if isinstance(result, Clash):
        by, at = str(result.by or ""), clock_time(result.at, zone)
        told = {"conflict": True, "rev": result.mark, "theirs": result.theirs, "by": by, "at": at}
        shown = in_words(name, result.theirs)
        return told | ({"shown": shown} if shown != result.theirs else {})
    if isinstance(result, Gone):
        return {"problem": _("This row was taken out meanwhile. Copy your text and load the page again.")}
    return {"saved": True, "rev": result.mark, "at": clock_time(result.at, zone)} | saved(result)
