"""Reading drafts: what stands in them, what stood there before, and what is still to be done."""

from dataclasses import dataclass, replace
from types import SimpleNamespace
from zoneinfo import ZoneInfo

from django.db.models import BigAutoField

from grants import formats
from grants.composed import Composed, Slot
from grants.drafts.models import Cell, Draft, Revision
from grants.drafts.outcomes import Conflict
from grants.questionnaire import messages
from grants.questionnaire.answers import LONGEST, Answer, table_rows, understand
from grants.questionnaire.answers import typed as typed_answer
from grants.questionnaire.specs import FormSpec, QuestionSpec, SectionSpec

SHORT_WORDS = 150
"""A text of so many words has a low field."""


MOST_ROWS = 100
"""Rows of a table where its question sets no limit."""

EMPTY_ROWS = 3
"""So many empty rows wait below the filled ones of a table."""


@dataclass(frozen=True)
class Problem:
    """A text that stands in a draft and is not understood: the question's key, and why."""

    key: str
    code: str
    params: dict

    def sentence(self, country: str = formats.NEUTRAL) -> str:
        """Why, in the reader's language."""
        return messages.sentence(self.code, self.params, country=country)


@dataclass(frozen=True)
class PartState:
    """How far one part of a draft is: required questions with an answer, of how many, and what is open.

    ``missing`` are keys of required questions without text, ``problems`` texts not understood. What is not
    asked because of the answer to another question is in neither.
    """

    slug: str
    title: str
    answered: int
    required: int
    missing: tuple[str, ...]
    problems: tuple[Problem, ...]

    @property
    def is_complete(self) -> bool:
        """Whether nothing in this part stands against handing it in."""
        return not self.missing and not self.problems


@dataclass(frozen=True)
class Field:
    """One question as a page draws it, by ``grants/questionnaire/question_field.html``.

    ``raw`` stands in the field, based on revision ``rev``; ``problem`` and ``understood`` are
    sentences or empty; ``conflict`` is what a colleague saved meanwhile, at ``conflict_time`` on the
    reader's clock. One that is not ``is_asked`` waits for the answer to another question.
    """

    question: QuestionSpec
    raw: str
    rev: int
    problem: str = ""
    understood: str = ""
    conflict: Conflict | None = None
    conflict_time: str = ""
    by: object = None
    at: object = None
    value: object = None
    is_asked: bool = True
    wrong_cells: frozenset[tuple[int, int]] = frozenset()

    @property
    def table(self) -> list[list[dict]]:
        """The rows of a table to type in: those that are filled, and some empty ones below."""
        columns, most = self.question.columns, self.question.most_rows or MOST_ROWS
        rows = [row[: len(columns)] for row in table_rows(self.question, self.raw)]
        empty = [[""] * len(columns)] * max(0, min(EMPTY_ROWS, most - len(rows)))
        return [
            [
                {
                    "column": column,
                    "text": text,
                    "is_wrong": (number, place) in self.wrong_cells,
                    "word": column.word(text),
                }
                for place, (column, text) in enumerate(zip(columns, row, strict=True), start=1)
            ]
            for number, row in enumerate([*rows, *empty], start=1)
        ]

    @property
    def beside_the_table(self) -> list[list[str]]:
        """Cells that were pasted beyond the last column, row by row: nothing typed goes out of sight."""
        width = len(self.question.columns)
        return [row[width:] for row in table_rows(self.question, self.raw) if any(row[width:])]

    @property
    def chosen(self) -> list[str]:
        """The keys ticked, of a question with choices."""
        return self.raw.split("\n")

    @property
    def rows(self) -> int:
        """Height of the field of a long text."""
        return 8 if (self.question.most_words or SHORT_WORDS + 1) > SHORT_WORDS else 4

    @property
    def score(self) -> int | None:
        """The score ticked, of a question of an evaluation grid."""
        return int(self.raw) if self.raw.isascii() and self.raw.isdigit() else None

    @property
    def described(self) -> str:
        """The ids of the help and of the problem, for aria-describedby; empty without either."""
        parts = {"help": self.question.help, "problem": self.problem}
        return " ".join(f"answer-{self.question.key}-{part}" for part, text in parts.items() if text)


def answers_of(draft: Draft) -> dict[str, Cell]:
    """Every answer of a draft by the key of its question, with its author: one query."""
    return {cell.key: cell for cell in _ANSWERS.rows(draft=draft.pk)}


_ANSWERS = Composed(lambda: Cell.objects.filter(draft=Slot("draft", BigAutoField())).select_related("by"))


def tried(form: FormSpec, data) -> dict:
    """What a posted form would say if it were saved, by the key of its question, as ``answers_of``; nothing is."""
    cells = {}
    for question in (question for section in form.sections for question in section.questions):
        raw = formats.clean_text(typed_answer(question, data) or "")
        answer = understand(question, raw[:LONGEST])
        cells[question.key] = SimpleNamespace(
            raw=raw, value=answer.value, problem=answer.problem, problem_params=answer.params, rev=0, by=None, at=None
        )
    return cells


def history_of(draft: Draft, key: str) -> list[Revision]:
    """Every text that stood in an answer or came too late to stand, with its author; newest first."""
    return list(Revision.objects.filter(draft=draft, key=key).select_related("by").order_by("-pk"))


def histories_of(draft: Draft, keys) -> dict[str, list[Revision]]:
    """``history_of`` for each of several answers, those never answered included: one query."""
    histories = {key: [] for key in keys}
    for revision in Revision.objects.filter(draft=draft, key__in=histories).select_related("by").order_by("-pk"):
        histories[revision.key].append(revision)
    return histories


def completeness(form: FormSpec, cells: dict[str, Cell]) -> list[PartState]:
    """How far each part of the form is, in the form's order; no query."""
    asked = asked_of(form, cells)
    return [_part_state(section, cells, asked) for section in form.sections]


def asked_of(form: FormSpec, cells: dict[str, Cell]) -> frozenset[str]:
    """Keys of the questions that are asked, given what stands in the draft."""
    return form.asked({key: cell.value for key, cell in cells.items()})


def _part_state(section, cells, asked):
    questions = [question for question in section.questions if question.key in asked]
    required = [question.key for question in questions if question.required]
    standing = {q.key: cells[q.key] for q in questions if q.key in cells}
    return PartState(
        slug=section.slug,
        title=section.title,
        answered=sum(1 for key in required if key in standing and standing[key].value is not None),
        required=len(required),
        missing=tuple(
            key
            for key in required
            if key not in standing or (standing[key].value is None and not standing[key].problem)
        ),
        problems=tuple(
            Problem(key, cell.problem, cell.problem_params) for key, cell in standing.items() if cell.problem
        ),
    )


def fields_of(
    section: SectionSpec,
    cells: dict[str, Cell],
    *,
    form: FormSpec | None = None,
    results: dict | None = None,
    typed: dict[str, str] | None = None,
    country: str = formats.NEUTRAL,
    time_zone: str = "UTC",
) -> list[Field]:
    """The questions of a part as the page draws them; no query.

    ``results`` are those of a save just tried: its conflicts are shown beside the field, which keeps
    the typed text. ``typed`` are texts that could not be saved at all and stay in their fields. ``form`` is
    the whole form: without it, conditions count for nothing.
    """
    results, typed = results or {}, typed or {}
    asked = asked_of(form, cells) if form else {question.key for question in section.questions}
    return [
        replace(
            _field(
                question,
                cells.get(question.key),
                results.get(question.key),
                typed.get(question.key),
                country,
                time_zone,
            ),
            is_asked=question.key in asked,
        )
        for question in section.questions
    ]


def _field(question, cell, result, typed, country, time_zone):
    conflict = result if isinstance(result, Conflict) else None
    if conflict is not None:
        typed = conflict.mine
    if typed is None:
        raw = cell.raw if cell else ""
        answer = Answer(cell.value, cell.problem, cell.problem_params) if cell else Answer()
    else:
        raw = typed
        answer = understand(question, formats.clean_text(typed))
    return Field(
        question=question,
        raw=raw,
        rev=conflict.rev if conflict else cell.rev if cell else 0,
        problem=messages.sentence(answer.problem, answer.params, country=country) if answer.problem else "",
        understood=messages.understood(question, answer.value, country=country),
        conflict=conflict,
        conflict_time=f"{conflict.at.astimezone(ZoneInfo(time_zone)):%H:%M}" if conflict and conflict.at else "",
        by=cell.by if cell else None,
        at=cell.at if cell else None,
        value=answer.value,
        wrong_cells=frozenset((one["row"], one["column"]) for one in answer.params.get("cells", ())),
    )
