"""Tables people hand in are read as text within limits; those we hand out hold no formula."""

import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest

from grants.files.content import Unacceptable
from grants.files.tables import as_csv, as_workbook, harmless, read_table

SHEET = "xl/worksheets/sheet1.xml"


def workbook(*rows):
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    made = io.BytesIO()
    book.save(made)
    return made.getvalue()


def with_part(content, name, change):
    """The same office file with one part changed."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            text = old.read(part).decode()
            new.writestr(part, change(text) if part == name else text)
    return made.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        'payment,día\r\nP1,"a, b"\r\n'.encode(),
        "\ufeffpayment;día\nP1;a, b\n".encode(),
        "payment;día\nP1;a, b\n".encode("cp1252"),
        "payment\tdía\nP1\ta, b\n".encode("utf-16"),
    ],
)
def test_a_csv_file_is_read_whatever_its_letters_and_separators(content):
    assert read_table(content, "csv") == [["payment", "día"], ["P1", "a, b"]]


@pytest.mark.parametrize("content", [b"a,b\n1,\0\n", b"\xff\xfea", b'a,b\n"1,2\n'])
def test_a_csv_file_that_is_none_is_damaged(content):
    with pytest.raises(Unacceptable, match="broken"):
        read_table(content, "csv")


def test_a_table_larger_than_asked_for_is_refused():
    with pytest.raises(Unacceptable, match="table_too_large"):
        read_table(b"a\n" * 11, "csv", most_rows=10)
    with pytest.raises(Unacceptable, match="table_too_large"):
        read_table(workbook(*[["a"]] * 11), "xlsx", most_rows=10)
    with pytest.raises(Unacceptable, match="table_too_large"):
        read_table(workbook(["a"] * 11), "xlsx", most_columns=10)


def test_the_cells_of_a_workbook_are_text_and_lose_no_cent():
    content = workbook(
        ["P1", 120000, 120000.1, 0.07, date(2026, 9, 26), datetime.fromisoformat("2026-09-26 10:30"), True],
        ["=1+1"],
    )

    assert read_table(content, "xlsx")[0] == [
        "P1", "120000", "120000.1", "0.07", "2026-09-26", "2026-09-26 10:30:00", "TRUE",
    ]  # fmt: skip
    assert len(read_table(content, "xlsx")) == 1, "a formula nobody has calculated is no value"


def test_one_cell_at_the_end_of_the_sheet_ends_the_reader_and_not_us():
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    content = with_part(workbook(["a"]), SHEET, lambda text: text.replace("</sheetData>", far))

    with pytest.raises(Unacceptable, match="table_too_large"):
        read_table(content, "xlsx")


def test_a_dimension_that_lies_is_passed_over():
    content = with_part(workbook(["a"]), SHEET, lambda text: text.replace('ref="A1"', 'ref="A1:XFD1048576"'))

    assert read_table(content, "xlsx") == [["a"]]


def test_an_entity_is_never_expanded():
    bomb = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>'
    row = '<row r="2"><c r="A2" t="str"><v>&a;</v></c></row></sheetData>'
    content = with_part(workbook(["a"]), SHEET, lambda text: bomb + text.replace("</sheetData>", row))

    try:
        cells = read_table(content, "xlsx")
    except Unacceptable:
        return
    assert all(cell in ("a", "", "&a;") for row in cells for cell in row)


def test_what_is_no_workbook_is_damaged():
    with pytest.raises(Unacceptable, match="broken"):
        read_table(b"PK\x03\x04 nothing", "xlsx")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", " =1", "＝1", "{=1+1}"])  # noqa: RUF001
def test_a_text_we_hand_out_is_no_formula(name):
    assert harmless(name) == f"'{name}"
    cell = openpyxl.load_workbook(io.BytesIO(as_workbook("T", ["n"], [[name]]))).active["A2"]
    assert (cell.value, cell.data_type) == (name, "s")
    assert read_table(as_csv(["n"], [[name]]), "csv")[1][0].startswith("'")
