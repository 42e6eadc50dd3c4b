"""The codes of ``answers.py`` as sentences with an example, and what was understood in words."""

import datetime
from decimal import Decimal

from django.utils import formats as dates
from django.utils.translation import gettext as _

from grants import formats, number_messages


def sentence(code: str, params: dict, *, country: str = formats.NEUTRAL) -> str:
    """Why an answer was not understood or cannot stand, in the reader's language.

    Numbers are written as in ``country``. Raises KeyError for an unknown code.
    """
    if code in formats.PROBLEMS:
        return number_messages.sentence(code, places=params["places"], country=country)
    return _SENTENCES[code](params, country)


def understood(question, value, *, country: str = formats.NEUTRAL) -> str:
    """What was read from a typed number, amount or date, for the person to confirm; "" for the rest."""
    words = in_words(question, value, country=country)
    return _("Understood: %(value)s") % {"value": words} if words else ""


def in_words(question, value, *, country: str = formats.NEUTRAL) -> str:
    """A number, amount or date as people read it, numbers as in ``country``; "" for the other kinds."""
    if value is None:
        return ""
    match question.kind:
        case "number":
            return formats.number(Decimal(value), question.places, country)
        case "money":
            return formats.money(Decimal(value), country)
        case "date":
            return dates.date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")
    return ""


def _too_many_words(params, country):
    return _(
        "The text has %(count)d words, %(over)d more than the %(limit)d allowed."
        " It is kept; shorten it before you submit."
    ) % {**params, "over": params["count"] - params["limit"]}


def _too_many_characters(params, country):
    return _(
        "The text has %(count)d characters, %(over)d more than the %(limit)d allowed."
        " It is kept; shorten it before you submit."
    ) % {**params, "over": params["count"] - params["limit"]}


def _below_least(params, country):
    least = formats.number(Decimal(params["least"]), params["places"], country)
    return _("Write a number of %(least)s or more.") % {"least": least}


def _above_most(params, country):
    most = formats.number(Decimal(params["most"]), params["places"], country)
    return _("Write a number of %(most)s or less.") % {"most": most}


def _date_unreadable(params, country):
    return _("The date could not be read. Write day, month and year, like 31/12/2026.")


def _date_year(params, country):
    return _("Write the year with four digits, between 1900 and 2100, like 31/12/2026.")


def _date_impossible(params, country):
    return _("There is no such day. Write the day first, then the month, like 31/12/2026.")


def _choice_unknown(params, country):
    return _("Choose from the answers of the list.")


def _confirm_unreadable(params, country):
    return _("Tick the box to confirm, or leave it empty.")


_SENTENCES = {
    "too_many_words": _too_many_words,
    "too_many_characters": _too_many_characters,
    "below_least": _below_least,
    "above_most": _above_most,
    "date_unreadable": _date_unreadable,
    "date_year": _date_year,
    "date_impossible": _date_impossible,
    "choice_unknown": _choice_unknown,
    "confirm_unreadable": _confirm_unreadable,
}
"""Code -> sentence, beside those of numbers; a test finds every code of answers.PROBLEMS."""
