"""The base of every form: crispy draws the fields, the page owns the ``<form>``."""

from crispy_forms.helper import FormHelper
from django import forms


class _Helper(FormHelper):
    form_tag = False
    disable_csrf = True  # The page's own <form> carries the token.


class Form(forms.Form):
    """A form whose fields crispy draws and whose tag, token and buttons the template owns."""

    @property
    def helper(self):
        """Crispy's description of the form; a form with a layout of its own overrides this."""
        return _Helper(self)


class ModelForm(forms.ModelForm):
    """As Form, for one record. It cleans values; an action saves them."""

    @property
    def helper(self):
        """Crispy's description of the form; a form with a layout of its own overrides this."""
        return _Helper(self)
