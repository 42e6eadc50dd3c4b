"""Tables in files: those people hand in (XLSX or CSV), read as text cells, and those we hand out.

What comes in is somebody else's: it is read within limits, never evaluated, and every cell is text
until the stage that asked for it understands it (security.md T-XL-01 to T-XL-13). What goes out cannot
become a formula in the program that opens it (T-XL-07).
"""

import csv
import datetime
import io
import re
import zipfile
from array import array
from math import ceil

import xlsxwriter

from grants.files.content import Unacceptable
from grants.files.sheets import Book, Column, Damaged, Limits, Sheet, TooLarge, read_book
from grants.formats import clean_text

MOST_ROWS, MOST_COLUMNS, LONGEST_CELL = 5000, 50, 1000

SIGNS_OF_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠", "{")  # noqa: RUF001 (full-width)
SEPARATORS = (";", "\t", ",")


# In ---------------------------------------------------------------------------------------------


def read_table(content: bytes, extension, *, most_rows=MOST_ROWS, most_columns=MOST_COLUMNS) -> list[list[str]]:
    """The cells of a CSV file, or of the first sheet of a workbook, as clean text, row by row.

    Raises Unacceptable when it is damaged, larger than asked for, or takes too long to read.
    """
    if extension == "csv":
        rows = _csv_rows(content, most_rows, most_columns)
    else:
        rows = _workbook_rows(content, most_rows, most_columns)
    return [[clean_text(cell).strip()[:LONGEST_CELL] for cell in row] for row in rows]


def _csv_rows(content, most_rows, most_columns):
    text = decoded(content)
    separated = next((line for line in text.splitlines() if any(one in line for one in SEPARATORS)), "")
    separator = max(SEPARATORS, key=separated.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) == most_rows or len(row) > most_columns:
                raise Unacceptable("table_too_large", rows=most_rows, columns=most_columns)
            rows.append(row)
    except csv.Error as error:
        raise Unacceptable("broken") from error
    return rows


def read_text(content: bytes, limits: Limits) -> Book:
    """A CSV file as the one sheet of a book, every cell as typed. Raises TooLarge or Damaged."""
    try:
        rows = _csv_rows(content, limits.rows, limits.columns)
    except Unacceptable as error:
        raise (TooLarge if error.code == "table_too_large" else Damaged) from error
    width, columns = max(map(len, rows), default=0), []
    for place in range(width):
        number, places = {}, array("I")
        for row in rows:
            cell = row[place] if place < len(row) else ""
            places.append(number.setdefault(cell, len(number)))
        columns.append(Column(list(number), places))
    return Book([Sheet("", True, len(rows), columns, {}, [])], [])


def decoded(content: bytes) -> str:
    """A text file as text: UTF-8, UTF-16 with its mark, else the letters of Windows. Raises Unacceptable for bytes."""
    encodings = ["utf-16"] if content.startswith((b"\xff\xfe", b"\xfe\xff")) else ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" in text:
            break
        return text
    raise Unacceptable("broken")


def _workbook_rows(content, most_rows, most_columns):
    try:
        sheets = read_book(content, Limits(rows=most_rows, columns=most_columns)).sheets
    except Damaged as error:
        raise Unacceptable("broken") from error
    except TooLarge as error:
        raise Unacceptable("table_too_large", rows=most_rows, columns=most_columns) from error
    if not sheets:
        raise Unacceptable("broken")
    if sheets[0].columns is None:
        raise Unacceptable("table_too_large", rows=most_rows, columns=most_columns)
    columns = (
        [*map([_text(cell) for cell in column.cells].__getitem__, column.places)] for column in sheets[0].columns
    )
    return [list(row) for row in zip(*columns, strict=True)]


def _text(cell):
    """A cell as text: whole numbers without decimals, dates in ISO 8601, nothing rounded."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat() if cell.time() == datetime.time() else cell.isoformat(" ")
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    if isinstance(cell, (int, str)):
        return str(cell)
    shown = repr(cell)  # the shortest text that is this number again: an amount keeps its cents
    return shown.removesuffix(".0")


# Out --------------------------------------------------------------------------------------------


def harmless(cell):
    """A text as a cell that no program takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and (cell.startswith(SIGNS_OF_A_FORMULA) or cell.lstrip().startswith(SIGNS_OF_A_FORMULA)):
        return f"'{cell}"
    return cell


def row_height(cells) -> int:
    """Points a row needs to show texts whole, each given as (text, width of its column in characters, 0 for hidden)."""
    lines = [sum(ceil(len(line) / width) or 1 for line in text.split("\n")) for text, width in cells if width]
    return min(POINTS_OF_A_LINE * max(lines, default=1), MOST_POINTS)


POINTS_OF_A_LINE, MOST_POINTS = 15, 405
"""Of a row; a spreadsheet shows none of more than 409."""


def with_growing_rows(workbook: bytes) -> bytes:
    """A workbook whose rows begin as high as was asked for and grow with what is typed, in every program.

    LibreOffice leaves rows without a height one line high; those with one that is said to be a person's own
    stay as they are in every program.
    """
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(workbook)) as given, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as written:
        for part in given.infolist():
            content = given.read(part)
            if part.filename.startswith("xl/worksheets/"):
                content = _OWN_HEIGHT.sub(rb"\1", content)
            written.writestr(part, content)
    return out.getvalue()


_OWN_HEIGHT = re.compile(rb'(<row [^>]*?) customHeight="1"')


def csv_writer(out):
    """Writes lines of CSV, every text in quotes: also where semicolons part cells, none in a text does (T-XL-07)."""
    return csv.writer(out, quoting=csv.QUOTE_NONNUMERIC)


def as_csv(heads, rows) -> bytes:
    """A CSV file: UTF-8 with its mark, commas, a point for decimals, lines as in RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv_writer(out)
    writer.writerow(heads)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig")


def as_workbook(title, heads, rows, *, widths=()) -> bytes:
    """A workbook of one sheet: text as text, Decimals as amounts, dates as dates."""
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as workbook:
        sheet = workbook.add_worksheet(title[:31])
        bold = workbook.add_format({"bold": True})
        amount = workbook.add_format({"num_format": "#,##0.00"})
        day = workbook.add_format({"num_format": "yyyy-mm-dd"})
        sheet.freeze_panes(1, 0)
        for column, width in enumerate(widths):
            sheet.set_column(column, column, width)
        sheet.write_row(0, 0, heads, bold)
        for number, row in enumerate(rows, start=1):
            for column, cell in enumerate(row):
                if cell is None or cell == "":
                    continue
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                elif hasattr(cell, "isoformat"):
                    sheet.write_datetime(number, column, cell, day)
                else:
                    sheet.write_number(number, column, cell, amount)
    return out.getvalue()
