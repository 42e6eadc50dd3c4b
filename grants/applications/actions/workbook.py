"""Taking a draft along as a workbook, and taking over what was changed in it."""

from datetime import timedelta
from uuid import UUID

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from grants import clock, formats
from grants.applications.actions.budget import change_rows, save_budget
from grants.applications.actions.drafting import lock_for_drafting, save_part
from grants.applications.actions.logframe import delete_indicator, delete_result, save_logframe
from grants.applications.actions.workplan import add_activity, delete_activity, save_workplan
from grants.applications.models import Application, LogframeIndicator, Workbook, WorkbookReturn
from grants.applications.queries.drafting import reasons_against_drafting
from grants.applications.queries.money import columns_of
from grants.applications.queries.reading import read
from grants.applications.workbook import messages
from grants.applications.workbook.cells import standing_of
from grants.applications.workbook.merging import Fate
from grants.applications.workbook.plan import (
    MOST_IN_AN_HOUR,
    MOST_MEGABYTES,
    NOW,
    THEIRS,
    Change,
    is_changed,
    plan_of,
    slot_of,
)
from grants.applications.workbook.reading import NotOurs, open_book, understood
from grants.applications.workbook.removing import Removal, removals_of
from grants.applications.workbook.sheets import layout_of
from grants.attempts.models import Attempt
from grants.files.actions import store
from grants.questionnaire.queries import form_of
from grants.workflow import Reason, Refused, action, filled, locked, record, take_turns


def _refuse(sentence, code):
    raise Refused([Reason(sentence, code=code)])


@action
def make_workbook(application, *, by):
    """A workbook of the draft as it stands; returns (the Workbook, its layout) to be written.

    What stands now is kept: it is the base of the comparison when the workbook comes back. Raises Refused
    when drafting is over.
    """
    application = lock_for_drafting(application)
    standing = standing_of(read(application), by)
    layout = layout_of(standing)
    workbook = Workbook.objects.create(
        application=application, content=_content(standing, layout), made_by=by, made_at=clock.now()
    )
    record(application, "make_workbook", by=by)
    return workbook, layout


def _content(standing, layout):
    questions = [question for section in standing.reading.form.sections for question in section.questions]
    numbers = [f"answer-{one.key}" for one in questions if one.kind in ("number", "money", "score")]
    numbers += [f"answer-{one.key}/{column.key}" for one in questions for column in one.columns if column.is_number]
    return {
        "cells": {
            slot.name: [slot.text, slot.rev] for slot in standing.slots.values() if slot.name not in layout.left_out
        },
        "new": layout.new,
        "words": layout.choices,
        "sheets": {sheet.mark: sheet.title for sheet in layout.sheets},
        "left_out": layout.left_out,
        "numbers": numbers,
        "tables": {f"answer-{one.key}": [column.key for column in one.columns] for one in questions if one.columns},
        "dates": [f"answer-{one.key}" for one in questions if one.kind == "date"]
        + [f"answer-{one.key}/{column.key}" for one in questions for column in one.columns if column.kind == "date"],
        "form": standing.reading.application.draft.version_id,
        "ticks": [f"answer-{one.key}" for one in questions if one.kind == "confirm"],
    }


@action
def return_workbook(application, *, file, by):
    """Keep a workbook that came back, with what changed in it and what is wrong; nothing of it is taken yet.

    Raises Refused when drafting is over and for what is no workbook of this application, BadFile for what
    is no workbook at all.
    """
    if reasons := reasons_against_drafting(application):
        raise Refused(reasons)
    take_turns(f"workbook {by.pk}")
    _refuse_too_many(by)
    stored = store(file, by=by, allow=("xlsx",), most_megabytes=MOST_MEGABYTES)
    with stored.content.open("rb") as content:
        try:
            identity, sheets, book = open_book(content.read())
        except NotOurs as problem:
            params = {
                name: formats.number(one) if isinstance(one, int) else one for name, one in problem.params.items()
            }
            _refuse(filled(messages.FILES[problem.code], params), problem.code)
    application = lock_for_drafting(application)  # only now: nobody's save waits for the reading of a file
    workbook = Workbook.objects.filter(application=application, public_id=identity).first()
    if workbook is None:
        own = Workbook.objects.filter(application__in=Application.objects.of_consortia_of(by), public_id=identity)
        code = "of_other" if own.exists() else "unknown"
        _refuse(messages.FILES[code], code)
    found = understood(sheets, book, workbook.content)
    if workbook.content.get("form", application.draft.version_id) != application.draft.version_id:
        found.tell("form_changed", is_note=True)
    texts = _changed(found, workbook.content, standing_of(read(application), by))
    return WorkbookReturn.objects.create(
        workbook=workbook, file=stored, texts=texts, removed=found.removed, findings=found.findings,
        returned_by=by, returned_at=clock.now(),
    )  # fmt: skip


def _refuse_too_many(by):
    """Also of those that were refused there is a trace; what is read without one leaves at least its row."""
    since = clock.now() - timedelta(hours=1)
    tries = Attempt.objects.filter(user=by, action="return_workbook", received_at__gt=since).count()
    kept = WorkbookReturn.objects.filter(returned_by=by, returned_at__gt=since).count()
    if max(tries - 1, kept) >= MOST_IN_AN_HOUR:  # this try is one of them
        params = {"count": formats.number(MOST_IN_AN_HOUR)}
        _refuse(filled(messages.FILES["too_many"], params), "too_many")


def _changed(found, content, standing):
    """The texts somebody changed; what this person may not write is noted and left out."""
    changed = {}
    for name, (text, sheet, cell, *cells) in found.texts.items():
        base = content["cells"].get(name, ("", 0))[0]
        slot = slot_of(name, content, standing)
        if not is_changed(name, text, base, slot):
            continue
        if slot is not None and not slot.is_open:
            found.tell("locked", sheet, cell, is_note=True)
        elif name.endswith("-partner") and standing.columns is not None and text not in standing.columns:
            found.tell("partner_foreign", sheet, cell)
        else:
            changed[name] = [text, sheet, cell, *cells]
    return _with_partner(changed, found, content, standing)


def _with_partner(changed, found, content, standing):
    """New lines of a partner's people stand in its own column."""
    if not standing.columns:
        return changed
    for key in content["new"]["line"]:
        heading = changed.get(f"line-{key}-heading")
        if heading and f"line-{key}-partner" not in changed:
            changed[f"line-{key}-partner"] = [min(standing.columns), *heading[1:]]
    return changed


@action
def take_workbook(returned, *, choices, by):
    """Put what was changed in a workbook into the draft, through the saves of its pages; returns the WorkbookReturn.

    ``choices`` is {name of a cell: "theirs:<mark>" or "now:<mark>"} for every cell both sides changed, the mark
    being that of the text that was seen to stand; a text not chosen is kept in the history. A second click
    changes nothing. Raises Refused when drafting is over, while something in the workbook is wrong, and when a
    choice is missing or was made on what no longer stands: then nothing is taken.
    """
    application = lock_for_drafting(returned.workbook.application)
    returned = locked(returned)
    if returned.taken_at:
        return returned
    if returned.is_wrong:
        _refuse(_("Put right what is wrong in the workbook and hand it in again."), "wrong")
    standing = standing_of(read(application), by)
    plan = [*plan_of(returned, standing), *removals_of(returned, standing)]
    both = [change for change in plan if change.fate == Fate.BOTH]
    open_ones = [one for one in both if choices.get(one.name) not in (f"{THEIRS}:{one.mark}", f"{NOW}:{one.mark}")]
    if open_ones:
        count = len(open_ones)
        sentence = ngettext_lazy(
            "Choose what stays in the %(count)d place that changed here and in the workbook.",
            "Choose what stays in the %(count)d places that changed here and in the workbook.",
            count,
        )
        _refuse(filled(sentence, {"count": count}), "undecided")
    aside = [one for one in both if choices[one.name].startswith(f"{NOW}:")]
    take = [one for one in plan if one.fate == Fate.TAKE or (one.fate == Fate.BOTH and one not in aside)]
    late = [(one, one.base_rev) for one in aside if isinstance(one, Change)]
    _save(application, late, by)  # too late: kept in the history
    _save(application, [(one, one.slot.rev) for one in take if isinstance(one, Change)], by)
    removed = _take_out(application, [one for one in take if isinstance(one, Removal)], by)
    names = [one.name for one in take if isinstance(one, Change)]
    returned.taken, returned.taken_by, returned.taken_at = [*names, *removed], by, clock.now()
    returned.save(update_fields=["taken", "taken_by", "taken_at"])
    record(
        application, "take_workbook", by=by, changes={"taken": len(names), "kept": len(aside), "removed": len(removed)}
    )
    return returned


def _save(application, changes, by):
    """Save texts, each against a revision, through the actions of the pages."""
    _save_answers(application, [one for one in changes if one[0].name.startswith("answer-")], by)
    _save_budget(application, [one for one in changes if one[0].name.startswith(("line-", "source-", "amounts-"))], by)
    cells = {one.name: (one.theirs, rev) for one, rev in changes if one.name.startswith(("result-", "indicator-"))}
    if cells:
        texts, marks = ({name: pair[place] for name, pair in cells.items()} for place in (0, 1))
        save_logframe(application, cells=texts, based_on=marks, by=by)
    _save_workplan(application, [one for one in changes if one[0].name.startswith("activity-")], by)


def _save_answers(application, changes, by):
    form = form_of(application.draft.version)
    texts = {one.name.removeprefix("answer-"): (one.theirs, rev) for one, rev in changes}
    for part in application.draft.parts.all() if texts else ():
        section = form.section(part.slug)
        mine = {key: pair for key, pair in texts.items() if section is not None and section.question(key)}
        if mine:
            answers, based_on = ({key: pair[place] for key, pair in mine.items()} for place in (0, 1))
            save_part(application, part=part, answers=answers, based_on=based_on, by=by)


def _save_budget(application, changes, by):
    rows = {}
    for change, rev in changes:
        kind, key, name = _row_of(change.name)
        rows.setdefault((kind, key), ({}, rev))[0][name] = change.theirs
    if not rows:
        return
    lines = {key: row for (kind, key), row in rows.items() if kind == "line"}
    sources = {key: row for (kind, key), row in rows.items() if kind == "source"}
    amounts, columns = rows.get(("amounts", None)), columns_of(application, by)
    save_budget(application, lines=lines, sources=sources, amounts=amounts, columns=columns, by=by)


def _save_workplan(application, changes, by):
    if not changes:
        return
    there = {str(key) for key in application.activities.values_list("key", flat=True)}
    for key in dict.fromkeys(one.name.split("-", 1)[1].rpartition("-")[0] for one, _rev in changes):
        if key not in there:
            add_activity(application, key=key, by=by)
    texts = {one.name: one.theirs for one, _rev in changes}
    save_workplan(application, cells=texts, based_on={one.name: rev for one, rev in changes}, by=by)


def _take_out(application, removals, by):
    """Take rows out through the actions of the pages, indicators before their results; returns their names.

    A result whose indicators somebody keeps stays with them.
    """
    columns, gone = columns_of(application, by), []
    for one in sorted(removals, key=lambda one: one.name.startswith("result-")):
        kind, _dash, key = one.name.partition("-")
        if kind in ("line", "source"):
            change_rows(application, delete=(kind, UUID(key), one.slots[0].rev), columns=columns, by=by)
        elif kind == "indicator":
            delete_indicator(application, key=key, by=by)
        elif kind == "activity":
            delete_activity(application, key=key, by=by)
        elif LogframeIndicator.objects.filter(result__application=application, result__key=key).exists():
            continue
        else:
            delete_result(application, key=key, by=by)
        gone.append(one.name)
    return gone


def _row_of(name):
    kind, _dash, rest = name.partition("-")
    if kind == "amounts":
        return kind, None, rest
    key, _dash, field_name = rest.rpartition("-")
    return kind, UUID(key), field_name
