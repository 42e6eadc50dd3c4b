"""A workbook that other programs and other hands have had: what they drop, add and break."""

import io
import time
import zipfile

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants.applications.actions import workbook as actions
from grants.applications.actions import workplan
from grants.applications.models import Workbook
from grants.applications.workbook.reading import LIMITS, understood
from grants.applications.workbook.typed import day_of
from grants.files.sheets import Book, Sheet, read_book
from grants.workflow import Refused
from tests.factories import ApplicationFactory
from tests.grants.applications.test_workbook import XLSX, bring_back, cell, export, sheet_of

pytestmark = pytest.mark.usefixtures("english")

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PARTS = "http://schemas.openxmlformats.org/package/2006"
KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"


def escaped(text):
    return str(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def by_hand(book, *, inline=False):
    """The cells of a workbook written as another program does: texts shared or in place, no look of anything,
    a dimension that is wrong, empty cells left out, parts in another order and with other names.
    """
    shared, parts, names = [], {}, []
    for number, sheet in enumerate(book, start=1):
        rows = []
        for row in sheet.iter_rows():
            cells = [_by_hand(one, shared, inline=inline) for one in row if one.value is not None]
            if cells:
                rows.append(f'<row r="{row[0].row}" spans="1:3">{"".join(cells)}</row>')
        body = f'<dimension ref="A1:B2"/><sheetData>{"".join(rows)}</sheetData>'
        parts[f"xl/worksheets/sheet{9 - number}.xml"] = f'<worksheet xmlns="{MAIN}">{body}</worksheet>'
        names.append(f'<sheet name="{escaped(sheet.title)}" sheetId="{number}" state="{sheet.sheet_state}" '
                     f'r:id="rId{number}"/>')  # fmt: skip
    parts["xl/workbook.xml"] = (
        f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{"".join(names)}</sheets></workbook>'
    )
    links = [f'<Relationship Target="/xl/worksheets/sheet{9 - one}.xml" Type="{LINKS}/worksheet" Id="rId{one}"/>'
             for one in range(1, len(names) + 1)]  # fmt: skip
    if shared:
        texts = "".join(f'<si><t xml:space="preserve">{escaped(text)}</t></si>' for text in shared)
        parts["xl/sharedStrings.xml"] = f'<sst xmlns="{MAIN}">{texts}</sst>'
        links.append(f'<Relationship Id="rId99" Type="{LINKS}/sharedStrings" Target="sharedStrings.xml"/>')
    parts["xl/_rels/workbook.xml.rels"] = _links(links)
    main = f'<Relationship Id="rId1" Type="{LINKS}/officeDocument" Target="xl/workbook.xml"/>'
    parts["_rels/.rels"] = _links([main])
    types = [f'<Override PartName="/xl/workbook.xml" ContentType="{KIND}.sheet.main+xml"/>']
    types += [
        f'<Override PartName="/{name}" ContentType="{KIND}.worksheet+xml"/>' for name in parts if "sheets/" in name
    ]
    parts["[Content_Types].xml"] = (
        f'<Types xmlns="{PARTS}/content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{"".join(types)}</Types>'
    )
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n{text}')
    return SimpleUploadedFile("draft.xlsx", out.getvalue(), XLSX)


def _by_hand(one, shared, *, inline):
    value = one.value
    if one.data_type == "d":
        value = (value - openpyxl.utils.datetime.WINDOWS_EPOCH).days
    if isinstance(value, str) and value.startswith("="):
        return f'<c r="{one.coordinate}" t="e"><f aca="false">{escaped(value[1:])}</f><v>#DIV/0!</v></c>'
    if isinstance(value, (int, float)):
        return f'<c r="{one.coordinate}" s="0" t="n"><v>{value}</v></c>'
    if inline:
        return f'<c r="{one.coordinate}" t="inlineStr"><is><t xml:space="preserve">{escaped(value)}</t></is></c>'
    if value not in shared:
        shared.append(value)
    return f'<c r="{one.coordinate}" t="s"><v>{shared.index(value)}</v></c>'


def _links(links):
    return f'<Relationships xmlns="{PARTS}/relationships">{"".join(links)}</Relationships>'


def plain(book):
    """The workbook without the formulas of its totals: they are nobody's to hand in."""
    for row in sheet_of(book, "budget").iter_rows():
        for one in row:
            if str(one.value).startswith("="):
                one.value = None
    return book


@pytest.mark.parametrize("inline", [True, False])
def test_a_workbook_another_program_saved_says_the_same(complete, ana, inline):
    book = plain(export(complete, ana))
    line = complete.budget.lines.get(description="Trainer")
    cell(book, "questions", "answer-problem", "answer").value = "Two\nlines & <more>"
    cell(book, "budget", f"line-{line.key}", "quantity").value = 21.5
    book.create_sheet("My notes", 0)["A1"] = "remember the bank"

    returned = actions.return_workbook(complete, file=by_hand(book, inline=inline), by=ana)

    assert returned.findings == []
    assert returned.removed == {}
    assert {name: text for name, (text, *_place) in returned.texts.items()} == {
        "answer-problem": "Two\nlines & <more>",
        f"line-{line.key}-quantity": "21.5",
    }


def test_a_formula_that_went_wrong_is_named_with_its_sheet_and_cell_and_no_other(complete, ana):
    """The same address on another sheet is another cell."""
    book = plain(export(complete, ana))
    line = complete.budget.lines.get(description="Trainer")
    target = cell(book, "budget", f"line-{line.key}", "description")
    target.value = "=1/0"
    sheet_of(book, "funding")[target.coordinate].value = None
    returned = actions.return_workbook(complete, file=by_hand(book), by=ana)

    assert [(one["code"], one["sheet"], one["cell"], one["params"]) for one in returned.findings] == [
        ("cell_error", "Budget", target.coordinate, {"value": "#DIV/0!"})
    ]


def test_errors_are_read_by_sheet():
    book = openpyxl.Workbook()
    book.active.title = "Uno & dos"
    book.active["B2"] = "=1/0"
    book.create_sheet("Tres")["C3"] = "=1/0"

    assert {sheet.name: sheet.errors for sheet in read_book(by_hand(book).read(), LIMITS).sheets} == {
        "Uno & dos": {"B2": "#DIV/0!"},
        "Tres": {"C3": "#DIV/0!"},
    }


@pytest.mark.unit
@pytest.mark.parametrize(("number", "day"), [(45731, "2025-03-15"), (45731.5, ""), (7, ""), (10**9, "")])
def test_a_number_that_stands_for_a_day(number, day):
    assert day_of(number) == day


def test_a_day_whose_look_was_dropped_is_still_a_day(complete, ana):
    """Another program writes 15 March 2025 as 45731 and forgets that it is a date."""
    book = export(complete, ana)
    made = Workbook.objects.get()
    made.content["dates"] = ["answer-problem"]  # as if the question asked for one
    made.save()
    cell(book, "questions", "answer-problem", "answer").value = 45731

    returned = bring_back(complete, book, ana)

    assert returned.texts["answer-problem"][0] == "2025-03-15"


def refusal(application, book, by):
    with pytest.raises(Refused) as refused:
        bring_back(application, book, by)
    (reason,) = refused.value.reasons
    return reason.code, str(reason)


def test_a_workbook_of_another_draft_says_where_it_belongs(complete, call, chamber, rival, fabio, ana):
    own = ApplicationFactory(call=call, lead=chamber, started_by=ana)
    theirs = ApplicationFactory(call=call, lead=rival, started_by=fabio)

    assert refusal(complete, export(own, ana), ana) == (
        "of_other", "This workbook belongs to another application. Hand it in there.",
    )  # fmt: skip
    assert refusal(complete, export(theirs, fabio), ana)[0] == "unknown"


def test_a_workbook_whose_id_was_changed_is_not_known(complete, ana):
    book = export(complete, ana)
    book["_alinvest"]["B3"] = "00000000-0000-4000-8000-000000000000"

    assert refusal(complete, book, ana)[1].startswith("This workbook did not go out from this application")


def test_ids_of_rows_that_were_changed_are_named(complete, ana):
    book = export(complete, ana)
    line, other = complete.budget.lines.order_by("pk")[:2]
    cell(book, "budget", f"line-{line.key}", "quantity").value = 7
    place = next(one for one in sheet_of(book, "budget")["A"] if one.value == f"line-{line.key}")
    place.value = f"line-{other.key}"
    sheet_of(book, "logframe")["A4"].value = "result-00000000-0000-4000-8000-000000000000"

    returned = bring_back(complete, book, ana)

    assert sorted((one["code"], one["cell"]) for one in returned.findings) == [
        ("row_twice", "A5"),
        ("row_unknown", "A4"),
    ]
    with pytest.raises(Refused):
        actions.take_workbook(returned, choices={}, by=ana)


def test_a_workbook_of_a_form_corrected_meanwhile_says_so(complete, ana):
    book = export(complete, ana)
    made = Workbook.objects.get()
    made.content["form"] -= 1
    made.save()
    cell(book, "questions", "answer-problem", "answer").value = "Still taken"

    returned = bring_back(complete, book, ana)

    assert [(one["code"], one["is_note"]) for one in returned.findings] == [("form_changed", True)]
    assert returned.texts["answer-problem"][0] == "Still taken"


def test_a_sheet_too_long_is_named(complete, ana, monkeypatch):
    book = export(complete, ana)
    book.create_sheet("Firms")["A3001"] = "x"

    code, sentence = refusal(complete, book, ana)

    assert code == "sheet_too_large"
    assert sentence.startswith("The sheet “Firms” has cells far off, or more than 3,000 rows.")


def test_one_person_brings_back_so_many_in_an_hour(complete, ana, monkeypatch):
    monkeypatch.setattr(actions, "MOST_IN_AN_HOUR", 1)
    book = export(complete, ana)
    bring_back(complete, book, ana)

    assert refusal(complete, book, ana) == (
        "too_many", "You brought 1 workbooks back within an hour. Wait a while and bring the next one then.",
    )  # fmt: skip


def test_two_workbooks_brought_back_at_once_do_not_overwrite_each_other(complete, ana, amalia):
    """T-XL-11: the second finds what the first one took, and asks."""
    line = complete.budget.lines.get(description="Trainer")
    books = {ana: export(complete, ana), amalia: export(complete, amalia)}
    returns = {}
    for by, quantity in ((ana, 10), (amalia, 12)):
        cell(books[by], "budget", f"line-{line.key}", "quantity").value = quantity
        returns[by] = bring_back(complete, books[by], by)
    actions.take_workbook(returns[ana], choices={}, by=ana)

    with pytest.raises(Refused) as refused:
        actions.take_workbook(returns[amalia], choices={}, by=amalia)

    line.refresh_from_db()
    assert ([reason.code for reason in refused.value.reasons], line.quantity) == (["undecided"], 10)


def test_a_total_that_differs_from_its_formula_is_told_and_computed_anew(complete, ana):
    """T-XL-05."""
    book = plain(export(complete, ana))
    line = complete.budget.lines.get(description="Trainer")
    cell(book, "budget", f"line-{line.key}", "total").value = 1
    cell(book, "budget", f"line-{line.key}", "quantity").value = 10
    returned = bring_back(complete, book, ana)
    actions.take_workbook(returned, choices={}, by=ana)

    line.refresh_from_db()
    assert [(one["code"], one["params"]) for one in returned.findings] == [
        ("total_differs", {"shown": "1.00", "total": "45000.00"})
    ]
    assert str(line.amount) == "45000.00"


def test_a_workbook_that_refers_elsewhere_is_read_and_says_so(complete, ana):
    """T-XL-04: links are never followed."""
    book = plain(export(complete, ana))
    content = io.BytesIO(by_hand(book).read())
    with zipfile.ZipFile(content, "a") as archive:
        archive.writestr("xl/externalLinks/externalLink1.xml", f'<externalLink xmlns="{MAIN}"/>')
    file = SimpleUploadedFile("draft.xlsx", content.getvalue(), XLSX)

    returned = actions.return_workbook(complete, file=file, by=ana)

    assert [(one["code"], one["is_note"]) for one in returned.findings] == [("outside", True)]


def test_a_workbook_that_cannot_be_taken_whole_is_not_taken_at_all(call, complete, ana, monkeypatch):
    """T-XL-12: the text is saved before the activity that there is no room for."""
    call.workplan = True
    call.save()
    complete.call.workplan = True
    monkeypatch.setattr(workplan, "MOST_ACTIVITIES", 0)
    book = export(complete, ana)
    before = complete.draft.cells.get(key="problem").raw
    cell(book, "questions", "answer-problem", "answer").value = "Lost or kept?"
    sheet_of(book, "workplan")["B4"].value = "One too many"
    returned = bring_back(complete, book, ana)

    with pytest.raises(Refused, match="at most 0 activities"):
        actions.take_workbook(returned, choices={}, by=ana)

    returned.refresh_from_db()
    assert (complete.draft.cells.get(key="problem").raw, returned.taken_at) == (before, None)


def test_cells_made_one_are_told_and_empty_nothing(complete, ana):
    """Two lines merged into one: the second is not taken out, nor are its texts."""
    book = plain(export(complete, ana))
    sheet = sheet_of(book, "budget")
    first, second = (line.key for line in complete.budget.lines.order_by("pk")[:2])
    top = cell(book, "budget", f"line-{first}", "heading")
    assert cell(book, "budget", f"line-{second}", "heading").row == top.row + 1
    for column in range(top.column, top.column + 8):
        sheet.merge_cells(start_row=top.row, end_row=top.row + 1, start_column=column, end_column=column)

    returned = bring_back(complete, book, ana)

    assert (returned.removed, returned.texts) == ({}, {})
    told = {one["cell"]: (one["code"], one["params"], one["is_note"]) for one in returned.findings}
    assert told[f"B{top.row + 1}"] == ("cell_merged", {"first": top.coordinate}, False)


def test_cells_made_one_over_and_over_cost_no_time():
    """T-XL-02: a thousand times three thousand rows in each of sixty sheets is some kilobytes of a file."""
    merged = [[[0, 0], [2999, 59]]] * 1000
    book = Book([Sheet(f"S{number}", True, 1, [], {}, merged) for number in range(60)], [])
    begun = time.process_time()

    assert understood([], book, {"sheets": {}}).findings == []
    assert time.process_time() - begun < 1


def test_changes_are_told_in_the_order_of_the_workbook(complete, ana):
    book = plain(export(complete, ana))
    sheet = sheet_of(book, "budget")
    number = next(one.row for one in sheet["A"] if one.row > 3 and sheet.cell(one.row, 2).value is None)
    for row in (number, number + 1):
        for column, value in enumerate(["5.1 Publications", 2, "", f"Guide {row}", "copy", 300, 2.5], start=2):
            sheet.cell(row, column).value = value
    cell(book, "questions", "answer-problem", "answer").value = "Another problem."

    returned = bring_back(complete, book, ana)
    returned.refresh_from_db()
    taken = actions.take_workbook(returned, choices={}, by=ana).taken

    assert [name.rpartition("-")[2] for name in taken] == [
        "problem", *["heading", "year", "description", "unit", "quantity", "unit_value"] * 2,
    ]  # fmt: skip
    added = complete.budget.lines.filter(heading="5.1").order_by("pk")
    assert [line.description for line in added] == [f"Guide {number}", f"Guide {number + 1}"]
