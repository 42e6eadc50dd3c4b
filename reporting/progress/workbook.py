"""The firm list as a workbook: the empty one, one with rows, reading one that came, and saying what is wrong in it.

The first sheet has a hidden row of stable keys, a row with the blocks, a row with what the columns are called,
and then the firms. Ids are text, so that nothing eats their zeros. A hidden sheet marks the version.
"""

import datetime
import io
import re
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from itertools import groupby

import xlsxwriter

from grants.files.sheets import Damaged, Limits, TooLarge, far_cells, letters, read_book
from grants.formats import clean_text
from grants.organisations.names import search_form
from reporting.progress.columns import BLOCKS, BY_KEY, COLUMNS, FIRM, LANGUAGES, VERSION, header_keys
from reporting.progress.findings import Finding, Findings
from reporting.progress.table import EMPTY, Table, says

MARK = "_alinvest"
LISTS = "_listas"
FORMAT = "alinvest-firm-list"
SHEET = {"es": "Empresas", "pt-br": "Empresas", "en": "Firms"}

FIRST_ROW = 4
"""Where the firms begin in our template."""

MOST_ROWS = 60_000
ROWS_WITH_LISTS = 5_000
"""How far down the lists to choose from go in a template."""


LIMITS = Limits(
    rows=MOST_ROWS + 20, columns=52, sheets=20, megabytes=800, seconds=20, seconds_on_the_clock=25
)  # the last column is AZ
"""What reading a list may take: twenty rows stand above the firms at most; twice the clock is less than a lease."""


@dataclass
class Read:
    """What stands in a workbook: its rows as a table, and what is wrong with the sheet as such.

    ``findings`` of the sheet are complete, those of its cells are in ``check``.
    """

    sheet: str = ""
    findings: Findings = field(default_factory=Findings)
    project: str = ""
    table: Table = EMPTY


# Writing ----------------------------------------------------------------------------------------------


def template(project="", language="es") -> bytes:
    """An empty list for a project, with what the columns are called in ``language``; ``project`` is its reference."""
    return _written([], language, project=str(project))


def written(rows, language="es", project="") -> bytes:
    """A list with these rows, each {key of a column: value}; the values are codes, dates, numbers, True and False."""
    return _written(rows, language, project=str(project))


def _written(rows, language, project):
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": True}) as book:
        looks = _looks(book)
        sheet = book.add_worksheet(SHEET[language])
        lists = book.add_worksheet(LISTS)
        _write_head(sheet, looks, language)
        _write_rows(sheet, rows, looks, language)
        _write_lists(book, sheet, lists, language)
        _write_mark(book, project)
        sheet.activate()
    return buffer.getvalue()


def _looks(book):
    head = {"bold": True, "text_wrap": True, "valign": "top", "border": 1, "border_color": "#c9c5bb"}
    return {
        "block": book.add_format({"bold": True, "bg_color": "#1f5f3f", "font_color": "#ffffff"}),
        "head": book.add_format(head | {"bg_color": "#f4f2ec"}),
        "needed": book.add_format(head | {"bg_color": "#e3ecdf"}),
        "text": book.add_format({"num_format": "@"}),
        "date": book.add_format({"num_format": "yyyy-mm-dd"}),
        "number": book.add_format({"num_format": "0.##"}),
        "bad": book.add_format({"bg_color": "#f7d9d5", "num_format": "@"}),
        "said": book.add_format({"bg_color": "#fbf0cf", "num_format": "@"}),
        "wrap": book.add_format({"text_wrap": True, "valign": "top"}),
    }


def _write_head(sheet, looks, language):
    for place, column in enumerate(COLUMNS):
        look = {"date": looks["date"], "number": looks["number"]}.get(column.kind, looks["text"])
        sheet.set_column(place, place, column.width, look)
    sheet.set_row(0, None, None, {"hidden": True})
    sheet.set_row(2, 45)
    sheet.freeze_panes(FIRST_ROW - 1, 1)
    for place, column in enumerate(COLUMNS):
        sheet.write_string(0, place, column.key)
    titles = {block.key: block.word(language) for block in BLOCKS} | {"": FIRM[LANGUAGES.index(language)]}
    begun = ""
    for place, column in enumerate(COLUMNS):
        title = titles[column.block] if place == 0 or column.block != begun else ""
        sheet.write_string(1, place, title, looks["block"])
        begun = column.block
    for place, column in enumerate(COLUMNS):
        sheet.write_string(2, place, column.word(language), looks["needed" if column.is_needed else "head"])


def _write_rows(sheet, rows, looks, language):
    for number, row in enumerate(rows, start=FIRST_ROW - 1):
        for place, column in enumerate(COLUMNS):
            value = row.get(column.key)
            if value is not None and value != "":
                _write_cell(sheet, number, place, column, value, looks, language)


def _write_cell(sheet, number, place, column, value, looks, language):
    if isinstance(value, bool):
        value = "yes" if value else "no"
    if column.choices:
        words = _words(column.key, language)
        sheet.write_string(number, place, words.get(value, str(value)), looks["text"])
    elif isinstance(value, datetime.date):
        sheet.write_datetime(number, place, datetime.datetime.combine(value, datetime.time()), looks["date"])
    elif isinstance(value, (int, Decimal)) and column.kind == "number":
        sheet.write_number(number, place, value, looks["number"])
    else:
        sheet.write_string(number, place, str(value), looks["text"])


@cache
def _words(key, language):
    return {choice.code: choice.words[LANGUAGES.index(language)] for choice in BY_KEY[key].choices}


def _write_lists(book, sheet, lists, language):
    """What can be chosen, on a hidden sheet that the cells refer to."""
    lists.hide()
    offered = {column.key: list(_words(column.key, language).values()) for column in COLUMNS if column.choices}
    for number in range(max(map(len, offered.values()))):
        for place, words in enumerate(offered.values()):
            if number < len(words):
                lists.write_string(number, place, words[number])
    for place, (key, words) in enumerate(offered.items()):
        letter = letters(place)
        at = [column.key for column in COLUMNS].index(key)
        source = f"='{LISTS}'!${letter}$1:${letter}${len(words)}"
        sheet.data_validation(
            FIRST_ROW - 1, at, ROWS_WITH_LISTS, at, {"validate": "list", "source": source, "error_type": "warning"}
        )


def _write_mark(book, project):
    mark = book.add_worksheet(MARK)
    mark.very_hidden()
    for number, (name, value) in enumerate((("format", FORMAT), ("version", str(VERSION)), ("project", project))):
        mark.write_string(number, 0, name)
        mark.write_string(number, 1, value)


def annotated(rows, findings, said, *, sheet_words, language="es") -> bytes:
    """The list with its faulty cells coloured and what is wrong beside each: what people download.

    ``rows`` as read; ``said(finding)`` is its sentence; ``sheet_words`` are the names of the sheet of
    problems and of its columns (row, cell, column, what).
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": True}) as book:
        looks = _looks(book)
        name, *heads = sheet_words
        problems = book.add_worksheet(name[:31])
        problems.set_column(0, 1, 8)
        problems.set_column(2, 2, 28)
        problems.set_column(3, 3, 110)
        for place, head in enumerate(heads):
            problems.write_string(0, place, head, looks["head"])
        for number, finding in enumerate(findings, start=1):
            problems.write_number(number, 0, finding.row)
            problems.write_string(number, 1, address_of(finding))
            column = BY_KEY.get(finding.column)
            problems.write_string(number, 2, column.word(language) if column else finding.column)
            problems.write_string(number, 3, said(finding), looks["wrap"])
        _write_annotated(book.add_worksheet(SHEET[language]), rows, findings, looks, language)
    return buffer.getvalue()


def _write_annotated(sheet, rows, findings, looks, language):
    _write_head(sheet, looks, language)
    marked = {}
    for finding in findings:
        place = (finding.row, finding.column)
        marked[place] = "said" if finding.is_note and marked.get(place) != "bad" else "bad"
    for number, raw in rows:
        for place, column in enumerate(COLUMNS):
            look, value = marked.get((number, column.key)), raw.get(column.key)
            if look or value is not None:
                text = "" if value is None else _plain(value)
                sheet.write_string(number - 1, place, text, looks[look or "text"])


def _plain(value):
    return value.isoformat()[:10] if isinstance(value, datetime.date) else clean_text(str(value))


_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


def address_of(finding) -> str:
    """The cell as a spreadsheet names it, in a list of ours: D7; "" for what concerns no cell."""
    if "cell" in finding.params:
        return finding.params["cell"]
    place = _PLACES.get(finding.column)
    return "" if place is None or not finding.row else f"{letters(place)}{finding.row}"


# Reading ----------------------------------------------------------------------------------------------


def read(content: bytes) -> Read:
    """The rows of a workbook and what is wrong with it as such, within the limits of ``grants.files.sheets``."""
    try:
        book = read_book(content, LIMITS)
    except TooLarge:
        return Read(findings=_too_large(content))
    except Damaged:
        return Read(findings=_of_workbook("not_readable"))
    project, version = _marked(book.sheets)
    if version:
        return Read(findings=_of_workbook("template_old", version=version, current=VERSION))
    found = []
    for sheet in book.sheets:
        if not sheet.is_visible:
            continue
        if sheet.columns is None:
            return Read(sheet.name, findings=_too_large(content, rows=sheet.rows))
        head = _head(sheet)
        if head is not None:
            found.append(_read_rows(sheet, *head, project, book.errors.get(sheet.name, {})))
    return _the_one_list(found) if found else Read(findings=_of_workbook("no_header"))


def _the_one_list(found):
    """The sheet with firms; where several have some, the first, with a problem for each other: none is passed over."""
    filled = [one for one in found if one.table.numbers] or found
    first, *others = filled
    for one in others:
        first.findings.add(Finding(0, "", "sheet_second", {"sheet": one.sheet[:60], "first": first.sheet[:60]}))
    return first


def _of_workbook(code, **params):
    return Findings([Finding(0, "", code, params)])


def _too_large(content, *, rows=0):
    """Why a workbook is too large: cells far off, which would fill the memory with the space up to them, or rows."""
    try:
        far = far_cells(content, LIMITS)
    except (TooLarge, Damaged):
        return _of_workbook("not_readable")
    if far:
        return Findings(Finding(0, "", "far_cell", {"cell": cell, "sheet": sheet}) for sheet, cell in far)
    return _of_workbook("too_many_rows", most=MOST_ROWS) if rows > LIMITS.rows else _of_workbook("not_readable")


def _marked(sheets):
    """(the project a workbook was made for, the version of its template if it is not today's)."""
    rows = next((_first_rows(sheet, 10) for sheet in sheets if sheet.name == MARK and sheet.columns), [])
    mark = {str(row[0]): str(row[1]) for row in rows if len(row) > 1}
    version = mark.get("version", "").removesuffix(".0")
    is_old = mark.get("format") == FORMAT and version != str(VERSION)
    return mark.get("project", ""), (version[:10] or "?") if is_old else ""


def _first_rows(sheet, most):
    columns = ([column.cells[place] for place in column.places[:most]] for column in sheet.columns)
    return list(zip(*columns, strict=True))


def _head(sheet):
    """(number of rows above the firms, key of each column, what is wrong); None where there is no head."""
    known, best = header_keys(), None
    for number, row in enumerate(_first_rows(sheet, 12), start=1):
        keys = [known.get(search_form(str(cell))) if cell != "" else "" for cell in row]
        if {"name", "country"} <= set(keys) and (best is None or sum(map(bool, keys)) >= sum(map(bool, best[1]))):
            best = (number, keys, row)
    if best is None:
        return None
    number, keys, row = best
    findings = Findings()
    for place, key in enumerate(keys):
        where = {"cell": f"{letters(place)}{number}", "name": str(row[place])[:60]}
        if key is None:
            findings.add(Finding(number, "", "column_unknown", where))
        elif key and key in keys[:place]:
            findings.add(Finding(number, key, "column_twice", where))
    for column in COLUMNS:
        if column.is_needed and column.key not in keys:
            findings.add(Finding(number, column.key, "column_missing", {"name": column.key}))
    return number, keys, findings


def _read_rows(sheet, above, keys, findings, project, errors):
    for place, (key, column) in enumerate(zip(keys, sheet.columns, strict=True)):
        if key == "":
            findings.extend(_outside(column, letters(place), above))
    columns = {
        key: (column.cells, column.places[above:]) for key, column in zip(keys, sheet.columns, strict=True) if key
    }
    table, blank = Table.of_columns(columns, above + 1)
    if not table.numbers:
        findings.add(Finding(0, "", "no_rows"))
    else:
        findings.extend(_broken(table, keys, errors))
        findings.extend(_blank_rows([number for number in blank if number < table.numbers[-1]]))
    return Read(sheet.name, findings, project, table)


def _outside(column, letter, above):
    """Cells that say something beside the list."""
    telling = {place for place, cell in enumerate(column.cells) if says(cell)}
    if telling:
        for number, place in enumerate(column.places[above:], start=above + 1):
            if place in telling:
                yield Finding(number, "", "cell_outside", {"cell": f"{letter}{number}"})


def _broken(table, keys, errors):
    """Cells in which a formula went wrong: empty to the reader of sheets, or typed as text."""
    for key, column in table.columns.items():
        typed = {place: cell for place, cell in enumerate(column.cells) if cell in _ERRORS}
        if typed:
            for number, place in zip(table.numbers, column.places, strict=True):
                if place in typed:
                    yield Finding(number, key, "cell_error", {"value": typed[place]})
    if errors:
        rows = {number: at for at, number in enumerate(table.numbers)}
        keys_of = {letters(place): key for place, key in enumerate(keys) if key}
        for cell, error in errors.items():
            letter, number = re.fullmatch(r"([A-Z]+)(\d+)", cell).groups()
            key, at = keys_of.get(letter), rows.get(int(number))
            if key and at is not None and not table.filled(key)[at]:
                yield Finding(int(number), key, "cell_error", {"value": error})


_ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})


def _blank_rows(numbers):
    """A note for each run of empty rows between firms."""
    for _key, run in groupby(enumerate(numbers), lambda pair: pair[1] - pair[0]):
        run = [number for _place, number in run]
        yield Finding(run[0], "", "rows_blank", {"first": run[0], "last": run[-1]}, is_note=True)
