"""What officers type about contracts and own actions. Forms clean values; the actions save them."""

from decimal import Decimal

from crispy_forms.layout import Div, Fieldset, Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django_countries import countries as country_names

from grants.amount_field import AmountField
from grants.calls.models import Pillar
from grants.contracts.models import ContractTerms, CorrectionKind, Sector
from grants.contracts.terms import GROUPS, SETTINGS
from grants.contracts.workflow import ContractState, Side
from grants.forms import Form, ModelForm
from grants.money import HUNDRED
from grants.organisations.models import Organisation
from grants.permissions import Role

PLACES = 4
"""Countries, and sectors, a project can name: rows of a form."""


def _date(label, **fields):
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **fields)


class SharesForm(Form):
    """Countries and sectors with their shares in percent, in numbered rows; empty rows are left out."""

    SIDES = ("country", "sector")

    def __init__(self, *args, shares=None, **kwargs):
        super().__init__(*args, **kwargs)
        choices = {
            "country": (_("Country %(n)d"), _("Share of country %(n)d, %%"), [("", "–"), *country_names]),
            "sector": (_("Sector %(n)d"), _("Share of sector %(n)d, %%"), [("", "–"), *Sector.choices]),
        }
        for side in self.SIDES:
            label, of_share, offered = choices[side]
            given = list((shares or {}).get(side, {}).items())
            for place in range(PLACES):
                code, share = given[place] if place < len(given) else ("", None)
                number = {"n": place + 1}
                self.fields[f"{side}_{place}"] = forms.ChoiceField(
                    label=label % number, choices=offered, required=False, initial=code
                )
                self.fields[f"{side}_share_{place}"] = AmountField(
                    label=of_share % number, places=4, digits=7, unit="%", required=False, initial=share
                )

    def clean(self):
        """Each side as {code: share}; a row has both or neither, and the shares make 100."""
        data = super().clean()
        for side in self.SIDES:
            data[side] = self._shares(data, side)
        return data

    def _shares(self, data, side):
        shares = {}
        for place in range(PLACES):
            code, share = data.pop(f"{side}_{place}", ""), data.pop(f"{side}_share_{place}", None)
            if bool(code) != bool(share):
                self.add_error(f"{side}_share_{place}", _("Give both, or leave both empty."))
            elif code in shares:
                self.add_error(f"{side}_{place}", _("This stands in another row already."))
            elif code:
                shares[code] = share
        if shares and sum(shares.values(), start=Decimal(0)) != HUNDRED:
            self.add_error(f"{side}_share_0", _("The shares add up to 100 %."))
        return shares

    def rows(self, side):
        """The rows of one side for a layout."""
        return [Div(f"{side}_{place}", f"{side}_share_{place}", css_class="columns") for place in range(PLACES)]


class FactsForm(SharesForm):
    """Start, language, countries and sectors of a contract."""

    starts_on = _date(_("First day of the project"), required=False)
    language = forms.ChoiceField(label=_("Language of the contract"), choices=settings.LANGUAGES)

    @property
    def helper(self):
        """When, where, in what."""
        helper = super().helper
        helper.layout = Layout(
            Div("starts_on", "language", css_class="columns"),
            Fieldset(_("Countries"), *self.rows("country")),
            Fieldset(_("Sectors"), *self.rows("sector")),
        )
        return helper

    def values(self):
        """What ``set_facts`` takes."""
        data = self.cleaned_data
        return {
            "starts_on": data["starts_on"],
            "language": data["language"],
            "countries": data["country"],
            "sectors": data["sector"],
        }


class PrepareForm(SharesForm):
    """What the award does not know yet; all of it can also be given later."""

    SIDES = ("sector",)
    starts_on = _date(_("First day of the project"), required=False)
    language = forms.ChoiceField(label=_("Language of the contract"), choices=settings.LANGUAGES)

    @property
    def helper(self):
        """When, in what."""
        helper = super().helper
        helper.layout = Layout(
            Div("starts_on", "language", css_class="columns"), Fieldset(_("Sectors"), *self.rows("sector"))
        )
        return helper

    def values(self):
        """What ``prepare_contract`` takes."""
        data = self.cleaned_data
        return {"starts_on": data["starts_on"], "language": data["language"], "sectors": data["sector"]}


class TermsForm(ModelForm):
    """The special conditions, each with its unit and where it stands in the contract."""

    class Meta:
        model = ContractTerms
        fields = tuple(SETTINGS)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, setting in SETTINGS.items():
            field = self.fields[name]
            if isinstance(field, forms.DecimalField):
                places, digits = field.decimal_places, field.max_digits
                field = AmountField(label=field.label, places=places, digits=digits, unit=str(setting.unit))
                self.fields[name] = field
            field.help_text = " · ".join(filter(None, [str(setting.unit), setting.source]))

    @property
    def helper(self):
        """In the groups of the contract."""
        helper = super().helper
        helper.layout = Layout(*(Fieldset(title, *names) for title, names in GROUPS))
        return helper


class CorrectionForm(Form):
    """A lower quantity or unit value of one line, with its reason."""

    quantity = AmountField(label=_("Number of units"), places=4, digits=12)
    unit_value = AmountField(label=_("Unit value, EUR"), places=4, digits=14)
    kind = forms.ChoiceField(label=_("Kind of correction"), choices=CorrectionKind)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The parties read it.")
    )


class AmountCorrectionForm(Form):
    """A lower amount of indirect costs or contingency, with its reason."""

    amount = AmountField(label=_("New amount, EUR"))
    kind = forms.ChoiceField(label=_("Kind of correction"), choices=CorrectionKind)
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The parties read it.")
    )


class LogframeForm(Form):
    """Texts of the results, and baseline, target and source of each indicator."""

    def __init__(self, *args, results, **kwargs):
        super().__init__(*args, **kwargs)
        self.results, layout = results, []
        for result in results:
            names = [f"statement_{result.key}", f"assumptions_{result.key}"]
            for name, label in zip(names, (_("Result"), _("Assumptions")), strict=True):
                self.fields[name] = forms.CharField(
                    label=label,
                    required=name.startswith("statement"),
                    initial=getattr(result, name.split("_")[0]),
                    widget=forms.Textarea(attrs={"rows": 3}),
                )
            layout.append(Fieldset(result.get_level_display(), *names, *map(self._indicator, result.rows)))
        self.groups = layout

    def _indicator(self, row):
        for name, label in (("baseline", _("Baseline")), ("target", _("Target"))):
            field = AmountField(label=label, required=False, initial=getattr(row, name))
            self.fields[f"{name}_{row.key}"] = field
        self.fields[f"source_{row.key}"] = forms.CharField(
            label=_("Source of data"), max_length=250, required=False, initial=row.source
        )
        names = [f"{name}_{row.key}" for name in ("baseline", "target", "source")]
        return Fieldset(str(row.version), Div(*names, css_class="columns"))

    @property
    def helper(self):
        """Result by result."""
        helper = super().helper
        helper.layout = Layout(*self.groups)
        return helper

    def values(self):
        """What ``set_logframe`` takes."""
        data = self.cleaned_data
        indicators = [row for result in self.results for row in result.rows]
        return {
            "results": {
                str(r.key): {n: data[f"{n}_{r.key}"] for n in ("statement", "assumptions")} for r in self.results
            },
            "indicators": {
                str(row.key): {n: data[f"{n}_{row.key}"] for n in ("baseline", "target", "source")}
                for row in indicators
            },
        }


class SignatureForm(Form):
    """Who signed for which side, when, with the scan."""

    side = forms.ChoiceField(label=_("Signed for"), choices=Side)
    name = forms.CharField(label=_("Name of the person"), max_length=150)
    capacity = forms.CharField(label=_("In the capacity of"), max_length=120)
    signed_on = _date(_("Signed on"))
    uploaded = forms.FileField(label=_("Scan of the signed contract, PDF"))


class AddendumForm(Form):
    """What both sides changed after the signature, and since when."""

    requested_on = _date(_("Asked for on"))
    signed_on = _date(_("Signed by both sides on"))
    effective_on = _date(_("In force from"))
    months = forms.IntegerField(label=_("More months"), min_value=0, max_value=24, required=False)
    joining = forms.ModelChoiceField(
        label=_("Further co-beneficiary"), queryset=Organisation.objects.none(), required=False
    )
    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The parties read it.")
    )
    uploaded = forms.FileField(label=_("Scan of the signed addendum, PDF"))

    def __init__(self, *args, contract, **kwargs):
        super().__init__(*args, **kwargs)
        others = Organisation.objects.exclude(contract_seats__contract=contract).order_by("legal_name")
        self.fields["joining"].queryset = others

    def clean_months(self):
        """Empty is none."""
        return self.cleaned_data["months"] or 0


class CancelForm(Form):
    """Why the contract is given up."""

    note = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), help_text=_("The parties read it.")
    )


class OwnActionForm(SharesForm):
    """What a programme chamber does itself."""

    chamber = forms.ModelChoiceField(label=_("Chamber"), queryset=Organisation.objects.none())
    title = forms.CharField(label=_("Title"), max_length=200)
    pillar = forms.TypedChoiceField(label=_("Pillar"), choices=Pillar, coerce=int)
    starts_on = _date(_("Start"))
    ends_on = _date(_("End"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        reporters = Organisation.objects.filter(
            memberships__ended_at=None, memberships__user__role_assignments__role=Role.CHAMBER_REPORTER
        )
        self.fields["chamber"].queryset = Organisation.objects.filter(pk__in=reporters.values("pk"))

    def clean(self):
        """A project works somewhere, and starts before it ends."""
        data = super().clean()
        if not data["country"]:
            self.add_error("country_0", _("Name at least one country."))
        if data.get("starts_on") and data.get("ends_on") and data["starts_on"] >= data["ends_on"]:
            self.add_error("ends_on", ValidationError(_("The project starts before it ends.")))
        return data

    @property
    def helper(self):
        """Who, what, when, where, in what."""
        helper = super().helper
        helper.layout = Layout(
            "chamber",
            "title",
            "pillar",
            Div("starts_on", "ends_on", css_class="columns"),
            Fieldset(_("Countries"), *self.rows("country")),
            Fieldset(_("Sectors"), *self.rows("sector")),
        )
        return helper

    def values(self):
        """What ``register_own_action`` takes."""
        data = self.cleaned_data
        names = ("chamber", "title", "pillar", "starts_on", "ends_on")
        return {name: data[name] for name in names} | {"countries": data["country"], "sectors": data["sector"]}


class FilterForm(Form):
    """Search in the list of contracts."""

    q = forms.CharField(label=_("Number, title or coordinator"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *ContractState.choices])
    country = forms.ChoiceField(label=_("Country"), required=False)
    pillar = forms.ChoiceField(label=_("Pillar"), required=False, choices=[("", _("All")), *Pillar.choices])
    call = forms.ChoiceField(label=_("Call"), required=False)

    def __init__(self, *args, calls, countries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["call"].choices = [("", _("All")), *calls]
        self.fields["country"].choices = [("", _("All")), *countries]
