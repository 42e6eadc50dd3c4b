"""A layout as a workbook: what people may change is open, the rest is locked and grey."""

import datetime
import io
import re
from decimal import Decimal

import xlsxwriter

from grants.files.sheets import letters
from grants.files.tables import row_height, with_growing_rows

FORMAT = "alinvest-draft"
VERSION = 1
MARK, LISTS = "_alinvest", "_listas"
A4 = 9
ABOVE = 3
"""Rows above the cells: the hidden one, the sentence, the heads."""

OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def written(layout, *, identity, about) -> bytes:
    """The workbook; ``identity`` is remembered in it, ``about`` are the lines of its first sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, OPTIONS) as book:
        looks = _looks(book)
        _write_about(book, layout, about, looks)
        sheets = [(book.add_worksheet(sheet.title[:31]), sheet) for sheet in layout.sheets]
        sources = _write_lists(book, layout.choices)
        for target, sheet in sheets:
            _write_sheet(target, sheet, looks, sources)
        mark = book.add_worksheet(MARK)
        mark.very_hidden()
        for number, pair in enumerate((("format", FORMAT), ("version", str(VERSION)), ("workbook", identity))):
            mark.write_row(number, 0, pair)
    return with_growing_rows(buffer.getvalue())


def _looks(book):
    base = {"valign": "top", "text_wrap": True, "border": 1, "border_color": "#c9c5bb"}
    still, free = base | {"bg_color": "#f4f2ec"}, base | {"locked": False}
    return {
        "title": book.add_format({"bold": True, "font_size": 16}),
        "words": book.add_format({"text_wrap": True, "valign": "top"}),
        "head": book.add_format(base | {"bold": True, "bg_color": "#1f5f3f", "font_color": "#ffffff"}),
        "section": book.add_format(still | {"bold": True, "bg_color": "#e3ecdf"}),
        "still": book.add_format(still),
        "still_number": book.add_format(still | {"num_format": "#,##0.00##"}),
        "still_date": book.add_format(still | {"num_format": "yyyy-mm-dd"}),
        "text": book.add_format(free | {"num_format": "@"}),
        "number": book.add_format(free | {"num_format": "#,##0.00##"}),
        "whole": book.add_format(free | {"num_format": "0"}),
        "date": book.add_format(free | {"num_format": "yyyy-mm-dd"}),
        "choice": book.add_format(free),
    }


def _write_about(book, layout, about, looks):
    sheet = book.add_worksheet(about[0][:31])
    sheet.set_column(0, 0, 2)
    sheet.set_column(1, 1, 100)
    sheet.write_string(0, 1, about[1], looks["title"])
    for number, line in enumerate(about[2:], start=2):
        sheet.write_string(number, 1, line, looks["words"])
        sheet.set_row(number, row_height([(line, 100)]))
    sheet.activate()


def _write_lists(book, choices):
    """What can be chosen, on a hidden sheet that the cells refer to: {name: where it stands}."""
    lists, sources = book.add_worksheet(LISTS), {}
    lists.hide()
    for place, (name, words) in enumerate(choices.items()):
        for number, word in enumerate(words):
            _write_choice(lists, number, place, word)
        letter = letters(place)
        sources[name] = f"='{LISTS}'!${letter}$1:${letter}${max(1, len(words))}"
    return sources


def _write_choice(sheet, number, place, word, form=None):
    """A figure is written as one: programs hold what is typed against the list, and 2 is not the text "2"."""
    if re.fullmatch("[1-9][0-9]{0,8}", word):
        sheet.write_number(number, place, int(word), form)
    else:
        sheet.write_string(number, place, word, form)


def _write_sheet(target, sheet, looks, sources):
    target.protect("", {"format_cells": True, "format_columns": True, "format_rows": True, "autofilter": True})
    target.set_row(0, None, None, {"hidden": True})
    target.set_column(0, 0, 4, None, {"hidden": True})
    target.freeze_panes(ABOVE, 2)
    target.set_landscape()
    target.set_paper(A4)
    target.fit_to_pages(1, 0)
    target.repeat_rows(2)
    target.write_string(0, 0, sheet.mark)
    target.write_string(1, 1, sheet.intro)
    for place, (key, word, width) in enumerate(sheet.columns, start=1):
        target.set_column(place, place, width or None, None, {"hidden": not width})
        target.write_string(0, place, key)
        target.write_string(2, place, word, looks["head"])
    target.set_row(2, row_height([(word, width) for _key, word, width in sheet.columns]))
    for number, line in enumerate(sheet.lines, start=ABOVE):
        _write_line(target, number, line, sheet.columns, looks, sources)


def _write_line(target, number, line, columns, looks, sources):
    if line.id:
        target.write_string(number, 0, line.id)
    target.set_row(
        number, row_height([(line.cells[key].text, width) for key, _word, width in columns if key in line.cells])
    )
    for place, (key, _word, _width) in enumerate(columns, start=1):
        if key == "total":
            product = f"ROUND(G{number + 1}*H{number + 1},2)"
            formula = f'=IF(G{number + 1}="","",IFERROR({product},""))'
            total = line.cells[key].value if key in line.cells else None
            target.write_formula(number, place, formula, looks["still_number"], "" if total is None else total)
        elif key in line.cells:
            _write_cell(target, number, place, line.cells[key], line.look, looks, sources)
        else:
            target.write_blank(number, place, None, looks["section" if line.look == "section" else "still"])


def _write_cell(target, number, place, field, look, looks, sources):
    if not field.is_open:
        form = looks["section" if look == "section" else "still"]
    elif field.choices:
        form = looks["choice"]
    else:
        form = looks.get({"money": "number", "score": "number"}.get(field.kind, field.kind), looks["text"])
    if isinstance(field.value, (Decimal, int)):
        form = form if field.is_open else looks["still_number"]
        target.write_number(number, place, field.value, form)
    elif isinstance(field.value, datetime.date):
        form = form if field.is_open else looks["still_date"]
        target.write_datetime(number, place, datetime.datetime.combine(field.value, datetime.time()), form)
    elif field.choices and field.text:
        _write_choice(target, number, place, field.text, form)
    elif field.text:
        target.write_string(number, place, field.text, form)
    else:
        target.write_blank(number, place, None, form)
    if field.is_open and field.choices:
        target.data_validation(number, place, number, place, {"validate": "list", "source": sources[field.choices]})
