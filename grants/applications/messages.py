"""Codes of warnings -> sentences. A submission keeps the codes, so that its receipt reads in every language."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "invitation_open": _("%(partner)s has not answered the invitation and is not part of what is handed in."),
    "mandate_edited": _("The application was edited after %(partner)s signed; its mandate does not allow for edits."),
}


def sentence(warning: dict) -> str:
    """The warning ``{"code", "params"}`` in the language of the moment."""
    return str(SENTENCES[warning["code"]]) % warning["params"]
