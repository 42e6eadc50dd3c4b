"""The cells of a draft that travel in a workbook: their names, what stands in them, and who may change them.

A name is that of the field on its page: ``answer-<question>``, ``line-<key>-<field>``, ``source-<key>-<field>``,
``amounts-<field>``, ``result-<key>-<field>``, ``indicator-<key>-<field>``, ``activity-<key>-<field>``.
"""

import datetime
import json
from dataclasses import dataclass
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from grants import formats
from grants.applications.logframe_cells import FIELDS, cell_name, stored_text
from grants.applications.logframe_cells import understand as understand_indicator
from grants.applications.marks import text_mark
from grants.applications.models import LogframeResult
from grants.applications.queries.logframe import numbered_results, problem_sentence
from grants.applications.queries.money import columns_of
from grants.applications.workbook.planned import new_planned_slot, planned_slots
from grants.applications.workbook.slots import Slot, told_apart
from grants.budgets import entries
from grants.budgets import messages as budget_messages
from grants.budgets.models import CostBasis, Heading, SourceKind
from grants.budgets.queries import ADDED_KINDS, sheet
from grants.calls.queries import limits_of
from grants.questionnaire import messages as answer_messages
from grants.questionnaire.answers import table_values, trimmed, understand
from grants.questionnaire.specs import CONFIRMED

NUMBERS = ("quantity", "unit_value", "amount", *entries.AMOUNT_FIELDS, "baseline", "target")
"""Fields of the budget and of the logframe that hold numbers."""

CHOSEN = frozenset({"heading", "year", "kind"})
"""Fields of a row that are chosen, and empty only while the row is not there."""

FIELD_WORDS = {
    "statement": lambda: _("Result"),
    "assumptions": lambda: _("Assumptions"),
    "source": lambda: _("Source of data"),
    "baseline": lambda: _("Baseline"),
    "target": lambda: _("Target"),
}


@dataclass(frozen=True)
class Standing:
    """A draft as it stands for one person: its cells by name, and what the sheets are drawn from."""

    reading: object
    slots: dict
    sheet: object
    columns: frozenset | None
    is_lead: bool
    may_plan: bool
    open_parts: frozenset

    def new(self, kind, key, field_name) -> Slot:
        """A cell of a row that is not in the draft (yet)."""
        if kind == "activity":
            return new_planned_slot(self.reading, key, field_name, self.may_plan)
        is_open = self.columns is None or (kind == "line" and bool(self.columns))
        name = f"{kind}-{key}-{field_name}"
        word = budget_messages.FIELD_WORDS[field_name]
        where = " · ".join([_("Budget"), _("new line") if kind == "line" else _("new source"), str(word)])
        read = _entry_reader(field_name, _choices(self.reading.budget))
        words = words_of(self.sheet).get(field_name, {})
        return Slot(name, where, "", 0, is_open, read, _url(self.reading, "budget"), words=words)


def standing_of(reading, user) -> Standing:
    """Everything in a draft that a workbook carries, with what this person may change; no query of its own."""
    application, form = reading.application, reading.form
    columns = columns_of(application, user, reading.budget.partners)
    is_lead = user.has_perm("grants.edit_logframe", application)
    own = user.organisation_ids("manager", "editor") & application.organisation_ids()
    open_parts = frozenset(s.slug for s in form.sections if is_lead or reading.owner_id(s.slug) in own)
    drawn = sheet(reading.budget, limits=limits_of(reading.application.call), columns=columns)
    may_plan = application.asked.workplan and user.has_perm("grants.edit_workplan", application)
    slots = [*_answers(reading, open_parts), *_budget(reading, drawn, columns)]
    slots += [*_logframe(reading, is_lead), *planned_slots(reading, may_plan)]
    return Standing(reading, {slot.name: slot for slot in slots}, drawn, columns, is_lead, may_plan, open_parts)


def _url(reading, page, *more):
    return reverse(f"applications:{page}", args=[reading.application.public_id, *more])


# Answers ----------------------------------------------------------------------------------------------


def _answers(reading, open_parts):
    for section in reading.form.sections:
        url = _url(reading, "part", section.slug)
        for question in section.questions:
            cell = reading.cells.get(question.key)
            name = f"answer-{question.key}"
            words = {option.key: option.label for option in question.options}
            if question.kind == "confirm":
                words = {CONFIRMED: _("yes")}
            yield Slot(
                name=name,
                where=f"{section.title} · {question.label}",
                text=cell.raw if cell else "",
                rev=cell.rev if cell else 0,
                is_open=section.slug in open_parts,
                read=answer_reader(question),
                url=f"{url}#{name}",
                kind=question.kind,
                value=_value(question, cell),
                words=words,
                table=question if question.kind == "table" else None,
            )


def _value(question, cell):
    if cell is None or cell.value is None:
        return None
    if question.kind in ("number", "money", "score"):
        return Decimal(cell.value)
    return datetime.date.fromisoformat(cell.value) if question.kind == "date" else None


def answer_reader(question):
    """Gives a text in the form in which answers to this question are compared, and why it cannot stand."""

    def read(text):
        text = formats.clean_text(text)
        answer = understand(question, text)
        if answer.problem:
            typed = json.dumps(table_values(question, text)) if question.kind == "table" else trimmed(text)
            return typed, answer_messages.sentence(answer.problem, answer.params)
        return "" if answer.value is None else json.dumps(answer.value, sort_keys=True), ""

    return read


# Budget -----------------------------------------------------------------------------------------------


def _choices(rows):
    return entries.Choices(
        headings=frozenset(Heading.values),
        years=rows.budget.years,
        partners=frozenset(str(partner.key) for partner in rows.partners),
        kinds=frozenset(SourceKind.values),
    )


def _budget(reading, drawn, columns):
    url, choices, words = _url(reading, "budget"), _choices(reading.budget), words_of(drawn)
    rows = [(row, row.title or _("line")) for row in (*drawn.rows, *drawn.sources)]
    cells = [(cell, title, not row.locked, row.record) for row, title in rows for cell in row.cells.values()
             if cell.field != "basis" or drawn.asks_basis]  # fmt: skip
    cells += [(cell, "", columns is None, reading.budget.budget) for cell in drawn.amounts.values()]
    for cell, title, is_open, record in cells:
        where = [_("Budget"), title, str(budget_messages.FIELD_WORDS[cell.field])]
        is_number = cell.field in NUMBERS
        yield Slot(
            name=cell.name,
            where=" · ".join(filter(None, where)),
            text=cell.text,
            rev=cell.rev,
            is_open=is_open,
            read=_entry_reader(cell.field, choices),
            url=f"{url}#{cell.name}",
            kind="number" if is_number else "text",
            value=getattr(record, cell.field) if is_number and cell.text and cell.field not in record.raw else None,
            words=words.get(cell.field, {}),
        )


def _entry_reader(name, choices):
    def read(text):
        text = formats.clean_text(text)
        entry = entries.read(name, text, choices) if text.strip() or name not in CHOSEN else None
        if entry is None:
            return "", ""
        return entries.normal(name, text, choices), budget_messages.problem(entry) if entry.problem else ""

    return read


def words_of(drawn) -> dict:
    """What is chosen in a budget, field by field: {key: word}, no word twice."""
    return {
        "heading": {code: str(label) for code, label in Heading.choices},
        "partner": told_apart(
            {"": str(budget_messages.NOT_DIVIDED)} | {key: name for key, name, _sum in drawn.by_partner}
        ),
        "basis": {str(basis): str(label) for basis, label in CostBasis.choices},
        "kind": {str(kind): str(SourceKind(kind).label) for kind in sorted(ADDED_KINDS)},
    }


# Logframe ---------------------------------------------------------------------------------------------


def _logframe(reading, is_open):
    url = _url(reading, "logframe")
    for title, row in logframe_rows(reading):
        kind = "result" if isinstance(row, LogframeResult) else "indicator"
        for name in FIELDS[kind]:
            stored = stored_text(row, name)
            is_number = name in NUMBERS
            yield Slot(
                name=cell_name(row, name),
                where=" · ".join([_("Logframe"), title, FIELD_WORDS[name]()]),
                text=stored,
                rev=text_mark(stored),
                is_open=is_open,
                read=_row_reader(row, name),
                url=f"{url}#answer-{cell_name(row, name)}",
                kind="number" if is_number else "text",
                value=getattr(row, name) if is_number else None,
            )


def logframe_rows(reading) -> list:
    """(title, row) of the results chain in the order of its page, each result before its indicators."""
    rows = []
    for result, number in numbered_results(reading.results):
        rows.append((f"{result.get_level_display()} {number}".strip(), result))
        rows += [(row.indicator.version.name, row) for row in result.rows]
    return rows


def _row_reader(row, name):
    def read(text):
        text = formats.clean_text(text).strip()
        if isinstance(row, LogframeResult):
            return text, ""
        value, problem = understand_indicator(row, name, text)
        if problem:
            return text, problem_sentence(problem, row)
        return entries.plain(value), ""

    return read
