"""How a figure is said: which qualifiers are true of it, and how number and qualifier are written. Pure.

The rules of decisions.md D9. ``step`` is what the number is rounded to; "more than" rounds down, "close
to" rounds up and may be at most 2.5 % away. What equals a rounded number is said as it is.

| value        | step      | true ways to say it                                   |
|-------------:|----------:|--------------------------------------------------------|
|        7,042 |     1,000 | 7,042 exactly · more than 7,000                         |
|        1,963 |     1,000 | 1,963 exactly · more than 1,000 · close to 2,000        |
|        1,949 |     1,000 | 1,949 exactly · more than 1,000                         |
|        1,950 |     1,000 | 1,950 exactly · more than 1,000 · close to 2,000        |
|        1,400 |       100 | 1,400 exactly                                           |
|        1,365 |         1 | 1,365 exactly                                           |
|          718 |       100 | 718 exactly · more than 700                             |
|     5,968.50 |     1,000 | 5,968.50 exactly · more than 5,000 · close to 6,000     |
|    3,030,000 | 1,000,000 | 3,030,000 exactly · more than 3,000,000                 |
|           66 |       100 | 66 exactly                                              |
"""

from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from enum import StrEnum

from grants.formats import number
from reporting.publishing.numerals import words


class Qualifier(StrEnum):
    """What stands before a number."""

    EXACT = "exact"
    ABOUT = "about"
    MORE_THAN = "more_than"


PHRASES = {
    "es": {Qualifier.EXACT: "", Qualifier.ABOUT: "cerca de", Qualifier.MORE_THAN: "más de"},
    "pt-br": {Qualifier.EXACT: "", Qualifier.ABOUT: "cerca de", Qualifier.MORE_THAN: "mais de"},
    "en": {Qualifier.EXACT: "", Qualifier.ABOUT: "close to", Qualifier.MORE_THAN: "more than"},
}
"""The words of each language: the ones we write. ``vocabulary`` knows those we read."""

IN_WORDS_UP_TO = 10
"""Counts up to here are written in words, as are whole millions."""

LEAST_STEP = 10
"""Rounding to less than this is not worth a qualifier."""

USUAL_GAP = Decimal("0.03")
"""How far a number may lie under the figure for us to offer it first; the editor may choose any true one."""


@dataclass(frozen=True)
class Saying:
    """One way to say a figure: the qualifier and the number after it."""

    qualifier: Qualifier
    shown: Decimal

    @property
    def code(self):
        """What a choice is stored as: "more_than 7000"."""
        return f"{self.qualifier} {self.shown.normalize():f}"


def is_true(qualifier: Qualifier, shown: Decimal, value: Decimal, step: Decimal) -> bool:
    """Whether ``shown`` with this qualifier is true of ``value``."""
    match qualifier:
        case Qualifier.EXACT:
            return shown == value
        case Qualifier.ABOUT:
            return shown - value > 0 and (shown - value) * 1000 <= shown * 25
        case Qualifier.MORE_THAN:
            return 0 < value - shown < step


def true_sayings(value: Decimal, step: Decimal) -> list[Saying]:
    """Every true way to say ``value``, exactly or rounded to ``step``; the exact one first."""
    sayings = [Saying(Qualifier.EXACT, value)]
    below = (value / step).to_integral_value(ROUND_FLOOR) * step
    above = (value / step).to_integral_value(ROUND_CEILING) * step
    if below > 0 and is_true(Qualifier.MORE_THAN, below, value, step):
        sayings.append(Saying(Qualifier.MORE_THAN, below))
    if is_true(Qualifier.ABOUT, above, value, step):
        sayings.append(Saying(Qualifier.ABOUT, above))
    return sayings


def step_of(shown: Decimal) -> Decimal:
    """What a number read in a text is rounded to: the greatest power of ten that divides it.

    >>> step_of(Decimal(7000)), step_of(Decimal(170)), step_of(Decimal("1.4"))
    (Decimal('1000'), Decimal('10'), Decimal('0.1'))
    """
    if shown == 0:
        return Decimal(1)
    return Decimal(f"{Decimal(1).scaleb(shown.normalize().as_tuple().exponent):f}")


def leading_step(value: Decimal) -> Decimal:
    """The power of ten of the first digit: 1,000 for 7,042; one for what is below ten."""
    return Decimal(1).scaleb(max(0, value.adjusted())) if value else Decimal(1)


def steps(value: Decimal) -> list[Decimal]:
    """The steps worth offering for a value, the coarsest first."""
    most = max(0, value.adjusted()) if value else 0
    return [Decimal(10) ** exponent for exponent in range(most, 0, -1)]


def all_sayings(value: Decimal) -> list[Saying]:
    """Every true way to say a value at any step, the exact one first, then the coarsest."""
    rounded = {saying: None for step in steps(value) for saying in true_sayings(value, step)[1:]}
    return [Saying(Qualifier.EXACT, value), *rounded]


def usual_saying(value: Decimal, step: Decimal | None = None) -> Saying:
    """The way offered first: rounded to the first digit (or ``step``) where that is near, else exactly."""
    step = step or leading_step(value)
    if step < LEAST_STEP:
        return Saying(Qualifier.EXACT, value)
    for saying in true_sayings(value, step)[:0:-1]:
        if abs(value - saying.shown) <= value * USUAL_GAP:
            return saying
    return Saying(Qualifier.EXACT, value)


def chosen_saying(value: Decimal, code: str) -> Saying | None:
    """The way an editor chose, or None where it is not true of the value (any more)."""
    return next((saying for saying in all_sayings(value) if saying.code == code), None)


def written_number(shown: Decimal, language: str, country: str, *, in_words: bool = True) -> str:
    """The number as the country writes it; small counts and whole millions in words.

    >>> written_number(Decimal(7000), "es", "PE"), written_number(Decimal(3000000), "pt-br", "BR")
    ('7,000', 'três milhões')
    """
    whole = shown == shown.to_integral_value()
    if in_words and whole and (0 < shown <= IN_WORDS_UP_TO or (shown % 1_000_000 == 0 and 0 < shown <= 10_000_000)):
        return words(int(shown), language)
    return number(shown, 0 if whole else max(0, -shown.normalize().as_tuple().exponent), country)


def said(saying: Saying, language: str, country: str, *, in_words: bool = True) -> str:
    """Qualifier and number: "más de 7,000", "three million".

    >>> said(Saying(Qualifier.ABOUT, Decimal(2000)), "es", "PE")
    'cerca de 2,000'
    """
    phrase = PHRASES[language][saying.qualifier]
    shown = written_number(saying.shown, language, country, in_words=in_words)
    return f"{phrase} {shown}" if phrase else shown
