"""Codes of ``files.content`` as sentences."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "empty": _("The file is empty. Choose it again, or check that it opens on your computer."),
    "too_large": _("The file is larger than %(megabytes)s MB, which is the limit here. Make it smaller or split it."),
    "kind_not_allowed": _("Files of this kind are not taken here. Use one of these: %(allowed)s."),
    "content_differs": _("The content of this file is not what its name (.%(extension)s) says. Save it again as .%(extension)s in the program it was made with."),  # noqa: E501
    "macros": _("The file contains macros or is of a kind that can. Save it without macros, for example as .docx, .xlsx or .pdf."),  # noqa: E501
    "protected": _("The file is protected by a password. Save it without one."),
    "broken": _("The file is damaged or incomplete. Open it on your computer, save it again and choose it once more."),
    "unpacks_too_large": _("The file unpacks to far more than its size. Save its content as a new document."),
    "table_too_large": _("The table is larger than is read here: at most %(rows)s rows and %(columns)s columns on the first sheet, without far-away cells."),  # noqa: E501
    "not_stored": _("The file could not be stored just now. Nothing else was changed; try again in a few minutes."),
}  # fmt: skip


def sentence(code, params):
    """The sentence of a code."""
    return str(SENTENCES[code]) % params
