"""How the cells of a draft lie on the sheets of a workbook. The first row of a sheet, hidden, holds its mark and
the names of its columns; the first column, hidden, the ids of its rows: both come back whatever the language,
the order of rows or the program used."""

import datetime
import uuid
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import formats
from grants.applications.models import LogframeResult
from grants.applications.queries.workplan import field_words
from grants.applications.workbook.cells import FIELD_WORDS, logframe_rows, words_of
from grants.applications.workbook.planned import choices_of
from grants.applications.workbook.slots import told_apart
from grants.applications.workplan_cells import CHOICE_FIELDS, FIELDS, cell_name
from grants.budgets import messages
from grants.budgets.models import SourceKind
from grants.questionnaire.answers import table_rows, understand
from grants.questionnaire.specs import QuestionSpec

NEW_LINES, NEW_SOURCES, NEW_ROWS, NEW_ACTIVITIES = 60, 5, 30, 20
"""Empty rows that wait below those of the budget, of its sources, of a table and of the workplan."""

LONGEST = 32_000
"""Characters of a cell; programs keep no more than 32,767."""


@dataclass(frozen=True)
class Field:
    """One cell as it is written: a slot's text or value, or only words when ``is_open`` is false."""

    text: str = ""
    value: object = None
    is_open: bool = False
    choices: str = ""
    kind: str = "text"


@dataclass(frozen=True)
class Line:
    """One row: its id ("" for words only), and its cells by the key of their column."""

    id: str
    cells: dict
    look: str = ""


@dataclass(frozen=True)
class Sheet:
    """One sheet: its mark, its name and columns as (key, word, width); one without a width is hidden."""

    mark: str
    title: str
    columns: list
    lines: list
    intro: str = ""


@dataclass
class Layout:
    """All sheets of one workbook, and what is remembered of it."""

    sheets: list = field(default_factory=list)
    choices: dict = field(default_factory=dict)
    new: dict = field(default_factory=dict)
    left_out: list = field(default_factory=list)


def layout_of(standing) -> Layout:
    """The sheets for a person: the questions, tables, and what its step asks for of budget, logframe and workplan."""
    layout = Layout()
    words = words_of(standing.sheet)
    layout.choices = {name: {word: key for key, word in words[name].items()} for name in words}
    layout.choices["tick"] = {_("yes"): "yes"}
    layout.choices["year"] = {str(year): str(year) for year in range(1, standing.sheet.budget.years + 1)}
    asked = standing.reading.application.asked
    layout.sheets = [
        _questions(standing, layout),
        *_tables(standing, layout),
        *([_budget(standing, layout), _funding(standing, layout)] if asked.budget else []),
        *([_logframe(standing)] if asked.logframe else []),
        *_workplan(standing, layout),
    ]
    return layout


def _field(slot, choices="", look=None):
    return Field(slot.text, slot.value, slot.is_open, choices, look or slot.kind)


# Questions --------------------------------------------------------------------------------------------


def _questions(standing, layout):
    lines = []
    for section in standing.reading.form.sections:
        lines.append(Line("", {"question": Field(section.title)}, "section"))
        for question in section.questions:
            lines += _question(question, standing.slots[f"answer-{question.key}"], layout)
    columns = [("question", _("Question"), 48), ("limit", _("What is asked"), 26), ("answer", _("Answer"), 90)]
    return Sheet("questions", _("Questions"), columns, lines, _("Write in the white cells of the last column."))


def _question(question, slot, layout):
    asked = {"question": Field(f"{question.label}\n{question.help}".strip()), "limit": Field(_limit(question))}
    if question.kind == "table":
        return [Line("", asked | {"answer": Field(_("On a sheet of its own."))})]
    if question.kind == "file":
        layout.left_out.append(slot.name)
        return [Line("", asked | {"answer": Field(_("Files are uploaded on the page of this part, not here."))})]
    if len(slot.text) > LONGEST:
        layout.left_out.append(slot.name)
        return [Line("", asked | {"answer": Field(_("This text is too long for a sheet. Change it on its page."))})]
    if question.kind == "choices":
        return [Line("", asked), *_ticks(question, slot)]
    if question.kind == "choice":
        words = _words(question)
        layout.choices[slot.name] = {word: key for key, word in words.items()}
        field = Field(words.get(slot.text, slot.text), None, slot.is_open, slot.name)
        return [Line(slot.name, asked | {"answer": field})]
    if question.kind == "confirm":
        field = Field(_("yes") if slot.text == "yes" else slot.text, None, slot.is_open, "tick")
        return [Line(slot.name, asked | {"answer": field})]
    return [Line(slot.name, asked | {"answer": _field(slot)})]


def _words(question):
    given = {}
    for option in question.options:
        given[option.key] = option.label if option.label not in given.values() else f"{option.label} ({option.key})"
    return given


def _ticks(question, slot):
    chosen = slot.text.split("\n")
    for option in question.options:
        tick = Field(_("yes") if option.key in chosen else "", None, slot.is_open, "tick")
        yield Line(f"{slot.name}/{option.key}", {"question": Field(f"– {option.label}"), "answer": tick})


def _limit(question):
    parts = []
    if question.required:
        parts.append(_("required"))
    if question.most_words:
        parts.append(ngettext("at most %d word", "at most %d words", question.most_words) % question.most_words)
    if question.most_characters:
        parts.append(_("at most %(count)s characters") % {"count": formats.number(question.most_characters)})
    if question.shown_if:
        parts.append(_("only for some answers to an earlier question"))
    if question.kind == "confirm":
        parts.append(_("“%(yes)s” to confirm") % {"yes": _("yes")})
    return ", ".join(parts)


def _tables(standing, layout):
    number = 0
    for section in standing.reading.form.sections:
        for question in section.questions:
            if question.kind != "table":
                continue
            number += 1
            slot = standing.slots[f"answer-{question.key}"]
            rows = table_rows(question, slot.text)
            for column in question.columns:
                if column.kind == "choice":
                    words = {word.key: word.label for word in column.words}
                    layout.choices[f"{slot.name}/{column.key}"] = {w: key for key, w in told_apart(words).items()}
            empty = [""] * len(question.columns)
            lines = [
                Line("", {c.key: _table_cell(c, text, slot) for c, text in zip(question.columns, row, strict=False)})
                for row in [*rows, *[empty] * _empty_rows(question, rows)]
            ]
            columns = [(column.key, column.label, 24) for column in question.columns]
            title = _("Table %(number)d") % {"number": number}
            yield Sheet(f"table:{question.key}", title, columns, lines, question.label)


def _empty_rows(question, rows):
    return max(0, min(NEW_ROWS, (question.most_rows or 100) - len(rows)))


def _table_cell(column, text, slot):
    if column.kind == "choice":
        word = column.word(text)
        return Field(word.label if word else text, None, slot.is_open, f"{slot.name}/{column.key}")
    if column.kind == "date":
        day = understand(QuestionSpec(column.key, "date"), text).value
        return Field(text, day and datetime.date.fromisoformat(day), slot.is_open, "", "date")
    places = 2 if column.kind == "money" else column.places
    understood = formats.parse_number(text, places=places) if column.is_number else formats.EMPTY
    return Field(text, understood.value, slot.is_open, "", "number" if column.is_number else "text")


# Budget -----------------------------------------------------------------------------------------------


def _budget(standing, layout):
    drawn, is_open = standing.sheet, standing.columns is None or bool(standing.columns)
    lines = [
        Line(
            f"line-{row.key}",
            {name: _entry(standing, layout, row.cells[name]) for name in drawn.line_fields}
            | {"total": Field(value=row.amount)},
        )
        for row in drawn.rows
    ]
    layout.new["line"] = [str(uuid.uuid4()) for _one in range(NEW_LINES if is_open else 0)]
    lines += [Line(f"line-{key}", {name: _new_field(name) for name in drawn.line_fields}) for key in layout.new["line"]]
    widths = {"heading": 32, "year": 8, "partner": 28, "description": 44, "unit": 14, "justification": 60, "basis": 20}
    columns = [(name, str(messages.FIELD_WORDS[name]), widths.get(name, 16)) for name in drawn.line_fields]
    intro = _(
        "One row for each cost; the empty rows below take new ones. Empty all cells of a row to take it out. EUR."
    )
    return Sheet("budget", _("Budget"), [*columns, ("total", _("total"), 16)], lines, intro)


def _new_field(name):
    return Field(is_open=True, choices=name if name in ("heading", "year", "partner", "basis", "kind") else "",
                 kind="number" if name in ("quantity", "unit_value", "amount") else "text")  # fmt: skip


def _entry(standing, layout, cell):
    slot = standing.slots[cell.name]
    if slot.words or cell.field == "year":
        words = {key: word for word, key in layout.choices[cell.field].items()}
        text = "" if cell.field == "partner" and not slot.text else words.get(slot.text, slot.text)
        return Field(text, None, slot.is_open, cell.field)
    return _field(slot)


def _funding(standing, layout):
    drawn, is_open = standing.sheet, standing.columns is None
    lines = [
        Line(f"amounts-{name}", {"kind": Field(str(cell.label)), "amount": _field(standing.slots[cell.name])})
        for name, cell in drawn.amounts.items()
    ]
    for row in drawn.sources:
        cells = {name: _field(standing.slots[cell.name]) for name, cell in row.cells.items()}
        kind = Field(str(SourceKind(row.record.kind).label))
        lines.append(Line(f"source-{row.key}", {"kind": kind, "name": Field(row.partner)} | cells))
    layout.new["source"] = [str(uuid.uuid4()) for _one in range(NEW_SOURCES if is_open else 0)]
    fields = ("kind", "name", "amount")
    lines += [Line(f"source-{key}", {name: _new_field(name) for name in fields}) for key in layout.new["source"]]
    columns = [("kind", _("Source"), 40), ("name", _("Name"), 40), ("amount", _("Amount in EUR"), 18)]
    intro = _("Indirect costs and reserve, then who pays. The empty rows take further sources.")
    return Sheet("funding", _("Funding"), columns, lines, intro)


# Logframe ---------------------------------------------------------------------------------------------


def _logframe(standing):
    lines = []
    for title, row in logframe_rows(standing.reading):
        kind = "result" if isinstance(row, LogframeResult) else "indicator"
        identity = f"{kind}-{row.key}"
        names = [name for name in FIELD_WORDS if f"{identity}-{name}" in standing.slots]
        unit = Field("" if kind == "result" else str(row.indicator.version.unit))
        cells = {name: _field(standing.slots[f"{identity}-{name}"]) for name in names}
        lines.append(
            Line(identity, {"title": Field(title), "measure": unit} | cells, "section" if kind == "result" else "")
        )
    widths = {"statement": 50, "assumptions": 50, "source": 40}
    columns = [("title", _("Row"), 44), ("measure", _("Unit"), 14)]
    columns += [(name, word(), widths.get(name, 14)) for name, word in FIELD_WORDS.items()]
    intro = _(
        "Results and indicators are added on the page of the logframe. To take one out, unprotect this sheet (it has no password) and delete its row."  # noqa: E501
    )
    return Sheet("logframe", _("Logframe"), columns, lines, intro)


# Workplan ---------------------------------------------------------------------------------------------


def _workplan(standing, layout):
    """Nothing where the call asks for no workplan."""
    if not standing.reading.application.asked.workplan:
        return
    words, names = choices_of(standing.reading), FIELDS["activity"]
    for name in CHOICE_FIELDS:
        layout.choices[f"activity-{name}"] = {word: key for key, word in words[name].items()}
    lines = [
        Line(f"activity-{row.key}", {name: _planned(standing.slots[cell_name(row, name)], name) for name in names})
        for row in standing.reading.activities
    ]
    layout.new["activity"] = [str(uuid.uuid4()) for _one in range(NEW_ACTIVITIES if standing.may_plan else 0)]
    lines += [
        Line(f"activity-{key}", {name: _planned(standing.new("activity", key, name), name) for name in names})
        for key in layout.new["activity"]
    ]
    widths = {"title": 60, "result": 40, "partner": 34}
    columns = [(name, field_words()[name], widths.get(name, 14)) for name in names]
    intro = _(
        "Months are counted from the start of the project. The empty rows take new activities; empty all cells of a row to take it out."  # noqa: E501
    )
    yield Sheet("workplan", _("Workplan"), columns, lines, intro)


def _planned(slot, name):
    if name in CHOICE_FIELDS:
        return Field(slot.words.get(slot.text, slot.text), None, slot.is_open, f"activity-{name}")
    return _field(slot)
