"""The problems of ``formats.parse_number`` as sentences, for whoever reads typed numbers.

Answers of a form, lines of a budget and values of a logframe say the same words about the same slip.
"""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import formats


def sentence(code: str, *, places: int = 2, country: str = formats.NEUTRAL) -> str:
    """Why a typed number was not read, with an example as written in ``country``.

    ``places`` are the decimals the field allows. Raises KeyError for a code not in ``formats.PROBLEMS``.
    """
    return _SENTENCES[code](places, country)


def _examples(places, country):
    if not places:
        return {"example": "25", "other": "12345"}
    examples = ["1,234.56", "1.234,56"]
    if formats.typed_number(Decimal("0.5"), country) == "0,5":
        examples.reverse()
    return {"example": examples[0], "other": examples[1]}


def _unreadable(places, country):
    return _("The number could not be read. Write it with digits only, like %(example)s or %(other)s.") % _examples(
        places, country
    )


def _ambiguous(places, country):
    return _(
        "This could mean a thousand or a decimal. Write a thousand without separator, like 1234,"
        " or with decimals, like %(example)s or %(other)s."
    ) % _examples(2, country)


def _decimals(places, country):
    if not places:
        return _("Write a whole number, like %(example)s.") % {"example": "25"}
    example = formats.typed_number(Decimal("12.3456").quantize(Decimal(1).scaleb(-min(places, 4))), country)
    return ngettext(
        "Write at most %(places)d decimal, like %(example)s.",
        "Write at most %(places)d decimals, like %(example)s.",
        places,
    ) % {"places": places, "example": example}


def _too_large(places, country):
    return _("The number is too large. Check that no digit was typed twice.")


_SENTENCES = {
    "number_unreadable": _unreadable,
    "number_ambiguous": _ambiguous,
    "number_decimals": _decimals,
    "number_too_large": _too_large,
}
"""Code -> sentence; a test finds every code of formats.PROBLEMS here."""
