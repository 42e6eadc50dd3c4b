"""Filters and notes of the staff's pages."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms import Form
from grants.jobs.models import JobState
from grants.messages.models import MessageState
from grants.proposals.kinds import KINDS
from grants.proposals.models import ProposalState

READINGS = [("pages", _("Pages opened in an audit")), ("files", _("Files"))]


class JobFilter(Form):
    """Which jobs to show."""

    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *JobState.choices])


class MessageFilter(Form):
    """Which messages to show."""

    search = forms.CharField(label=_("Address or kind"), required=False, max_length=100)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *MessageState.choices])


class ReadingFilter(Form):
    """Which readings to show."""

    search = forms.CharField(label=_("Name or e-mail of the person"), required=False, max_length=100)
    what = forms.ChoiceField(label=_("What"), required=False, choices=[("", _("All")), *READINGS])


class ProposalFilter(Form):
    """Which of the decided proposals to show."""

    search = forms.CharField(label=_("Who proposed or decided"), required=False, max_length=100)
    action = forms.ChoiceField(label=_("What"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((value, label) for value, label in ProposalState.choices if value != "open")],
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        kinds = sorted(((name, kind.label) for name, kind in KINDS.items()), key=lambda kind: str(kind[1]))
        self.fields["action"].choices = [("", _("All")), *kinds]


class DecisionForm(Form):
    """A note on the decision; needed to say no."""

    note = forms.CharField(
        label=_("Your note for the person who proposed it"),
        help_text=_("Needed if you reject it."),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
