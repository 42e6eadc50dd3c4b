"""What is typed on the pages of the register."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from grants.forms import Form
from reporting.firms.identity import COUNTRIES
from reporting.firms.models import Identity, Size


def country_choices():
    """The countries of the programme by name."""
    return sorted(((code, countries.name(code)) for code in COUNTRIES), key=lambda one: one[1])


class FirmFilter(Form):
    """Which firms to show."""

    q = forms.CharField(label=_("Name, place or tax id"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)
    identity = forms.ChoiceField(label=_("Identified by"), required=False, choices=[("", _("All")), *Identity.choices])
    size = forms.ChoiceField(label=_("Size"), required=False, choices=[("", _("All")), *Size.choices])
    merged = forms.ChoiceField(
        label=_("Merged"), required=False,
        choices=[("", _("All")), ("yes", _("Counts as another one")), ("no", _("Counts itself"))],
    )  # fmt: skip

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("All")), *country_choices()]


class PairFilter(Form):
    """Which pairs to show."""

    q = forms.CharField(label=_("Name"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("All")), *country_choices()]


class NoteForm(Form):
    """Why somebody decided so."""

    note = forms.CharField(label=_("Why"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))


class MergeForm(NoteForm):
    """Which of the two stays."""

    keep = forms.ChoiceField(label=_("Which record counts from now on"), widget=forms.RadioSelect)

    def __init__(self, *args, pair, **kwargs):
        super().__init__(*args, **kwargs)
        self.pair = pair
        both = (pair.firm, pair.other)
        self.fields["keep"].choices = [(str(firm.public_id), _label(firm)) for firm in both]
        self.fields["keep"].initial = str(pair.firm.public_id)
        self.order_fields(["keep", "note"])

    def values(self):
        """What ``merge_firms`` takes."""
        firms = {str(firm.public_id): firm for firm in (self.pair.firm, self.pair.other)}
        return {"keep": firms[self.cleaned_data["keep"]], "note": self.cleaned_data["note"]}


def _label(firm):
    return " · ".join(filter(None, (firm.name, firm.tax_id, firm.place)))
