"""Reading a workbook that came back: whose it is, what stands in its cells, and what is wrong, all at once.

Cells are found by the ids of their rows and columns, never by their place: sorted rows, hidden columns and
renamed sheets change nothing. What people may not change is compared and told, never taken.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

from grants import formats, money
from grants.applications.workbook.cells import NUMBERS
from grants.applications.workbook.typed import day_of, text_of
from grants.applications.workbook.writing import ABOVE, FORMAT, MARK, VERSION
from grants.applications.workplan_cells import FIELDS, MONTH_FIELDS
from grants.budgets.entries import LINE_FIELDS
from grants.budgets.entries import LONGEST as LONGEST_ENTRY
from grants.files.sheets import Damaged, Limits, TooLarge, letters, place_of, read_book
from grants.questionnaire.answers import table_text, trimmed

LIMITS = Limits(rows=3000, columns=60, sheets=60, megabytes=400, seconds=5, seconds_on_the_clock=10)
ERRORS = frozenset({"#REF!", "#N/A", "#VALUE!", "#DIV/0!", "#NAME?", "#NUM!", "#NULL!"})
MOST_FINDINGS = 500


class NotOurs(Exception):
    """The file is no workbook of a draft that can be read; ``code`` and ``params`` say why."""

    def __init__(self, code, **params):
        self.code, self.params = code, params
        super().__init__(code)


@dataclass(frozen=True)
class Row:
    """One row of a sheet of ours: its id, and its cells by column as (value, address)."""

    sheet: str
    id: str
    number: int
    cells: dict


@dataclass
class Found:
    """What a workbook says: texts by the name of their cell, each with its sheet and address, and what is wrong.

    Behind that of a table stand the addresses of its cells, row by row.

    ``removed`` are the rows that went out and are no longer there, or were emptied: {row: [sheet, address]}.
    """

    texts: dict = field(default_factory=dict)
    removed: dict = field(default_factory=dict)
    findings: list = field(default_factory=list)

    def tell(self, code, sheet="", cell="", *, is_note=False, **params):
        """Note something wrong; a note stops nothing."""
        if len(self.findings) < MOST_FINDINGS:
            self.findings.append(
                {"code": code, "sheet": sheet[:60], "cell": cell, "is_note": is_note, "params": params}
            )


def open_book(content: bytes):
    """(the id of the workbook, its other sheets as (name, rows), the whole Book).

    Raises NotOurs.
    """
    try:
        book = read_book(content, LIMITS)
    except TooLarge as error:
        raise NotOurs("too_large") from error
    except Damaged as error:
        raise NotOurs("not_readable") from error
    for sheet in book.sheets:
        if sheet.columns is None:
            raise NotOurs("sheet_too_large", sheet=sheet.name[:60], rows=LIMITS.rows)
    sheets = [(sheet.name, _rows(sheet)) for sheet in book.sheets if sheet.rows]
    marks = dict(row[:2] for name, rows in sheets if name == MARK for row in rows if len(row) > 1)
    if marks.get("format") != FORMAT:
        raise NotOurs("not_ours")
    if str(marks.get("version", "")).removesuffix(".0") != str(VERSION):
        raise NotOurs("old_version")
    try:
        identity = UUID(str(marks.get("workbook", "")))
    except ValueError as error:
        raise NotOurs("not_ours") from error
    return identity, [(name, rows) for name, rows in sheets if name != MARK], book


def _rows(sheet):
    columns = ([column.cells[place] for place in column.places] for column in sheet.columns)
    return [list(row) for row in zip(*columns, strict=True)]


class _Merged:
    """Cells made one: asked one by one, for a file of some kilobytes can name more of them than memory holds."""

    def __init__(self, ranges):
        self.ranges = ranges

    def first(self, address):
        """The cell whose text this one shows; "" for a cell that stands for itself."""
        if not self.ranges:
            return ""
        column, row = place_of(address)
        for (top, left), (bottom, right) in self.ranges:
            if top <= row <= bottom and left <= column <= right and (row, column) != (top, left):
                return f"{letters(left)}{top + 1}"
        return ""


def understood(sheets, book, content) -> Found:
    """Every text of the workbook that went out as ``content`` (``models.Workbook``), and what is wrong in it."""
    found, by_mark = Found(), {}
    as_saved = {sheet.name: (sheet.errors, _Merged(sheet.merged)) for sheet in book.sheets}
    for name, rows in sheets:
        mark = str(rows[0][0])
        if mark in content["sheets"]:
            if mark in by_mark:
                found.tell("sheet_twice", name, first=by_mark[mark][0][:60])
            else:
                by_mark[mark] = (name, rows)
    for mark, title in content["sheets"].items():
        if mark not in by_mark:
            found.tell("sheet_missing", title, is_note=True)
            continue
        name, rows = by_mark[mark]
        _Reader(found, content, *as_saved[name]).read(mark, name, rows)
    if book.outside:
        found.tell("outside", is_note=True)
    order = {name: place for place, (name, _rows) in enumerate(sheets)}
    found.findings.sort(key=lambda one: (order.get(one["sheet"], len(order)), *_down_then_right(one["cell"])))
    return found


def _down_then_right(address):
    return place_of(address)[::-1] if address else ()


NOT_WORKED_OUT = "=…"
"""How a formula is named that the program which wrote the workbook never worked out."""


class _Reader:
    """Reads one sheet into ``found``."""

    def __init__(self, found, content, errors, merged):
        self.found, self.content, self.errors, self.merged = found, content, errors, merged
        self.new = {f"{kind}-{key}" for kind, keys in content["new"].items() for key in keys}
        names = [*content["cells"], *content["left_out"]]
        self.known = {name for name in names if name.startswith(("answer-", "amounts-"))}
        self.known |= {name.rpartition("-")[0] for name in names if not name.startswith(("answer-", "amounts-"))}
        self.seen = {}

    def read(self, mark, name, rows):
        keys = [str(cell) for cell in rows[0]][1:]
        lines = [self._row(name, keys, row, number) for number, row in enumerate(rows, start=1) if number > ABOVE]
        if mark.startswith("table:"):
            self._table(mark.removeprefix("table:"), lines, keys)
            return
        kinds = ROWS_OF.get(mark, ())
        columns = {cell.rpartition("-")[2] for cell in self.content["cells"] if cell.partition("-")[0] in kinds}
        if not (columns if kinds else {"answer"}) <= set(keys):
            self.found.tell("columns_gone", name, is_note=True)
        ticked = {}
        for row in lines:
            answer_id, _slash, option = row.id.partition("/")
            if not self._is_known(row, answer_id):
                continue
            if option and answer_id in self.content["cells"]:
                ticked.setdefault(answer_id, []).append((option, row))
            elif mark == "questions":
                self._take(row.id, row, "answer")
            else:
                self._fields(mark, row)
        for answer_id, options in ticked.items():
            self._ticks(answer_id, options)
        self._missing(mark, name)

    def _missing(self, mark, sheet):
        """Rows of ours that are no longer on their sheet. A question is asked whether its row is there or not."""
        seen = {one.partition("/")[0] for one in self.seen}
        if mark == "questions":
            asked = {name for name in self.content["cells"] if name.startswith("answer-")} - seen
            if gone := [name for name in asked if f"table:{name[7:]}" not in self.content["sheets"]]:
                self.found.tell("questions_missing", sheet, is_note=True, count=len(gone))
        kinds = ROWS_OF.get(mark, ())
        rows = [row for row in self.known if row.partition("-")[0] in kinds and row not in seen]
        self.found.removed |= {row: [sheet, ""] for row in sorted(rows)}

    def _is_emptied(self, row):
        """Whether everything that stood in a row was taken out of it: that is how a locked sheet loses one."""
        went_out = [(key, self.content["cells"].get(f"{row.id}-{key}", ("",))[0]) for key in row.cells]
        fields = [key for key, _text in went_out if f"{row.id}-{key}" in self.content["cells"]]
        is_empty = all(row.cells[key][0] == "" and not row.cells[key][2] for key in fields)
        is_empty = is_empty and not any(self.merged.first(row.cells[key][1]) for key in fields)
        return len(fields) > 1 and is_empty and any(text for _key, text in went_out)

    def _row(self, sheet, keys, row, number):
        cells = {}
        for place, (key, cell) in enumerate(zip(keys, row[1:], strict=True), start=1):
            if key:
                address = f"{letters(place)}{number}"
                broken = str(cell) if cell in ERRORS else ""
                if cell == "" and address in self.errors:
                    broken = self.errors[address] or NOT_WORKED_OUT
                cells[key] = (cell, address, broken)
        return Row(sheet, str(row[0]).strip(), number, cells)

    def _is_known(self, row, answer_id):
        if not row.id:
            written = [cell for key, cell in row.cells.items() if key in _FILLED and cell[0] != ""]
            if written and not _is_words(row):
                self.found.tell("row_without_id", row.sheet, written[0][1])
            return False
        if row.id in self.seen:
            self.found.tell("row_twice", row.sheet, f"A{row.number}", first=self.seen[row.id])
            return False
        self.seen[row.id] = row.number
        if answer_id not in self.known and answer_id not in self.new:
            self.found.tell("row_unknown", row.sheet, f"A{row.number}")
            return False
        return True

    def _fields(self, mark, row):
        if row.id.startswith("amounts-"):
            self._take(row.id, row, "amount")
        elif row.id in self.new:
            self._new_row(mark, row)
        elif mark != "logframe" and self._is_emptied(row):
            self.found.removed[row.id] = [row.sheet, f"A{row.number}"]
        else:
            self._compare_total(row)
            for key in row.cells:
                if f"{row.id}-{key}" in self.content["cells"]:
                    self._take(f"{row.id}-{key}", row, key)
                elif mark == "logframe" and key in _FILLED and row.cells[key][0] != "":
                    self.found.tell("not_a_cell", row.sheet, row.cells[key][1], is_note=True)

    def _compare_total(self, row):
        """The total of a line is computed here, whatever a sheet shows: where they differ it is told."""
        shown = row.cells.get("total", ("",))[0]
        if isinstance(shown, bool) or not isinstance(shown, (int, float)):
            return
        texts = [text_of(row.cells[key][0], is_number=True) for key in ("quantity", "unit_value") if key in row.cells]
        values = [formats.parse_number(text, places=4).value for text in texts]
        if len(values) == 2 and None not in values and money.line_total(*values) != Decimal(f"{shown:.2f}"):
            params = {"shown": f"{shown:.2f}", "total": str(money.line_total(*values))}
            self.found.tell("total_differs", row.sheet, row.cells["total"][1], is_note=True, **params)

    def _new_row(self, mark, row):
        fields, needs = NEW_FIELDS[mark]
        filled = [key for key in fields if key in row.cells and (row.cells[key][0] != "" or row.cells[key][2])]
        if not filled:
            return
        if set(filled) <= {"heading", "year", "partner", "basis", "kind", "result"}:
            self.found.tell("row_empty", row.sheet, row.cells[filled[0]][1], is_note=True)
            return
        for needed in needs:
            if needed not in filled:
                self.found.tell(f"{needed}_missing", row.sheet, row.cells[needed][1] if needed in row.cells else "")
        for key in filled:
            self._take(f"{row.id}-{key}", row, key)

    def _take(self, name, row, key):
        if name in self.content["left_out"] or key not in row.cells:
            return
        value, address, broken = row.cells[key]
        if broken:
            self.found.tell("cell_error", row.sheet, address, value=broken[:20])
            return
        if value == "" and self.merged.first(address):
            self._merged(name, row.sheet, address)
            return
        text = text_of(value, is_number=key in NUMBERS or name in self.content["numbers"])
        if name in self.content.get("dates", ()) and isinstance(value, (int, float)):
            text = day_of(value) or text
        if key in ("heading", "year") and not text:
            self.found.tell(f"{key}_missing", row.sheet, address)
            return
        choices = self.content["words"].get(self._choices_of(name, key))
        if choices is not None and text:
            text = self._chosen(choices, text, row.sheet, address, name)
            if text is None:
                return
        limit = LONGEST_ENTRY if name.startswith(("line-", "source-")) else LONGEST_CELL
        if choices is None and len(text) > limit:
            self.found.tell("cell_too_long", row.sheet, address, limit=limit)
            return
        self.found.texts[name] = [text, row.sheet, address]

    def _merged(self, name, sheet, address):
        """An empty cell that was made one with another: nobody emptied it."""
        if self.content["cells"].get(name, ("",))[0]:
            self.found.tell("cell_merged", sheet, address, first=self.merged.first(address))

    def _choices_of(self, name, key):
        if name in self.content["ticks"]:
            return "tick"
        if name.startswith("activity-"):
            return f"activity-{key}"
        return key if key in ("heading", "partner", "year", "basis", "kind") else name

    def _chosen(self, choices, text, sheet, address, name):
        wanted = _plain(text)
        for word, code in choices.items():
            if wanted in (_plain(word), _plain(code)) and (code or word):
                return code
        if choices is self.content["words"].get("tick") and wanted in _YES:
            return "yes"
        base = self.content["cells"].get(name)
        if base and base[0] == text:  # went out like that
            return text
        self.found.tell("not_offered", sheet, address, value=text[:60])
        return None

    def _ticks(self, answer_id, options):
        base = self.content["cells"][answer_id][0]
        chosen, place, is_right = base.split("\n") if base else [], None, True
        for option, row in options:
            value, address, broken = row.cells.get("answer", ("", "", ""))
            word = text_of(value)
            if not word and self.merged.first(address):
                self._merged(answer_id, row.sheet, address)
                is_right = False
                continue
            if broken:
                self.found.tell("cell_error", row.sheet, address, value=broken[:20])
            if broken or (word and self._chosen(self.content["words"]["tick"], word, row.sheet, address, "") is None):
                is_right = False
                continue
            place = place or (row.sheet, address)
            chosen = [one for one in chosen if one != option] + ([option] if word else [])
        if is_right and place:
            order = [option for option, _row in options]
            chosen.sort(key=lambda one: order.index(one) if one in order else -1)
            self.found.texts[answer_id] = ["\n".join(chosen), *place]

    def _table(self, key, lines, keys):
        name = f"answer-{key}"
        if name in self.content["left_out"] or not lines:
            return
        numbers, asked, cells, places = self.content["numbers"], self.content["tables"][name], [], []
        if not set(asked) <= set(keys):
            self.found.tell("columns_missing", lines[0].sheet)
            return
        for row in lines:
            places.append([row.cells[column][1] for column in asked])
            for column in asked:
                value, address, broken = row.cells[column]
                if broken:
                    self.found.tell("cell_error", row.sheet, address, value=broken[:20])
                if value == "" and self.merged.first(address):
                    self._merged(name, row.sheet, address)
                text = text_of(value, is_number=f"{name}/{column}" in numbers)
                if f"{name}/{column}" in self.content.get("dates", ()) and isinstance(value, (int, float)):
                    text = day_of(value) or text
                if len(text) > LONGEST_CELL:
                    self.found.tell("cell_too_long", row.sheet, address, limit=LONGEST_CELL)
                cells.append(text[:LONGEST_CELL])
        first = next(iter(lines[0].cells.values()))[1] if lines[0].cells else ""
        width = len(asked)
        filled = [at for n, at in enumerate(places) if any(map(trimmed, cells[n * width : (n + 1) * width]))]
        self.found.texts[name] = [table_text(cells, width), lines[0].sheet, first, filled]


LONGEST_CELL = 32_767
"""Characters a cell of a workbook holds; a file that says more was not written by a spreadsheet."""

ROWS_OF = {
    "budget": ("line",),
    "funding": ("source",),
    "logframe": ("result", "indicator"),
    "workplan": ("activity",),
}
"""Kinds of the rows a sheet holds, of those that can be taken out."""

NEW_FIELDS = {
    "budget": (LINE_FIELDS, ("heading", "year")),
    "funding": (("kind", "name", "amount"), ("kind",)),
    "workplan": (FIELDS["activity"], ()),
}
"""What people fill in a new row of a sheet, and what has to be there."""

_FILLED = frozenset(
    {"answer", "name", "amount", "statement", "assumptions", "source", *MONTH_FIELDS, *NUMBERS, *LINE_FIELDS}
)
"""Columns people write in."""
_YES = frozenset({"x", "yes", "si", "sí", "sim", "true", "1"})


def _is_words(row):
    """Whether a row is one of ours that only says something: a head, or a question answered elsewhere."""
    return row.cells.get("question", ("",))[0] != ""


def _plain(text):
    return " ".join(text.split()).casefold()
