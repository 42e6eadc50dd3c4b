"""Numbers as people write and read them, country by country.

Peru and Mexico write 1,234.56, Colombia and Brazil 1.234,56, and all of the first two read the
same Spanish pages: the format follows the country of the reader's organisation or of the
document, never the language (decisions.md A7).
"""

import re
import unicodedata
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache

from babel import Locale, UnknownLocaleError, numbers

NEUTRAL = "GB"
"""Country whose format is used when nobody's country is known (1,234.56)."""


@dataclass(frozen=True)
class Understood:
    """What was read from a typed number: its value, or the code of the problem."""

    value: Decimal | None
    problem: str = ""


EMPTY = Understood(None)

PROBLEMS = ("number_unreadable", "number_ambiguous", "number_decimals", "number_too_large")

_GROUPED = re.compile(
    r"[1-9][0-9]{0,2}(?P<group>[.,' \u00a0\u2009\u202f’])[0-9]{3}(?:(?P=group)[0-9]{3})*(?P<decimal>[.,][0-9]+)?"
)
_PLAIN = re.compile(r"[0-9]+(?:[.,][0-9]+)?")
_COULD_BE_THOUSANDS = re.compile(r"(?!0[.,])[0-9]{1,3}[.,][0-9]{3}")


def parse_number(raw: str, *, places: int = 2, digits: int = 14) -> Understood:
    """Read a number typed as 1234.5, 1,234.56, 1.234,56, 1 234,56 or 1'234.56.

    Never wrong by a thousand: ``1,234`` and ``1.234`` are refused as ambiguous, because one
    country reads them as a thousand and its neighbour as one and a bit; ``0,005`` is none of them,
    because nobody groups after a zero. Negative numbers, exponents and digits of other scripts are
    unreadable. Problems: see ``PROBLEMS``.
    """
    text = raw.strip()
    if not text:
        return EMPTY
    if _COULD_BE_THOUSANDS.fullmatch(text):
        return Understood(None, "number_ambiguous")
    grouped = _GROUPED.fullmatch(text)
    if grouped:
        if grouped["decimal"] and grouped["decimal"][0] == grouped["group"]:
            return Understood(None, "number_unreadable")
        whole, _, fraction = text.rpartition(grouped["decimal"][0]) if grouped["decimal"] else (text, "", "")
        text = re.sub(r"\D", "", whole) + ("." + fraction if fraction else "")
    elif _PLAIN.fullmatch(text):
        text = text.replace(",", ".")
    else:
        return Understood(None, "number_unreadable")
    whole, _, fraction = text.partition(".")
    if len(fraction.rstrip("0")) > places:
        return Understood(None, "number_decimals")
    if len(whole.lstrip("0")) > digits - places:
        return Understood(None, "number_too_large")
    return Understood(Decimal(text).quantize(Decimal(1).scaleb(-places)))


_BUSINESS_LANGUAGES = {"PY": "es"}
"""Where the most spoken language is not the one accounts are kept in: Guarani has no format of its own."""


@lru_cache(maxsize=256)
def locale_of(country: str) -> Locale:
    """The locale whose number format a country uses: that of the language accounts are kept in there."""
    language = _BUSINESS_LANGUAGES.get(country, "und")
    try:
        return Locale.parse(f"{language}_{country or NEUTRAL}", resolve_likely_subtags=True)
    except (UnknownLocaleError, ValueError):
        return Locale.parse(f"und_{NEUTRAL}", resolve_likely_subtags=True)


@lru_cache(maxsize=256)
def _signs(country: str) -> dict[int, str]:
    """What the country writes for the point and the comma of Python's own format."""
    locale = locale_of(country)
    return str.maketrans({".": numbers.get_decimal_symbol(locale), ",": numbers.get_group_symbol(locale)})


def number(value: Decimal | int | None, places: int = 0, country: str = NEUTRAL) -> str:
    """``value`` with exactly ``places`` decimals as written in ``country``; "" for None.

    >>> number(Decimal("1234.5"), 2, "PE"), number(Decimal("1234.5"), 2, "CO")
    ('1,234.50', '1.234,50')
    """
    if value is None:
        return ""
    return f"{value:,.{places}f}".translate(_signs(country))


def short_number(value: Decimal, country: str = NEUTRAL) -> str:
    """A number without decimals that say nothing: 300,000 for 300000.00, 7.5 for 7.5000."""
    return number(value, max(0, -value.normalize().as_tuple().exponent), country)


def money(value: Decimal | None, country: str = NEUTRAL, currency: str = "EUR") -> str:
    """An amount with its currency code after it, as sequa's budgets print it: 1,234.50 EUR."""
    if value is None:
        return ""
    return f"{number(value, 2, country)}\u00a0{currency}"


def typed_number(value: Decimal | None, country: str = NEUTRAL) -> str:
    """``value`` as it stands in a field to be edited: no grouping, no empty decimals, the country's comma.

    Read back by ``parse_number`` it is the same number again: never the ambiguous three decimals.

    >>> typed_number(Decimal("1234.50"), "CO"), typed_number(Decimal("1.1250"))
    ('1234,5', '1.1250')
    """
    if value is None:
        return ""
    whole, _, fraction = format(value, "f").partition(".")
    fraction = fraction.rstrip("0")
    if len(fraction) == 3:
        fraction += "0"
    return whole + (numbers.get_decimal_symbol(locale_of(country)) + fraction if fraction else "")


_LINE_BREAKS = re.compile("\r\n|[\r\v\f\x85\u2028\u2029]")
_CONTROLS = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
_SURROGATES = re.compile("[\ud800-\udfff]")


def clean_text(raw: str) -> str:
    """A typed text as it can be stored, hashed and printed: nothing a person wrote is taken away.

    Line breaks of every system become one; NUL and other control characters, which PostgreSQL, XML
    or a terminal would stumble over, go; half a surrogate pair becomes the replacement character;
    the rest is brought to Unicode NFC, the form hashes are taken of (decisions.md B8).
    """
    text = _LINE_BREAKS.sub("\n", raw)
    text = _CONTROLS.sub("", text)
    text = _SURROGATES.sub("\ufffd", text)
    return unicodedata.normalize("NFC", text)
