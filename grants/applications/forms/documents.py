"""A file for a document slot."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms import Form


class UploadForm(Form):
    """One file; what it is and whether it fits is judged by ``files.store``."""

    file = forms.FileField(error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")})
