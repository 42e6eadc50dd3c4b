"""Words about updates, in the language of whoever reads them."""

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants import formats
from grants.number_messages import sentence as number_sentence
from reporting.progress.cells import LONGEST_NOTE, PROBLEM_TOO_LONG, places_of

LIGHTS = {
    "reached": (gettext_lazy("Target reached"), "done", "done"),
    "on_track": (gettext_lazy("On track"), "good", "check"),
    "behind": (gettext_lazy("Behind"), "waiting", "warning"),
    "far_behind": (gettext_lazy("Far behind"), "bad", "warning"),
}
"""Light -> word, tone and icon of its badge."""


@dataclass(frozen=True)
class Day:
    """A day inside a sentence that is read later, in the reader's language."""

    day: date

    def __str__(self):
        return date_format(self.day, "DATE_FORMAT")


@dataclass(frozen=True)
class Told:
    """A translated field of a record inside a sentence that is read later."""

    record: object
    field: str

    def __str__(self):
        return str(getattr(self.record, self.field))


def problem_sentence(code, version, country=formats.NEUTRAL) -> str:
    """Why what was typed cannot be handed in as it is; "" without a code."""
    if code == PROBLEM_TOO_LONG:
        return _("This text is too long: at most %(text)s characters. It is kept.") % {
            "text": formats.number(LONGEST_NOTE)
        }
    return number_sentence(code, places=places_of(version), country=country) if code else ""
