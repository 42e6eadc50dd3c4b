"""What officers type about an indicator: its words in three languages, and the rules by which it is counted."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.validators import RegexValidator
from django.utils.translation import gettext_lazy as _

from grants.amount_field import AmountField
from grants.forms import ModelForm, name_languages, side_by_side, three, translated
from grants.indicators.models import Indicator, IndicatorVersion, ValueForm

DIVISIONS = {
    "country": _("Country"),
    "sex": _("Sex"),
    "age_group": _("Age"),
    "size": _("Size of the firm"),
    "owner_sex": _("Sex of the owner"),
    "owner_age_group": _("Age of the owner"),
    "isic_section": _("Sector"),
    "pillar": _("Pillar"),
    "standard": _("Standard"),
    "contract_type": _("Kind of contract"),
    "green": _("Green jobs"),
    "digital": _("Digital jobs"),
}
"""By what a number can be divided."""

STATUSES = {
    "certified": _("certified"),
    "verified": _("verified"),
    "self_declared": _("self-declared"),
}
"""How well it is known that a firm applies a standard."""

FLAGS = {"green": _("green"), "digital": _("digital")}

TEXTS = ("name", "unit", "definition", "evidence_minimum")


class _Several(forms.MultipleChoiceField):
    widget = forms.CheckboxSelectMultiple

    def __init__(self, **kwargs):
        super().__init__(required=False, **kwargs)


class DefinitionForm(ModelForm):
    """One definition; a new indicator gets its code with it, which never changes."""

    code = forms.CharField(
        label=_("Code"), max_length=20, help_text=_("As reports name it, like AIV-OP-08. It never changes."),
        validators=[RegexValidator(r"^[A-Za-z0-9-]+\Z", _("Write letters, digits and hyphens, like AIV-OP-08."))],
    )  # fmt: skip
    disaggregation = _Several(label=_("Divided by"), choices=DIVISIONS.items())
    statuses = _Several(
        label=_("Statuses the headline counts"), choices=STATUSES.items(), help_text=_("None ticked: all of them.")
    )
    flags = _Several(
        label=_("Counts only jobs marked as one of"), choices=FLAGS.items(), help_text=_("None ticked: all of them.")
    )
    parts = _Several(label=_("The sum of these indicators"), help_text=_("Only for a sum of other indicators."))
    least_amount = AmountField(
        label=_("Smallest amount that counts"), required=False, digits=12, unit="",
        help_text=_("Like the hours after which somebody counts as trained."),
    )  # fmt: skip

    class Meta:
        model = IndicatorVersion
        fields = (
            *translated(*TEXTS), "level", "entity", "decimals", "value_form", "time_rule", "cross_project_rule",
            "disaggregation", "least_amount", "statuses", "flags", "needs_evidence", "parts",
        )  # fmt: skip
        labels = {
            "level": _("Level in the logframe"), "entity": _("One unit is"), "decimals": _("Decimals"),
            "value_form": _("Where the value comes from"), "time_rule": _("Over time"),
            "cross_project_rule": _("Across projects"), "needs_evidence": _("Counts only with evidence"),
        }  # fmt: skip
        widgets = {name: forms.Textarea(attrs={"rows": 4}) for name in translated("definition", "evidence_minimum")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(
            self, name=_("Name"), unit=_("Unit"), definition=_("Definition"), evidence_minimum=_("Evidence at least")
        )
        for name in translated(*TEXTS):
            self.fields[name].required = True
        if self.instance.pk:
            del self.fields["code"]
        others = Indicator.objects.exclude(versions=self.instance.pk).values_list("code", flat=True)
        self.fields["parts"].choices = [(code, code) for code in others]

    def clean_code(self):
        """One that no other indicator has."""
        code = self.cleaned_data["code"]
        if Indicator.objects.filter(code__iexact=code).exists():
            raise forms.ValidationError(_("Another indicator has this code."))
        return code

    def clean_decimals(self):
        """As many as values are kept with."""
        decimals = self.cleaned_data["decimals"]
        if decimals > 2:
            raise forms.ValidationError(_("At most 2."))
        return decimals

    def clean(self):
        """A sum names what it adds up; nothing else does."""
        data = super().clean()
        is_sum = data.get("value_form") == ValueForm.COMPOSITE
        if is_sum and not data.get("parts"):
            self.add_error("parts", _("Tick the indicators that are added up."))
        if not is_sum and data.get("parts"):
            self.add_error("parts", _("Only a sum of other indicators names them."))
        return data

    @property
    def helper(self):
        """Words, then rules."""
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("Words"), *(["code"] if "code" in self.fields else []), *(three(name) for name in TEXTS)),
            Fieldset(
                _("How it is counted"),
                side_by_side("level", "entity"),
                side_by_side("value_form", "decimals"),
                side_by_side("time_rule", "cross_project_rule"),
                "disaggregation",
                "least_amount",
                side_by_side("statuses", "flags"),
                "needs_evidence",
                "parts",
            ),
        )
        return helper
