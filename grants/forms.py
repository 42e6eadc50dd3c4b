"""The base of every form: crispy draws the fields, the page owns the ``<form>``."""

from datetime import date

from crispy_forms.helper import FormHelper
from crispy_forms.layout import Div
from django import forms
from django.core.validators import MaxLengthValidator, MaxValueValidator, MinValueValidator
from django.db.models.fields import BLANK_CHOICE_DASH
from django.utils.translation import gettext_lazy as _

LONGEST_TEXT = 20_000
"""Characters of a text whose form names no limit of its own: ten pages, so that nothing typed is without end."""

PLAIN_KEY = _("Write letters without accents, digits and hyphens, like own-funds.")
"""What is wrong with a key or the last part of an address."""

DJANGOS_EMPTY = forms.FileField.default_error_messages["empty"]

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2199, 12, 31)
DAY_OF_NO_USE = _("Enter a day between 1900 and 2199.")
DAYS = (MinValueValidator(FIRST_DAY, DAY_OF_NO_USE), MaxValueValidator(LAST_DAY, DAY_OF_NO_USE))
"""No project, paper or deadline lies outside; a slip there leaves the calendar once months or a zone are added."""


LANGUAGES = {"es": _("Spanish"), "pt_br": _("Portuguese"), "en": _("English")}
"""Ending of a translated column -> its language."""


def translated(*names):
    """The columns of translated fields: title_es, title_pt_br, title_en."""
    return [f"{name}_{language}" for name in names for language in LANGUAGES]


def side_by_side(*names):
    """One row of fields, one under the other on a phone."""
    return Div(*names, css_class="columns")


def three(name):
    """One text in its three languages, side by side."""
    return side_by_side(*translated(name))


def name_languages(form, **labels):
    """Label each translated column with its language: "Title (Spanish)"."""
    for name, label in labels.items():
        for language, language_name in LANGUAGES.items():
            form.fields[f"{name}_{language}"].label = f"{label} ({language_name})"


class _Helper(FormHelper):
    form_tag = False
    disable_csrf = True  # The page's own <form> carries the token.


class _House:
    """Texts end, days lie in our centuries, what is typed stays, no choice yet is a dash, nobody reads of slugs."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if type(field) is forms.CharField and field.max_length is None:  # not those that understand more than text
                field.validators.append(MaxLengthValidator(LONGEST_TEXT))
            if isinstance(field, forms.DateField):
                field.validators += DAYS
            if isinstance(field, forms.ModelChoiceField) and field.empty_label == BLANK_CHOICE_DASH[0][1]:
                field.empty_label = "–"
            if isinstance(field, forms.TypedChoiceField) and list(field.choices)[:1] == BLANK_CHOICE_DASH:
                field.choices = [("", "–"), *list(field.choices)[1:]]
            if type(field.widget) is forms.NumberInput:
                _take_what_is_typed(field.widget, "decimal" if isinstance(field, forms.DecimalField) else "numeric")
            if isinstance(field, forms.SlugField):
                field.error_messages["invalid"] = PLAIN_KEY
            if isinstance(field, forms.FileField) and field.error_messages["empty"] == DJANGOS_EMPTY:
                field.error_messages["empty"] = _("The file is empty.")


def _take_what_is_typed(widget, keys):
    """A browser drops from a field for numbers what it does not understand; the page is to show it beside the error."""
    widget.input_type = "text"
    widget.attrs = {name: value for name, value in widget.attrs.items() if name not in ("min", "max", "step")}
    widget.attrs["inputmode"] = keys


class Form(_House, forms.Form):
    """A form whose fields crispy draws and whose tag, token and buttons the template owns."""

    @property
    def helper(self):
        """Crispy's description of the form; a form with a layout of its own overrides this."""
        return _Helper(self)


class ModelForm(_House, forms.ModelForm):
    """As Form, for one record. It cleans values; an action saves them."""

    @property
    def helper(self):
        """Crispy's description of the form; a form with a layout of its own overrides this."""
        return _Helper(self)
