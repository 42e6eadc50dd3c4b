"""Tables people hand in are read as text within limits; those we hand out hold no formula."""

import csv
import io
import zipfile
from datetime import date, datetime

import openpyxl
import pytest
import xlsxwriter

from grants.files.content import Unacceptable
from grants.files.sheets import Limits, read_book
from grants.files.streams import csv_pieces
from grants.files.tables import as_csv, as_workbook, harmless, read_table, row_height, with_growing_rows

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


def test_what_stands_above_a_list_does_not_say_how_it_is_separated():
    assert read_table(b'Extracto\n\na,b\n"1,50",c\n', "csv") == [["Extracto"], [], ["a", "b"], ["1,50", "c"]]


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


def test_a_number_beyond_all_numbers_is_a_text():
    numbers = {"1": "1e999", "2": "NaN", "3": "-1e999"}
    content = workbook([1, 2, 3])
    for number, beyond in numbers.items():
        content = with_part(content, SHEET, lambda text: text.replace(f"<v>{number}</v>", f"<v>{beyond}</v>"))  # noqa: B023

    columns = read_book(content, Limits(rows=9, columns=9)).sheets[0].columns
    assert [column.cells for column in columns] == [["inf"], ["nan"], ["-inf"]]


def test_cells_made_one_over_each_other_are_no_more_than_there_are_cells():
    """T-XL-02: a thousand times all rows is some kilobytes of a file, and hours of somebody's time."""
    cells = '<mergeCells><mergeCell ref="A1:B1"/>' + '<mergeCell ref="A1:D2"/>' * 500 + "</mergeCells>"
    content = with_part(
        workbook(["a", "b", "c", "d"], ["e"]), SHEET, lambda text: text.replace("</sheetData>", f"</sheetData>{cells}")
    )

    assert read_book(content, Limits(rows=9, columns=9)).sheets[0].merged == [[[0, 0], [0, 1]]]


def test_a_dimension_that_lies_is_passed_over():
    content = with_part(workbook(["a"]), SHEET, lambda text: text.replace('ref="A1"', 'ref="A1:XFD1048576"'))

    assert read_table(content, "xlsx") == [["a"]]


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml", "xl/styles.xml"])
@pytest.mark.parametrize(
    "definition",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/hostname">]>',
        '<!DOCTYPE x [<!ENTITY a SYSTEM "http://127.0.0.1:9/x">]>',
        '<!DOCTYPE x [<!ENTITY b "bbbbbbbbbb"><!ENTITY a "&b;&b;&b;&b;&b;&b;&b;&b;">]>',
    ],
)
def test_a_part_with_a_document_type_is_refused(part, definition):
    """T-XL-03: whatever it defines, nobody looks."""

    def defined(text):
        head, _end, rest = text.partition("?>")
        return f"{head}?>{definition}{rest}".replace("<t>a</t>", "<t>&a;</t>")

    with pytest.raises(Unacceptable, match="broken"):
        read_table(with_part(workbook(["a"]), part, defined), "xlsx")


@pytest.mark.parametrize(
    ("part", "before", "more"),
    [
        ("xl/styles.xml", "</cellXfs>", '<xf numFmtId="0" fontId="0" fillId="0" borderId="0"/>'),
        ("xl/workbook.xml", "</sheets>", None),
        (SHEET, "<pageMargins", '<conditionalFormatting sqref="A1"><cfRule type="expression" priority="1">'
         "<formula>A1=1</formula></cfRule></conditionalFormatting>"),
    ],
)  # fmt: skip
def test_sixteen_thousand_of_anything_are_read_past(part, before, more):
    """T-XL-13."""
    if more is None:
        names = "".join(f'<definedName name="n{place}">Sheet1!$A$1</definedName>' for place in range(16_000))
        content = with_part(
            workbook(["a"]), part, lambda text: text.replace(before, f"{before}<definedNames>{names}</definedNames>")
        )
    else:
        content = with_part(workbook(["a"]), part, lambda text: text.replace(before, more * 16_000 + before))

    assert read_table(content, "xlsx") == [["a"]]


def test_a_line_of_ten_megabytes_is_refused():
    """T-XL-10."""
    with pytest.raises(Unacceptable, match="broken"):
        read_table(b"x" * 10_000_000, "csv")


def test_what_is_no_workbook_is_damaged():
    with pytest.raises(Unacceptable, match="broken"):
        read_table(b"PK\x03\x04 nothing", "xlsx")


@pytest.mark.parametrize("name", ["=HYPERLINK(1)", "+1", "-1", "@x", "\tx", " =1", "＝1", "{=1+1}"])  # noqa: RUF001
def test_a_text_we_hand_out_is_no_formula(name):
    assert harmless(name) == f"'{name}"
    cell = openpyxl.load_workbook(io.BytesIO(as_workbook("T", ["n"], [[name]]))).active["A2"]
    assert (cell.value, cell.data_type) == (name, "s")
    assert read_table(as_csv(["n"], [[name]]), "csv")[1][0].startswith("'")


@pytest.mark.parametrize("name", ["Café;=1+1", 'Café";=1+1', "Café\t=1+1"])
def test_a_separator_of_another_country_in_a_text_begins_no_cell(name):
    for content in (as_csv(["n", "m"], [[name, 5]]), b"".join(csv_pieces([["n", "m"], [name, 5]]))):
        for separator in ";\t":
            lines = csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=separator)
            assert [len(line) for line in lines] == [1, 1]


@pytest.mark.parametrize(
    ("cells", "points"),
    [
        ([], 15),
        ([("", 10)], 15),
        ([("one line", 10), ("x" * 21, 10)], 45),
        ([("a\n\nb", 9)], 45),
        ([("x" * 9999, 9)], 405),
    ],
)
def test_a_row_is_high_enough_for_its_texts(cells, points):
    assert row_height(cells) == points


def test_rows_keep_their_height_and_are_nobody_s_own():
    """LibreOffice leaves rows without a height one line high; a row with one of its own never grows."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out) as book:
        book.add_worksheet().set_row(0, 45)

    with zipfile.ZipFile(io.BytesIO(with_growing_rows(out.getvalue()))) as archive:
        row = archive.read("xl/worksheets/sheet1.xml").partition(b"<row ")[2].partition(b">")[0]

    assert row == b'r="1" ht="45"/'
