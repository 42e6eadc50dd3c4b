"""A number in a form, as people write it."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants import formats


class AmountField(forms.CharField):
    """An amount or a percentage typed as 300000, 300.000,00 or 300,000.00; never wrong by a thousand."""

    sentences = {
        "number_unreadable": _("Write a number like 300000 or 300,000.00."),
        "number_ambiguous": _("This can be read in two ways. Write it without a separator, like 300000."),
        "number_decimals": _("This has too many decimals."),
        "number_too_large": _("This number is too large."),
    }

    small_numbers = {"number_unreadable": _("Write a number like 7 or 12.5.")}
    """What stands instead where no amount is asked for: a percentage, points."""

    def __init__(self, *, places=2, digits=14, unit="EUR", **kwargs):
        self.places, self.digits = places, digits
        attrs = {"inputmode": "decimal", "class": "amount"}
        super().__init__(widget=forms.TextInput(attrs=attrs), **kwargs)
        self.unit = unit

    def prepare_value(self, value):
        """A stored number without the zeros that say nothing; what was typed stays as typed."""
        if value is None or isinstance(value, str):
            return value
        text = format(value, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text

    def clean(self, value):
        """The number as Decimal, or None."""
        understood = formats.parse_number(super().clean(value), places=self.places, digits=self.digits)
        if understood.problem:
            small = self.small_numbers if self.unit != "EUR" else {}
            sentence = small.get(understood.problem) or self.sentences[understood.problem]
            raise ValidationError(sentence, code=understood.problem)
        return understood.value
