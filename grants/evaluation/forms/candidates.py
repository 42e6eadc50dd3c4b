"""What those who evaluate type. Forms clean values; ``evaluation/actions`` saves them."""

from django import forms
from django.utils.translation import gettext_lazy as _

from grants.calls.models import CallStep
from grants.evaluation.actions.clarifications import LONGEST, SHORTEST
from grants.evaluation.models import CheckCriterion, CheckStage, Verdict
from grants.evaluation.queries.conflicts import organisations_of, people_concerned
from grants.evaluation.queries.opening import witnesses
from grants.evaluation.workflow import CandidateState
from grants.forms import Form, ModelForm
from grants.organisations.models import Organisation

LANGUAGES = {"es": _("Spanish"), "pt_br": _("Portuguese"), "en": _("English")}


def _long(label, *, required=True, rows=4, **kwargs):
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **kwargs)


class OpeningForm(Form):
    """Who is present at the opening, and what there is to note."""

    witness = forms.ModelChoiceField(
        label=_("Second person present"),
        queryset=None,
        empty_label=_("Choose a colleague"),
        help_text=_("Stands on the record of the opening beside your own name."),
    )
    note = _long(_("Note for the record"), required=False, rows=3)

    def __init__(self, *args, by, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["witness"].queryset = witnesses(by)


class ListForm(Form):
    """Search and filters of the candidates of an evaluation."""

    q = forms.CharField(label=_("Reference, title or organisation"), required=False)
    state = forms.ChoiceField(label=_("State"), required=False, choices=[("", _("All")), *CandidateState.choices])
    lot = forms.ChoiceField(label=_("Lot"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False)

    def __init__(self, *args, lots, countries, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["lot"].choices = [("", _("All")), *lots]
        self.fields["country"].choices = [("", _("All")), *countries]


class CriterionForm(ModelForm):
    """A criterion of a check, in three languages."""

    class Meta:
        model = CheckCriterion
        fields = (
            "stage",
            "step",
            "slug",
            *(f"{name}_{language}" for name in ("text", "reason") for language in LANGUAGES),
            "position",
        )
        labels = {"slug": _("Key"), "position": _("Order"), "stage": _("Check"), "step": _("Asked of")}
        help_texts = {"slug": _("Short, without blanks, like own-funds.")}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, label in (("text", _("Criterion")), ("reason", _("What the applicant is told if not kept"))):
            for language, language_name in LANGUAGES.items():
                field = self.fields[f"{name}_{language}"]
                field.label, field.required = f"{label} ({language_name})", language == "es"
        self.fields["stage"].choices = CheckStage.choices
        if self.instance.call.steps == 1 and not self.instance.step:
            del self.fields["step"]
        else:
            self.fields["step"].choices = [("", _("Concept notes and full applications")), *CallStep.choices]


class ChecksForm(forms.Form):
    """The answers of one candidate: a verdict and a note per criterion, drawn by the page itself."""

    def __init__(self, *args, checks, **kwargs):
        super().__init__(*args, auto_id="%s", **kwargs)
        self.checks = checks
        for row in checks.rows:
            slug, text = row.criterion.slug, row.criterion.text
            self.fields[f"verdict-{slug}"] = forms.ChoiceField(label=text, choices=Verdict.choices, required=False)
            self.fields[f"note-{slug}"] = forms.CharField(label=text, required=False, max_length=2000)

    def values(self):
        """What the action takes: {slug: (verdict, note)}."""
        return {"answers": self._by_criterion(self.cleaned_data.get)}

    def typed(self):
        """The same as it was sent, to be shown again."""
        return self._by_criterion(self.data.get) if self.is_bound else None

    def _by_criterion(self, get):
        slugs = [row.criterion.slug for row in self.checks.rows]
        return {slug: (get(f"verdict-{slug}", ""), get(f"note-{slug}", "")) for slug in slugs}


class NoteForm(Form):
    """A note for the file, never told to the applicant."""

    note = _long(
        _("Note for the file"), required=False, help_text=_("Only for those who evaluate; the applicant never sees it.")
    )


class ReasonForm(Form):
    """Why: needed."""

    reason = _long(_("Reason"))


class OrganisationField(forms.ModelChoiceField):
    """An organisation by its whole name: who is in conflict with it may not know it by its short one."""

    def label_from_instance(self, obj):
        """The legal name."""
        return obj.legal_name


class DeclareForm(Form):
    """With whom of the consortium one is in conflict."""

    organisation = OrganisationField(
        label=_("Organisation"),
        queryset=None,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose the organisation.")},
    )
    reason = _long(_("What connects you with it"), required=False, rows=3)

    def __init__(self, *args, candidate, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["organisation"].queryset = Organisation.objects.filter(candidate_parties__candidate=candidate)


class RecordConflictForm(Form):
    """A conflict the secretariat has learned of."""

    person = forms.ModelChoiceField(label=_("Person"), queryset=None, empty_label=_("Choose a person"))
    organisation = OrganisationField(label=_("Organisation"), queryset=None, empty_label=_("Choose an organisation"))
    reason = _long(_("What connects them"), rows=3)

    def __init__(self, *args, evaluation, hidden, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people_concerned()
        organisations = Organisation.objects.filter(pk__in=organisations_of(evaluation))
        self.fields["organisation"].queryset = organisations.exclude(pk__in=hidden)


class TermForm(Form):
    """The one term for clarifications."""

    days = forms.IntegerField(
        label=_("Days to answer"),
        min_value=SHORTEST,
        max_value=LONGEST,
        help_text=_("The same for every applicant; it cannot be changed once somebody was asked."),
    )


class QuestionForm(Form):
    """What is unclear."""

    question = _long(
        _("What is to be clarified"),
        rows=6,
        help_text=_("The applicant reads exactly this. Ask only about what is unclear: nothing new can be handed in."),
    )


class ManyFiles(forms.ClearableFileInput):
    """A field for several files."""

    allow_multiple_selected = True


class ManyFilesField(forms.FileField):
    """Several files, cleaned one by one; none is fine where the field is not required."""

    widget = ManyFiles

    def clean(self, data, initial=None):
        """A list of the files."""
        one = super().clean
        return [one(item, initial) for item in data] if isinstance(data, (list, tuple)) and data else []


class AnswerForm(Form):
    """The applicant's answer to a clarification."""

    text = _long(_("Your answer"), rows=8)
    files = ManyFilesField(label=_("Files"), required=False, help_text=_("PDF, Word, Excel or pictures."))
