"""Tables of any length as files we hand out: CSV in pieces while it is made, workbooks row by row.

Memory stays flat however many rows come. No text becomes a formula in the program that opens it (T-XL-07).
"""

import io
import tempfile
from datetime import date, datetime
from decimal import Decimal

import xlsxwriter
from django.utils.translation import gettext as _

from grants.files.tables import csv_writer, harmless

CSV = "text/csv; charset=utf-8"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

PIECE = 64_000
"""Characters of a piece of CSV."""

MOST_ROWS = 1_048_000
"""Rows a sheet of a workbook holds, with some to spare for what stands above them."""

LONGEST_TEXT = 32_767
"""Characters a cell of a workbook holds."""


def csv_pieces(rows):
    """The file in pieces, UTF-8 with its mark: what stands first leaves at once, the rest as it is made."""
    out = io.StringIO(newline="")
    writer, is_first = csv_writer(out), True
    out.write("\ufeff")
    for row in rows:
        writer.writerow([cell if type(cell) is str and cell[:1].isalnum() else _plain(cell) for cell in row])
        if is_first or out.tell() >= PIECE:
            yield out.getvalue().encode()
            out.seek(0)
            out.truncate()
            is_first = False
    yield out.getvalue().encode()


def _plain(cell):
    """A cell as programs read it: dates in ISO 8601, a point for decimals."""
    if isinstance(cell, str):
        return harmless(cell)
    if isinstance(cell, datetime):
        return cell.isoformat(timespec="seconds")
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:f}" if isinstance(cell, Decimal) else cell


class BookWriter:
    """A workbook written row by row into a temporary file: ``with BookWriter() as book``, then ``book.content``.

    Each row is on the disk before the next: memory holds one. Who takes ``content`` closes it.
    """

    def __init__(self):
        self.content = tempfile.TemporaryFile()  # noqa: SIM115 (who takes it closes it)
        options = {
            "constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False,
            "strings_to_numbers": False, "remove_timezone": True,
        }  # fmt: skip
        self.book = xlsxwriter.Workbook(self.content, options)
        self.bold = self.book.add_format({"bold": True})
        self.head = self.book.add_format({"bold": True, "text_wrap": True, "valign": "top"})
        self.amount = self.book.add_format({"num_format": "#,##0.00"})
        self.day = self.book.add_format({"num_format": "yyyy-mm-dd"})
        self.moment = self.book.add_format({"num_format": "yyyy-mm-dd hh:mm"})

    def __enter__(self):
        return self

    def __exit__(self, kind, error, trace):
        if kind is None:
            self.book.close()
            self.content.seek(0)
        else:
            self.content.close()

    def pairs(self, name, rows):
        """A sheet of names and values."""
        sheet = self.book.add_worksheet(str(name))
        sheet.set_column(0, 0, 20)
        sheet.set_column(1, 1, 70)
        for number, (label, value) in enumerate(rows):
            sheet.write_string(number, 0, label, self.bold)
            sheet.write_string(number, 1, str(value))

    def table(self, name, heads, rows, *, above=()):
        """A sheet with a head that stays in sight, lines ``above`` it, and the rows below, written as they come."""
        sheet = self.book.add_worksheet(str(name))
        sheet.set_column(0, max(len(heads) - 1, 0), 18)
        sheet.freeze_panes(len(above) + 1, 1 if above else 0)
        for number, line in enumerate(above):
            self._row(sheet, number, line)
        for column, head in enumerate(heads):
            sheet.write_string(len(above), column, str(head), self.head)
        for number, row in enumerate(rows, start=len(above) + 1):
            self._row(sheet, number, row)

    def _row(self, sheet, number, row):
        for column, cell in enumerate(row):
            if isinstance(cell, str):
                if cell:
                    sheet.write_string(number, column, cell if len(cell) <= LONGEST_TEXT else _cut(cell))
            elif cell is None:
                continue
            elif isinstance(cell, int):
                sheet.write_number(number, column, cell)
            elif isinstance(cell, datetime):
                sheet.write_datetime(number, column, cell, self.moment)
            elif isinstance(cell, date):
                sheet.write_datetime(number, column, cell, self.day)
            else:
                sheet.write_number(number, column, cell, self.amount)


def _cut(text):
    mark = _("… (cut here: a cell holds no more; the CSV file has the whole text)")
    return text[: LONGEST_TEXT - len(mark)] + mark
