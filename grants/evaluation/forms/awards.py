"""What committee and officers type when they decide, move money and announce."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.amount_field import AmountField
from grants.calls.fields import LocalMomentField, in_zone, zone_text
from grants.calls.models import Lot
from grants.evaluation.workflow import Choice
from grants.forms import Form


class DeclarationForm(Form):
    """Signing: the tick, and the hash of the text that stood above it."""

    sha256 = forms.CharField(widget=forms.HiddenInput)
    agreed = forms.BooleanField(label=_("I declare this and sign it with my name"))


class WhatIfForm(Form):
    """Another envelope, to see where the line would fall. Nothing is stored."""

    envelope = AmountField(label=_("What if the envelope were, EUR"), required=False)


class PutForm(Form):
    """The reasons for passing over candidates that do not fit; an empty one passes over nobody."""

    def __init__(self, *args, waiting, **kwargs):
        super().__init__(*args, **kwargs)
        self.waiting = {f"over_{candidate.pk}": candidate for candidate in waiting}
        for name, candidate in self.waiting.items():
            label = _("Pass over %(reference)s, because") % {"reference": candidate.reference}
            self.fields[name] = forms.CharField(label=label, required=False, max_length=500)

    def passed_over(self):
        """Candidate -> reason, of those that have one."""
        return {self.waiting[name]: text for name, text in self.cleaned_data.items() if text.strip()}

    def values(self):
        """As the action takes them."""
        return {"passed_over": self.passed_over()}


class VoteForm(Form):
    """Yes, no or abstention; a no says why."""

    choice = forms.ChoiceField(label=_("Your vote"), choices=Choice, widget=forms.RadioSelect)
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Needed for a no. It stands in the minutes."),
    )

    def __init__(self, *args, may_only_abstain=False, **kwargs):
        super().__init__(*args, **kwargs)
        if may_only_abstain:
            self.fields["choice"].choices = [(Choice.ABSTAIN, Choice.ABSTAIN.label)]


class NoteForm(Form):
    """Why: kept with what is done."""

    note = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class ReasonForm(Form):
    """Why something is proposed to a second person."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))


class MoveForm(Form):
    """Where money goes, how much, why."""

    to_lot = forms.ModelChoiceField(label=_("To the lot"), queryset=Lot.objects.none())
    amount = AmountField(label=_("Amount, EUR"))
    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args, lots, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["to_lot"].queryset = lots
        self.fields["to_lot"].label_from_instance = lambda lot: f"{lot.call.reference} · {lot}"


class FeedbackForm(Form):
    """The committee's reasons for one candidate, as the applicant will read them."""

    text = forms.CharField(
        label=_("Reasons"),
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=_("In the language of the application. Name no assessor and no other applicant."),
    )


class AnnounceForm(Form):
    """When the decisions are told, in the zone of the call."""

    at = LocalMomentField(label=_("Announce at"))

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        self.zone = call.time_zone
        self.fields["at"].help_text = _("Time of %(zone)s.") % {"zone": zone_text(call.time_zone)}

    def clean_at(self):
        """The instant meant in the call's zone."""
        return in_zone(self.cleaned_data["at"], self.zone)


class AwardRulesForm(Form):
    """How the rankings of a call are cut."""

    quality_line = AmountField(
        label=_("Quality line"),
        places=4,
        digits=7,
        required=False,
        help_text=_("A score above the threshold below which nobody is selected. Empty: the money alone decides."),
    )
    reserve_places = forms.IntegerField(
        label=_("Places on the reserve list of each lot"),
        min_value=0,
        max_value=500,
        required=False,
        help_text=_("Empty: everybody above the threshold who was not selected."),
    )
    complaint_days = forms.IntegerField(label=_("Days to complain after the announcement"), min_value=1, max_value=365)

    def clean_quality_line(self):
        """A score lies between 0 and 100."""
        line = self.cleaned_data["quality_line"]
        if line is not None and line > 100:
            raise forms.ValidationError(_("The quality line is a score between 0 and 100."))
        return line
