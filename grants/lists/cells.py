"""The cells of a table (components/table.html) as values for a file: numbers as numbers, dates as dates.

A column with a ``hint`` (a label) puts what stands small below its cells into a column of its own; else the
hint stands behind the text. A cell that shows a text made of a date or a number holds that as ``value``, and as
``hint_value`` where the hint is one.
"""

from datetime import date, datetime
from decimal import Decimal
from html import unescape
from zoneinfo import ZoneInfo

from django.utils.html import strip_tags
from django.utils.safestring import SafeData

from grants.words import display

NOTHING = "–"
"""What a cell shows where there is nothing."""


def heads_of(columns) -> list[str]:
    """The heads of a file for the columns of a page."""
    heads = []
    for column in columns:
        heads.append(str(column["label"]))
        if column.get("hint"):
            heads.append(str(column["hint"]))
    return heads


def values_of(row, columns, zone) -> list:
    """A row of a page as a row of a file; ``zone`` is the reader's. A text that stands across stays one cell."""
    if isinstance(row, str):
        return [_text(row)]
    values = []
    for cell, column in zip(row, columns, strict=True):
        if type(cell) is str and "hint" not in column:  # most cells of long files
            values.append("" if cell == NOTHING else cell)
            continue
        label, value, hint = column.get("hint"), _value(cell, zone), _hint(cell, zone)
        if label:
            values += [value, hint]
        else:
            values.append(f"{value} ({hint})" if hint and isinstance(value, str) and value else value or hint or value)
    return values


def _hint(cell, zone):
    if not isinstance(cell, dict):
        return ""
    return _plain(cell["hint_value"], zone) if "hint_value" in cell else _text(cell.get("hint"))


def _value(cell, zone):
    if not isinstance(cell, dict):
        return _plain(cell, zone)
    if "value" in cell:
        return _plain(cell["value"], zone)
    if cell.get("document"):
        return display(cell["document"], "state")
    if cell.get("moment"):
        return _plain(cell["moment"], zone)
    if "number" in cell:
        return cell["number"]
    if cell.get("lines"):
        return "; ".join(_line(line) for line in cell["lines"])
    return _plain(cell.get("muted") or cell.get("text"), zone)


def _line(line):
    return _text(line["text"] if isinstance(line, dict) else line)


def _plain(value, zone):
    if isinstance(value, datetime):
        return value.astimezone(ZoneInfo(zone)).replace(microsecond=0)
    if value is None or isinstance(value, (Decimal, int, date)):
        return value
    if isinstance(value, float):
        return Decimal(repr(value))
    return _text(value)


def _text(value):
    """A text without markup; what only says that there is nothing is nothing."""
    text = "" if value is None else str(value)
    if isinstance(value, SafeData):
        text = unescape(strip_tags(text))
    return "" if text == NOTHING else text
