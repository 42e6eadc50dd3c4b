"""Whatever is handed in as a list: all that is wrong is named, nothing is taken over, and the worker lives."""

import io
import resource
import zipfile
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from grants.files.actions import BadFile
from grants.models import StoredFile
from reporting.models import Fact, Firm, Participation
from reporting.progress import list_report, workbook
from reporting.progress.actions.lists import hand_in_list, take_over_list
from reporting.progress.columns import COLUMNS, VERSION
from reporting.progress.findings import Finding
from tests.reporting.progress.lists.conftest import as_file, firm, sheet
from tests.reporting.progress.lists.conftest import workbook as as_workbook

SHEET = "xl/worksheets/sheet1.xml"
HEAD = ["name", "country", "entity_type", "tax_id", "size", "supported_on"]
ROW = ["Café Andino", "PE", "company", "20512333797", "micro", "2025-01-10"]


def with_part(content, name, change):
    """The same office file with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part).decode()
            new.writestr(part, change(text) if part == name else text)
    return made.getvalue()


def codes(content):
    return [(one.code, one.params.get("cell", "")) for one in workbook.read(content).findings]


@pytest.fixture
def taken(update, ana):
    """What became of a file: (state, codes of its problems)."""

    def take(content):
        firm_list = take_over_list(hand_in_list(update, file=as_file(content), by=ana))
        assert (Firm.objects.count(), Participation.objects.count(), Fact.objects.count()) == (0, 0, 0)
        return firm_list.state, list(firm_list.problems.filter(is_note=False).values_list("row", "column", "code"))

    return take


def bomb(megabytes):
    """A list with a cell of so many letters, in a small file."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(sheet(HEAD, ROW))) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            text = old.read(name)
            if name != SHEET:
                new.writestr(name, text)
                continue
            before, _end, _rest = text.partition(b"</sheetData>")
            with new.open(name, "w") as part:
                part.write(before + b'<row r="3"><c r="A3" t="inlineStr"><is><t>')
                for _turn in range(megabytes):
                    part.write(b"0" * 1_000_000)
                part.write(b"</t></is></c></row></sheetData></worksheet>")
    return made.getvalue()


def test_a_zip_bomb_ends_its_reader_and_not_the_worker():
    content = bomb(900)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss

    assert codes(content) == [("not_readable", "")]
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000, "kB"


def test_sixteen_thousand_styles_are_read_or_named():
    styles = '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>' * 16_000
    content = with_part(
        sheet(HEAD, ROW), "xl/styles.xml", lambda text: text.replace("</cellXfs>", f"{styles}</cellXfs>")
    )

    assert codes(content) == []


@pytest.mark.django_db
def test_a_cell_in_the_last_place_of_the_sheet_is_named(taken):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = with_part(sheet(HEAD, ROW), SHEET, lambda text: text.replace("</sheetData>", far))

    assert [one.params for one in workbook.read(content).findings] == [{"cell": "XFD1048576", "sheet": "Sheet"}]
    assert taken(content) == ("refused", [(0, "", "far_cell")])


@pytest.mark.django_db
def test_last_years_template_is_refused(taken, monkeypatch):
    monkeypatch.setattr(workbook, "VERSION", VERSION - 1)
    content = workbook.written([firm()])
    monkeypatch.undo()

    assert taken(content) == ("refused", [(0, "", "template_old")])


def test_a_list_may_begin_in_any_column_and_row():
    content = sheet([], ["", *HEAD], ["", *ROW])

    book = workbook.read(content)
    assert list(book.findings) == []
    assert list(book.table.rows()) == [(3, dict(zip(HEAD, ROW, strict=True)))]


@pytest.mark.django_db
def test_numbers_as_text_are_read_or_named(update, ana, taken):
    head = [*HEAD, "trained_on", "training_hours", "training_evidence"]
    typed = {"20512333797": "8,5", "20100047218": "1.234", "20100070970": "ocho"}
    rows = [[*ROW[:3], number, *ROW[4:], "2025-02-10", hours, "Lista"] for number, hours in typed.items()]

    state, problems = taken(sheet(head, *rows))
    assert state == "refused"
    assert problems == [(3, "training_hours", "number_ambiguous"), (4, "training_hours", "number_unreadable")]
    good = take_over_list(hand_in_list(update, file=as_file(sheet(head, rows[0])), by=ana))
    assert (good.state, Fact.objects.get().quantity) == ("taken", Decimal("8.5"))


WRONG = {
    "name": ("x" * 251, "text_too_long"), "country": ("Francia", "country_unknown"),
    "entity_type": ("club", "choice_unknown"), "place": ("x" * 121, "text_too_long"),
    "contact": ("x" * 121, "text_too_long"), "size": ("enorme", "choice_unknown"),
    "section": ("Z", "choice_unknown"), "owner_sex": ("?", "choice_unknown"),
    "supported_on": ("03/04/2025", "date_ambiguous"), "trained_on": ("31/02/2025", "date_unreadable"),
    "training_hours": (-8, "number_negative"), "training_evidence": ("x" * 201, "text_too_long"),
    "practice_on": (date(2025, 7, 1), "after_period"), "practice": ("x" * 81, "text_too_long"),
    "practice_status": ("quizás", "choice_unknown"), "practice_evidence": ("#REF!", "cell_error"),
    "standard_on": (date(2024, 4, 30), "before_project"), "standard_status": ("certificado", ""),
    "standard": ("Orgánico", ""), "standard_valid_until": (date(2024, 1, 1), "ends_before_it_begins"),
    "standard_evidence": (None, "evidence_missing"), "jobs_on": (45730, "date_unreadable"),
    "jobs_created_women": (1.125, "number_decimals"), "jobs_created_men": (1e26, "number_too_large"),
    "jobs_maintained_women": ("1,234", "number_ambiguous"), "jobs_maintained_men": (5, ""),
    "staff": (2, "more_jobs_than_staff"), "jobs_threat": (None, "threat_missing"),
    "jobs_green": ("tal vez", "choice_unknown"), "jobs_digital": (date(2025, 1, 1), "choice_unknown"),
    "turnover_status": ("verificado", ""), "turnover_on": (None, "missing_in_block"),
    "turnover_evidence": (None, "evidence_missing"),
}  # fmt: skip
"""Column -> (cell, what is wrong with it)."""


@pytest.mark.django_db
def test_thirty_kinds_of_wrong_cells_are_each_named_at_once(taken):
    keys = [column.key for column in COLUMNS]
    row = [WRONG.get(key, (None, ""))[0] for key in keys]
    others = [["Telar", "PE", None, "20512333798"], ["Otra", "PE", "company", "20000000001"]]

    state, problems = taken(sheet(keys, row, *others))

    assert state == "refused"
    assert {(2, key, code) for key, (_cell, code) in WRONG.items() if code} <= set(problems)
    assert {(3, "tax_id", "tax_id_wrong"), (4, "tax_id", "tax_id_placeholder")} <= set(problems)
    assert len({code for _row, _column, code in problems}) >= 20


FORMULAS = ['=HYPERLINK("x")', "+51 984", "-Café", "@Sur", "=1+1", "{=1}"]


def test_a_report_of_problems_holds_text_cells_only():
    rows = [
        (number, {"name": name, "tax_id": name, "training_hours": 8}) for number, name in enumerate(FORMULAS, start=4)
    ]
    findings = [Finding(number, "name", "choice_unknown", {"value": "=1"}) for number, _cells in rows]
    made = list_report.annotated(
        rows, findings, lambda finding: finding.params["value"], sheet_words=["P", "R", "C", "S", "W"]
    )

    book = openpyxl.load_workbook(io.BytesIO(made))
    firms = book.worksheets[1]
    assert [firms.cell(number, 1).value for number, _cells in rows] == FORMULAS
    assert {cell.data_type for sheet in book for row in sheet.iter_rows() for cell in row if cell.value} == {"s", "n"}
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        parts = [archive.read(name) for name in archive.namelist() if name.startswith("xl/worksheets/")]
    assert not any(b"<f>" in part or b"<f " in part or b"hyperlink" in part for part in parts)


@pytest.mark.django_db
def test_a_report_can_be_handed_in_again_and_says_the_same(update, ana):
    firm_list = take_over_list(hand_in_list(update, file=as_workbook(firm(tax_id="20512333798", name="=1+1")), by=ana))
    with firm_list.file.content.open("rb") as content:
        rows = list(workbook.read(content.read()).table.rows())
    words = ["Problemas", "Fila", "Celda", "Columna", "Qué está mal"]
    report = list_report.annotated(rows, firm_list.problems.all(), lambda problem: problem.code, sheet_words=words)

    again = take_over_list(hand_in_list(update, file=as_file(report), by=ana))

    assert next(workbook.read(report).table.rows())[1]["training_hours"] == rows[0][1]["training_hours"] == 8.0
    assert (again.state, again.sheet, again.note_count) == ("refused", "Empresas", firm_list.note_count)
    assert [(one.row, one.column, one.code) for one in again.problems.filter(is_note=False)] == [
        (4, "tax_id", "tax_id_wrong")
    ]


def sheets(**content):
    """A workbook with these sheets, {name: rows}."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, lines in content.items():
        page = book.create_sheet(name)
        for line in lines:
            page.append(line)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


OTHER_ROW = ["Telar del Sur", "PE", "company", "20512333797", "micro", "2025-01-10"]


def test_no_sheet_with_firms_is_passed_over():
    book = workbook.read(sheets(Cusco=[HEAD, ROW], Notas=[["Llamar el lunes"]], Puno=[HEAD, OTHER_ROW], Vacía=[HEAD]))

    assert [(one.code, one.params) for one in book.findings] == [("sheet_second", {"sheet": "Puno", "first": "Cusco"})]
    assert book.table.numbers == [2]


def test_the_sheet_with_firms_is_read_wherever_it_stands():
    book = workbook.read(sheets(Portada=[["Lista 2025"]], Plantilla=[HEAD], Empresas=[HEAD, ROW]))

    assert (book.sheet, book.table.numbers, list(book.findings)) == ("Empresas", [2], [])


@pytest.mark.django_db
def test_a_list_on_two_sheets_leaves_nothing_behind(taken):
    assert taken(sheets(Cusco=[HEAD, ROW], Puno=[HEAD, OTHER_ROW])) == ("refused", [(0, "", "sheet_second")])


def test_hidden_sheets_with_firms_are_told_of():
    def with_hidden(**content):
        book = openpyxl.load_workbook(io.BytesIO(sheets(**content)))
        book["Oculta"].sheet_state = "hidden"
        buffer = io.BytesIO()
        book.save(buffer)
        return [(one.code, one.is_note) for one in workbook.read(buffer.getvalue()).findings]

    assert with_hidden(Cusco=[HEAD, ROW], Oculta=[HEAD, OTHER_ROW]) == [("sheet_hidden", True)]
    assert with_hidden(Portada=[["Lista 2025"]], Oculta=[HEAD, OTHER_ROW]) == [("sheet_hidden", False)]


def told(content, **how):
    """(cell, code) of what is wrong with the sheet as such."""
    book = workbook.read(content, **how)
    book.findings.name_cells(book.letters)
    return [(list_report.address_of(one), one.code) for one in book.findings]


def test_merged_cells_are_named_where_they_look_filled():
    book = openpyxl.Workbook()
    for line in (["Empresas de Cusco"], HEAD, ROW, OTHER_ROW):
        book.active.append(line)
    book.active.merge_cells("A1:F1")
    book.active.merge_cells("E3:F4")
    buffer = io.BytesIO()
    book.save(buffer)

    assert told(buffer.getvalue()) == [("F3", "cell_merged"), ("E4", "cell_merged"), ("F4", "cell_merged")]


def test_a_formula_without_its_result_is_no_empty_cell():
    assert told(sheet(HEAD, [*ROW[:5], "=DATE(2025,1,10)"])) == [("F2", "cell_unworked")]
    everything = sheet(HEAD, [f'="{cell}"' for cell in ROW])
    assert told(everything)[-1] == ("F2", "cell_unworked")
    worked_out_as_nothing = '<c r="G2" t="str"><f>IF(A2="","","")</f><v></v></c></row></sheetData>'
    content = sheet([*HEAD, "place"], ROW)
    assert told(with_part(content, SHEET, lambda xml: xml.replace("</row></sheetData>", worked_out_as_nothing))) == []


def test_a_text_file_with_semicolons_is_a_list_too():
    head, row = [*HEAD, "training_hours"], [*ROW, "8"]
    content = "\r\n".join(";".join(line) for line in (head, row)).encode("latin-1")

    book = workbook.read(content, is_text=True)
    assert (list(book.findings), book.table.numbers) == ([], [2])
    assert dict(book.table.rows())[2] == dict(zip(head, [*ROW, 8], strict=True))
    assert [one.code for one in workbook.read(b"\0\1", is_text=True).findings] == ["not_readable"]
    wide = b";" * 60 + b"\n"
    assert [one.code for one in workbook.read(wide, is_text=True).findings] == ["too_many_rows"]


@pytest.mark.django_db
def test_a_text_file_is_named_cell_by_cell_where_its_columns_stand(update, ana):
    content = "tax_id;name;country;entity_type;size;supported_on\n000;Telar Ñusta;Perú;empresa;micro;03/04/2025\n"
    file = as_file(content.encode("latin-1"), name="lista.csv")

    firm_list = take_over_list(hand_in_list(update, file=file, by=ana))

    assert {(list_report.address_of(one), one.code) for one in firm_list.problems.filter(is_note=False)} == {
        ("A2", "tax_id_placeholder"), ("F2", "date_ambiguous"),
    }  # fmt: skip


def test_a_report_keeps_the_firms_above_the_fourth_row():
    table = workbook.read(sheet(HEAD, ROW, OTHER_ROW)).table
    words = ["Problemas", "Fila", "Celda", "Columna", "Qué está mal"]

    made = list_report.annotated(table.rows(), [], str, sheet_words=words)

    assert workbook.read(made).table.numbers == [2, 3]


COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(9000) + "EncryptedPackage".encode("utf-16-le") + bytes(9000)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("lista.xlsx", b"name;country;tax_id\nCaf\xe9;PE;20512333797\n", "content_differs"),
        ("lista.csv", b"\xff\xd8\xff\xe0 a picture", "content_differs"),
        ("lista.xls", COMPOUND, "kind_not_allowed"),
        ("lista.xlsm", workbook.written([firm()]), "macros"),
        ("lista.xlsx", COMPOUND, "protected"),
        ("lista.ods", workbook.written([firm()]), "kind_not_allowed"),
        ("lista.xlsx", b"<html><table><tr><td>name</td></tr></table></html>", "content_differs"),
        ("lista.xlsx", bomb(150), "unpacks_too_large"),
        ("lista.xlsx", b"", "empty"),
    ],
)  # fmt: skip
def test_what_is_no_workbook_of_firms_is_refused_at_the_door(update, ana, name, content, code):
    with pytest.raises(BadFile) as refused:
        hand_in_list(update, file=as_file(content, name), by=ana)

    assert (refused.value.code, update.lists.count(), StoredFile.objects.count()) == (code, 0, 0)


WIDE = "20512333797".translate({ord(str(digit)): chr(0xFF10 + digit) for digit in range(10)})
IDS = {
    "0512333797": "tax_id_wrong", "5414828": "tax_id_zeros", "205123337970": "tax_id_wrong",
    "76086428-5": "tax_id_other_country", "No tiene": "tax_id_none", "11111111111": "tax_id_placeholder",
    "20-51233379-7": "", " 20512333797 ": "", WIDE: "", "20512333797\u200b": "", "RUC 20512333797": "",
    "20512333797/20100047218": "tax_id_wrong",
}  # fmt: skip
"""What people type for a tax id of Peru -> what is wrong with it."""


@pytest.mark.django_db
def test_what_people_type_for_a_tax_id_is_understood_or_named(taken):
    rows = [[f"Café {number}", "PE", "company", typed, "micro", "2025-01-10"] for number, typed in enumerate(IDS)]
    content = sheet(HEAD, *rows)

    state, problems = taken(content)

    assert state == "refused"
    found = {row: code for row, column, code in problems if column == "tax_id"}
    assert found == {row: code for row, code in enumerate(IDS.values(), start=2) if code}
