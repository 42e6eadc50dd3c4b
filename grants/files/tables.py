"""Tables in files: those people hand in (XLSX or CSV), read as text cells, and those we hand out.

What comes in is somebody else's: it is read within limits, never evaluated, and every cell is text
until the stage that asked for it understands it (security.md T-XL-01 to T-XL-13). What goes out cannot
become a formula in the program that opens it (T-XL-07).
"""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import xlsxwriter

from grants.files.content import Unacceptable
from grants.formats import clean_text

READER = Path(__file__).with_name("table_reader.py")
MEGABYTES, SECONDS, SECONDS_ON_THE_CLOCK = 400, 10, 20
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
    first = text.lstrip().partition("\n")[0]
    separator = max(SEPARATORS, key=first.count)
    rows = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True):
            if len(rows) == most_rows or len(row) > most_columns:
                raise Unacceptable("table_too_large", rows=most_rows, columns=most_columns)
            rows.append(row)
    except csv.Error as error:
        raise Unacceptable("broken") from error
    return rows


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
    limits = map(str, (MEGABYTES, SECONDS, most_rows, most_columns))
    try:
        done = subprocess.run(  # noqa: S603 (our own interpreter and program)
            [sys.executable, "-I", str(READER), *limits],
            input=content, capture_output=True, timeout=SECONDS_ON_THE_CLOCK, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise Unacceptable("table_too_large", rows=most_rows, columns=most_columns) from error
    if done.returncode < 0:  # ended by a limit
        raise Unacceptable("table_too_large", rows=most_rows, columns=most_columns)
    if done.returncode:
        raise Unacceptable("broken")
    answer = json.loads(done.stdout)
    if "problem" in answer:
        raise Unacceptable(answer["problem"], rows=most_rows, columns=most_columns)
    return answer["rows"]


# Out --------------------------------------------------------------------------------------------


def harmless(cell):
    """A text as a cell that no program takes for a formula; numbers stay numbers."""
    if isinstance(cell, str) and (cell.startswith(SIGNS_OF_A_FORMULA) or cell.lstrip().startswith(SIGNS_OF_A_FORMULA)):
        return f"'{cell}"
    return cell


def as_csv(heads, rows) -> bytes:
    """A CSV file: UTF-8 with its mark, commas, a point for decimals, lines as in RFC 4180."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
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
