"""Saving named cells that have no numbered revisions: those of the logframe and of the workplan.

A cell is named ``<kind>-<key of the row>-<field>``; a save names the mark of the text it was based on
(``marks.text_mark``). The outcomes are those of ``drafts.actions``: what comes after a colleague's text
is shown beside it and kept aside.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from django.db import models

from grants import clock, formats
from grants.applications.cells import Clash, Gone, parts_of
from grants.applications.marks import text_mark


@dataclass(frozen=True)
class Kept:
    """A cell stands as typed: the mark to base the next save on, and the row as it is now."""

    mark: str
    at: datetime
    row: models.Model
    field: str
    changed: bool = True


@dataclass(frozen=True)
class Sheet:
    """Where cells stand: rows by kind and key, fields by kind, how one is read and written, its history."""

    rows: dict
    fields: dict
    stored: Callable
    write: Callable
    revisions: object

    def find(self, name):
        """The row and the field a cell's name stands for; (None, "") for a name no page of ours sends."""
        kind, key, field = parts_of(name)
        return (self.rows.get((kind, key)), field) if field in self.fields.get(kind, ()) else (None, "")


def save_cells(sheet, *, cells, based_on, by):
    """Save ``cells`` (name -> text typed), each based on the mark that ``based_on`` names.

    Returns {name: Kept, Clash or Gone}. Runs in the action of the stage, which holds the lock.
    """
    texts = {name: formats.clean_text(text) for name, text in cells.items()}
    outcome, changed = {}, {}
    for name, text in texts.items():
        row, field = sheet.find(name)
        outcome[name] = Gone(text) if row is None else _save_cell(sheet, row, field, text, based_on.get(name))
        if isinstance(outcome[name], Kept) and outcome[name].changed:
            changed[row.key] = row
    for row in changed.values():
        row.save()
    outcome |= _with_authors(sheet, outcome)
    _keep(sheet, texts, outcome, by)
    return outcome


def _save_cell(sheet, row, field, text, based_on):
    stored = sheet.stored(row, field)
    if text == stored or text_mark(text) == based_on:  # a repeated save; this person changed nothing
        return Kept(text_mark(stored), clock.now(), row, field, changed=False)
    if based_on != text_mark(stored):
        return Clash(text_mark(stored), stored, text)
    sheet.write(row, field, text)
    return Kept(text_mark(sheet.stored(row, field)), clock.now(), row, field)


def _with_authors(sheet, outcome):
    """The clashes, each with who wrote what stands there."""
    clashes = {name: one for name, one in outcome.items() if isinstance(one, Clash)}
    if not clashes:
        return {}
    kept = sheet.revisions.filter(cell__in=clashes, is_aside=False).select_related("by")
    last = {one.cell: one for one in kept.order_by("cell", "-at", "-pk").distinct("cell")}
    return {name: replace(one, by=last[name].by, at=last[name].at) for name, one in clashes.items() if name in last}


def _keep(sheet, texts, outcome, by):
    """Write every text that changed a cell or came too late into the history."""
    now, table = clock.now(), sheet.revisions.model
    table.objects.bulk_create(
        table(
            application=sheet.revisions.instance,
            cell=name,
            raw=texts[name],
            is_aside=isinstance(one, Clash),
            by=by,
            at=now,
        )
        for name, one in outcome.items()
        if isinstance(one, Clash) or (isinstance(one, Kept) and one.changed)
    )


def key_of(text):
    """A row's key as posted; one that no row has for anything that is none."""
    try:
        return uuid.UUID(str(text))
    except ValueError:
        return uuid.UUID(int=0)
