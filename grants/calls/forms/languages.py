"""Fields of a text in three languages, side by side and labelled with their language."""

from crispy_forms.layout import Div
from django.utils.translation import gettext_lazy as _

LANGUAGES = {"es": _("Spanish"), "pt_br": _("Portuguese"), "en": _("English")}


def columns(*names):
    """The names of the columns that hold these texts."""
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


def side_by_side(*names):
    """One row of fields, one under the other on a phone."""
    return Div(*names, css_class="columns")


def three(name):
    """One text in its three languages."""
    return side_by_side(*columns(name))


def name_languages(form, **labels):
    """Label each translated column with its language: "Title (Spanish)"."""
    for name, label in labels.items():
        for language, language_name in LANGUAGES.items():
            form.fields[f"{name}_{language}"].label = f"{label} ({language_name})"
