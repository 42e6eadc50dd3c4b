"""What a typed text means as the answer to a question: a value, or the code of why it has none.

Pure: questions in, answers out. A text that is not understood is never thrown away by its caller;
it is kept as typed, flagged with the code, and blocks submission (decisions.md B7). The sentences
are in ``messages.py``.

| kind          | typed         | value                         | problem                          |
|---------------|---------------|-------------------------------|----------------------------------|
| short, long   | one two three | the text without outer blanks | too_many_words, too_many_characters |
| number, money | 1.234,5       | "1234.50" (fixed places)      | as formats.PROBLEMS, below_least, above_most |
| date          | 31/12/2026    | "2026-12-31"                  | date_unreadable, date_year, date_impossible |
| choice        | coffee        | "coffee"                      | choice_unknown                   |
| choices       | coffee⏎cocoa  | ["coffee", "cocoa"]           | choice_unknown                   |
| confirm       | yes           | True                          | confirm_unreadable               |
| score         | 4             | "4"                           | as number, without decimals      |
| table         | Seeds⇥1.200⏎  | rows and totals, see below    | table_cells, table_rows, table_wide |
| file          | see below     | name, size, sha256, id of each | too_many_files, file_unreadable  |

**A word** is a run of characters between blanks that holds at least one letter or digit (Unicode
categories L and N): "e-mail" and "S.A." are one word, a lonely dash none. **Blanks** are those of
JavaScript's ``\\s``, so that the counter in the browser (wordcount.js) and this file always agree.
**Characters** are Unicode code points of the text in NFC without outer blanks; a line break is one.

**A table** is typed as from a spreadsheet: a line per row, a tab between cells; rows without any text
count for nothing. Its value is ``{"rows": [{column: value}], "totals": {column: sum}}``; each cell is read
like a question of its column's kind, in a column with a choice as one of the words it offers in any language.

**Files** are never typed: whoever takes one in writes a line for each (``file_line``).

**A date** is written year first with four digits (2026-12-31) or day first (31/12/2026, 31.12.2026,
31-12-2026), as in every country of the programme. Nothing is guessed: month first is impossible or
is echoed back in words, and a year of two digits is refused.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal

from grants import formats
from grants.questionnaire.specs import CONFIRMED, QuestionSpec

MOST_IN_CELL = 300
"""Most characters of one cell of a table."""

MOST_CELL_PROBLEMS = 5
"""So many wrong cells of a table are told at a time."""

LONGEST = 200_000
"""Most characters of one answer that are stored at all."""

BLANKS = (
    "\t\n\v\f\r \u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a"
    "\u2028\u2029\u202f\u205f\u3000\ufeff"
)
"""JavaScript's white space: what separates words, and what is cut at both ends of a text."""

PROBLEMS = (
    "too_many_words",
    "too_many_characters",
    *formats.PROBLEMS,
    "below_least",
    "above_most",
    "date_unreadable",
    "date_year",
    "date_impossible",
    "choice_unknown",
    "confirm_unreadable",
    "cell_missing",
    "table_cells",
    "table_rows",
    "table_wide",
    "too_many_files",
    "file_unreadable",
)
"""Every code an answer can carry."""

_BETWEEN_WORDS = re.compile(f"[{BLANKS}]+")
_YEAR_FIRST = re.compile(r"([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})")
_DAY_FIRST = re.compile(r"([0-9]{1,2})([-/. ])([0-9]{1,2})\2([0-9]{2,4})")
_YEARS = range(1900, 2101)


@dataclass(frozen=True)
class Answer:
    """What was understood: a value JSON can hold, or a problem with the numbers its sentence needs.

    Both empty: nothing was typed.
    """

    value: object = None
    problem: str = ""
    params: dict = field(default_factory=dict)


NOTHING = Answer()


def trimmed(text: str) -> str:
    """``text`` without blanks at both ends."""
    return text.strip(BLANKS)


def word_count(text: str) -> int:
    """Number of words, by the rule at the top of this file; the same as wordcount.js counts.

    >>> word_count("La S.A. — e-mail: 3 %")
    4
    """
    return sum(1 for run in _BETWEEN_WORDS.split(text) if any(character.isalnum() for character in run))


def character_count(text: str) -> int:
    """Number of characters of a cleaned text, without outer blanks; the same as wordcount.js counts."""
    return len(trimmed(text))


def understand(question: QuestionSpec, raw: str) -> Answer:
    """What ``raw``, cleaned by ``formats.clean_text``, means as the answer to ``question``.

    Raises KeyError for a kind of question nobody can answer.
    """
    read = _READERS[question.kind]
    text = trimmed(raw)
    if not text:
        return NOTHING
    return read(question, raw if question.kind == "table" else text)  # an empty first cell is a blank, too


def file_line(name: str, size: int, sha256: str, id_: str) -> str:
    """A stored file as a line of the answer to a question that asks for files."""
    return "\t".join([" ".join(_BETWEEN_WORDS.split(name)), str(size), sha256, id_])


def typed(question: QuestionSpec, data) -> str | None:
    """What a posted form holds for a question: its field ``answer-<key>``, several ticks joined by line breaks.

    ``data`` is a QueryDict. A question with ticks or radio buttons that carries none was left empty;
    to tell that from a question that was not on the page, the page sends ``rev-<key>``. Rows pasted as a text
    (``paste-<key>``) come behind those of a table. None: not sent; files never are.
    """
    name = f"answer-{question.key}"
    if question.kind == "file":
        return None
    if question.kind == "table" and name in data:
        pasted = data.get(f"paste-{question.key}", "")
        rows = [table_text(data.getlist(name), len(question.columns)), pasted_text(pasted)]
        return "\n".join(text for text in rows if text)
    if name in data:
        return "\n".join(data.getlist(name))
    return "" if question.kind in ("choice", "choices", "confirm", "score") and f"rev-{question.key}" in data else None


def table_text(cells, width) -> str:
    """Cells typed one after the other as the text of a table; rows without any text are left out.

    >>> table_text(["Seeds", "12", "", ""], 2)
    'Seeds\\t12'
    """
    cells = [" ".join(_BETWEEN_WORDS.split(trimmed(cell))) for cell in cells]
    rows = [cells[start : start + width] for start in range(0, len(cells), width)]
    return "\n".join("\t".join(row) for row in rows if any(row))


def pasted_text(text: str) -> str:
    """Rows copied from a spreadsheet as the text of a table; rows without any text are left out."""
    rows = [[" ".join(_BETWEEN_WORDS.split(trimmed(cell))) for cell in line.split("\t")] for line in text.splitlines()]
    return "\n".join("\t".join(row) for row in rows if any(row))


def table_rows(question: QuestionSpec, raw: str) -> list[list[str]]:
    """The text of a table as its rows of cells, each as wide as the table at least; empty rows are left out."""
    rows = [[trimmed(cell) for cell in line.split("\t")] for line in raw.split("\n")]
    width = len(question.columns)
    return [row + [""] * (width - len(row)) for row in rows if any(row)]


def table_values(question: QuestionSpec, raw: str) -> list[list]:
    """A table as it is compared: the value of each cell, or what was typed where there is none."""
    rows = table_rows(question, raw)
    width = len(question.columns)
    read = _cells(question, [row[:width] for row in rows])
    return [
        [text if cell.problem else cell.value for cell, text in zip(cells, row, strict=False)] + row[width:]
        for cells, row in zip(read, rows, strict=True)
    ]


def table_words(question: QuestionSpec, raw: str) -> list[list[str]]:
    """A table as people read it: what was typed, in columns with a choice the words of the reader's language."""
    rows = table_rows(question, raw)
    for row in rows:
        for place, column in enumerate(question.columns):
            word = column.word(row[place])
            row[place] = word.label if word else row[place]
    return rows


def _read_text(question, text):
    words, characters = word_count(text), len(text)
    if question.most_words is not None and words > question.most_words:
        return Answer(problem="too_many_words", params={"count": words, "limit": question.most_words})
    if question.most_characters is not None and characters > question.most_characters:
        return Answer(problem="too_many_characters", params={"count": characters, "limit": question.most_characters})
    return Answer(text)


def _read_amount(question, text, places):
    understood = formats.parse_number(text, places=places)
    if understood.problem:
        return Answer(problem=understood.problem, params={"places": places})
    if question.least is not None and understood.value < question.least:
        return Answer(problem="below_least", params={"least": str(question.least), "places": places})
    if question.most is not None and understood.value > question.most:
        return Answer(problem="above_most", params={"most": str(question.most), "places": places})
    return Answer(format(understood.value, "f"))


def _read_number(question, text):
    return _read_amount(question, text, question.places)


def _read_score(question, text):
    return _read_amount(question, text, 0)


def _read_money(question, text):
    return _read_amount(question, text, 2)


def _read_date(question, text):
    year_first, day_first = _YEAR_FIRST.fullmatch(text), _DAY_FIRST.fullmatch(text)
    if year_first:
        year, month, day = year_first.groups()
    elif day_first:
        day, _, month, year = day_first.groups()
    else:
        return Answer(problem="date_unreadable")
    if int(year) not in _YEARS:
        return Answer(problem="date_year")
    try:
        return Answer(datetime.date(int(year), int(month), int(day)).isoformat())
    except ValueError:
        return Answer(problem="date_impossible")


def _read_choice(question, text):
    if text in {option.key for option in question.options}:
        return Answer(text)
    return Answer(problem="choice_unknown")


def _read_choices(question, text):
    chosen = {trimmed(line) for line in text.split("\n")} - {""}
    known = [option.key for option in question.options if option.key in chosen]
    if len(known) != len(chosen):
        return Answer(problem="choice_unknown")
    return Answer(known)


def _read_confirm(question, text):
    return Answer(True) if text == CONFIRMED else Answer(problem="confirm_unreadable")


def _read_files(question, text):
    files = [line.split("\t") for line in text.split("\n")]
    if not all(len(parts) == 4 and parts[1].isdecimal() for parts in files):
        return Answer(problem="file_unreadable")
    if len(files) > question.most_files:
        return Answer(problem="too_many_files", params={"count": len(files), "limit": question.most_files})
    return Answer([{"name": name, "size": int(size), "sha256": sha, "id": id_} for name, size, sha, id_ in files])


def _read_table(question, raw):
    rows = table_rows(question, raw)
    if question.most_rows is not None and len(rows) > question.most_rows:
        return Answer(problem="table_rows", params={"count": len(rows), "limit": question.most_rows})
    if any(len(row) > len(question.columns) for row in rows):
        return Answer(problem="table_wide", params={"limit": len(question.columns)})
    read = _cells(question, rows)
    wrong = _wrong(read)
    if wrong:
        return Answer(problem="table_cells", params={"cells": wrong[:MOST_CELL_PROBLEMS], "count": len(wrong)})
    keys = [column.key for column in question.columns]
    values = [dict(zip(keys, (cell.value for cell in row), strict=True)) for row in read]
    totals = {column.key: _total(column, values) for column in question.columns if column.is_totalled}
    return Answer({"rows": values, "totals": totals})


def wrong_cells(question: QuestionSpec, raw: str) -> list[dict]:
    """The cells of a table that are not understood, of rows that are none too wide: where, and why."""
    return _wrong(_cells(question, table_rows(question, raw)))


def _cells(question, rows):
    return [[_read_cell(column, cell) for column, cell in zip(question.columns, row, strict=True)] for row in rows]


def _wrong(read):
    return [
        {"row": number, "column": place, "code": cell.problem, "params": cell.params}
        for number, row in enumerate(read, start=1)
        for place, cell in enumerate(row, start=1)
        if cell.problem
    ]


def _read_cell(column, text):
    if not text:
        return Answer(problem="cell_missing") if column.required else NOTHING
    if column.kind == "choice":
        word = column.word(text)
        return Answer(word.key) if word else Answer(problem="choice_unknown")
    return understand(QuestionSpec(column.key, column.kind, places=column.places, most_characters=MOST_IN_CELL), text)


def _total(column, rows):
    amounts = [Decimal(row[column.key]) for row in rows if row[column.key] is not None]
    zero = Decimal(0).scaleb(-(2 if column.kind == "money" else column.places))
    return format(sum(amounts, start=zero), "f")


_READERS: dict[str, Callable[[QuestionSpec, str], Answer]] = {
    "short": _read_text,
    "long": _read_text,
    "number": _read_number,
    "money": _read_money,
    "date": _read_date,
    "choice": _read_choice,
    "choices": _read_choices,
    "confirm": _read_confirm,
    "score": _read_score,
    "table": _read_table,
    "file": _read_files,
}

KINDS = tuple(_READERS)
"""The kinds of question that can be answered; a test holds the model's kinds to them."""
