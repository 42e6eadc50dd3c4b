"""Forms about representatives and documents of an organisation."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.forms import Form
from grants.organisations.models import PaperKind


def day_field(label, *, missing="", help_text="", required=True):
    """A day as the browser's own calendar writes it."""
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": missing, "invalid": _("Write the day like 2026-06-30.")},
    )


class RepresentativeForm(Form):
    """A person in office."""

    name = forms.CharField(
        label=_("Name"),
        max_length=150,
        help_text=_("As in the identity document, in full."),
        error_messages={"required": _("Enter the name of the person.")},
    )
    position = forms.CharField(
        label=_("Position"),
        max_length=120,
        help_text=_("For example president, treasurer, member of the board."),
        error_messages={"required": _("Enter the position of the person.")},
    )
    may_sign = forms.BooleanField(label=_("May sign for the organisation"), required=False)
    since = day_field(_("In office since"), missing=_("Enter the first day in office."))
    until = day_field(_("In office until"), required=False, help_text=_("Leave it empty when no end is known."))


class EndForm(Form):
    """The last day in office."""

    until = day_field(_("Last day in office"), missing=_("Enter the last day in office."))


class PaperForm(Form):
    """A document for its slot."""

    kind = forms.ChoiceField(
        label=_("Which document"),
        choices=[("", "–"), *PaperKind.choices],
        help_text=_("One that stands in this slot already is replaced and stays to be read."),
        error_messages={"required": _("Choose which document it is.")},
    )
    uploaded = forms.FileField(
        label=_("File"),
        help_text=_("PDF, JPEG or PNG, 20 MB at most."),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )
    issued_on = day_field(_("Issued on"), missing=_("Enter the day on which the document was issued."))
    expires_on = day_field(
        _("Good until"),
        required=False,
        help_text=_("Leave it empty when the document has no end. You are reminded 60 and 14 days before."),
    )
