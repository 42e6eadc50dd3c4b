"""Codes of ``sanctions_file`` as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "too_deep": _("The file is built otherwise than the list: an entry has too many parts."),
    "too_many": _("The file has more entries than a list can have."),
    "unsafe": _("The file defines entities or a document type of its own, which the list never does. Fetch it again."),
    "broken": _("The file is damaged or incomplete. Fetch the list again."),
    "empty": _("The file names nobody. Fetch the list again."),
    "another_format": _("This is not the consolidated list. Fetch the XML file of version 1.1."),
    "no_date": _("The list does not say when it was made. Fetch it again."),
    "known": _("This version of the list is here already."),
    "future": _("The list was made on a day to come. Check the file."),
}  # fmt: skip
"""Code of a problem -> what the page says."""
