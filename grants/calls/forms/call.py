"""What officers type about a call as a whole: its basic data, and what differs in a copy."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants.amount_field import AmountField
from grants.calls.fields import LocalMomentField, as_typed, in_zone, zone_choices
from grants.calls.models import Call
from grants.forms import LANGUAGES, ModelForm, name_languages, side_by_side, three, translated
from grants.words import LANGUAGE_NAMES

MOMENTS = ("opens_at", "closes_at", "questions_until")


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
    languages = forms.MultipleChoiceField(
        label=_("Languages of the applications"),
        choices=LANGUAGE_NAMES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("The page of the call is in all three; none ticked means any."),
    )
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
            "languages",
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
            "workplan",
            "simplified_costs",
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
            "workplan": _("Applicants plan their activities by month and partner"),
            "simplified_costs": _("Costs may be claimed as unit costs, lump sums or flat rates"),
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
        if "time_zone" in self.fields:
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
            Fieldset(_("What the call is"), side_by_side("reference", "slug"), three("title"), three("summary")),
            Fieldset(_("What the public page says"), three("description"), "contact", "languages"),
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
                "simplified_costs",
            ),
            Fieldset(
                _("Projects and consortia"),
                side_by_side("months_min", "months_max"),
                side_by_side("least_la", "least_eu"),
                "mandate_evidence",
                "mandate_edits",
                "workplan",
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
            three("title"),
            side_by_side("opens_at", "closes_at"),
            "time_zone",
        )
        return helper


def _limits(call):
    """The limits a copy takes over, so that its form checks the whole call."""
    names = ("programme", "grant_min", "grant_max", "share_min", "share_max", "months_min", "months_max")
    names += ("mandate_evidence", "mandate_edits", "workplan", "simplified_costs")
    return {name: getattr(call, name) for name in names}
