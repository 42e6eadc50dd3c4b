"""Forms of a partner's mandate: sign, ask the representative, put in the scan, sign by link."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from grants.applications.queries.mandates import CODE_DIGITS
from grants.forms import Form

LANGUAGE_OF = {"BR": "pt-br", "PT": "pt-br"} | dict.fromkeys(
    ["AR", "BO", "CL", "CO", "CR", "CU", "DO", "EC", "ES", "GT", "HN", "MX", "NI", "PA", "PE", "PY", "SV", "UY", "VE"],
    "es",
)
"""Country -> language a representative is written to, unless another is chosen; English elsewhere."""


def _allows_edits():
    return forms.BooleanField(
        label=_("The lead applicant may still correct parts of the application that do not concern us"),
        help_text=_("Without this, each later correction is shown as a warning on the receipt."),
        required=False,
        initial=True,
    )


def _agree():
    return forms.BooleanField(
        label=_("I have read what is written above and sign it for the organisation"),
        error_messages={"required": _("Confirm that you have read it and sign for the organisation.")},
    )


def _fit(form, call):
    """Leave out what the call does not let a mandate allow."""
    if not call.mandate_edits:
        del form.fields["allows_edits"]


class SignForm(Form):
    """A manager of the partner signs; the page adds the hash of what it shows."""

    name = forms.CharField(label=_("Your name"), max_length=150)
    capacity = forms.CharField(
        label=_("In the capacity of"), max_length=120, help_text=_("For example: president, legal representative.")
    )
    allows_edits = _allows_edits()
    agree = _agree()

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, auto_id="sign_%s", **kwargs)  # three forms share a page
        _fit(self, call)


class RequestForm(Form):
    """Who signs for the partner, and where the link goes."""

    name = forms.CharField(label=_("Legal representative"), max_length=150)
    address = forms.EmailField(
        label=_("E-mail of the representative"), help_text=_("The link goes there. It works once, for 14 days at most.")
    )
    language = forms.ChoiceField(label=_("Language of the letter"), choices=settings.LANGUAGES)

    def __init__(self, *args, organisation, **kwargs):
        super().__init__(*args, auto_id="request_%s", **kwargs)
        self.fields["name"].initial = organisation.representative_name
        self.fields["address"].initial = organisation.representative_email
        self.fields["language"].initial = LANGUAGE_OF.get(str(organisation.country), "en")


class ScanForm(Form):
    """The scan of the signed paper, and what is read from it."""

    uploaded = forms.FileField(
        label=_("Scan or photograph of the signed mandate"), help_text=_("PDF, JPG or PNG, 20 MB at most.")
    )
    control_number = forms.CharField(
        label=_("Control number printed on the paper"), max_length=12, help_text=_("For example: 3F2A-91C0.")
    )
    name = forms.CharField(label=_("Signed by"), max_length=150)
    capacity = forms.CharField(label=_("In the capacity of"), max_length=120)
    signed_on = forms.DateField(label=_("Signed on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    allows_edits = _allows_edits()

    def __init__(self, *args, organisation, call, **kwargs):
        super().__init__(*args, auto_id="scan_%s", **kwargs)
        _fit(self, call)
        self.fields["name"].initial = organisation.representative_name
        self.fields["capacity"].initial = organisation.representative_capacity


class CodeForm(Form):
    """The code the representative was given by telephone or message."""

    code = forms.CharField(
        label=_("Your code"),
        max_length=20,
        help_text=_("Eight digits, given to you by the lead applicant or your own organisation."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"}),
    )

    def clean_code(self):
        """Only the digits count: people type blanks and hyphens."""
        digits = "".join(letter for letter in self.cleaned_data["code"] if letter in "0123456789")
        if len(digits) != CODE_DIGITS:
            raise forms.ValidationError(_("The code has eight digits, like 1234-5678."))
        return digits


class LinkSignForm(Form):
    """The representative signs; the page adds the code again, since nothing is kept between its steps."""

    capacity = forms.CharField(label=_("In the capacity of"), max_length=120)
    allows_edits = _allows_edits()
    agree = _agree()

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        _fit(self, call)
