"""Reads one workbook in a process of its own, within limits, and answers with its cells column by column.

Run as a program by ``sheets.py``, never imported by the site: a workbook whose one cell stands in the
last row of the last column makes its reader ask for more memory than a machine has, and then it is this
process that ends. Formulas are not evaluated, links not followed: a cell is the value it was saved with.

The answer is a line of JSON, {"sheets": […], "outside": […]}, and after it, column by column, four bytes for
each row: which of the column's different cells stands there. ``far`` instead of limits looks for cells far
from any table, without building one.
"""

import datetime
import html
import io
import json
import re
import resource
import sys
import zipfile
from array import array
from itertools import count
from math import isfinite

HEAD = 65_536
OUTSIDE = {"links": "xl/externallinks/", "connections": "xl/connections.xml", "objects": "xl/embeddings/"}
PIECE, OVERLAP, MOST_SAID = 4 * 1024 * 1024, 4096, 1000
FAR = (
    re.compile(rb"""<(?:\w+:)?c [^>]*\br\s*=\s*["']((?:[B-Z][A-Z]|[A-Z]{3,})\d+)["'](?:[^>]*[^/])?>"""),
    re.compile(rb"""<(?:\w+:)?c [^>]*\br\s*=\s*["']([A-Z]+\d{6,})["'](?:[^>]*[^/])?>"""),
)
ERROR = re.compile(
    rb"""<(?:\w+:)?c (?=[^>]*\bt\s*=\s*["']e["'])[^>]*\br\s*=\s*["']([A-Z]+\d+)["'][^>]*>"""
    rb"""(?:(?!</(?:\w+:)?c>).){0,2000}?<(?:\w+:)?v>([^<]*)<""",
    re.DOTALL,
)
UNWORKED = re.compile(
    rb"""<(?:\w+:)?c (?![^>]*\bt\s*=\s*["']str["'])[^>]*\br\s*=\s*["']([A-Z]+\d+)["'][^>]*>\s*"""
    rb"""<(?:\w+:)?f(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"""
    rb"""(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</|</(?:\w+:)?c>)"""
)


def pieces(content):
    """(name of the part, piece of its text) of every sheet, each piece with the end of the one before."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if re.fullmatch(r"xl/worksheets/[^/]+\.xml", name, re.IGNORECASE):
                with archive.open(name) as part:
                    tail = b""
                    while piece := part.read(PIECE):
                        piece = tail + piece
                        yield name.rpartition("/")[2], piece
                        tail = piece[-OVERLAP:]


def names_of_parts(content):
    """{part: name of the sheet}, as the book says them; nothing for a book that does not say it plainly."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        known = {name.lower(): name for name in archive.namelist()}
        book, links = (
            archive.read(known[name])[:PIECE] if name in known else b""
            for name in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
        )
    targets = {
        found["Id"]: found["Target"].rpartition("/")[2]
        for found in map(attributes_of, re.findall(rb"<(?:\w+:)?Relationship\s[^>]*>", links))
        if {"Id", "Target"} <= found.keys()
    }
    sheets = map(attributes_of, re.findall(rb"<(?:\w+:)?sheet\s[^>]*>", book))
    return {targets[found["id"]]: found["name"] for found in sheets if found.get("id") in targets and "name" in found}


def attributes_of(tag):
    """The attributes of a tag by their names without prefix."""
    found = re.findall(rb"""([\w]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""", tag)
    return {name.decode(): html.unescape((one or other).decode(errors="replace")) for name, one, other in found}


def far_cells(content):
    """[[sheet, cell]] of cells with a value that lie far off, one of each kind and piece."""
    found, names = {}, names_of_parts(content)
    for name, piece in pieces(content):
        for pattern in FAR:
            if match := pattern.search(piece):
                found[names.get(name, name), match[1].decode()] = True
    return [list(place) for place in found][:20]


def errors_in(content):
    """{sheet: {cell: error}} of formulas that went wrong: the reader of sheets has them as empty cells.

    The error is "" for a formula that nobody has worked out yet: programs write such workbooks.
    """
    found, names = {}, names_of_parts(content)
    for name, piece in pieces(content):
        errors = found.setdefault(names.get(name, name), {})
        if len(errors) >= MOST_SAID:
            continue
        if b'"e"' in piece or b"'e'" in piece:
            errors.update((match[1].decode(), match[2].decode()) for match in ERROR.finditer(piece))
        if b"<f" in piece or b":f" in piece:
            errors.update((match[1].decode(), "") for match in UNWORKED.finditer(piece))
    return found


def has_definitions(content):
    """Whether any part begins with a document type: no program that writes sheets says one, only who wants to harm."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.lower().endswith((".xml", ".rels")):
                with archive.open(name) as part:
                    if b"<!DOCTYPE" in part.read(HEAD).replace(b"\0", b"").upper():
                        return True
    return False


def outside_of(content):
    """What in a workbook refers to something outside it; none of it is ever followed."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = " ".join(archive.namelist()).lower()
    return [kind for kind, sign in OUTSIDE.items() if sign in names]


def packed(cell):
    """What JSON has no word for as a list: ["date", "2025-03-14"]."""
    if isinstance(cell, datetime.datetime):
        return ["datetime", cell.isoformat()]
    if isinstance(cell, datetime.date):
        return ["date", cell.isoformat()]
    if isinstance(cell, datetime.time):
        return ["time", cell.isoformat()]
    return ["text", str(cell)]


def column_of(cells):
    """(the different cells, which of them stands in each row); a number beyond all numbers is a text."""
    if bool in set(map(type, cells)):  # True is 1 for a dict
        cells = [("bool", cell) if isinstance(cell, bool) else cell for cell in cells]
    number = dict(zip(dict.fromkeys(cells), count(), strict=False))
    different = [str(cell) if isinstance(cell, float) and not isfinite(cell) else cell for cell in number]
    return different, array("I", map(number.__getitem__, cells))


def merged_of(sheet, row, column):
    """Its cells made one, up to as many as it has: only who wants to harm lays them over each other."""
    room, found = (row + 1) * (column + 1), []
    for (top, left), (bottom, right) in sheet.merged_cell_ranges[:MOST_SAID]:
        room -= max(0, min(bottom, row) + 1 - top) * max(0, min(right, column) + 1 - left)
        if room < 0:
            break
        found.append([[top, left], [bottom, right]])
    return found


def sheet_of(book, described, most_rows, most_columns, columns):
    """What a sheet is, with its different cells; where they stand is added to ``columns``."""
    sheet = book.get_sheet_by_name(described.name)
    row, column = sheet.end or (-1, -1)  # counted from 0
    is_visible = str(described.visible).endswith(".Visible")
    about = {
        "name": described.name, "is_visible": is_visible, "rows": row + 1, "columns": column + 1, "cells": None,
        "merged": merged_of(sheet, row, column) if row >= 0 else [],
    }  # fmt: skip
    if row < most_rows and column < most_columns:
        about["cells"] = []
        for cells in zip(*sheet.to_python(skip_empty_area=False), strict=True):
            different, places = column_of(cells)
            about["cells"].append(different)
            columns.append(places)
    return about


def main(megabytes, seconds, most_rows, most_columns, most_sheets):
    """Read a workbook from the standard input; no rows, but far cells, are asked for with 0 sheets."""
    resource.setrlimit(resource.RLIMIT_AS, (megabytes * 1024 * 1024,) * 2)
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    content = sys.stdin.buffer.read()
    if not most_sheets:
        json.dump({"far": far_cells(content)}, sys.stdout)
        return
    if has_definitions(content):
        sys.exit("a document type")
    from python_calamine import CalamineWorkbook  # noqa: PLC0415 (after the limits)

    sheets, columns = [], []
    with CalamineWorkbook.from_filelike(io.BytesIO(content)) as book:
        for described in book.sheets_metadata[:most_sheets]:
            if str(described.typ).endswith(".WorkSheet"):
                sheets.append(sheet_of(book, described, most_rows, most_columns, columns))
    errors = errors_in(content)
    for about in sheets:
        about["errors"] = errors.get(about["name"], {})
    sys.stdout.buffer.write(
        json.dumps({"sheets": sheets, "outside": outside_of(content)}, default=packed).encode() + b"\n"
    )
    for places in columns:
        sys.stdout.buffer.write(places.tobytes())


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
