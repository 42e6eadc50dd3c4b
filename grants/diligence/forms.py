"""Forms of due diligence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.diligence.models import Result, Source
from grants.diligence.severities import CATALOGUE, Severity
from grants.forms import Form
from grants.organisations.legal_forms import day_field
from grants.workflow import filled


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
        choices=Severity,
        widget=forms.RadioSelect,
        help_text=filled(
            _(
                "By itself a minor one is escalated after %(minor)d days, a serious one after %(serious)d, a "
                "ground for exclusion after %(excluding)d. Escalated, it stops everything."
            ),
            {str(severity): entry.escalated_after.days for severity, entry in CATALOGUE.items()},
        ),
        error_messages={"required": _("Choose how grave it is.")},
    )
