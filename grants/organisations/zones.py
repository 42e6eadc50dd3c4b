"""The time zones people choose from: those of the countries the programme works in."""

from functools import cache
from importlib.resources import files
from zoneinfo import ZoneInfo

from babel.dates import get_timezone_location
from django.utils.translation import get_language, to_locale
from django_countries import countries

from grants import clock
from grants.organisations import names
from grants.organisations.countries import EUROPEAN_UNION, LATIN_AMERICA


@cache
def zones_of():
    """Country -> its zones, read from the zone table that comes with tzdata."""
    found = {}
    for line in files("tzdata.zoneinfo").joinpath("zone.tab").read_text().splitlines():
        if not line.startswith("#"):
            country, _coordinates, zone = line.split("\t")[:3]
            found.setdefault(country, []).append(zone)
    return found


def first_day(moment, country):
    """The earliest day it is at a moment in a country, or for the programme: what is signed there bears it."""
    return min(clock.day_of(moment), *(moment.astimezone(ZoneInfo(zone)).date() for zone in zones_of()[str(country)]))


def choices():
    """Zones grouped by country, both by name in the language of the page."""
    locale = to_locale(get_language() or "es")
    grouped = [(str(countries.name(code)), code) for code in (*LATIN_AMERICA, *EUROPEAN_UNION)]
    grouped.sort(key=lambda pair: names.search_form(pair[0]))
    return [(name, [(zone, _city(zone, locale)) for zone in zones_of()[code]]) for name, code in grouped]


def _city(zone, locale):
    # "Argentina/Salta" stands under Argentina already.
    return get_timezone_location(zone, locale=locale, return_city=True).rpartition("/")[2]
