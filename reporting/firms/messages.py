"""What pages say of firms."""

from django.utils.translation import get_language

from reporting.firms.sections import sections

COLUMNS = {"es": "es", "pt-br": "pt", "en": "en"}
"""Language of a reader -> column of the file."""


def section_name(letter) -> str:
    """A section in the reader's language, with its letter; what is no section as it stands."""
    row = sections().get(letter)
    return f"{letter} · {row[COLUMNS.get(get_language() or 'es', 'es')]}" if row else letter
