"""Forms of due diligence."""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from grants.diligence.models import ConcernSeverity, Result, Source
from grants.forms import Form
from grants.organisations.legal_forms import day_field


class ListForm(Form):
    """The file of a list."""

    uploaded = forms.FileField(
        label=_("File of the list"),
        help_text=_("The EU’s consolidated list of financial sanctions as XML, version 1.1; 80 MB at most."),
        widget=forms.ClearableFileInput(attrs={"accept": ".xml"}),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )


class CheckForm(Form):
    """Something looked up about an organisation."""

    source = forms.ChoiceField(
        label=_("What was looked up"),
        choices=[("", "–"), *Source.choices],
        error_messages={"required": _("Choose what was looked up.")},
    )
    version = forms.CharField(
        label=_("Version or reference"),
        max_length=60,
        help_text=_("As the source says it: a number, a moment, the reference of a letter."),
        error_messages={"required": _("Enter the version or the reference.")},
    )
    dated = day_field(_("Of the day"), missing=_("Enter the day of what was looked up."))
    result = forms.ChoiceField(
        label=_("Result"),
        choices=Result,
        widget=forms.RadioSelect,
        help_text=_("Something found raises a concern at once."),
        error_messages={"required": _("Choose what was found.")},
    )
    note = forms.CharField(label=_("Note"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": "3"}))
    evidence = forms.FileField(label=_("Evidence"), required=False, help_text=_("PDF, JPEG or PNG, 20 MB at most."))


class ConcernForm(Form):
    """What the concern is."""

    concern = forms.CharField(
        label=_("Concern"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": "4"}),
        help_text=_("The organisation does not see it."),
        error_messages={"required": _("Say what the concern is.")},
    )
    severity = forms.ChoiceField(
        label=_("How grave it is"),
        widget=forms.RadioSelect,
        help_text=_("Escalated, by a person or by itself, it stops everything."),
        error_messages={"required": _("Choose how grave it is.")},
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        offered = ConcernSeverity.objects.filter(is_offered=True)
        self.fields["severity"].choices = [(severity.code, _in_words(severity)) for severity in offered]


def _in_words(severity):
    days = severity.escalated_after_days
    told = ngettext("escalated by itself after %(days)d day", "escalated by itself after %(days)d days", days)
    return f"{severity} ({told % {'days': days}})"
