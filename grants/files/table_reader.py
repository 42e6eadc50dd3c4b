"""Reads one workbook in a process of its own, within limits, and answers with plain text cells.

Run as a program by ``tables.py``, never imported by the site: a workbook whose one cell stands in the
last row of the last column makes its reader ask for more memory than a machine has, and then it is this
process that ends. Formulas are not evaluated, links not followed: a cell is the value it was saved with.
"""

import datetime
import io
import json
import resource
import sys


def text(value):
    """A cell as text: whole numbers without decimals, dates in ISO 8601, nothing rounded."""
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, int | str):
        return str(value)
    shown = repr(value)  # the shortest text that is this number again: an amount keeps its cents
    return shown.removesuffix(".0")


def main(megabytes, seconds, most_rows, most_columns):
    """Read a workbook from the standard input; print its first sheet's cells as JSON, or the limit it passes."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (after the limits)

    with CalamineWorkbook.from_filelike(io.BytesIO(sys.stdin.buffer.read())) as workbook:
        sheet = workbook.get_sheet_by_index(0)
        row, column = sheet.end or (0, 0)  # counted from 0
        if row >= most_rows or column >= most_columns:
            json.dump({"problem": "table_too_large"}, sys.stdout)
            return
        rows = sheet.to_python(skip_empty_area=False)
    json.dump({"rows": [[text(cell) for cell in row] for row in rows]}, sys.stdout)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
