"""What is asked for the steps that count: another deadline, a cancellation, what changes of a public call."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.utils.translation import gettext_lazy as _

from grants.calls.fields import LocalMomentField, as_typed, in_zone, zone_text
from grants.calls.forms.call import CallForm
from grants.calls.models import CallDate, CallDocument, CallState
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


def _public_reason(rows=4):
    """Why something of a public call changes: the text of its corrigendum."""
    return forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": rows}),
        help_text=_("The call is public: this is published as a corrigendum and sent to everybody who began."),
    )


class CorrectCallForm(CallForm):
    """What of a public call's texts and limits can be put right, and why."""

    reason = _public_reason()
    opens_at = closes_at = time_zone = None

    class Meta(CallForm.Meta):
        fields = (
            *translated("title", "summary", "description"), "contact", "languages", "questions_until",
            "results_expected",
            "grant_min", "grant_max", "share_min", "share_max", "indirect_max", "contingency_max",
            "months_min", "months_max", "least_la", "least_eu",
        )  # fmt: skip

    @property
    def helper(self):
        """The reason first: it is what people read."""
        helper = ModelForm.helper.fget(self)
        helper.layout = Layout(
            "reason",
            Fieldset(_("Texts"), three("title"), three("summary"), three("description"), "contact", "languages"),
            Fieldset(_("Dates"), side_by_side("questions_until", "results_expected")),
            Fieldset(
                _("Money"),
                side_by_side("grant_min", "grant_max"),
                side_by_side("share_min", "share_max"),
                side_by_side("indirect_max", "contingency_max"),
            ),
            Fieldset(
                _("Projects and consortia"),
                side_by_side("months_min", "months_max"),
                side_by_side("least_la", "least_eu"),
            ),
        )
        return helper


class DateForm(ModelForm):
    """A day of the call's calendar."""

    reason = _public_reason(rows=3)

    class Meta:
        model = CallDate
        fields = (*translated("title"), "on")
        labels = {"on": _("Day")}
        widgets = {"on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, title=_("What happens"))
        self.fields["title_es"].required = True
        self.fields["title_es"].help_text = _("Like: information session on line, contracts are signed.")
        if self.instance.call.state == CallState.DRAFT:
            del self.fields["reason"]

    @property
    def helper(self):
        """The words in three languages, then the day."""
        helper = super().helper
        helper.layout = Layout(three("title"), "on", *(["reason"] if "reason" in self.fields else []))
        return helper


class DocumentForm(ModelForm):
    """A document published with the call."""

    upload = forms.FileField(label=_("File"), help_text=_("PDF, Word or Excel, up to 20 MB."))
    reason = _public_reason(rows=3)

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
