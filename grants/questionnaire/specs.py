"""What is asked, as plain data in the reader's language: a form, its sections, its questions. Pure."""

from dataclasses import dataclass
from decimal import Decimal

CONFIRMED = "yes"
"""What the tick of a declaration sends."""


@dataclass(frozen=True)
class OptionSpec:
    """One possible answer of a question with choices, labelled in the reader's language."""

    key: str
    label: str = ""


@dataclass(frozen=True)
class WordSpec:
    """One word a column offers: its key, in the reader's language, and as it is written in each."""

    key: str
    label: str = ""
    written: tuple[str, ...] = ()


@dataclass(frozen=True)
class ColumnSpec:
    """One column of a table: what its cells hold, whether they are added up, the words it offers."""

    key: str
    kind: str
    label: str = ""
    required: bool = True
    is_totalled: bool = False
    places: int = 0
    words: tuple[WordSpec, ...] = ()

    @property
    def is_number(self) -> bool:
        """Whether its cells are numbers or amounts."""
        return self.kind in ("number", "money")

    def word(self, text: str) -> WordSpec | None:
        """The word somebody meant: by its key, or as it is written in any language, whatever the case."""
        plain = " ".join(text.split()).casefold()
        meant = (word for word in self.words if plain in {word.key, *(one.casefold() for one in word.written)})
        return next(meant, None) if plain else None


@dataclass(frozen=True)
class QuestionSpec:
    """One question as it is asked: kind, limits and words in the reader's language.

    ``least`` and ``most`` bound numbers, amounts (euro) and scores; ``places`` are the decimals of a
    number. A score counts ``weight`` times. ``file_kinds`` are endings without a dot, none for every kind.
    With ``shown_if`` the question is asked only where the answer to that earlier question is one of ``shown_when``.
    """

    key: str
    kind: str
    label: str = ""
    help: str = ""
    required: bool = True
    most_words: int | None = None
    most_characters: int | None = None
    places: int = 0
    least: Decimal | None = None
    most: Decimal | None = None
    options: tuple[OptionSpec, ...] = ()
    weight: int = 1
    columns: tuple[ColumnSpec, ...] = ()
    most_rows: int | None = None
    most_files: int = 1
    most_megabytes: int = 10
    file_kinds: tuple[str, ...] = ()
    shown_if: str = ""
    shown_when: tuple[str, ...] = ()

    @property
    def scale(self) -> tuple[int, ...]:
        """The scores to choose from, from the lowest (1 to 5 where no limits are set); empty for other kinds."""
        if self.kind != "score":
            return ()
        least, most = (1 if self.least is None else self.least), (5 if self.most is None else self.most)
        return tuple(range(int(least), int(most) + 1))


@dataclass(frozen=True)
class SectionSpec:
    """One part of the form: a page of questions.

    Of a grid: the least total, whether a lowest score rejects, whether the concept note's score is kept.
    """

    slug: str
    title: str = ""
    intro: str = ""
    questions: tuple[QuestionSpec, ...] = ()
    threshold: Decimal | None = None
    rejects_lowest: bool = False
    is_carried: bool = False

    def question(self, key: str) -> QuestionSpec | None:
        """The question of this key, or None."""
        return next((question for question in self.questions if question.key == key), None)


@dataclass(frozen=True)
class FormSpec:
    """A whole form version: its parts in order."""

    sections: tuple[SectionSpec, ...] = ()

    def section(self, slug: str) -> SectionSpec | None:
        """The part of this slug, or None."""
        return next((section for section in self.sections if section.slug == slug), None)

    def without(self, slugs) -> "FormSpec":
        """The form without the parts of these slugs."""
        return FormSpec(tuple(section for section in self.sections if section.slug not in slugs))

    def question(self, key: str) -> QuestionSpec | None:
        """The question of this key in whatever part, or None."""
        found = (section.question(key) for section in self.sections)
        return next((question for question in found if question is not None), None)

    def asked(self, values) -> frozenset[str]:
        """Keys of the questions that are asked, given the answers so far (``values``: key -> value).

        A condition looks at an earlier question; where that is not asked itself, neither is this one.
        """
        asked = set()
        for section in self.sections:
            for question in section.questions:
                source = question.shown_if
                if not source or (source in asked and _said(values.get(source)) & set(question.shown_when)):
                    asked.add(question.key)
        return frozenset(asked)


def _said(value):
    """The keys an answer to a question with choices or a declaration holds."""
    if value is True:
        return {CONFIRMED}
    return set(value) if isinstance(value, list) else {value}
