"""What is asked for the steps that count: another deadline, a cancellation, a document of a public call."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from grants.calls.fields import LocalMomentField, as_typed, in_zone, zone_text
from grants.calls.models import CallDocument, CallState
from grants.calls.queries import next_deadline
from grants.forms import Form, ModelForm, name_languages, side_by_side, three, translated


class DeadlineForm(Form):
    """A later deadline, typed in the call's zone, with the reason that is published."""

    closes_at = LocalMomentField(label=_("New deadline"))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Published with the corrigendum and sent to everybody who began."),
    )
    outage = forms.CharField(
        label=_("Outage"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only once the deadline has passed: what failed, from when to when, and how it is documented."),
    )

    def __init__(self, *args, call, **kwargs):
        super().__init__(
            *args, initial={"closes_at": as_typed(next_deadline(call).closes_at, call.time_zone)}, **kwargs
        )
        self.zone = call.time_zone
        self.fields["closes_at"].help_text = _("Time of %(zone)s.") % {"zone": zone_text(call.time_zone)}

    def clean_closes_at(self):
        """The instant meant in the call's zone."""
        return in_zone(self.cleaned_data["closes_at"], self.zone)


class CancelForm(Form):
    """Why the call ends."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class DocumentForm(ModelForm):
    """A document published with the call."""

    upload = forms.FileField(label=_("File"), help_text=_("PDF, Word or Excel, up to 20 MB."))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The call is public: this is published as a corrigendum and sent to everybody who began."),
    )

    class Meta:
        model = CallDocument
        fields = (*translated("title"), "language", "position")
        labels = {"language": _("Language of the document"), "position": _("Order in lists")}

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, title=_("Title"))
        self.fields["title_es"].required = True
        languages = [("", _("all languages")), ("es", "Español"), ("pt-br", "Português"), ("en", "English")]
        self.fields["language"].widget = forms.Select(choices=languages)
        if call.state == CallState.DRAFT:
            del self.fields["reason"]

    @property
    def helper(self):
        """File first."""
        helper = super().helper
        reason = ["reason"] if "reason" in self.fields else []
        helper.layout = Layout("upload", three("title"), side_by_side("language", "position"), *reason)
        return helper
