"""What is asked when an application is started, and its facts later on."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.amount_field import AmountField
from grants.applications.queries.drafting import country_groups, facts_mark, reason_not_eligible
from grants.calls.models import CountryGroup
from grants.formats import clean_text
from grants.forms import Form
from grants.organisations.models import Organisation


class _TitleField(forms.CharField):
    """One line of text, at most as long as its column."""

    def __init__(self):
        super().__init__(
            label=_("Title of the project"),
            help_text=_("In the language of the application. It can be changed until the deadline."),
            max_length=200,
        )

    def clean(self, value):
        return " ".join(clean_text(super().clean(value)).split())


class _MonthsField(forms.IntegerField):
    """Needed for handing in, so not marked as optional; may stay empty in a draft."""

    def validate(self, value):
        """Nothing is asked of a draft."""


class _CountriesField(forms.MultipleChoiceField):
    """Needed for handing in, so not marked as optional; may stay empty in a draft."""

    def validate(self, value):
        """What is ticked must be offered."""
        if value:
            super().validate(value)


class _StatedField(AmountField):
    """Needed for handing in, so not marked as optional; may stay empty in a draft."""

    def validate(self, value):
        """Nothing is asked of a draft."""


class StartForm(Form):
    """Lot, organisation and title of a new application; its key stands for one click."""

    start_key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    organisation = forms.ModelChoiceField(
        label=_("Which of your organisations applies as lead?"),
        queryset=None,
        to_field_name="public_id",
        widget=forms.RadioSelect,
        empty_label=None,
    )
    lot = forms.ModelChoiceField(
        label=_("Lot"), queryset=None, to_field_name="code", widget=forms.RadioSelect, empty_label=None
    )
    title = _TitleField()

    def __init__(self, *args, call, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.call = call
        self.fields["title"].help_text = _("In the language of the application: %(languages)s. It can be changed.") % {
            "languages": ", ".join(call.written_in)
        }
        self.fields["lot"].queryset = call.lots.all()
        self.fields["lot"].error_messages = {
            "required": _("Choose a lot."),
            "invalid_choice": _("This lot belongs to another call."),
        }
        own = Organisation.objects.filter(pk__in=user.organisation_ids("manager", "editor"))
        self.fields["organisation"].queryset = own
        self.fields["organisation"].label_from_instance = lambda organisation: organisation.legal_name
        if len(own) == 1:
            self.fields["organisation"].initial = own[0]
        self.fields["organisation"].error_messages = {
            "required": _("Choose one of your organisations."),
            "invalid_choice": _("Choose one of your organisations."),
        }

    def clean_organisation(self):
        organisation = self.cleaned_data["organisation"]
        reason = reason_not_eligible(self.call, organisation)
        if reason:
            raise forms.ValidationError(str(reason))
        return organisation


class FactsForm(Form):
    """Title, lot, duration and countries; ``based_on`` says which facts the form was filled in from."""

    based_on = forms.CharField(widget=forms.HiddenInput, required=False, strip=False)
    title = _TitleField()
    lot = forms.ModelChoiceField(
        label=_("Lot"), queryset=None, to_field_name="code", widget=forms.RadioSelect, empty_label=None
    )
    months = _MonthsField(label=_("Duration in months"), min_value=1, max_value=120)
    countries = _CountriesField(label=_("Countries in which the project works"), widget=forms.CheckboxSelectMultiple)
    stated_grant = _StatedField(
        label=_("EU contribution you will ask for, EUR"),
        help_text=_("The budget comes with the full application; this says how large it will be."),
    )
    stated_cost = _StatedField(label=_("Total cost of the project, EUR"))

    def clean(self):
        """A contribution is a part of the cost."""
        data = super().clean()
        grant, cost = data.get("stated_grant"), data.get("stated_cost")
        if grant is not None and grant <= 0:
            self.add_error("stated_grant", _("The amount is more than zero."))
        elif grant is not None and cost is not None and grant > cost:
            self.add_error("stated_grant", _("The EU contribution is at most the total cost."))
        return data

    def __init__(self, *args, application, **kwargs):
        initial = {
            "based_on": facts_mark(application),
            "title": application.title,
            "lot": application.lot.code,
            "months": application.months,
            "countries": [country.code for country in application.countries],
            "stated_grant": application.stated_grant,
            "stated_cost": application.stated_cost,
        }
        super().__init__(*args, initial=initial, **kwargs)
        call = application.call
        self.fields["lot"].queryset = call.lots.all()
        self.fields["lot"].error_messages = {
            "required": _("Choose a lot."),
            "invalid_choice": _("This lot belongs to another call."),
        }
        span = _("Between %(least)d and %(most)d months in this call.")
        span %= {"least": call.months_min, "most": call.months_max}
        self.fields["months"].help_text = span
        self.fields["months"].error_messages |= {"min_value": span, "max_value": span}
        self.fields["countries"].choices = _latin_american(call)
        self.application = application
        if application.asked.budget:
            del self.fields["stated_grant"], self.fields["stated_cost"]

    def based_on_now(self):
        """The same entries, based on the facts as they stand now: saving again replaces those."""
        data = self.data.copy()
        data["based_on"] = facts_mark(self.application)
        return FactsForm(data, application=self.application)


def _latin_american(call):
    """Countries a project of this call can work in, by name in the reader's language."""
    groups = country_groups(call)
    rows = [row.country for row in call.countries.all() if groups[str(row.country)] == CountryGroup.LATIN_AMERICA]
    return sorted(((country.code, country.name) for country in rows), key=lambda pair: pair[1])
