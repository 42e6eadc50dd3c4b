"""The page on which an update is filled in: each field with what stands in it, and what a colleague saved."""

from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.cells import Clash
from grants.applications.marks import text_mark
from grants.applications.queries.cells import Cell
from grants.applications.queries.documents import EXTENSIONS, MEGABYTE, SCAN_LOOKS
from grants.applications.queries.record import country_of
from grants.files.actions import MOST_MEGABYTES
from reporting.progress.cells import NOTES, cell_name, cell_of, places_of
from reporting.progress.messages import problem_sentence
from reporting.progress.queries.checklist import checklist
from reporting.progress.queries.content import content_of
from reporting.progress.queries.pages import above, comments_of, facts_of, labels_of, note_labels, title_of
from reporting.progress.splits import WHOLE
from reporting.progress.workflow import OPEN


def values_page(update, user, *, outcome=None, typed=None, error=None, reasons=()) -> dict:
    """Everything the page shows; ``outcome`` is that of a save that met a colleague's.

    ``error`` is (code, sentence) of a file that was not taken, ``typed`` what could not be saved at all.
    """
    content = content_of(update)
    country, zone = country_of(user), ZoneInfo(user.time_zone)
    comments = comments_of(list(update.events.order_by("-at", "-pk")))
    locked = update.state not in OPEN or not user.has_perm("reporting.edit_update", update)
    shown = [_shown(one, country, outcome or {}, zone, comments) for one in content.reported]
    return {
        "update": update,
        "title": _("Values"),
        "reference": title_of(update),
        "facts": facts_of(update),
        "pages": above(update),
        "required": [one for one in shown if one["one"].is_required],
        "beside": [one for one in shown if not one["one"].is_required],
        "places": [_place(one, update, error, locked) for one in content.reported if one.is_required or one.rows],
        "counted": content.counted,
        "locked": locked,
        "missing": [] if locked else checklist(content),
        "has_conflicts": any(isinstance(one, Clash) for one in (outcome or {}).values()),
        "problems": [{"sentence": str(reason)} for reason in reasons],
        "typed": [{"name": cell_name(*cell_of(name)), "text": text, "rows": 2} for name, text in (typed or {}).items()],
        "number_country": country,
    }


def _shown(one, country, outcome, zone, comments):
    return {
        "one": one,
        "places": places_of(one.version),
        "comment": comments.get(one.code, ""),
        "whole": _cell(one, WHOLE, country, outcome, zone),
        "dimensions": [
            {
                "dimension": dimension,
                "is_long": len(dimension.parts) > 6,
                "cells": [
                    (label, _cell(one, split, country, outcome, zone)) for split, label in dimension.parts.items()
                ],
            }
            for dimension in one.dimensions
        ],
        "note": _cell(one, "note", country, outcome, zone),
        "kept_at": _cell(one, "kept_at", country, outcome, zone),
    }


def _cell(one, field, country, outcome, zone):
    name, stored = cell_name(one.code, field), one.text(field)
    result = outcome.get(name)
    conflict = result if isinstance(result, Clash) else None
    return Cell(
        name=name,
        text=conflict.mine if conflict else stored,
        mark=text_mark(stored),
        problem=problem_sentence(one.problem(field), one.version, country),
        understood=understood(one, field, country),
        conflict=conflict,
        conflict_time=f"{conflict.at.astimezone(zone):%H:%M}" if conflict and conflict.at else "",
    )


def understood(one, field, country) -> str:
    """The number as it was read, with its unit; "" for words and for what was not read."""
    row = one.rows.get(field) if field not in NOTES else None
    if row is None or row.value is None:
        return ""
    return f"{formats.number(row.value, places_of(one.version), country)} {one.version.unit}"


def told(result, user) -> dict:
    """The answer autosave expects after saving one field."""
    zone, country = ZoneInfo(user.time_zone), country_of(user)
    at = f"{result.at.astimezone(zone):%H:%M}" if result.at else ""
    if isinstance(result, Clash):
        return {"conflict": True, "rev": result.mark, "theirs": result.theirs, "by": str(result.by or ""), "at": at}
    one, field = result.reported, result.field
    return {
        "saved": True,
        "rev": result.mark,
        "at": at,
        "understood": understood(one, field, country),
        "problem": problem_sentence(one.problem(field), one.version, country),
    }


def nested(cells) -> dict:
    """{name: text} as {code: {field: text}}."""
    found = {}
    for name, text in cells.items():
        code, field = cell_of(name)
        found.setdefault(code, {})[field] = text
    return found


def fields_of(reported) -> dict:
    """Name of each field -> what it is called on the page of earlier texts, and the mark of what stands in it."""
    labels = labels_of(reported)
    return {
        cell_name(one.code, field): (f"{one.version.name}: {labels[one.code, field]}", text_mark(one.text(field)))
        for one in reported
        for field in one.fields()
    }


def _place(one, update, error, locked):
    """The slot for the evidence of one indicator."""
    kinds = ", ".join(name.removeprefix(".").upper() for name in EXTENSIONS)
    files = [_file(piece, locked) for piece in one.evidence]
    return {
        "slot": {
            "title": one.version.name,
            "key": one.code,
            "help": one.version.evidence_minimum,
            "required": False,
            "accept": ",".join(EXTENSIONS),
            "max_text": _("%(kinds)s; at most %(size)d MB.") % {"kinds": kinds, "size": MOST_MEGABYTES},
            "max_bytes": MOST_MEGABYTES * MEGABYTE,
            "templates": [],
            "error": error[1] if error and error[0] == one.code else "",
        },
        "files": files,
        "upload_url": reverse("updates:upload", args=[update.public_id, one.code]),
        "state": "done" if files else "empty",
        "locked": locked,
    }


def _file(piece, locked):
    return {
        "name": piece.file.original_name,
        "url": reverse("updates:evidence", args=[piece.public_id]),
        "size": piece.file.size,
        "at": piece.added_at,
        "by": str(piece.added_by),
        "badge": SCAN_LOOKS.get(piece.file.scan_state),
        "remove_url": "" if locked else reverse("updates:remove_evidence", args=[piece.public_id]),
    }


__all__ = ["fields_of", "nested", "note_labels", "told", "understood", "values_page"]
