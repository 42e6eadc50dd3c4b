"""Words for what rows hold as codes, in the language of the page: states and kinds, countries, days.

None of them changes while a process lives. Each is kept once found: lists ask for hundreds, and
Django finds a word by translating every other choice of the field as well.
"""

from datetime import date
from functools import lru_cache, partialmethod
from inspect import getattr_static

from django.utils import formats
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django_countries import countries

LANGUAGE_NAMES = (("es", _("Spanish")), ("pt-br", _("Portuguese")), ("en", _("English")))
"""In the language of the page, unlike settings.LANGUAGES: what somebody reads or writes, not what the page is in."""


def display(document, name: str) -> str:
    """The word for the code in the field ``name``, as ``get_<name>_display`` says it."""
    words = _choices(type(document), name)
    if words is None:
        return str(getattr(document, f"get_{name}_display")())
    code = getattr(document, name)
    return str(words.get(code, code))


@lru_cache(maxsize=512)
def _choices(model, name):
    """Code -> word, or None where the model has its own way to say it."""
    if not isinstance(getattr_static(model, f"get_{name}_display", None), partialmethod):
        return None
    return dict(model._meta.get_field(name).flatchoices)


def country_name(code) -> str:
    """The name of a country, given by its code or as a model holds it; empty for none."""
    return _country_name(str(code), get_language())


@lru_cache(maxsize=2048)
def _country_name(code, language):
    return str(countries.name(code))


def date_text(day: date) -> str:
    """A day in words."""
    return _date_text(day.year, day.month, day.day, get_language(), "DATE_FORMAT")


def short_date_text(day: date) -> str:
    """A day in figures, as narrow columns show it."""
    return _date_text(day.year, day.month, day.day, get_language(), "SHORT_DATE_FORMAT")


def month_text(day: date) -> str:
    """The month of a day in words."""
    return _date_text(day.year, day.month, day.day, get_language(), "YEAR_MONTH_FORMAT")


@lru_cache(maxsize=8192)
def _date_text(year, month, day, language, style):
    return formats.date_format(date(year, month, day), style)
