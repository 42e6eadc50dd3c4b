"""What is wrong with a firm list as a workbook people download, and the names of its cells."""

import io

import xlsxwriter

from grants.files.sheets import letters
from grants.files.tables import row_height
from grants.formats import clean_text
from reporting.progress.columns import BY_KEY, COLUMNS
from reporting.progress.understanding import as_text
from reporting.progress.workbook import FIRST_ROW, SHEET, looks_of, write_head


def annotated(rows, findings, said, *, sheet_words, language="es") -> bytes:
    """The list with its faulty cells coloured and what is wrong beside each: what people download.

    ``rows`` as read; ``said(finding)`` is its sentence; ``sheet_words`` are the names of the sheet of
    problems and of its columns (row, cell, column, what).
    """
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"constant_memory": True, "in_memory": True}) as book:
        looks = looks_of(book)
        name, *heads = sheet_words
        problems = book.add_worksheet(name[:31])
        problems.set_column(0, 1, 8)
        problems.set_column(2, 2, 28)
        problems.set_column(3, 3, 110)
        for place, head in enumerate(heads):
            problems.write_string(0, place, head, looks["head"])
        for number, finding in enumerate(findings, start=1):
            sentence = said(finding)
            problems.set_row(number, row_height([(sentence, 110)]))
            problems.write_number(number, 0, finding.row)
            look = looks["said" if finding.is_note else "bad"]
            problems.write_string(number, 1, _address_in_ours(finding) or address_of(finding), look)
            column = BY_KEY.get(finding.column)
            problems.write_string(number, 2, column.word(language) if column else finding.column)
            problems.write_string(number, 3, sentence, looks["wrap"])
        _write_annotated(book.add_worksheet(SHEET[language]), rows, findings, looks, language)
    return buffer.getvalue()


def _write_annotated(sheet, rows, findings, looks, language):
    rows, marked = list(rows), {}
    first = rows[0][0] if rows else FIRST_ROW
    write_head(sheet, looks, language, min(first, FIRST_ROW) - 1)
    for finding in findings:
        place = (finding.row, finding.column)
        marked[place] = "said" if finding.is_note and marked.get(place) != "bad" else "bad"
    for number, raw in rows:
        for place, column in enumerate(COLUMNS):
            look, value = marked.get((number, column.key)), raw.get(column.key)
            if look or value is not None:
                _write_as_read(sheet, number - 1, place, column, value, looks[look or "text"])


def _write_as_read(sheet, row, place, column, value, look):
    """Amounts stay numbers, so that the list can be put right here and handed in again; all else is text."""
    if column.kind == "number" and isinstance(value, (int, float)) and not isinstance(value, bool):
        sheet.write_number(row, place, value, look)
    else:
        sheet.write_string(row, place, "" if value is None else clean_text(as_text(value)), look)


_PLACES = {column.key: place for place, column in enumerate(COLUMNS)}


def address_of(finding) -> str:
    """The cell as a spreadsheet names it, where it was found or as in the template: D7; "" for what concerns none."""
    return finding.params.get("cell") or _address_in_ours(finding)


def _address_in_ours(finding):
    place = _PLACES.get(finding.column)
    return "" if place is None or not finding.row else f"{letters(place)}{finding.row}"


def is_like_ours(letters_of_keys) -> bool:
    """Whether the columns stand where they do in the template."""
    return all(letters(_PLACES[key]) == letter for key, letter in letters_of_keys.items())
