"""A grid as a workbook that travels: what goes out, and what of one that came back would change (product.md 5).

The workbook is that of an application with one sheet (grants/applications/workbook): what is kept of it is in it,
a hidden column with the revision each cell went out with. Nothing is saved here: the changes shown are saved
by the page of the grid, compared and set by those revisions.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from grants.applications.queries.parts import number_of
from grants.applications.workbook import messages
from grants.applications.workbook.cells import answer_reader
from grants.applications.workbook.merging import Fate, fate_of
from grants.applications.workbook.reading import understood
from grants.applications.workbook.sheets import LONGEST, Field, Layout, Line, Sheet
from grants.drafts.models import Revision
from grants.drafts.queries import answers_of
from grants.evaluation.queries.assessing import asked_of, pages_above
from grants.evaluation.queries.grids import rules_in
from grants.questionnaire.models import COMMENT, QuestionKind

MARK = "questions"


@dataclass(frozen=True)
class Change:
    """A cell that was changed in the workbook: what stands in it there and here, and why it cannot stand."""

    key: str
    rev: int
    where: str
    theirs: str
    now: str
    sheet: str
    cell: str
    is_both: bool
    problem: str


def asked_in(assessment):
    """The sections of the grid that are filled in."""
    return asked_of(rules_in(assessment.candidate.evaluation)).sections


def layout_of(assessment) -> Layout:
    """The one sheet: criterion, its scale, the answer."""
    cells, layout, lines = answers_of(assessment.draft), Layout(), []
    for section in asked_in(assessment):
        lines.append(Line("", {"question": Field(section.title)}, "section"))
        for question in section.questions:
            lines.append(_line(question, cells.get(question.key), layout))
    columns = [("question", _("Criterion"), 60), ("limit", _("Scale"), 12), ("answer", _("Answer"), 70), ("rev", "", 0)]
    layout.sheets = [Sheet(MARK, _("Your scores"), columns, lines, _("Write in the white cells of the last column."))]
    return layout


def _line(question, cell, layout):
    text, scale, choices, value = cell.raw if cell else "", "", "", None
    if question.kind == QuestionKind.SCORE:
        low, high = question.scale[0], question.scale[-1]
        scale, choices = f"{low}–{high}", f"score-{low}-{high}"
        layout.choices[choices] = {str(score): str(score) for score in question.scale}
        value = Decimal(cell.value) if cell and cell.value is not None else None
    if len(text) > LONGEST:
        layout.left_out.append(f"answer-{question.key}")
        answer = Field(_("This text is too long for a sheet. Change it on its page."))
    else:
        answer = Field(text, value, True, choices, question.kind)
    asked = Field(f"{question.label}\n{question.help}".strip())
    more = {"limit": Field(scale), "rev": Field(str(cell.rev if cell else 0))}
    return Line(f"answer-{question.key}", {"question": asked, "answer": answer} | more)


def found_in(assessment, sheets, book) -> tuple[list[Change], list[dict]]:
    """What the sheets of a workbook change in the grid as it stands, and what is wrong in them."""
    cells, revisions = answers_of(assessment.draft), _revisions(sheets)
    questions = {f"answer-{one.key}": one for section in asked_in(assessment) for one in section.questions}
    labels = {one.key: one.label for one in questions.values()}
    layout = layout_of(assessment)
    found = understood(sheets, book, {
        "cells": {name: (cells[one.key].raw if one.key in cells else "", 0) for name, one in questions.items()},
        "sheets": {MARK: _("Your scores")},
        "left_out": layout.left_out,
        "numbers": [name for name, one in questions.items() if one.kind == QuestionKind.SCORE],
        "new": {}, "words": {}, "tables": {}, "ticks": [], "dates": [],
    })  # fmt: skip
    went_out = {(one.key, one.rev): one.raw for one in Revision.objects.filter(draft=assessment.draft, is_aside=False)}
    changes = []
    for name, (text, sheet, cell) in found.texts.items():
        question, rev = questions[name], revisions.get(name, 0)
        now, read = cells[question.key].raw if question.key in cells else "", answer_reader(question)
        base, (theirs, problem) = went_out.get((question.key, rev), ""), read(text)
        fate = fate_of(read(base)[0], theirs, read(now)[0])
        if fate != Fate.SAME:
            shown = (text, now, sheet, cell, fate == Fate.BOTH, problem)
            about = labels.get(question.key.removesuffix(COMMENT)) if question.key.endswith(COMMENT) else None
            where = f"{about} · {question.label}" if about else question.label
            changes.append(Change(question.key, rev, where, *shown))
    return changes, found.findings


def _revisions(sheets):
    """Name of a cell -> the revision it went out with; a row that says none went out empty."""
    for _name, rows in sheets:
        heads = [str(cell) for cell in rows[0]]
        if heads[0] == MARK and "rev" in heads:
            place = heads.index("rev")
            return {str(row[0]).strip(): number_of(str(row[place]).removesuffix(".0")) or 0 for row in rows[1:]}
    return {}


def offline_page(assessment, form, returned=None) -> dict:
    """What the page shows: the two ways, and of a workbook that came back what it changes."""
    changes, findings = returned or ([], [])
    told = [finding | {"sentence": messages.sentence(finding)} for finding in findings]
    here = {"url": assessment.get_absolute_url(), "label": assessment.candidate.reference}
    return {
        "assessment": assessment,
        "candidate": assessment.candidate,
        "form": form,
        "is_back": returned is not None,
        "changes": changes,
        "tone": "" if returned and not changes else "plain",
        "problems": [finding for finding in told if not finding["is_note"]],
        "notes": [finding for finding in told if finding["is_note"]],
        "above": [*pages_above(assessment, True), here],
    }
