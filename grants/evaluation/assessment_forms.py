"""What those who run assessments type: rules, invitations, assignments, reasons."""

from datetime import timedelta

from crispy_forms.layout import Div, Layout
from django import forms
from django.utils.translation import gettext_lazy as _
from django_countries import countries as country_names

from grants import clock
from grants.amount_field import AmountField
from grants.evaluation.models import ScoringRules, Standing
from grants.forms import Form, ModelForm
from grants.organisations.models import Organisation, User
from grants.permissions import Role
from grants.questionnaire.models import Purpose, QuestionKind, QuestionnaireVersion
from grants.words import LANGUAGE_NAMES


class RulesForm(ModelForm):
    """The scoring rules of a call."""

    threshold = AmountField(
        label=_("Least total to pass"), required=False, help_text=_("Empty: only the sections have a threshold.")
    )
    percent = AmountField(
        label=_("Two assessments diverge above this percentage of the higher total"),
        places=4,
        digits=7,
        required=False,
        help_text=_("Empty: the distance alone never calls for a third assessor."),
    )

    class Meta:
        model = ScoringRules
        fields = (
            "grid",
            "threshold",
            "assessors",
            "days",
            "percent",
            "by_section",
            "across",
            "third",
            "comment_at_most",
            "comment_at_least",
            "tie_section",
        )
        widgets = {"third": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        grids = QuestionnaireVersion.objects.filter(
            questionnaire__purpose=Purpose.GRID, sections__questions__kind=QuestionKind.SCORE
        )
        self.fields["grid"].queryset = grids.select_related("questionnaire").distinct()
        self.fields["grid"].empty_label = _("Choose a grid")
        for name in ("comment_at_most", "comment_at_least"):
            self.fields[name].required = False
        help_text = _("The key of a section of the grid; after it, who handed in first, then the reference.")
        self.fields["tie_section"].help_text = help_text

    @property
    def helper(self):
        """Numbers that belong together side by side."""
        helper = super().helper
        helper.layout = Layout(
            "grid",
            Div("threshold", "assessors", "days", css_class="columns"),
            "percent",
            "by_section",
            "across",
            "third",
            Div("comment_at_most", "comment_at_least", css_class="columns"),
            "tie_section",
        )
        return helper


class InviteAssessorForm(Form):
    """Whom to ask, and what keeps their assignments free of conflicts."""

    user = forms.ModelChoiceField(label=_("Person"), queryset=None, to_field_name="public_id")
    languages = forms.MultipleChoiceField(label=_("Reads"), choices=LANGUAGE_NAMES, widget=forms.CheckboxSelectMultiple)
    country = forms.ChoiceField(
        label=_("Country"), required=False, help_text=_("Candidates of the same country go to others first.")
    )
    employer = forms.ModelChoiceField(
        label=_("Works for"),
        queryset=None,
        to_field_name="public_id",
        required=False,
        help_text=_("Its consortia are barred to this person."),
    )

    def __init__(self, *args, evaluation, **kwargs):
        super().__init__(*args, **kwargs)
        people = User.objects.filter(
            is_active=True, pk__in=_holders(evaluation.call), role_assignments__role=Role.ASSESSOR
        )
        people = people.exclude(assessorships__evaluation=evaluation)
        self.fields["user"].queryset = people.distinct().order_by("name", "email")
        self.fields["employer"].queryset = Organisation.objects.order_by("legal_name")
        self.fields["employer"].label_from_instance = lambda organisation: organisation.legal_name
        self.fields["country"].choices = [("", "–"), *country_names]


def _holders(call):
    """Numbers of the people who hold the role of an assessor now, for this call or for all."""
    held = User.role_assignments.rel.related_model.objects.in_force(clock.now()).filter(role=Role.ASSESSOR)
    return held.exclude(call__isnull=False, call__in=type(call).objects.exclude(pk=call.pk)).values("user_id")


class TermForm(Form):
    """By when; the days of the rules are proposed."""

    days = forms.IntegerField(label=_("Days from today"), min_value=1, max_value=180)

    def values(self):
        """What the action takes: the moment the term ends, and the rest as it was given."""
        values = dict(self.cleaned_data)
        return values | {"due_at": clock.now() + timedelta(days=values.pop("days"))}


class AssignForm(TermForm):
    """Which assessor, by when."""

    assessor = forms.ModelChoiceField(label=_("Assessor"), queryset=None, to_field_name="public_id")

    field_order = ["assessor", "days"]

    def __init__(self, *args, assessors, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["assessor"].queryset = assessors
        self.fields["assessor"].empty_label = _("Choose an assessor")


class LotForm(TermForm):
    """The draw to carry out: its seed, and by when."""

    seed = forms.CharField(widget=forms.HiddenInput, max_length=40)


class ReasonForm(Form):
    """Why."""

    reason = forms.CharField(label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000)


class ReopenForm(TermForm, ReasonForm):
    """Why, and by when it is to be submitted again."""

    field_order = ["reason", "days"]


class DeclineForm(Form):
    """Why not, if one wants to say."""

    reason = forms.CharField(
        label=_("Reason"), widget=forms.Textarea(attrs={"rows": 3}), max_length=2000, required=False
    )


class AcceptForm(Form):
    """The signature under the declaration that was shown."""

    seen_sha256 = forms.CharField(widget=forms.HiddenInput, max_length=64)
    signed = forms.BooleanField(label=_("I have read the declaration and sign it."))

    def __init__(self, *args, has_declared=False, **kwargs):
        super().__init__(*args, **kwargs)
        if has_declared:
            self.fields.clear()


class FilterForm(Form):
    """Search and filters of the cockpit."""

    q = forms.CharField(label=_("Search"), required=False, max_length=100)
    lot = forms.ChoiceField(label=_("Lot"), required=False)
    standing = forms.ChoiceField(
        label=_("Assessing"),
        required=False,
        choices=[("", _("All")), ("unassigned", _("Nobody assigned")), *Standing.choices],
    )

    sort = forms.ChoiceField(
        label=_("Order by"),
        required=False,
        choices=[("", _("Reference")), ("spread", _("Spread")), ("mean", _("Score")), ("rank", _("Rank"))],
    )

    def __init__(self, *args, lots, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = [("", _("All")), *((lot.code, str(lot)) for lot in lots)]
