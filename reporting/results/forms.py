"""What people choose about compilations."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.forms import Form
from grants.templatetags.grants import OFFICIAL_ZONE
from reporting.results.queries.reading import BY, dimension_label


class CompilationForm(Form):
    """The cut-off of a compilation; as approved up to now, or to the end of an earlier day."""

    cut_off = forms.DateField(
        label=_("Facts up to"),
        help_text=_("What is dated after this day does not count."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    approved_until = forms.DateField(
        label=_("Approved up to the end of"),
        help_text=_("Leave it empty for everything approved until now. Days end at midnight in Brussels."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )

    def values(self):
        """What ``ask_for_compilation`` takes."""
        day = self.cleaned_data["approved_until"]
        as_of = clock.end_of(day, OFFICIAL_ZONE) if day else None
        return {"cut_off": self.cleaned_data["cut_off"], "as_of": as_of}


class DivideForm(Form):
    """What the figures of a compilation are divided by."""

    by = forms.ChoiceField(label=_("Divided by"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["by"].choices = [(name, dimension_label(name)) for name in BY]
