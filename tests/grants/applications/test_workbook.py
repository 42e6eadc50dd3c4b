"""A draft goes out as a workbook, is changed in both places, and comes back without loss."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from grants.applications.actions import workbook as actions
from grants.applications.actions.drafting import save_part
from grants.applications.marks import text_mark
from grants.applications.models import LogframeIndicator, WorkbookReturn
from grants.applications.workbook.writing import written
from grants.budgets import actions as budgets
from grants.drafts.models import Revision
from grants.files.actions import BadFile
from grants.workflow import Refused

pytestmark = pytest.mark.usefixtures("english")

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def export(application, by):
    """The workbook as openpyxl reads it."""
    made, layout = actions.make_workbook(application, by=by)
    content = written(layout, identity=str(made.public_id), about=["Read first", "Title", "Line"])
    return openpyxl.load_workbook(io.BytesIO(content))


def sheet_of(book, mark):
    return next(sheet for sheet in book if sheet["A1"].value == mark)


def cell(book, mark, row_id, column):
    """The cell of a row and a column, by their hidden names."""
    sheet = sheet_of(book, mark)
    place = next(one.column for one in sheet[1] if one.value == column)
    number = next(one.row for one in sheet["A"] if one.value == row_id)
    return sheet.cell(number, place)


def uploaded(book, name="draft.xlsx"):
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile(name, out.getvalue(), XLSX)


def bring_back(application, book, by):
    return actions.return_workbook(application, file=uploaded(book), by=by)


def answer(application, key):
    return application.draft.cells.get(key=key)


def save_answer(application, slug, key, text, by):
    part = application.draft.parts.get(slug=slug)
    rev = application.draft.cells.filter(key=key).values_list("rev", flat=True).first() or 0
    return save_part(application, part=part, answers={key: text}, based_on={key: rev}, by=by)


def new_line(book, **fields):
    """Fill in the first empty row of the budget."""
    sheet = sheet_of(book, "budget")
    number = next(one.row for one in sheet["A"] if one.row > 3 and sheet.cell(one.row, 2).value is None)
    for name, value in fields.items():
        sheet.cell(number, next(one.column for one in sheet[1] if one.value == name)).value = value


def test_a_workbook_nobody_touched_changes_nothing(complete, ana):
    returned = bring_back(complete, export(complete, ana), ana)

    assert (returned.texts, returned.findings) == ({}, [])


def test_what_was_changed_alone_is_taken(complete, ana):
    book = export(complete, ana)
    line = complete.budget.lines.get(description="Trainer")
    row = LogframeIndicator.objects.get(result__application=complete)
    cell(book, "questions", "answer-problem", "answer").value = "Another problem."
    cell(book, "budget", f"line-{line.key}", "quantity").value = 21.5
    cell(book, "logframe", f"indicator-{row.key}", "target").value = 240
    returned = bring_back(complete, book, ana)

    actions.take_workbook(returned, choices={}, by=ana)

    line.refresh_from_db()
    row.refresh_from_db()
    assert returned.findings == []
    assert answer(complete, "problem").raw == "Another problem."
    assert (line.quantity, line.amount) == (Decimal("21.5000"), Decimal("96750.00"))
    assert row.target == Decimal("240.00")


def test_new_rows_become_lines_and_are_not_taken_twice(complete, ana):
    book = export(complete, ana)
    new_line(
        book, heading="5.1 Publications", year=2, description="Guide", unit="copy", quantity=300, unit_value="2,50"
    )
    actions.take_workbook(bring_back(complete, book, ana), choices={}, by=ana)

    again = bring_back(complete, book, ana)
    actions.take_workbook(again, choices={}, by=ana)

    (line,) = complete.budget.lines.filter(heading="5.1")
    assert (line.year, line.partner, line.description, line.amount) == (2, None, "Guide", Decimal("750.00"))
    assert again.taken == []


def test_where_both_changed_a_person_chooses_and_both_texts_are_kept(complete, ana, amalia):
    book = export(complete, ana)
    cell(book, "questions", "answer-problem", "answer").value = "From the workbook"
    returned = bring_back(complete, book, ana)
    save_answer(complete, "relevance", "problem", "From the page", amalia)

    with pytest.raises(Refused) as refused:
        actions.take_workbook(returned, choices={}, by=ana)
    assert [reason.code for reason in refused.value.reasons] == ["undecided"]

    choice = {"answer-problem": f"now:{text_mark('From the page')}"}
    actions.take_workbook(returned, choices=choice, by=ana)

    assert answer(complete, "problem").raw == "From the page"
    kept = Revision.objects.filter(draft=complete.draft, key="problem", is_aside=True)
    assert [(one.raw, one.by) for one in kept] == [("From the workbook", ana)]


def test_choices_made_on_what_no_longer_stands_are_asked_again(complete, ana, amalia):
    book = export(complete, ana)
    cell(book, "questions", "answer-problem", "answer").value = "From the workbook"
    returned = bring_back(complete, book, ana)
    save_answer(complete, "relevance", "problem", "From the page", amalia)
    seen = text_mark("From the page")
    save_answer(complete, "relevance", "problem", "Later still", amalia)

    with pytest.raises(Refused) as refused:
        actions.take_workbook(returned, choices={"answer-problem": f"theirs:{seen}"}, by=ana)

    assert [reason.code for reason in refused.value.reasons] == ["undecided"]
    assert answer(complete, "problem").raw == "Later still"


def test_a_partner_changes_its_own_rows_and_no_others(complete, ana, bruno):
    book = export(complete, bruno)
    own, other = (complete.budget.lines.get(description=name) for name in ("Trainer", "Coordinator"))
    cell(book, "budget", f"line-{own.key}", "quantity").value = 10
    cell(book, "budget", f"line-{other.key}", "quantity").value = 1
    cell(book, "questions", "answer-problem", "answer").value = "Not mine to write"
    returned = bring_back(complete, book, bruno)

    actions.take_workbook(returned, choices={}, by=bruno)

    own.refresh_from_db()
    other.refresh_from_db()
    assert (own.quantity, other.quantity) == (Decimal("10.0000"), Decimal("24.0000"))
    assert [(one["code"], one["is_note"]) for one in returned.findings] == [("locked", True), ("locked", True)]


def test_a_partners_new_line_stands_in_its_own_column(complete, bruno, partner):
    book = export(complete, bruno)
    new_line(book, heading="5.1 Publications", year=1, description="Guide")

    actions.take_workbook(bring_back(complete, book, bruno), choices={}, by=bruno)

    assert complete.budget.lines.get(heading="5.1").partner.organisation == partner.organisation


def test_everything_wrong_is_told_at_once_with_sheet_and_cell(complete, ana):
    book = export(complete, ana)
    line = complete.budget.lines.get(description="Trainer")
    cell(book, "budget", f"line-{line.key}", "year").value = 9
    cell(book, "budget", f"line-{line.key}", "heading").value = "7 Anything"
    cell(book, "questions", "answer-approach-kind", "answer").value = "Something else"
    new_line(book, description="A cost without heading")
    sheet_of(book, "budget").cell(200, 5).value = "A row of my own"
    book.remove(sheet_of(book, "funding"))
    returned = bring_back(complete, book, ana)

    assert sorted(one["code"] for one in returned.findings) == [
        "heading_missing", "not_offered", "not_offered", "not_offered", "row_without_id", "sheet_missing",
        "year_missing",
    ]  # fmt: skip
    assert all(one["cell"] for one in returned.findings if not one["is_note"])
    with pytest.raises(Refused) as refused:
        actions.take_workbook(returned, choices={}, by=ana)
    assert [reason.code for reason in refused.value.reasons] == ["wrong"]


def test_a_number_nobody_understands_is_taken_as_written_and_told(complete, ana):
    book = export(complete, ana)
    line = complete.budget.lines.get(description="Trainer")
    cell(book, "budget", f"line-{line.key}", "quantity").value = "1,234"

    actions.take_workbook(bring_back(complete, book, ana), choices={}, by=ana)

    line.refresh_from_db()
    assert (line.raw, line.amount) == ({"quantity": "1,234"}, Decimal("0.00"))


def test_a_line_a_colleague_took_away_comes_not_back_by_itself(complete, ana, amalia):
    book = export(complete, ana)
    line = complete.budget.lines.get(description="Trainer")
    cell(book, "budget", f"line-{line.key}", "justification").value = "Much needed"
    budgets.delete_line(complete.budget, line.key, based_on=line.rev, by=amalia)
    returned = bring_back(complete, book, ana)

    actions.take_workbook(returned, choices={}, by=ana)

    assert returned.taken == []
    assert returned.texts[f"line-{line.key}-justification"][0] == "Much needed"
    assert not complete.budget.lines.filter(key=line.key).exists()


def far_cell(book):
    sheet_of(book, "budget")["XFD1048576"] = "x"


def no_mark(book):
    book.remove(book["_alinvest"])


def old_version(book):
    book["_alinvest"]["B2"] = "0"


@pytest.mark.parametrize(
    ("spoil", "code"), [(far_cell, "too_large"), (no_mark, "not_ours"), (old_version, "old_version")]
)
def test_what_is_no_workbook_of_ours_is_refused(complete, ana, spoil, code):
    book = export(complete, ana)
    spoil(book)

    with pytest.raises(Refused) as refused:
        bring_back(complete, book, ana)

    assert [reason.code for reason in refused.value.reasons] == [code]
    assert not WorkbookReturn.objects.exists()


@pytest.mark.parametrize("content", [b"", b"not a workbook", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"0" * 600])
def test_what_is_no_workbook_at_all_is_refused(complete, ana, content):
    """The last one is how a workbook with a password begins."""
    with pytest.raises(BadFile):
        actions.return_workbook(complete, file=SimpleUploadedFile("draft.xlsx", content, XLSX), by=ana)


def test_a_workbook_is_found_again_whatever_the_names_and_the_order(complete, ana):
    """What another program may do to it: sheets renamed, rows sorted, columns hidden."""
    book = export(complete, ana)
    sheet = sheet_of(book, "questions")
    rows = [[one.value for one in row] for row in sheet.iter_rows(min_row=4)]
    for number, row in enumerate(reversed(rows), start=4):
        for place, value in enumerate(row, start=1):
            sheet.cell(number, place).value = value
    sheet.title = "Preguntas (2)"
    cell(book, "questions", "answer-problem", "answer").value = "Found again"
    returned = bring_back(complete, book, ana)

    assert {name: text for name, (text, *_place) in returned.texts.items()} == {"answer-problem": "Found again"}


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
def test_a_workbook_of_one_language_is_read_in_another(complete, ana, language):
    with translation.override(language):
        book = export(complete, ana)
    with translation.override("en"):
        returned = bring_back(complete, book, ana)

    assert (returned.texts, returned.findings) == ({}, [])
