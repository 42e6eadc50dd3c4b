"""What is asked for a time of maintenance. Times are typed on the clocks of who types them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.calls.fields import LocalMomentField, as_typed, in_zone, zone_text
from grants.forms import Form
from grants.maintenance.models import Cause
from grants.maintenance.workflow import MaintenanceState


class _Times(Form):
    """Two moments in the reader's own zone."""

    def __init__(self, *args, zone, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = zone
        for name in ("starts_at", "until"):
            if name in self.fields:
                self.fields[name].help_text = _("Time of %(zone)s.") % {"zone": zone_text(zone)}

    def clean_starts_at(self):
        """The instant meant on the reader's clocks."""
        return self.cleaned_data["starts_at"] and in_zone(self.cleaned_data["starts_at"], self.zone)

    def clean_until(self):
        """The instant meant on the reader's clocks."""
        return in_zone(self.cleaned_data["until"], self.zone)


class AnnounceForm(_Times):
    """Why, from when, until when; or from now on."""

    cause = forms.ChoiceField(label=_("Why"), choices=Cause, widget=forms.RadioSelect, initial=Cause.UPDATE)
    at_once = forms.BooleanField(label=_("Switch it on now, without announcing it before"), required=False)
    starts_at = LocalMomentField(label=_("From"), required=False)
    until = LocalMomentField(label=_("Until, as far as one can say"))
    note = forms.CharField(
        label=_("Note for colleagues"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Read by administrators and officers. Everybody else reads why, from when and until when."),
    )  # fmt: skip

    def clean(self):
        """One of the two says when it begins."""
        data = super().clean()
        if not data.get("at_once") and not data.get("starts_at") and "starts_at" not in self.errors:
            self.add_error("starts_at", _("Say from when, or tick the box to switch it on now."))
        return data


class ChangeForm(_Times):
    """Other times; of one that is on only its end."""

    starts_at = LocalMomentField(label=_("From"))
    until = LocalMomentField(label=_("Until, as far as one can say"))
    note = forms.CharField(
        label=_("Note for colleagues"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def __init__(self, *args, maintenance, zone, **kwargs):
        initial = {name: as_typed(getattr(maintenance, name), zone) for name in ("starts_at", "until")}
        super().__init__(*args, zone=zone, initial=initial, **kwargs)
        if maintenance.state != MaintenanceState.ANNOUNCED:
            del self.fields["starts_at"]
