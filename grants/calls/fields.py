"""Moments in the zone of a call, as its forms take them."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo, available_timezones

from babel.dates import get_timezone_location
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language, to_locale
from django.utils.translation import gettext_lazy as _

from grants.calls.countries import CAPITAL_ZONES
from grants.forms import DAY_OF_NO_USE, FIRST_DAY, LAST_DAY

COMMON_ZONES = ("Europe/Brussels", "Europe/Berlin", *sorted(set(CAPITAL_ZONES.values())), "UTC")
"""Zones offered for the deadline of a call."""

SHAPE = "%Y-%m-%dT%H:%M"


class LocalMomentField(forms.CharField):
    """A date and time as typed, without zone; the form gives it the call's with ``in_zone``."""

    default_error_messages = {"unreadable": _("Write the day and the time like 2026-06-30 12:00.")}

    def __init__(self, **kwargs):
        super().__init__(widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format=SHAPE), **kwargs)

    def prepare_value(self, value):
        """A moment of the database is shown in the zone it was put into by ``as_typed``; text stays."""
        return value.strftime(SHAPE) if isinstance(value, datetime) else value

    def clean(self, value):
        """The typed moment as a naive datetime, or None."""
        text = super().clean(value)
        if not text:
            return None
        try:
            moment = datetime.fromisoformat(text)
        except ValueError as error:
            raise ValidationError(self.error_messages["unreadable"], code="unreadable") from error
        if not FIRST_DAY <= moment.date() <= LAST_DAY:
            raise ValidationError(DAY_OF_NO_USE, code="day_of_no_use")
        return moment


def in_zone(naive, zone):
    """The instant a naive moment means in the named zone, in UTC.

    Raises ValidationError where the clocks change: that time does not exist there, or comes twice.
    """
    place = ZoneInfo(zone)
    first = naive.replace(tzinfo=place).astimezone(UTC)
    if first.astimezone(place).replace(tzinfo=None) != naive:
        raise ValidationError(_("This time does not exist on that day: the clocks are put forward. Choose another."))
    if naive.replace(tzinfo=place, fold=1).astimezone(UTC) != first:
        raise ValidationError(_("This time comes twice on that day: the clocks are put back. Choose another."))
    return first


def as_typed(moment, zone):
    """A stored moment as it stands on the clocks of the named zone, without zone."""
    return moment.astimezone(ZoneInfo(zone)).replace(tzinfo=None) if moment else None


def zone_choices(current=""):
    """The common zones, and the one the call has already."""
    names = (
        COMMON_ZONES if current in COMMON_ZONES or current not in available_timezones() else (current, *COMMON_ZONES)
    )
    return [(name, zone_text(name)) for name in names]


def zone_text(zone):
    """A zone by its city, in the language of the page."""
    return get_timezone_location(zone, locale=to_locale(get_language() or "es"), return_city=True)
