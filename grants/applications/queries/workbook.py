"""The pages of working without a connection: the way out, and what came back."""

import json
from collections import Counter

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.models import WorkbookReturn
from grants.applications.queries.record import frame
from grants.applications.workbook.cells import standing_of
from grants.applications.workbook.merging import Fate
from grants.applications.workbook.messages import sentence
from grants.applications.workbook.plan import MOST_MEGABYTES, NOW, THEIRS, plan_of, slot_of
from grants.applications.workbook.removing import note_of, removals_of
from grants.questionnaire import messages as answer_messages
from grants.questionnaire.answers import table_values, understand, wrong_cells

SHOWN_RETURNS = 20


def offline_page(application, user, *, error="") -> dict:
    """Download, hand in, and what came back so far."""
    url = reverse("applications:offline", args=[application.public_id])
    page = frame(application, user, url=url)
    returns = WorkbookReturn.objects.filter(workbook__application=application)
    returns = returns.select_related("returned_by")[:SHOWN_RETURNS]
    return page | {
        "url": url,
        "slot": slot(error),
        "return_url": reverse("applications:return_workbook", args=[application.public_id]),
        "slot_state": "blocked" if error else "empty",
        "columns": [{"label": _("Workbook")}, {"label": _("Standing")}, {"label": _("Returned by")}],
        "rows": [
            [
                {"text": str(one.file), "url": one.get_absolute_url()},
                {"text": standing_word(one)},
                {"text": str(one.returned_by), "moment": one.returned_at},
            ]
            for one in returns.select_related("file")
        ],
    }


def slot(error="", key="workbook") -> dict:
    """The place to hand a workbook in; ``key`` sets it apart from that of another page."""
    return {
        "title": _("Bring your workbook back"),
        "key": key,
        "help": _("Nothing changes yet: you will see every difference first, and confirm."),
        "required": False,
        "accept": ".xlsx",
        "max_text": _("A workbook (.xlsx) of at most %(size)s MB.") % {"size": MOST_MEGABYTES},
        "max_bytes": MOST_MEGABYTES * 1024 * 1024,
        "error": error,
    }


def standing_word(returned) -> str:
    """How far a workbook that came back is."""
    if returned.taken_at:
        return _("Taken into the draft")
    return _("To be put right") if returned.is_wrong else _("To be confirmed")


def return_page(returned, user, *, chosen=None, reasons=()) -> dict:
    """What is wrong in a workbook, or every difference with the choices; or what was taken of it."""
    application = returned.workbook.application
    page = frame(application, user, url="")
    standing = standing_of(page["reading"], user)
    plan = [] if returned.taken_at else plan_of(returned, standing)
    rows = [] if returned.taken_at else removals_of(returned, standing)
    notes = [one for one in returned.findings if one["is_note"]] + [note_of(one) for one in rows if one.stays]
    offline = reverse("applications:offline", args=[application.public_id])
    page["above"].append({"url": offline, "label": _("Work offline")})
    return page | {
        "returned": returned,
        "problems": [_finding(one) for one in returned.findings if not one["is_note"]],
        "notes": [_finding(one) for one in notes],
        "flagged": [line for one in plan if one.problem for line in _flagged(one, page["reading"].form)],
        "changes": [_change(one) for one in plan if one.fate == Fate.TAKE],
        "both": [_change(one, (chosen or {}).get(one.name, "")) for one in plan if one.fate == Fate.BOTH],
        "removals": [_removal(one) for one in rows if one.fate == Fate.TAKE],
        "both_rows": [_removal(one, (chosen or {}).get(one.name, "")) for one in rows if one.fate == Fate.BOTH],
        "gone": [{"name": _("%(sheet)s, cell %(cell)s") % _place(one), "text": one.theirs, "rows": 4}
                 for one in plan if one.fate == Fate.GONE and one.theirs],
        "taken": _taken(returned, standing),
        "taken_rows": sum(name in returned.removed for name in returned.taken),
        "reasons": [str(reason) for reason in reasons],
        "slot": slot(key=f"workbook-{returned.public_id}"),
        "return_url": reverse("applications:return_workbook", args=[application.public_id]),
        "stood": returned.workbook.made_at,
    }  # fmt: skip


def _place(change):
    return {"sheet": change.sheet, "cell": change.cell}


def _flagged(change, form):
    """What is wrong in a cell; in a table of the workbook's width, cell by cell."""
    line = _place(change) | {"sentence": change.problem, "where": change.slot.where}
    if change.slot.kind != "table":
        return [line]
    key = change.name.removeprefix("answer-")
    asked = next(question for section in form.sections for question in section.questions if question.key == key)
    text = formats.clean_text(change.theirs)
    if understand(asked, text).problem != "table_cells":
        return [line]
    return [
        line | {
            "cell": change.cells[wrong["row"] - 1][wrong["column"] - 1],
            "sentence": answer_messages.sentence(wrong["code"], wrong["params"]),
        }
        for wrong in wrong_cells(asked, text)
    ]  # fmt: skip


def _finding(finding):
    params = {
        name: formats.number(value) if isinstance(value, int) else value for name, value in finding["params"].items()
    }
    return {"sheet": finding["sheet"], "cell": finding["cell"], "sentence": sentence(finding | {"params": params})}


def _change(change, chosen=""):
    return _place(change) | {
        "name": change.name,
        "where": change.slot.where,
        "url": change.slot.url,
        "base": change.shown(change.base),
        "theirs": change.shown(change.theirs),
        "rows_gone": _rows_gone(change) if change.slot.kind == "table" else [],
        "now": change.shown(change.now),
        "options": [f"{THEIRS}:{change.mark}", f"{NOW}:{change.mark}"],
        "chosen": chosen,
    }


def _rows_gone(change):
    """The rows of a table of which the workbook has none with the same values, as people read them."""
    table, gone = change.slot.table, []
    left = Counter(json.dumps(row) for row in table_values(table, change.theirs))
    for line, values in zip(change.shown(change.base).split("\n"), table_values(table, change.base), strict=False):
        mark = json.dumps(values)
        if left[mark]:
            left[mark] -= 1
        else:
            gone.append(line)
    return gone


def _removal(removal, chosen=""):
    return _place(removal) | {
        "name": removal.name,
        "where": removal.where,
        "url": removal.url,
        "base": removal.base,
        "now": removal.now,
        "options": [f"{THEIRS}:{removal.mark}", f"{NOW}:{removal.mark}"],
        "chosen": chosen,
    }


def _taken(returned, standing):
    """Where what was taken stands now."""
    fields = [name for name in returned.taken if name not in returned.removed]
    slots = [slot_of(name, returned.workbook.content, standing) for name in fields]
    return [{"url": found.url, "where": found.where} for found in slots if found is not None]


def posted_choices(data) -> dict:
    """What a person chose, by the name of the cell."""
    return {name.removeprefix("choice-"): data[name] for name in data if name.startswith("choice-")}
