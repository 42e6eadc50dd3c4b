"""What a call consists of: lots, documents to upload, countries, indicators, the application form."""

from crispy_forms.layout import Layout
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_countries import countries as country_names

from grants.amount_field import AmountField
from grants.calls.countries import EUROPEAN_UNION, LATIN_AMERICA, OFFERED
from grants.calls.models import Lot, RequiredDocument
from grants.files import content
from grants.forms import Form, ModelForm, name_languages, side_by_side, three, translated
from grants.indicators.models import IndicatorVersion, ValueForm
from grants.questionnaire.models import Purpose, QuestionnaireVersion


class LotForm(ModelForm):
    """A thematic lot with its money."""

    envelope = AmountField(label=_("Envelope, EUR"))

    class Meta:
        model = Lot
        fields = ("code", *translated("title"), "pillar", "envelope", "position")
        labels = {"code": _("Code"), "pillar": _("Pillar"), "position": _("Order in lists")}
        help_texts = {"code": _("Short, like 1 or A.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, title=_("Title"))
        self.fields["title_es"].required = True

    @property
    def helper(self):
        """Titles side by side."""
        helper = super().helper
        helper.layout = Layout(
            side_by_side("code", "position"),
            three("title"),
            side_by_side("pillar", "envelope"),
        )
        return helper

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"call"}  # so that a code used twice is told beside the code


class SlotForm(ModelForm):
    """A document applicants upload."""

    file_kinds = forms.MultipleChoiceField(
        label=_("Kinds of file"),
        choices=[(kind, content.KINDS[kind].label) for kind in content.ALLOWED],
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("None ticked: all of them."),
    )

    class Meta:
        model = RequiredDocument
        fields = (
            *translated("title", "help"), "slug", "required", "per_partner", "at_concept", "most_megabytes",
            "file_kinds", "position",
        )  # fmt: skip
        labels = {
            "slug": _("Key"),
            "required": _("Must be uploaded"),
            "per_partner": _("One from each organisation of the consortium"),
            "at_concept": _("With the concept note already"),
            "most_megabytes": _("Largest size, MB"),
            "position": _("Order in lists"),
        }
        help_texts = {"slug": _("Never shown to applicants. Left empty, it is made from the Spanish title.")}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in translated("help")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, title=_("Title"), help=_("Help"))
        self.fields["title_es"].required = True
        self.fields["slug"].required = False
        if self.instance.call.steps == 1:
            del self.fields["at_concept"]

    def clean_slug(self):
        """A key made from the title where none is given; one that is in use never changes."""
        return self.cleaned_data["slug"] or slugify(self.cleaned_data.get("title_es", ""))[:40]

    def clean_most_megabytes(self):
        """Between 1 and 50 MB: what a slow line can still send."""
        size = self.cleaned_data["most_megabytes"]
        if not 1 <= size <= 50:
            raise ValidationError(_("Between 1 and 50 MB."))
        return size

    @property
    def helper(self):
        """Texts side by side."""
        helper = super().helper
        helper.layout = Layout(
            three("title"),
            three("help"),
            "required",
            "per_partner",
            *(["at_concept"] if "at_concept" in self.fields else []),
            side_by_side("most_megabytes", "position"),
            "file_kinds",
            "slug",
        )
        return helper

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"call"}


class TemplateForm(Form):
    """A template for a document slot, and its language."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
    file = forms.FileField(
        label=_("File"), error_messages={"required": _("Choose a file first."), "empty": _("The file is empty.")}
    )

    def values(self):
        """What ``add_slot_template`` takes."""
        return {"language": self.cleaned_data["language"], "uploaded": self.cleaned_data["file"]}


class CountriesForm(Form):
    """The eligible countries by side of the consortium; the usual ones are ticked at first."""

    la = forms.MultipleChoiceField(label=_("Latin America"), widget=forms.CheckboxSelectMultiple)
    eu = forms.MultipleChoiceField(label=_("European Union"), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args, call, **kwargs):
        chosen = {"la": [], "eu": []}
        for row in call.countries.all():
            chosen[row.group].append(str(row.country))
        usual = {"la": list(LATIN_AMERICA), "eu": list(EUROPEAN_UNION)}
        super().__init__(*args, initial=chosen if any(chosen.values()) else usual, **kwargs)
        for group, codes in OFFERED.items():
            offered = {*codes, *chosen[group]}
            self.fields[group].choices = sorted(
                ((code, country_names.name(code)) for code in offered), key=lambda pair: pair[1]
            )


class CatalogueForm(Form):
    """The indicators applicants can take, and those every logframe has. Newest versions are offered."""

    offered = forms.ModelMultipleChoiceField(
        label=_("In the catalogue"), queryset=IndicatorVersion.objects.none(), required=False
    )
    required = forms.ModelMultipleChoiceField(
        label=_("In every logframe"), queryset=IndicatorVersion.objects.none(), required=False
    )

    def __init__(self, *args, call, **kwargs):
        taken = list(call.indicators.select_related("version"))
        initial = {
            "offered": [row.version_id for row in taken],
            "required": [row.version_id for row in taken if row.required],
        }
        super().__init__(*args, initial=initial, **kwargs)
        newest = IndicatorVersion.objects.exclude(value_form=ValueForm.COMPOSITE)
        newest = newest.order_by("indicator_id", "-number").distinct("indicator_id").values("pk")
        versions = IndicatorVersion.objects.filter(pk__in=[*newest.values_list("pk", flat=True), *initial["offered"]])
        self.versions = list(versions.select_related("indicator").order_by("indicator__code", "number"))
        for name in ("offered", "required"):
            self.fields[name].queryset = versions.select_related("indicator")

    def clean(self):
        """What every logframe has is offered, too."""
        data = super().clean()
        if "required" in data and "offered" in data and set(data["required"]) - set(data["offered"]):
            self.add_error("required", _("An indicator that every logframe has must also be in the catalogue."))
        return data

    def values(self):
        """What ``set_catalogue`` takes."""
        return {"versions": self.cleaned_data["offered"], "required": self.cleaned_data["required"]}

    def rows(self):
        """The table: each indicator with whether it is ticked in the two columns."""
        offered, required = ({str(value) for value in self[name].value() or []} for name in ("offered", "required"))
        return [
            {"version": version, "offered": str(version.pk) in offered, "required": str(version.pk) in required}
            for version in self.versions
        ]


class FormChoiceForm(Form):
    """Which version of which application form the call asks."""

    version = forms.ModelChoiceField(
        label=_("Application form"),
        queryset=QuestionnaireVersion.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, initial={"version": call.form_id}, **kwargs)
        versions = QuestionnaireVersion.objects.filter(questionnaire__purpose=Purpose.APPLICATION)
        self.fields["version"].queryset = versions.select_related("questionnaire").order_by(
            "questionnaire__name", "-number"
        )
