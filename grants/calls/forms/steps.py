"""Whether a call has one step or two, and what holds in them."""

from crispy_forms.layout import Fieldset, Layout
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from grants.calls.fields import LocalMomentField, as_typed, in_zone
from grants.calls.models import CallSteps
from grants.forms import Form, side_by_side
from grants.questionnaire.models import Purpose, QuestionnaireVersion

NEEDED = ("full_form", "full_opens_at", "full_closes_at")
ASKS = ("asks_budget", "asks_logframe", "asks_workplan", "asks_mandates")
OF_TWO = (*NEEDED, "cut_percent", *ASKS)


class StepsForm(Form):
    """One step, or two with the second form, its dates, what a concept note holds, and the cut."""

    use_required_attribute = False  # who chooses one step sends the rest empty

    steps = forms.TypedChoiceField(
        label=_("What is handed in"),
        choices=[
            (1, _("One step: the full application")),
            (2, _("Two steps: a concept note, then the full application of those invited")),
        ],
        coerce=int,
        widget=forms.RadioSelect,
    )
    full_form = forms.ModelChoiceField(
        label=_("Form of the full application"),
        queryset=QuestionnaireVersion.objects.none(),
        help_text=_("Answers are carried over where both forms ask a question under the same key."),
    )
    full_opens_at = LocalMomentField(
        label=_("Full applications from"),
        help_text=_("Those invited can begin then, or at the announcement if that comes later."),
    )
    full_closes_at = LocalMomentField(label=_("Deadline of the full applications"))
    cut_percent = forms.IntegerField(
        label=_("The invited ask together for at least so many percent of the envelope"), required=False,
        min_value=100, max_value=1000,
        help_text=_("Down the ranking of each lot until that is reached. Empty: all that pass are invited."),
    )  # fmt: skip
    asks_budget = forms.BooleanField(
        label=_("The budget"), required=False,
        help_text=_("Without it a concept note states the grant and the total cost it will ask for."),
    )  # fmt: skip
    asks_logframe = forms.BooleanField(label=_("The logframe"), required=False)
    asks_workplan = forms.BooleanField(label=_("The workplan"), required=False)
    asks_mandates = forms.BooleanField(label=_("Signed mandates of the partners"), required=False)

    def __init__(self, *args, call, **kwargs):
        plan = CallSteps.objects.filter(call=call).first() or CallSteps(call=call)
        initial = {name: getattr(plan, name) for name in OF_TWO if name != "full_form"}
        initial |= {"steps": call.steps, "full_form": plan.full_form_id}
        for name in ("full_opens_at", "full_closes_at"):
            initial[name] = as_typed(initial[name], call.time_zone)
        super().__init__(*args, initial=initial, **kwargs)
        self.call = call
        if self.is_bound and self.data.get("steps") != "2":
            for name in NEEDED:
                self.fields[name].required = False
        versions = QuestionnaireVersion.objects.filter(questionnaire__purpose=Purpose.APPLICATION)
        versions = versions.select_related("questionnaire").order_by("questionnaire__name", "-number")
        self.fields["full_form"].queryset = versions

    def clean(self):
        """With two steps the moments become instants of the call's zone."""
        data = super().clean()
        if data.get("steps") != 2:
            return data
        for name in ("full_opens_at", "full_closes_at"):
            if not data.get(name):
                continue
            try:
                data[name] = in_zone(data[name], self.call.time_zone)
            except ValidationError as error:
                self.add_error(name, error)
        return data

    def values(self):
        """What ``plan_steps`` takes."""
        data = self.cleaned_data
        if data["steps"] == 1:
            return {"steps": 1}
        return {"steps": 2, **{name: data[name] for name in OF_TWO}}

    @property
    def helper(self):
        """The choice, the second step, the cut between them, what the first holds."""
        helper = super().helper
        helper.layout = Layout(
            "steps",
            Fieldset(_("The full application"), "full_form", side_by_side("full_opens_at", "full_closes_at")),
            Fieldset(_("Who is invited"), "cut_percent"),
            Fieldset(_("What the concept note holds besides its form"), *ASKS),
        )
        return helper
