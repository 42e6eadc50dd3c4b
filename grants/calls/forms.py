"""What officers type about a call. Forms clean values; ``calls/actions`` saves them."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_countries import countries as country_names

from grants.amount_field import AmountField
from grants.calls.countries import EUROPEAN_UNION, LATIN_AMERICA, OFFERED
from grants.calls.fields import LocalMomentField, as_typed, in_zone, zone_choices
from grants.calls.models import Call, CallDocument, CallState, Lot, RequiredDocument
from grants.forms import LANGUAGES, Form, ModelForm, name_languages, side_by_side, translated
from grants.indicators.models import IndicatorVersion, ValueForm
from grants.questionnaire.models import Purpose, QuestionnaireVersion

MOMENTS = ("opens_at", "closes_at", "questions_until")


def _three(name):
    return side_by_side(*translated(name))


class CallForm(ModelForm):
    """The basic data of a call: what it is, when, how much, who with. Times are typed in the call's zone."""

    opens_at = LocalMomentField(label=_("Opens"))
    closes_at = LocalMomentField(label=_("Deadline"))
    questions_until = LocalMomentField(label=_("Questions until"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone of the call"), help_text=_("All times above are typed in it."))
    grant_min = AmountField(label=_("Smallest grant, EUR"))
    grant_max = AmountField(label=_("Largest grant, EUR"))
    share_min = AmountField(label=_("Smallest EU share, %"), places=4, digits=7)
    share_max = AmountField(label=_("Largest EU share, %"), places=4, digits=7)
    indirect_max = AmountField(label=_("Indirect costs, at most percent of direct costs"), places=4, digits=7)
    contingency_max = AmountField(label=_("Contingency reserve, at most percent of direct costs"), places=4, digits=7)

    class Meta:
        model = Call
        fields = (
            "reference",
            "slug",
            *translated("title", "summary", "description"),
            "contact",
            *MOMENTS,
            "time_zone",
            "results_expected",
            "grant_min",
            "grant_max",
            "share_min",
            "share_max",
            "indirect_max",
            "contingency_max",
            "months_min",
            "months_max",
            "least_la",
            "least_eu",
            "mandate_evidence",
            "mandate_edits",
            "is_test",
        )
        labels = {
            "reference": _("Reference"),
            "slug": _("Address of the public page"),
            "contact": _("E-mail for questions"),
            "results_expected": _("Results expected"),
            "months_min": _("Shortest project, months"),
            "months_max": _("Longest project, months"),
            "least_la": _("Least organisations from Latin America"),
            "least_eu": _("Least organisations from the European Union"),
            "mandate_evidence": _("How partners sign their mandate"),
            "mandate_edits": _("A mandate may allow the lead later corrections that do not concern the partner"),
            "is_test": _("Only for trying out: not listed in public"),
        }
        help_texts = {
            "reference": _("As it stands on letters, like AIV-2026-3."),
            "slug": _("Small letters, digits and hyphens, like third-call-2026."),
        }
        widgets = {
            "results_expected": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            **{name: forms.Textarea(attrs={"rows": 4}) for name in translated("summary")},
            **{name: forms.Textarea(attrs={"rows": 10}) for name in translated("description")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        zone = self.instance.time_zone
        self.fields["time_zone"].choices = zone_choices(zone)
        name_languages(self, title=_("Title"), summary=_("Summary"), description=_("Full text"))
        self.fields["title_es"].required = True
        for language in LANGUAGES:
            needed = _("Shown where another is missing.") if language == "es" else _("Needed before publishing.")
            self.fields[f"title_{language}"].help_text = needed
            self.fields[f"summary_{language}"].help_text = _("Two or three sentences.")
            self.fields[f"description_{language}"].help_text = _("Markdown: ## Heading, - item, [word](link).")
        for name in MOMENTS:
            self.initial[name] = as_typed(getattr(self.instance, name), zone)

    def clean(self):
        """The typed moments become instants of the call's zone."""
        data = super().clean()
        zone = data.get("time_zone") or self.instance.time_zone
        for name in MOMENTS:
            if data.get(name):
                try:
                    data[name] = in_zone(data[name], zone)
                except ValidationError as error:
                    self.add_error(name, error)
        return data

    @property
    def helper(self):
        """Grouped by question: what, when, how much, with whom."""
        helper = super().helper
        helper.layout = Layout(
            Fieldset(_("What the call is"), side_by_side("reference", "slug"), _three("title"), _three("summary")),
            Fieldset(_("What the public page says"), _three("description"), "contact"),
            Fieldset(
                _("Dates"),
                side_by_side("opens_at", "closes_at"),
                side_by_side("questions_until", "time_zone"),
                "results_expected",
            ),
            Fieldset(
                _("Money"),
                side_by_side("grant_min", "grant_max"),
                side_by_side("share_min", "share_max"),
                side_by_side("indirect_max", "contingency_max"),
            ),
            Fieldset(
                _("Projects and consortia"),
                side_by_side("months_min", "months_max"),
                side_by_side("least_la", "least_eu"),
                "mandate_evidence",
                "mandate_edits",
                "is_test",
            ),
        )
        return helper


class CopyForm(CallForm):
    """What differs in a call copied from another."""

    class Meta(CallForm.Meta):
        fields = ("reference", "slug", *translated("title"), "opens_at", "closes_at", "time_zone")

    questions_until = grant_min = grant_max = share_min = share_max = indirect_max = contingency_max = None

    def __init__(self, *args, source, **kwargs):
        kwargs["initial"] = {name: getattr(source, name) for name in (*translated("title"), "time_zone")}
        ModelForm.__init__(self, *args, instance=Call(**_limits(source)), **kwargs)
        self.fields["time_zone"].choices = zone_choices(source.time_zone)
        name_languages(self, title=_("Title"))

    @property
    def helper(self):
        """Names, then dates."""
        helper = ModelForm.helper.fget(self)
        helper.layout = Layout(
            side_by_side("reference", "slug"),
            _three("title"),
            side_by_side("opens_at", "closes_at"),
            "time_zone",
        )
        return helper


def _limits(call):
    """The limits a copy takes over, so that its form checks the whole call."""
    names = ("programme", "grant_min", "grant_max", "share_min", "share_max", "months_min", "months_max")
    names += ("mandate_evidence", "mandate_edits")
    return {name: getattr(call, name) for name in names}


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
            _three("title"),
            side_by_side("pillar", "envelope"),
        )
        return helper

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"call"}  # so that a code used twice is told beside the code


class SlotForm(ModelForm):
    """A document applicants upload."""

    class Meta:
        model = RequiredDocument
        fields = (*translated("title", "help"), "slug", "required", "per_partner", "most_megabytes", "position")
        labels = {
            "slug": _("Key"),
            "required": _("Must be uploaded"),
            "per_partner": _("One from each organisation of the consortium"),
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
        self.fields["most_megabytes"].min_value = 1
        self.fields["most_megabytes"].widget.attrs |= {"min": 1, "max": 50}

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
            _three("title"),
            _three("help"),
            "required",
            "per_partner",
            side_by_side("most_megabytes", "position"),
            "slug",
        )
        return helper

    def _get_validation_exclusions(self):
        return super()._get_validation_exclusions() - {"call"}


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

    offered = forms.ModelMultipleChoiceField(queryset=IndicatorVersion.objects.none(), required=False)
    required = forms.ModelMultipleChoiceField(queryset=IndicatorVersion.objects.none(), required=False)

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


class DeadlineForm(Form):
    """A later deadline, typed in the call's zone, with the reason that is published."""

    closes_at = LocalMomentField(label=_("New deadline"))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Published with the corrigendum and sent to everybody who began."),
    )
    outage = forms.CharField(
        label=_("Outage"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only once the deadline has passed: what failed, from when to when, and how it is documented."),
    )

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, initial={"closes_at": as_typed(call.closes_at, call.time_zone)}, **kwargs)
        self.zone = call.time_zone
        self.fields["closes_at"].help_text = _("Time of %(zone)s.") % {"zone": call.time_zone.replace("_", " ")}

    def clean_closes_at(self):
        """The instant meant in the call's zone."""
        return in_zone(self.cleaned_data["closes_at"], self.zone)


class CancelForm(Form):
    """Why the call ends."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 4}))


class DocumentForm(ModelForm):
    """A document published with the call."""

    upload = forms.FileField(label=_("File"), help_text=_("PDF, Word or Excel, up to 20 MB."))
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The call is public: this is published as a corrigendum and sent to everybody who began."),
    )

    class Meta:
        model = CallDocument
        fields = (*translated("title"), "language", "position")
        labels = {"language": _("Language of the document"), "position": _("Order in lists")}

    def __init__(self, *args, call, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, title=_("Title"))
        self.fields["title_es"].required = True
        languages = [("", _("all languages")), ("es", "Español"), ("pt-br", "Português"), ("en", "English")]
        self.fields["language"].widget = forms.Select(choices=languages)
        if call.state == CallState.DRAFT:
            del self.fields["reason"]

    @property
    def helper(self):
        """File first."""
        helper = super().helper
        reason = ["reason"] if "reason" in self.fields else []
        helper.layout = Layout("upload", _three("title"), side_by_side("language", "position"), *reason)
        return helper


class FilterForm(Form):
    """Search in the list of calls."""

    q = forms.CharField(label=_("Words in title or reference"), required=False)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[
            ("", _("all")),
            ("open", _("open now")),
            ("closed", _("closed")),
            *CallState.choices,
        ],
    )
