"""What one cell of a firm list says, by the kind of its column. Pure.

What is not certain is named, never guessed.
"""

import datetime
import re
from decimal import Decimal

from grants.formats import clean_text, parse_number
from reporting.firms.names import search_form
from reporting.progress.columns import word_codes

EARLIEST = datetime.date(2000, 1, 1)
LATEST = datetime.date(2100, 1, 1)


def understood(column, cell):
    """(value, text, what is said of it) of a cell."""
    said, text = [], as_text(cell)
    if column.kind in _SHORT and len(text) <= column.longest:
        return (text if column.kind == "text" else None), text, ()
    value = READERS[column.kind](
        column,
        cell,
        lambda code, **params: said.append((code, params, False)),
        lambda code, **params: said.append((code, params, True)),
    )
    return value, text, said


_SHORT = frozenset({"text", "tax_id"})
"""Kinds of which nothing is said; a tax id needs the country."""


def as_text(cell) -> str:
    """A cell as the text a person sees: numbers without what a spreadsheet adds, dates as 2025-03-14."""
    if isinstance(cell, str):
        plain = cell.isascii() and cell.isprintable() and "  " not in cell
        return cell.strip() if plain else " ".join(clean_text(cell).split())
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, (int, Decimal)):
        return str(cell)
    return str(int(cell)) if cell == int(cell) else repr(cell)


def _read_text(column, cell, say, note):
    text = as_text(cell)
    if len(text) > column.longest:
        say("text_too_long", longest=column.longest, length=len(text))
        return None
    return text


def _read_choice(column, cell, say, note):
    text = as_text(cell)
    code = word_codes(column.key).get(search_form(text))
    if code is None and column.key == "section" and re.fullmatch(r"[A-Ua-u][ .-]?\d{2,4}", text):
        return text[0].upper()  # a class of the sector
    if code is None:
        say("country_unknown" if column.key == "country" else "choice_unknown", value=text[:60])
    return code


def _read_flag(column, cell, say, note):
    text = as_text(cell)
    code = word_codes(column.key).get(search_form(text))
    if code is None:
        say("choice_unknown", value=text[:60])
        return None
    return code == "yes"


def _read_number(column, cell, say, note):
    if isinstance(cell, (bool, datetime.date, datetime.time)):
        say("number_unreadable", value=as_text(cell))
        return None
    if isinstance(cell, str):
        understood = parse_number(as_text(cell), places=column.places, digits=column.digits)
        if understood.problem:
            say(understood.problem, value=as_text(cell)[:60])
        elif understood.value is not None:
            note("number_was_text", value=str(understood.value))
        return understood.value
    value = Decimal(str(cell))
    if not value.is_finite() or value < 0:
        say("number_negative" if value < 0 else "number_unreadable", value=str(cell))
        return None
    if value >= 10 ** (column.digits - column.places):
        say("number_too_large", value=str(cell))
        return None
    exact = value.quantize(Decimal(1).scaleb(-9))  # without what binary fractions add
    rounded = exact.quantize(Decimal(1).scaleb(-column.places))
    if rounded != exact:
        say("number_decimals", value=str(cell))
        return None
    return rounded


_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[ T]00:00(?::00)?)?")
_DAY_FIRST = re.compile(r"(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})")


def _read_date(column, cell, say, note):
    day = None
    if isinstance(cell, datetime.datetime):
        day = cell.date()
    elif isinstance(cell, datetime.date):
        day = cell
    elif isinstance(cell, str):
        day = _typed_date(column, as_text(cell), say)
        if day is None:
            return None
    if day is None or not EARLIEST <= day < LATEST:
        say("date_unreadable", value=as_text(cell)[:60])
        return None
    return day


def _typed_date(column, text, say):
    """A date typed as text: 2025-03-14, or 14/03/2025 where the day cannot be the month."""
    iso, day_first = _ISO.fullmatch(text), _DAY_FIRST.fullmatch(text)
    if iso:
        year, month, day = map(int, iso.groups())
    elif day_first:
        day, month, year = map(int, day_first.groups())
        if day <= 12 and month <= 12 and day != month:
            say("date_ambiguous", value=text)
            return None
        if month > 12:
            day, month = month, day
    else:
        say("date_unreadable", value=text[:60])
        return None
    try:
        return datetime.date(year, month, day)
    except ValueError:
        say("date_unreadable", value=text)
        return None


def _read_tax_id(column, cell, say, note):
    return None  # it needs the country: see ``_identified``


READERS = {
    "text": _read_text,
    "tax_id": _read_tax_id,
    "choice": _read_choice,
    "flag": _read_flag,
    "number": _read_number,
    "date": _read_date,
}
