"""Forms about payments: they clean values, the actions judge them."""

import re
import uuid
from datetime import date

from django import forms
from django.utils.translation import gettext_lazy as _

from grants import money
from grants.amount_field import AmountField
from grants.forms import Form
from grants.payments.models import PaymentKind
from grants.payments.queries.listing import STANDS
from grants.payments.standing import parties


def _day(label, missing, help_text=""):
    return forms.DateField(
        label=label,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        error_messages={"required": missing, "invalid": _("Write the day like 2026-06-30.")},
    )


class RequestForm(Form):
    """What the calculator cannot know: the costs so far, and whether less is asked for."""

    incurred = AmountField(
        label=_("Eligible costs of all periods so far, EUR"),
        help_text=_("As in the accounts of the whole consortium, from the start of the project."),
        error_messages={"required": _("Enter the costs so far: the instalment depends on them.")},
    )
    requested = AmountField(
        label=_("Ask for less, EUR"), required=False, help_text=_("Leave it empty to ask for all that is possible.")
    )

    def __init__(self, *args, kind, **kwargs):
        super().__init__(*args, **kwargs)
        if kind == PaymentKind.FIRST:
            del self.fields["incurred"]

    def clean_requested(self):
        """An amount above zero, or nothing."""
        requested = self.cleaned_data["requested"]
        if requested is not None and requested <= 0:
            raise forms.ValidationError(_("Ask for more than nothing, or leave it empty."), code="zero")
        return requested

    def values(self):
        """As the action takes them."""
        return {"incurred": self.cleaned_data.get("incurred", money.ZERO), "requested": self.cleaned_data["requested"]}


class FilterForm(Form):
    """Search and filters of the list of payments."""

    search = forms.CharField(label=_("Contract or coordinator"), required=False, max_length=100)
    call = forms.ChoiceField(label=_("Call"), required=False)
    kind = forms.ChoiceField(label=_("Instalment"), required=False, choices=[("", _("All")), *PaymentKind.choices])
    stand = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[("", _("All")), *((code, words) for code, (words, _q) in STANDS.items())],
    )

    def __init__(self, *args, calls, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].choices = [("", _("All")), *calls]


class ConfirmForm(Form):
    """What the bank's statement says. The key makes the same form sent twice one confirmation."""

    value_date = _day(_("Value date"), _("Enter the value date of the statement."))
    bank_reference = forms.CharField(
        label=_("Reference of the bank"),
        max_length=40,
        error_messages={"required": _("Enter the reference of the bank.")},
    )
    amount = AmountField(
        label=_("Amount on the statement, EUR"), error_messages={"required": _("Enter the amount of the statement.")}
    )
    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)


class ScreeningForm(Form):
    """Which list the parties were compared with, and what was found."""

    list_name = forms.CharField(
        label=_("List"),
        max_length=100,
        help_text=_("For example: EU consolidated list of financial sanctions."),
        error_messages={"required": _("Enter the name of the list.")},
    )
    list_version = forms.CharField(
        label=_("Version of the list"),
        max_length=60,
        help_text=_("As the list itself says it: a number or the moment of its publication."),
        error_messages={"required": _("Enter the version of the list.")},
    )
    list_date = _day(_("Date of the list"), _("Enter the date of the list."))
    hits = forms.MultipleChoiceField(
        label=_("Possible matches"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing is paid to the consortium until two persons have cleared a possible match."),
    )
    note = forms.CharField(
        label=_("What matches"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": "3"})
    )

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        self.organisations = {str(organisation.public_id): organisation for organisation in parties(contract)}
        self.fields["hits"].choices = [(key, row.legal_name) for key, row in self.organisations.items()]

    def clean(self):
        """Organisations for the ticks; a match is described."""
        cleaned = super().clean()
        cleaned["hits"] = [self.organisations[key] for key in cleaned.get("hits", [])]
        if cleaned["hits"] and not cleaned.get("note", "").strip():
            self.add_error("note", _("Describe the possible match."))
        return cleaned


class ClosingForm(Form):
    """Up to which day the books are closed."""

    until = _day(_("Close the books up to"), _("Enter a day."), _("Nothing can be booked there any more."))


class PaidListForm(Form):
    """A list of the bank or of the accounting system."""

    uploaded = forms.FileField(
        label=_("List of what was paid"),
        help_text=_("CSV or XLSX with the columns payment reference, value date, amount, currency; bank reference if there is one. Write dates like 2026-06-30 or 30.06.2026."),  # noqa: E501
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )  # fmt: skip


class MonthForm(Form):
    """A month of the bank account, as the statement says it."""

    month = forms.CharField(
        label=_("Month"),
        max_length=7,
        widget=forms.HiddenInput,
        error_messages={"required": _("Choose the month.")},
    )
    statement = AmountField(
        label=_("Balance on the statement at the end of the month, EUR"),
        error_messages={"required": _("Enter the balance of the statement.")},
    )
    funding = AmountField(
        label=_("Money put into the account up to then, EUR"),
        help_text=_("All that came from other accounts since the beginning, with interest and less fees: the ledger of the grants does not book it."),  # noqa: E501
        error_messages={"required": _("Enter what was put into the account, or 0.")},
    )  # fmt: skip
    explained = forms.MultipleChoiceField(
        label=_("Payments that explain a difference"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Choose payments that one side can know before the other.")},
    )
    note = forms.CharField(
        label=_("What else does not add up"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        help_text=_("A sentence for the colleague who confirms it and for auditors."),
    )
    file = forms.FileField(
        label=_("Statement of the bank"),
        help_text=_("PDF, Excel, CSV or a picture, up to 20 MB."),
        error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")},
    )

    def __init__(self, *args, explaining, **kwargs):
        super().__init__(*args, **kwargs)
        self.numbers = {str(one.payment.public_id): one.payment.pk for one, _words in explaining}
        self.fields["explained"].choices = [(str(one.payment.public_id), words) for one, words in explaining]
        if not explaining:
            del self.fields["explained"]

    def clean_month(self):
        """The first day of the month."""
        month = month_of(self.cleaned_data["month"])
        if month is None:
            raise forms.ValidationError(_("Write the month like 2026-06."), code="month")
        return month

    def values(self):
        """As the action takes them."""
        chosen = [self.numbers[key] for key in self.cleaned_data.get("explained", [])]
        return self.cleaned_data | {"explained": chosen}


class TransferForm(Form):
    """A transfer of the coordinator to a partner."""

    party = forms.ChoiceField(label=_("Partner"), error_messages={"required": _("Choose a partner.")})
    amount = AmountField(label=_("Amount, EUR"), error_messages={"required": _("Enter the amount.")})
    transferred_on = _day(_("Date of the transfer"), _("Enter the date of the transfer."))
    note = forms.CharField(label=_("Note"), required=False, max_length=300)
    proof = forms.FileField(label=_("Proof of the bank"), required=False, help_text=_("PDF or a picture, up to 20 MB."))

    def __init__(self, *args, partners, **kwargs):
        super().__init__(*args, **kwargs)
        self.partners = {str(party.organisation.public_id): party for party in partners}
        self.fields["party"].choices = [(key, str(party.organisation)) for key, party in self.partners.items()]

    def values(self):
        """As the action takes them."""
        return self.cleaned_data | {"party": self.partners[self.cleaned_data["party"]]}


class CorrectionForm(Form):
    """Why a line is taken back."""

    reason = forms.CharField(
        label=_("What is wrong with this line"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Say why.")},
    )


def month_of(text):
    """The first day of a month of this century written like 2026-06; None for anything else."""
    return date(int(text[:4]), int(text[5:]), 1) if re.fullmatch(r"20[0-9]{2}-(0[1-9]|1[0-2])", text or "") else None
