"""Search in the list of calls."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.calls.models import CallState
from grants.forms import Form


class FilterForm(Form):
    """Search in the list of calls."""

    q = forms.CharField(label=_("Words in title or reference"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("All")),
            ("open", _("open now")),
            ("closed", _("closed")),
            *CallState.choices,
        ],
    )
