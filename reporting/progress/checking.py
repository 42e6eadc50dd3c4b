"""What the rows of a firm list say, and everything that is wrong with them, cell by cell. Pure.

A problem stops the list, a note is only said; both are codes with their values (``list_messages`` says
them). What is not certain is named, never guessed.
"""

import contextlib
import datetime
import gc
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import compress
from typing import NamedTuple

from rapidfuzz import fuzz

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
)
from reporting.progress.findings import Finding, Findings
from reporting.progress.table import Table, any_of, says
from reporting.progress.understanding import EARLIEST, LATEST, understood

LEAST_LIKENESS = 55
"""Names under one tax id that are less alike than this, in percent, are two firms."""


@dataclass(frozen=True)
class Frame:
    """What the rows are held against: the project's dates and countries, the end of the period, the catalogue.

    ``least`` is the smallest amount that counts, by indicator.
    """

    period_end: datetime.date
    starts_on: datetime.date | None = None
    ends_on: datetime.date | None = None
    countries: frozenset = frozenset()
    indicators: frozenset = frozenset()
    least: Mapping = field(default_factory=dict)


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


def check(table: Table, frame: Frame, *, found=None, at_row=lambda count: None):
    """Understand every row of ``table``; returns (entries, findings): with those of ``found``, if there are any.

    ``at_row(count)`` hears how many rows are done, now and then, and may stop the work by raising.
    """
    with _nothing_thrown_away():
        return _check(table, frame, Findings() if found is None else found, at_row)


@contextlib.contextmanager
def _nothing_thrown_away():
    """Without the search for rubbish, which goes through all rows again and again while they grow."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


def _check(table, frame, found, at_row):
    at_row(0)
    sheet = _Understood(table, frame, found)
    _check_master(sheet)
    _check_firms(sheet)
    known = _identified(sheet, at_row)
    sheet.firms = [
        (country, one[0]) if one[0] else None for country, one in zip(sheet.of("country"), known, strict=True)
    ]
    for block in BLOCKS:
        _check_block(block, sheet)
    _check_dates(sheet)
    _check_jobs(sheet)
    entries = sheet.entries(known)
    _compare_rows(entries, found)
    return entries, found


class _Understood:
    """A table with what its cells mean: ``values[key]`` has one for each row, None where there is none."""

    def __init__(self, table, frame, found):
        self.numbers, self.table, self.frame, self.found = table.numbers, table, frame, found
        self.none = [None] * len(table.numbers)
        self.values, self.texts, self.bad = {}, {}, {}
        for key, column in table.columns.items():
            self._understand(BY_KEY[key], column)

    def _understand(self, column, cells):
        meant, texts, said, bad = [], [], {}, set()
        for place, cell in enumerate(cells.cells):
            value, text, of_cell = understood(column, cell) if says(cell) else (None, None, ())
            meant.append(value)
            texts.append(text)
            if of_cell:
                said[place] = of_cell
            if value is None and text is not None:
                bad.add(place)
        self.values[column.key] = cells.each(meant)
        if column.key in MASTER:
            self.texts[column.key] = cells.each(texts)
        if bad and column.key in SAME_IN_EVERY_ROW:
            self.bad[column.key] = [place in bad for place in cells.places]
        if said:
            for number, place in zip(self.numbers, cells.places, strict=True):
                for code, params, is_note in said.get(place, ()):
                    self.found.add(Finding(number, column.key, code, params, is_note))

    def of(self, key):
        """What each row says in one column."""
        return self.values.get(key, self.none)

    def filled(self, key):
        """A 1 for each row with anything in the column, understood or not."""
        return self.table.filled(key)

    def say(self, at, column, code, **params):
        """A problem of a cell."""
        self.found.add(Finding(self.numbers[at], column, code, params))

    def note(self, at, column, code, **params):
        """A note on a cell."""
        self.found.add(Finding(self.numbers[at], column, code, params, is_note=True))

    def entries(self, known):
        """Each row as an Entry."""
        cells = zip(*(self.of(key) for key in KEYS), strict=True)
        typed = zip(*(self.texts.get(key, self.none) for key in MASTER), strict=True)
        bad = self._bad_of_rows()
        return [
            Entry(*one, *identity)
            for one, identity in zip(zip(self.numbers, cells, typed, bad, strict=True), known, strict=True)
        ]

    def _bad_of_rows(self):
        if not self.bad:
            return [frozenset()] * len(self.numbers)
        flags = zip(*self.bad.values(), strict=True)
        return [frozenset(compress(self.bad, of_row)) for of_row in flags]


def _where(flags, is_filled=1):
    """The places of the rows that have (or have not) something."""
    if is_filled not in flags:
        return []
    return [at for at, flag in enumerate(flags) if flag == is_filled]


def _check_master(sheet):
    for column in COLUMNS:
        if column.is_needed:
            for at in _where(sheet.filled(column.key), 0):
                sheet.say(at, column.key, "missing")
    without = _where(sheet.filled("supported_on"), 0)
    if without:
        begun = any_of([sheet.filled(block.on) for block in BLOCKS], len(sheet.numbers))
        dates = [sheet.of(block.on) for block in BLOCKS if block.on in sheet.values]
        supported = sheet.values["supported_on"] = list(sheet.of("supported_on"))
        for at in without:
            supported[at] = min((on[at] for on in dates if on[at] is not None), default=None)
            if not begun[at]:
                sheet.say(at, "supported_on", "missing")


def _check_firms(sheet):
    """What stops nothing, but does not count."""
    for at, size in enumerate(sheet.of("size")):
        if size == "large":
            sheet.note(at, "size", "firm_large")
    if sheet.frame.countries:
        for at, country in enumerate(sheet.of("country")):
            if country and country not in sheet.frame.countries:
                sheet.note(at, "country", "country_not_of_project")


_EVERY = 5000
"""Rows between two signs of life."""


def _identified(sheet, at_row):
    """(key, identity, tax id) of each row."""
    ids = sheet.table.columns.get("tax_id")
    numbers = sheet.none if ids is None else ids.each([cell if says(cell) else None for cell in ids.cells])
    about = [sheet.of(key) for key in ("country", "name", "place", "contact", "entity_type")]
    known, seen = [], {}
    for at, (number, *row) in enumerate(zip(numbers, *about, strict=True)):
        if at % _EVERY == 0:
            at_row(at)
        country, name, place, contact, entity_type = row
        if not country:
            number = None
        what = (country, type(number), number, entity_type) if number is not None else None
        one = seen.get(what)
        if one is None:
            one = identify(
                country or "", number, name=name or "", place=place or "", contact=contact or "",
                entity_type=entity_type or "",
            )  # fmt: skip
            if what and not one.tax_id.problem and one.key == one.tax_id.key:
                seen[what] = one
        read = one.tax_id
        if read.problem:
            sheet.say(at, "tax_id", read.problem, **read.params)
        elif read.note:
            sheet.note(at, "tax_id", read.note, **read.params)
        if read.is_public or entity_type == "public":
            sheet.note(at, "entity_type", "firm_public")
        if one.identity == "none" and not read.problem and country:
            sheet.note(at, "tax_id", "firm_unidentified")
        known.append((one.key, one.identity, read.value))
    return known


_BEGIN = {
    block.key: tuple(column.key for column in COLUMNS if column.block == block.key and column.begins)
    for block in BLOCKS
}


def _check_block(block, sheet):
    begun = _where(any_of([sheet.filled(key) for key in _BEGIN[block.key]], len(sheet.numbers)))
    if not begun:
        return
    _check_needed(block, sheet, begun)
    _check_evidence(block, sheet, begun)
    _check_least(block, sheet, begun)
    for at, (until, on) in enumerate(zip(sheet.of(block.valid_until), sheet.of(block.on), strict=True)):
        if until and on and until < on:
            sheet.say(at, block.valid_until, "ends_before_it_begins")
    known = sheet.frame.indicators
    unknown = sorted({measure.indicator for measure in block.measures} - known) if known else []
    if unknown:
        for at in begun:
            sheet.say(at, block.on, "indicator_unknown", codes=unknown)


def _check_needed(block, sheet, begun):
    """Columns that are needed, and one of the amounts where there are several."""
    needed = {key: sheet.filled(key) for key in block.needs}
    amounts = [measure.amount for measure in block.measures]
    if all(amounts) and amounts[0] not in needed:
        needed[amounts[0]] = any_of([sheet.filled(key) for key in amounts], len(sheet.numbers))
    for key, filled in needed.items():
        for at in begun:
            if not filled[at]:
                sheet.say(at, key, "missing_in_block")


def _check_evidence(block, sheet, begun):
    if not block.status:
        return
    statuses, evidence = sheet.of(block.status), sheet.filled(block.evidence)
    for at in begun:
        if not evidence[at] and statuses[at] not in (None, SELF_DECLARED, WITHDRAWN):
            sheet.say(at, block.evidence, "evidence_missing")


def _check_least(block, sheet, begun):
    """Amounts too small to count, of firms no row of which has enough."""
    for measure in block.measures:
        least, said = sheet.frame.least.get(measure.indicator), sheet.of(measure.amount)
        amounts = [(at, said[at]) for at in begun] if least is not None else []
        enough = {sheet.firms[at] for at, amount in amounts if amount is not None and amount >= least} - {None}
        for at, amount in amounts:
            if amount is not None and amount < least and sheet.firms[at] not in enough:
                sheet.note(at, measure.amount, "too_little", least=f"{least.normalize():f}")


def _check_dates(sheet):
    frame = sheet.frame
    first, last = frame.starts_on or EARLIEST, min(frame.period_end, frame.ends_on or LATEST)
    for key in ("supported_on", *(block.on for block in BLOCKS)):
        if key not in sheet.values:
            continue
        filled = sheet.filled(key)  # one that was taken from another column is told there
        for at, on in enumerate(sheet.values[key]):
            if on is None or first <= on <= last or not filled[at]:
                continue
            if on > frame.period_end:
                sheet.say(at, key, "after_period", end=frame.period_end.isoformat())
            elif frame.ends_on and on > frame.ends_on:
                sheet.say(at, key, "after_project", end=frame.ends_on.isoformat())
            else:
                sheet.say(at, key, "before_project", start=first.isoformat())


def _check_jobs(sheet):
    keys = (*CREATED, *MAINTAINED)
    staff, threat = sheet.of("staff"), sheet.of("jobs_threat")
    green, digital = sheet.of("jobs_green"), sheet.of("jobs_digital")
    amounts = [sheet.of(key) for key in keys]
    for at in _where(any_of([sheet.filled(key) for key in keys], len(sheet.numbers))):
        said = [amount[at] or Decimal(0) for amount in amounts]
        jobs = sum(said, start=Decimal(0))
        if staff[at] is not None and jobs > staff[at]:
            sheet.say(at, "staff", "more_jobs_than_staff", jobs=str(jobs), staff=str(staff[at]))
        if any(said[len(CREATED) :]) and threat[at] is None:
            sheet.say(at, "jobs_threat", "threat_missing")
        if jobs and not green[at] and not digital[at]:
            sheet.note(at, "jobs_green", "neither_green_nor_digital")


def _jobs(values):
    return sum((values.get(key) or Decimal(0) for key in (*CREATED, *MAINTAINED)), start=Decimal(0))


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
            findings.add(Finding(entry.row, key, "firm_differs", {"row": first.row, "column": key}))
    name, other = mine.get("name", ""), other.get("name", "")
    if name and other and search_form(name) != search_form(other):
        is_spelling = fuzz.token_sort_ratio(core_name(name), core_name(other)) >= LEAST_LIKENESS
        code = "name_spelled" if is_spelling else "name_differs"
        findings.add(Finding(entry.row, "name", code, {"row": first.row, "name": other}, is_note=is_spelling))


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
                findings.add(Finding(entry.row, block.on, "said_twice", {"row": first[0], "block": block.key}))
        if "jobs_on" in values:
            staff = max(staff, values.get("staff", Decimal(0)))
            line = search_form(values.get("jobs_line", ""))
            lines[line] = max(lines.get(line, (datetime.date.min, 0)), (values["jobs_on"], _jobs(values)))
    jobs = sum((amount for _on, amount in lines.values()), start=Decimal(0))
    if len(lines) > 1 and jobs > staff:
        params = {"jobs": str(jobs), "staff": str(staff)}
        findings.add(Finding(rows[-1].row, "staff", "more_jobs_than_staff", params))
