"""Forms of handing in: withdrawing, the receipt's language, verifying."""

from django import forms
from django.conf import settings
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grants.forms import Form

MOST_MEGABYTES = 25
"""Largest file the public page verifies: a little more than any file that can be handed in."""


class WithdrawForm(Form):
    """Why an application is withdrawn, if one wants to say."""

    note = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Your partners read it. You need not give one."),
    )


class ReceiptLanguageForm(Form):
    """In which language the receipt is made."""

    language = forms.ChoiceField(label=_("Language of the receipt"), choices=settings.LANGUAGES)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["language"].initial = get_language()


class VerifyForm(Form):
    """A receipt number, a file, or both."""

    number = forms.CharField(
        label=_("Receipt number"), required=False, max_length=60, help_text=_("For example: AIV-2026-0031-1-7K3FQX2M.")
    )
    uploaded = forms.FileField(
        label=_("File"),
        required=False,
        help_text=_(
            "The receipt as PDF, the content file, or, with the receipt number, a file that was handed in. "
            "25 MB at most. It is compared and not kept."
        ),
    )

    def clean_uploaded(self):
        """Too large a file is none of ours."""
        uploaded = self.cleaned_data["uploaded"]
        if uploaded and uploaded.size > MOST_MEGABYTES * 1024 * 1024:
            raise forms.ValidationError(_("The file is larger than 25 MB: it cannot be one of ours."))
        return uploaded

    def clean(self):
        """One of the two is needed."""
        cleaned = super().clean()
        if not self.errors and not cleaned.get("number", "").strip() and cleaned.get("uploaded") is None:
            raise forms.ValidationError(_("Type the receipt number, or choose a file."))
        return cleaned
