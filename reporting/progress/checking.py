"""What the rows of a firm list say, and everything that is wrong with them, cell by cell. Pure.

A problem stops the list, a note is only said; both are codes with their values (``list_messages`` says
them). What is not certain is named, never guessed.
"""

import datetime
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import NamedTuple

from rapidfuzz import fuzz

from grants.formats import clean_text, parse_number
from reporting.firms.identity import identify
from reporting.firms.names import core_name, search_form
from reporting.progress.columns import (
    BLOCKS,
    BY_KEY,
    COLUMNS,
    CREATED,
    MAINTAINED,
    MASTER,
    SAME_IN_EVERY_ROW,
    SELF_DECLARED,
    WITHDRAWN,
    word_codes,
)

LEAST_LIKENESS = 55
"""Names under one tax id that are less alike than this, in percent, are two firms."""

EARLIEST = datetime.date(2000, 1, 1)
LATEST = datetime.date(2100, 1, 1)


@dataclass(frozen=True)
class Finding:
    """One thing to say of a cell: a code of ``list_messages.SENTENCES``; ``is_note`` if it stops nothing."""

    row: int
    column: str
    code: str
    params: dict = field(default_factory=dict)
    is_note: bool = False


@dataclass(frozen=True)
class Frame:
    """What the rows are held against: the project's dates and countries, the end of the period, the catalogue."""

    period_end: datetime.date
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    countries: frozenset = frozenset()
    indicators: frozenset = frozenset()


class Entry(NamedTuple):
    """A row as understood, kept small: there are fifty thousand of them. ``cells`` is in the order of COLUMNS.

    ``typed`` are the cells about the firm as they came, ``bad`` the columns that were not understood.
    """

    row: int
    cells: tuple
    typed: tuple
    bad: frozenset
    key: str
    identity: str
    tax_id: str

    def value(self, key):
        """What one column says; None where it is empty."""
        return self.cells[_PLACE[key]]

    @property
    def values(self):
        """What was understood, {column: value} without the empty ones."""
        return {key: value for key, value in zip(KEYS, self.cells, strict=True) if value is not None}


KEYS = tuple(column.key for column in COLUMNS)
_PLACE = {key: place for place, key in enumerate(KEYS)}


def check(rows, frame: Frame, *, most=100_000):
    """Read every row; returns (entries, findings). ``rows`` are (number, {column: cell}) without empty cells.

    Findings above ``most`` are left out: nobody reads them, and a list can hold millions.
    """
    findings, entries, seen = [], [], {}
    for number, raw in rows:
        entries.append(_entry(number, raw, frame, findings, seen))
        del findings[most:]
    _compare_rows(entries, findings)
    findings.sort(key=lambda finding: (finding.row, _PLACE.get(finding.column, 0), finding.code))
    return entries, findings[:most]


# One row ----------------------------------------------------------------------------------------------


def _entry(number, raw, frame, findings, seen):
    def say(column, code, **params):
        findings.append(Finding(number, column, code, params))

    def note(column, code, **params):
        findings.append(Finding(number, column, code, params, is_note=True))

    values, texts = {}, {}
    for key, cell in raw.items():
        value, texts[key], said = _understood(BY_KEY[key], cell, seen)
        if value is not None:
            values[key] = value
        for code, params, is_note in said:
            findings.append(Finding(number, key, code, params, is_note))
    _check_master(raw, values, say)
    known = _identified(raw, values, say, note)
    for block in BLOCKS:
        _check_block(block, raw, values, frame, say)
    _check_dates(values, frame, say)
    _check_jobs(values, say, note)
    if frame.countries and values.get("country") and values["country"] not in frame.countries:
        note("country", "country_not_of_project")
    cells = tuple([values.get(key) for key in KEYS])
    typed = tuple([texts.get(key) for key in MASTER])
    bad = frozenset([key for key in SAME_IN_EVERY_ROW if (key in raw) != (key in values)])
    return Entry(number, cells, typed, bad, known.key, known.identity, known.tax_id.value)


def _check_master(raw, values, say):
    for column in COLUMNS:
        if column.is_needed and column.key not in raw:
            say(column.key, "missing")
    if "supported_on" not in raw:
        dates = [values[block.on] for block in BLOCKS if block.on in values]
        if dates:
            values["supported_on"] = min(dates)
        elif not any(block.on in raw for block in BLOCKS):
            say("supported_on", "missing")


def _identified(raw, values, say, note):
    country = values.get("country", "")
    known = identify(
        country, raw.get("tax_id") if country else None, name=values.get("name", ""), place=values.get("place", ""),
        contact=values.get("contact", ""), entity_type=values.get("entity_type", ""),
    )  # fmt: skip
    read = known.tax_id
    if read.problem:
        say("tax_id", read.problem, **read.params)
    elif read.note:
        note("tax_id", read.note, **read.params)
    if read.is_public or values.get("entity_type") == "public":
        note("entity_type", "firm_public")
    if values.get("size") == "large":
        note("size", "firm_large")
    if known.identity == "none" and not read.problem and country:
        note("tax_id", "firm_unidentified")
    return known


_BEGIN = {
    block.key: frozenset(column.key for column in COLUMNS if column.block == block.key and column.begins)
    for block in BLOCKS
}


@lru_cache(maxsize=64)
def _not_in_catalogue(block, indicators):
    return sorted({measure.indicator for measure in block.measures} - indicators) if indicators else []


def _check_block(block, raw, values, frame, say):
    if _BEGIN[block.key].isdisjoint(raw):
        return
    for key in block.needs:
        if key not in raw:
            say(key, "missing_in_block")
    status = values.get(block.status, SELF_DECLARED)
    if status not in (SELF_DECLARED, WITHDRAWN) and block.evidence not in raw:
        say(block.evidence, "evidence_missing")
    if not any(not measure.amount or measure.amount in raw for measure in block.measures):
        say(block.measures[0].amount, "missing_in_block")
    until, on = values.get(block.valid_until), values.get(block.on)
    if until and on and until < on:
        say(block.valid_until, "ends_before_it_begins")
    unknown = _not_in_catalogue(block, frame.indicators)
    if unknown:
        say(block.on, "indicator_unknown", codes=unknown)


def _check_dates(values, frame, say):
    for key in ("supported_on", *(block.on for block in BLOCKS)):
        on = values.get(key)
        if on is None:
            continue
        if on > frame.period_end:
            say(key, "after_period", end=frame.period_end.isoformat())
        elif frame.ends_on and on > frame.ends_on:
            say(key, "after_project", end=frame.ends_on.isoformat())
        elif frame.starts_on and on < frame.starts_on:
            say(key, "before_project", start=frame.starts_on.isoformat())


def _check_jobs(values, say, note):
    staff, jobs = values.get("staff"), _jobs(values)
    if staff is not None and jobs > staff:
        say("staff", "more_jobs_than_staff", jobs=str(jobs), staff=str(staff))
    if any(values.get(key) for key in MAINTAINED) and "jobs_threat" not in values:
        say("jobs_threat", "threat_missing")
    if jobs and not values.get("jobs_green") and not values.get("jobs_digital"):
        note("jobs_green", "neither_green_nor_digital")


def _jobs(values):
    return sum((values.get(key, Decimal(0)) for key in (*CREATED, *MAINTAINED)), start=Decimal(0))


# One cell ---------------------------------------------------------------------------------------------


_EACH_ITS_OWN = frozenset({"name", "tax_id", "contact"})
_MOST_KEPT = 20_000


def _understood(column, cell, seen):
    """(value, text, what is said of it) of a cell: the same cell of the same column is read once."""
    place = (column.key, type(cell), cell)
    found = seen.get(place)
    if found is None:
        said = []
        value = READERS[column.kind](
            column,
            cell,
            lambda code, **params: said.append((code, params, False)),
            lambda code, **params: said.append((code, params, True)),
        )
        found = (value, as_text(cell), tuple(said))
        if len(seen) < _MOST_KEPT and column.key not in _EACH_ITS_OWN:
            seen[place] = found
    return found


def as_text(cell) -> str:
    """A cell as the text a person sees: numbers without what a spreadsheet adds, dates as 2025-03-14."""
    if isinstance(cell, datetime.datetime):
        return cell.date().isoformat()
    if isinstance(cell, (datetime.date, datetime.time)):
        return cell.isoformat()
    if isinstance(cell, bool):
        return "1" if cell else "0"
    if isinstance(cell, (int, Decimal)):
        return str(cell)
    if not isinstance(cell, str):
        return str(int(cell)) if cell == int(cell) else repr(cell)
    if cell.isascii() and cell.isprintable() and "  " not in cell:
        return cell.strip()
    return " ".join(clean_text(cell).split())


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
    exact = value.quantize(Decimal(1).scaleb(-9)) if abs(value) < 10**12 else value  # what binary fractions add
    rounded = exact.quantize(Decimal(1).scaleb(-column.places))
    if rounded != exact:
        say("number_decimals", value=str(cell))
        return None
    if rounded >= 10 ** (column.digits - column.places):
        say("number_too_large", value=str(cell))
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


# Rows beside each other -------------------------------------------------------------------------------


def _compare_rows(entries, findings):
    """One firm says the same of itself in every row, and nothing twice."""
    firms = {}
    country = _PLACE["country"]
    for entry in entries:
        if entry.key:
            firms.setdefault((entry.cells[country], entry.key), []).append(entry)
    for rows in firms.values():
        if len(rows) > 1:
            first = rows[0]
            for entry in rows[1:]:
                _compare_master(first, entry, findings)
            _compare_facts(rows, findings)


def _compare_master(first, entry, findings):
    mine, other = entry.values, first.values
    for key in SAME_IN_EVERY_ROW:
        if mine.get(key) != other.get(key) and key not in entry.bad | first.bad:
            findings.append(Finding(entry.row, key, "firm_differs", {"row": first.row, "column": key}))
    name, other = mine.get("name", ""), other.get("name", "")
    if name and other and search_form(name) != search_form(other):
        is_spelling = fuzz.token_sort_ratio(core_name(name), core_name(other)) >= LEAST_LIKENESS
        code = "name_spelled" if is_spelling else "name_differs"
        findings.append(Finding(entry.row, "name", code, {"row": first.row, "name": other}, is_note=is_spelling))


def _compare_facts(rows, findings):
    """Two rows of a firm may repeat a fact, but not say two things of one day."""
    said, staff, lines = {}, Decimal(0), {}
    for entry in rows:
        values = entry.values
        for block in BLOCKS:
            if block.on not in values or not block.is_state:
                continue
            fact = {column.key: values.get(column.key) for column in COLUMNS if column.block == block.key}
            place = (block.key, search_form(values.get(block.item, "")), values[block.on])
            first = said.setdefault(place, (entry.row, fact))
            if first[1] != fact:
                findings.append(Finding(entry.row, block.on, "said_twice", {"row": first[0], "block": block.key}))
        if "jobs_on" in values:
            staff = max(staff, values.get("staff", Decimal(0)))
            line = search_form(values.get("jobs_line", ""))
            lines[line] = max(lines.get(line, (datetime.date.min, 0)), (values["jobs_on"], _jobs(values)))
    jobs = sum((amount for _on, amount in lines.values()), start=Decimal(0))
    if len(lines) > 1 and jobs > staff:
        params = {"jobs": str(jobs), "staff": str(staff)}
        findings.append(Finding(rows[-1].row, "staff", "more_jobs_than_staff", params))
