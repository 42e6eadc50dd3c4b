"""What is said about a call once it is public: questions, answers, corrections of its form."""

from crispy_forms.layout import Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries as country_names

from grants.amount_field import AmountField
from grants.calls.models import CallQuestion
from grants.calls.self_check import PROFIT, Plan
from grants.forms import Form, ModelForm, name_languages, side_by_side, three, translated
from grants.organisations.models import OrganisationKind
from grants.questionnaire.models import QuestionnaireVersion


class AskForm(Form):
    """A question about the call."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 6, "data-characters": 2000}),
        help_text=_("One question at a time, in Spanish, Portuguese or English."),
    )


class AnswerForm(ModelForm):
    """The question as everybody will read it, and its answer."""

    class Meta:
        model = CallQuestion
        fields = translated("question", "answer")
        widgets = {
            **{name: forms.Textarea(attrs={"rows": 4}) for name in translated("question")},
            **{name: forms.Textarea(attrs={"rows": 8}) for name in translated("answer")},
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        name_languages(self, question=_("Question"), answer=_("Answer"))
        self.fields["question_es"].required = self.fields["answer_es"].required = True
        self.fields["question_es"].help_text = _("Without anything that tells who asked.")

    @property
    def helper(self):
        """Languages side by side."""
        helper = super().helper
        helper.layout = Layout(three("question"), three("answer"))
        return helper


class AmendForm(AnswerForm):
    """Another wording of a published answer, and why."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Published with the answer, and sent to everybody who was told before."),
    )

    @property
    def helper(self):
        """As for an answer, then the reason."""
        helper = super().helper
        helper.layout.append("reason")
        return helper


class CorrectFormForm(Form):
    """Which later version of its form a published call asks from now on, and why."""

    version = forms.ModelChoiceField(
        label=_("Version"), queryset=QuestionnaireVersion.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    reason = forms.CharField(
        label=_("Reason"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Published with the corrigendum and sent to everybody who began. Say what changes."),
    )

    def __init__(self, *args, versions, **kwargs):
        super().__init__(*args, initial={"version": versions.first()}, **kwargs)
        self.fields["version"].queryset = versions


class SelfCheckForm(Form):
    """The questions of the self-check. Sent by the address: nothing of it is kept."""

    country = forms.ChoiceField(label=_("Country in which your organisation is registered"))
    kind = forms.ChoiceField(label=_("Kind of organisation"))
    la = forms.IntegerField(
        label=_("Organisations from Latin America in the consortium"), min_value=0, max_value=50,
        help_text=_("Your own included."),
    )  # fmt: skip
    eu = forms.IntegerField(
        label=_("Organisations from the European Union in the consortium"), min_value=0, max_value=50,
        help_text=_("Your own included."),
    )  # fmt: skip
    grant = AmountField(label=_("Grant you would ask for, EUR"))
    total = AmountField(label=_("Total cost of the project, EUR"))
    months = forms.IntegerField(label=_("Duration of the project, months"), min_value=1, max_value=120)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["country"].choices = [("", _("Choose a country")), *country_names]
        self.fields["kind"].choices = [
            ("", _("Choose a kind")), *OrganisationKind.choices, (PROFIT, _("Firm or other for-profit organisation")),
        ]  # fmt: skip

    @property
    def helper(self):
        """Questions that belong together side by side."""
        helper = super().helper
        pairs = [("country", "kind"), ("la", "eu"), ("grant", "total")]
        helper.layout = Layout(*(side_by_side(*pair) for pair in pairs), "months")
        return helper

    def plan(self):
        """The answers as the rules take them."""
        data = self.cleaned_data
        sides = {"la": data["la"], "eu": data["eu"]}
        return Plan(data["country"], data["kind"], sides, data["grant"], data["total"], data["months"])
