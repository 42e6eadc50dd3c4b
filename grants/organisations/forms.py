"""Forms about people and organisations: they clean values, the actions save them."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from grants.forms import Form, ModelForm
from grants.organisations import account_numbers, messages, names, tax_ids, zones
from grants.organisations.countries import EUROPEAN_UNION, LATIN_AMERICA
from grants.organisations.models import Membership, MembershipRole, Organisation, OrganisationKind
from grants.organisations.queries import tax_id_label

ROLE_HELP = _("Who manages also changes the organisation’s data and decides who belongs to it. Somebody always has to.")


def country_choices():
    """Countries by name in the language of the page: Latin America, the European Union, the others."""
    named = sorted(countries, key=lambda country: names.search_form(country.name))
    latin = [(c.code, c.name) for c in named if c.code in LATIN_AMERICA]
    union = [(c.code, c.name) for c in named if c.code in EUROPEAN_UNION]
    others = [(c.code, c.name) for c in named if c.code not in (*LATIN_AMERICA, *EUROPEAN_UNION)]
    return [("", ""), (_("Latin America"), latin), (_("European Union"), union), (_("Other countries"), others)]


def filter_by_country():
    """The same, with a first choice that filters nothing."""
    return [("", _("All")), *country_choices()[1:]]


class NormalEmailField(forms.EmailField):
    """An e-mail address in the form in which accounts are named."""

    def clean(self, value):
        """The cleaned address; raises ValidationError for what is none."""
        address = names.normal_email(super().clean(names.normal_email(value)))
        if not address.isascii():
            raise forms.ValidationError(messages.FOREIGN_LETTERS, code="invalid")
        return address


class CountryForm(Form):
    """The first question of a registration: everything else is asked in the country's own words."""

    country = forms.ChoiceField(
        label=_("Country"),
        choices=country_choices,
        help_text=_("Where the organisation is registered by law."),
        error_messages={"required": _("Choose the country in which the organisation is registered.")},
    )


class OrganisationForm(ModelForm):
    """An organisation's data. The country is given, because the tax id depends on it."""

    website = forms.URLField(
        label=_("Website"), required=False, assume_scheme="https", help_text=_("For example www.camara.example")
    )
    email = NormalEmailField(label=_("E-mail of the organisation"), required=False)
    representative_email = NormalEmailField(label=_("E-mail of the representative"), required=False)

    class Meta:
        model = Organisation
        fields = [
            "legal_name", "short_name", "kind", "tax_id", "register_number",
            "address", "city", "postal_code", "website", "email", "phone",
            "representative_name", "representative_capacity", "representative_email",
        ]  # fmt: skip
        help_texts = {
            "legal_name": _("As in the statutes, in full."),
            "short_name": _("Initials or the name people use. It stands in lists."),
            "register_number": _("In the commercial register, the register of associations or the like."),
            "representative_name": _("The person who can bind the organisation by signature."),
            "representative_capacity": _("For example president, general manager."),
        }
        error_messages = {
            "legal_name": {"required": _("Enter the legal name, as in the statutes.")},
            "kind": {"required": _("Choose the kind of organisation.")},
        }

    def __init__(self, *args, country, **kwargs):
        super().__init__(*args, **kwargs)
        self.country = str(country)
        scheme = tax_ids.scheme_of(self.country)
        field = self.fields["tax_id"]
        field.required = bool(scheme.name)
        field.label = tax_id_label(self.country)
        field.error_messages["required"] = _("Enter the %(name)s of the organisation.") % {"name": field.label}
        if scheme.example:
            field.help_text = _("For example %(example)s") % {"example": scheme.example}

    def groups(self):
        """The fields in three groups with their headings: who it is, where it is, who signs."""
        names_of = self.Meta.fields
        return [
            (_("The organisation"), [self[name] for name in names_of[:5]]),
            (_("Where to find it"), [self[name] for name in names_of[5:11]]),
            (_("Who signs for it"), [self[name] for name in names_of[11:]]),
        ]

    def clean_tax_id(self):
        """The id as its country writes it; an error in words when it cannot be right."""
        raw = self.cleaned_data["tax_id"]
        if not raw.strip():
            return ""
        read = tax_ids.check(self.country, raw)
        if read.problem:
            raise forms.ValidationError(messages.sentence(read.problem, self.country), code=read.problem)
        return read.value

    def values(self):
        """The data the action takes: the cleaned values with the country."""
        return {"data": {name: self.cleaned_data[name] for name in self.Meta.fields} | {"country": self.country}}


class ProfileForm(Form):
    """What a person says about themselves."""

    name = forms.CharField(
        label=_("Your name"),
        max_length=150,
        help_text=_("As colleagues and partners should see it."),
        error_messages={"required": _("Enter your name, so that colleagues know who is writing.")},
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        choices=settings.LANGUAGES,
        help_text=_("For the pages after signing in and for the mails you receive."),
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), choices=zones.choices, help_text=_("Deadlines are also shown in your time.")
    )

    def clean_name(self):
        """The name with single spaces, so that no two lines pass for one."""
        return " ".join(self.cleaned_data["name"].split())


class InviteForm(Form):
    """Whom to invite, and what they may do."""

    email = NormalEmailField(
        label=_("E-mail"),
        help_text=_("The invitation can only be accepted with this address."),
        error_messages={"required": _("Enter the e-mail address of the person you invite.")},
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
    )
    role = forms.ChoiceField(
        label=_("What the person may do"),
        choices=MembershipRole,
        initial=MembershipRole.EDITOR,
        widget=forms.RadioSelect,
        help_text=ROLE_HELP,
    )


class RoleForm(Form):
    """What a member may do from now on."""

    role = forms.ChoiceField(
        label=_("What the person may do"), choices=MembershipRole, widget=forms.RadioSelect, help_text=ROLE_HELP
    )


class LeaveForm(Form):
    """Who takes over, where the organisation has other people; without ``leaving``, a manager, there is no choice."""

    heir = forms.ModelChoiceField(
        label=_("Who manages the organisation from now on"),
        queryset=Membership.objects.none(),
        required=False,
        to_field_name="public_id",
        help_text=_("Needed when you are the last who manages it: what it began and signed goes on with this person."),
        error_messages={"invalid_choice": _("Choose a person of the organisation whose account is open.")},
    )

    def __init__(self, *args, organisation, leaving, **kwargs):
        super().__init__(*args, **kwargs)
        others = organisation.memberships.live().filter(user__is_active=True).exclude(user=leaving)
        others = others if leaving else others.none()
        self.fields["heir"].queryset = others.select_related("user", "organisation").order_by("role", "pk")
        self.fields["heir"].label_from_instance = lambda member: f"{member.user}: {member.get_role_display()}"


class DirectoryForm(Form):
    """Search and filters of the list of organisations."""

    search = forms.CharField(label=_("Name or tax id"), required=False, max_length=100)
    country = forms.ChoiceField(label=_("Country"), choices=filter_by_country, required=False)
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("All")), *OrganisationKind.choices], required=False)
    only = forms.ChoiceField(
        label=_("Show"),
        choices=[
            ("", _("All")),
            ("unmanaged", _("Nobody manages it")),
            ("duplicates", _("Possible duplicates")),
            ("ending", _("Documents that end soon or have ended")),
        ],
        required=False,
    )


class SettleForm(Form):
    """What staff found about a possible duplicate."""

    note = forms.CharField(label=_("What you found"), max_length=500, widget=forms.Textarea(attrs={"rows": "2"}))


class BankAccountForm(Form):
    """An account as its bank names it; which number is asked for follows the country of the bank."""

    holder = forms.CharField(
        label=_("Account holder"),
        max_length=250,
        help_text=_("As the bank writes it. Payments go to accounts of the organisation itself."),
        error_messages={"required": _("Enter the name of the account holder.")},
    )
    bank = forms.CharField(
        label=_("Name of the bank"), max_length=150, error_messages={"required": _("Enter the name of the bank.")}
    )
    country = forms.ChoiceField(
        label=_("Country of the bank"),
        choices=country_choices,
        error_messages={"required": _("Choose the country of the bank.")},
    )
    currency = forms.ChoiceField(label=_("Currency of the account"), choices=[("EUR", "EUR"), ("USD", "USD")])
    iban = forms.CharField(
        label=_("IBAN"),
        required=False,
        max_length=50,
        help_text=_("In the European Union, Brazil, Costa Rica, the Dominican Republic, Guatemala and El Salvador."),
    )
    number = forms.CharField(
        label=_("Account number"),
        required=False,
        max_length=50,
        help_text=_("In other countries: in Argentina the CBU, in Mexico the CLABE."),
    )
    bic = forms.CharField(label=_("BIC (SWIFT)"), required=False, max_length=20)
    evidence = forms.FileField(
        label=_("Paper of the bank"),
        help_text=_("A certificate or statement with holder and number: PDF, JPEG or PNG."),
        error_messages={"required": _("Choose the file with the paper of the bank."), "empty": _("The file is empty.")},
    )

    def clean(self):
        """The numbers without spaces, checked by the rule of the bank's country."""
        cleaned = super().clean()
        country = cleaned.get("country", "")
        for name in ("iban", "number", "bic"):
            cleaned[name] = account_numbers.compact(cleaned.get(name, ""))
        if not country:
            return cleaned
        by_iban = country in account_numbers.IBAN_COUNTRIES or bool(cleaned["iban"])
        if by_iban:
            cleaned["number"] = ""
            self._check("iban", cleaned["iban"] and account_numbers.iban_problem(country, cleaned["iban"]), cleaned)
        else:
            self._check(
                "number", cleaned["number"] and account_numbers.number_problem(country, cleaned["number"]), cleaned
            )
        if cleaned["bic"] or not by_iban:
            self._check("bic", cleaned["bic"] and account_numbers.bic_problem(cleaned["bic"]), cleaned)
        return cleaned

    def _check(self, name, problem, cleaned):
        code = problem if cleaned[name] else f"{name}_missing"
        if code:
            self.add_error(name, forms.ValidationError(messages.ACCOUNT_SENTENCES[code], code=code))

    def values(self):
        """What the action takes: the account, and its evidence apart."""
        data = dict(self.cleaned_data)
        return {"evidence": data.pop("evidence"), "data": data}


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": "3"}),
        error_messages={"required": _("Say why.")},
    )
