"""Forms about visits and findings: they clean values, the actions judge them."""

from contextlib import suppress

from django import forms
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django_countries import countries as country_names

from grants import clock
from grants.applications.marks import text_mark
from grants.contracts.models import Project
from grants.evaluation.forms.candidates import ManyFilesField
from grants.forms import Form
from grants.payments.standing import booking_day
from reporting.firms.models import Firm
from reporting.firms.names import core_name
from reporting.monitoring.actions.findings import TIME_TO_ANSWER
from reporting.monitoring.actions.samples import MOST_FIRMS, noted
from reporting.monitoring.actions.visits import written
from reporting.monitoring.finding_workflow import FindingState, Severity, Side
from reporting.monitoring.queries.listing import OVERDUE, UNFINISHED
from reporting.monitoring.queries.pages import firms_to_pick
from reporting.monitoring.queries.projects import accompanied, firms_reported
from reporting.monitoring.workflow import Outcome, VisitState

ALL = ("", _("All"))
USUAL_SAMPLE = 10
FIRMS_OFFERED = 50
KINDS_OF_FILES = _("PDF, Word, Excel or pictures.")


def _day(label, **more):
    return forms.DateField(label=label, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **more)


def _long(label, *, rows=4, longest=20_000, **more):
    return forms.CharField(label=label, max_length=longest, widget=forms.Textarea(attrs={"rows": str(rows)}), **more)


class _Later:
    """A field that is needed for handing in, not yet for saving: it is not called optional."""

    def validate(self, value):
        """Empty is fine today."""
        if value not in self.empty_values:
            super().validate(value)


class _LaterText(_Later, forms.CharField):
    """Such a text."""


class _LaterDay(_Later, forms.DateField):
    """Such a day."""


class _LaterChoice(_Later, forms.ChoiceField):
    """Such a choice."""


def _of_firm(word, firm):
    """A label that says to the ear which firm it is about; the eye sees the row."""
    return format_html('{} <span class="visually-hidden">{}</span>', word, firm.name)


def _mark():
    """What a page showed, to be compared with what is stored when it is sent."""
    return forms.CharField(required=False, max_length=12, widget=forms.HiddenInput)


class _ForProject(Form):
    """A form for one of the projects a monitor accompanies."""

    project = forms.ModelChoiceField(
        label=_("Project"),
        queryset=Project.objects.none(),
        to_field_name="public_id",
        error_messages={"required": _("Choose a project.")},
    )
    field_order = ("project",)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["project"].queryset = accompanied(user)

    def values(self):
        """What the action takes beside the project."""
        return {name: value for name, value in self.cleaned_data.items() if name != "project"}


class VisitFilter(Form):
    """Search and filters of the list of visits."""

    search = forms.CharField(label=_("Project or organisation"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ALL, *VisitState.choices, (OVERDUE, _("Report missing"))]
    )
    year = forms.ChoiceField(label=_("Year"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=[ALL, *country_names])

    def __init__(self, *args, years, is_of_programme, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["year"].choices = [ALL, *((str(year), str(year)) for year in years)]
        if not is_of_programme:
            del self.fields["country"]


class FindingFilter(Form):
    """Search and filters of the list of findings."""

    search = forms.CharField(label=_("Project or organisation"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"),
        required=False,
        choices=[ALL, (UNFINISHED, _("Not closed")), *FindingState.choices, (OVERDUE, _("Overdue"))],
    )
    severity = forms.ChoiceField(label=_("Severity"), required=False, choices=[ALL, *Severity.choices])
    side = forms.ChoiceField(label=_("Who answers"), required=False, choices=[ALL, *Side.choices])
    country = forms.ChoiceField(label=_("Country"), required=False, choices=[ALL, *country_names])

    def __init__(self, *args, is_of_programme, **kwargs):
        super().__init__(*args, **kwargs)
        if not is_of_programme:
            del self.fields["country"], self.fields["side"]


class PlanForm(Form):
    """When, where and what for a visit is."""

    planned_on = _day(pgettext_lazy("of a visit", "Day"))
    place = forms.CharField(label=pgettext_lazy("of a visit", "Place"), max_length=120)
    purpose = _long(
        pgettext_lazy("of a visit", "Purpose"),
        longest=2000,
        help_text=_("What you want to see, and whom you want to meet."),
    )
    announce = forms.BooleanField(
        label=_("Tell the people of the project now"),
        required=False,
        help_text=_("They get a letter with the day, the place and the purpose, and another if the plan changes."),
    )

    def __init__(self, *args, told=False, **kwargs):
        super().__init__(*args, **kwargs)
        if told:
            del self.fields["announce"]


class NewVisitForm(_ForProject, PlanForm):
    """The same for a project to be chosen."""


class ReportForm(Form):
    """What was found on a visit; saved as often as one likes, handed in later."""

    held_on = _LaterDay(
        label=_("The visit took place on"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    met = _LaterText(
        label=_("Who was met"),
        max_length=4000,
        help_text=_("Persons with their organisation and task."),
        widget=forms.Textarea(attrs={"rows": "3"}),
    )
    report = _LaterText(
        label=_("Report"),
        max_length=20_000,
        help_text=_(
            "What you saw and heard. What has to be put right becomes a finding, after the report is handed in."
        ),
        widget=forms.Textarea(attrs={"rows": "16"}),
    )

    def __init__(self, *args, visit, **kwargs):
        self.stored = written(visit)
        self.planned_day = visit.planned_on.isoformat()  # offered by the page: who leaves it has not chosen it
        day = visit.held_on or (visit.planned_on if visit.planned_on <= booking_day(clock.now()) else None)
        marks = {f"seen_{name}": text_mark(text) for name, text in self.stored.items()}
        super().__init__(*args, initial=self.stored | {"held_on": day} | marks, **kwargs)
        for name in self.stored:
            self.fields[f"seen_{name}"] = _mark()

    def values(self):
        """What the action takes: the texts, and the marks of those the page showed."""
        texts = {name: self.cleaned_data[name] for name in self.stored}
        return texts | {"seen": {name: self.cleaned_data[f"seen_{name}"] for name in self.stored}}

    def rest_on_stored(self):
        """Once a colleague's words were shown, saving again replaces them; what was not touched follows them."""
        self.data = self.data.copy()
        for name, text in self.stored.items():
            is_offered = name == "held_on" and text and self.data.get(name) == self.planned_day
            if is_offered or text_mark(self.data.get(name, "")) == self.data.get(f"seen_{name}"):
                self.data[name] = text
            self.data[f"seen_{name}"] = text_mark(text)


class FilesForm(Form):
    """Photos and documents of a visit."""

    files = ManyFilesField(
        label=_("Files"),
        help_text=KINDS_OF_FILES,
        error_messages={"required": _("Choose a file.")},
    )
    caption = forms.CharField(label=_("What they show"), required=False, max_length=200)


class DrawForm(Form):
    """How many firms are drawn."""

    size = forms.IntegerField(label=_("How many firms"), min_value=1, max_value=MOST_FIRMS, initial=USUAL_SAMPLE)


class SearchForm(Form):
    """Which firms are offered."""

    q = forms.CharField(label=_("Name of the firm"), required=False, max_length=100)


class PickForm(Form):
    """Firms chosen by hand."""

    firms = forms.ModelMultipleChoiceField(
        label=_("Firms"),
        queryset=Firm.objects.none(),
        to_field_name="public_id",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose firms of the lists that count for this project.")},
    )

    def __init__(self, *args, visit, q="", **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["firms"].queryset = firms_reported(visit.project)
        ticked = list(self.fields["firms"].queryset.filter(public_id__in=self._ticked())) if self.is_bound else []
        offered = firms_to_pick(visit, q=core_name(q) if q else "")[:FIRMS_OFFERED]
        offered = list({firm.pk: firm for firm in [*ticked, *offered]}.values())
        self.fields["firms"].choices = [
            (str(firm.public_id), " · ".join(filter(None, (firm.name, firm.place, firm.tax_id)))) for firm in offered
        ]
        self.is_empty = not self.fields["firms"].choices

    def _ticked(self):
        """Firms that were ticked stay on the page, whatever is searched for."""
        name, field = self.add_prefix("firms"), forms.UUIDField()
        for one in self.fields["firms"].widget.value_from_datadict(self.data, self.files, name)[:MOST_FIRMS]:
            with suppress(forms.ValidationError):
                yield field.clean(one)


class OutcomesForm(Form):
    """What became of each firm of the sample."""

    def __init__(self, *args, sample, **kwargs):
        super().__init__(*args, **kwargs)
        self.rows = []
        for row in sample:
            one = row["observation"]
            names = f"outcome-{one.position}", f"note-{one.position}"
            self.fields[names[0]] = _LaterChoice(
                label=_of_firm(pgettext("of a visit", "Outcome"), one.firm),
                initial=one.outcome,
                choices=[("", _("still open")), *Outcome.choices],
            )
            self.fields[names[1]] = _long(
                _of_firm(gettext("Note"), one.firm), rows=2, longest=2000, required=False, initial=one.note
            )
            seen = f"seen-{one.position}"
            self.fields[seen] = _mark()
            self.initial[seen] = text_mark(noted(one.outcome, one.note))
            self.rows.append(row | {"outcome": self[names[0]], "note": self[names[1]], "seen": self[seen]})

    def values(self):
        """What the action takes: {place in the sample: (outcome, note)}, and the marks of those the page showed."""
        places = [row["observation"].position for row in self.rows]
        cleaned = self.cleaned_data
        return {
            "outcomes": {place: (cleaned[f"outcome-{place}"], cleaned[f"note-{place}"]) for place in places},
            "seen": {place: cleaned[f"seen-{place}"] for place in places},
        }

    def rest_on_stored(self):
        """Once a colleague's words were shown, saving again replaces them; what was not touched follows them."""
        self.data = self.data.copy()
        for row in self.rows:
            one = row["observation"]
            outcome, note, seen = (f"{name}-{one.position}" for name in ("outcome", "note", "seen"))
            if text_mark(noted(self.data.get(outcome, ""), self.data.get(note, ""))) == self.data.get(seen):
                self.data[outcome], self.data[note] = one.outcome, one.note
            self.data[seen] = text_mark(noted(one.outcome, one.note))


class CancelForm(Form):
    """Why a visit does not take place."""

    note = _long(
        _("Reason"), longest=2000, error_messages={"required": _("Say why the visit does not take place.")}
    )  # fmt: skip


class FindingForm(Form):
    """What has to be put right."""

    severity = forms.ChoiceField(label=_("Severity"), choices=Severity.choices, initial=Severity.MEDIUM)
    what = _long(_("What was found"), longest=4000)
    recommendation = _long(_("What do you recommend"), longest=4000)
    side = forms.ChoiceField(
        label=_("Who answers"),
        choices=Side.choices,
        initial=Side.PROJECT,
        help_text=_("The people of a project see only findings that the project answers."),
    )
    due_on = _day(_("Answer due on"))

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        first = booking_day(clock.now()) + TIME_TO_ANSWER
        self.fields["due_on"].help_text = _("On %(day)s at the earliest.") % {"day": date_format(first)}


class NewFindingForm(_ForProject, FindingForm):
    """The same for a project to be chosen, without a visit."""


class AnswerForm(Form):
    """What was done about a finding."""

    text = _long(
        _("Your answer"),
        rows=8,
        longest=8000,
        help_text=_("What you did about it, or why it stays as it is."),
        error_messages={"required": _("Write your answer. Files alone do not say what they answer.")},
    )
    files = ManyFilesField(label=_("Files"), required=False, help_text=KINDS_OF_FILES)


class ReturnFindingForm(Form):
    """What is missing in an answer, and until when it is given anew."""

    note = _long(
        _("What is missing"),
        longest=2000,
        error_messages={"required": _("Say what is missing: whoever answers reads it.")},
    )
    due_on = _day(_("New answer due on"))


class CloseFindingForm(Form):
    """Why a finding is closed; where there is an answer, only if one wants to say more."""

    note = _long(_("Reason"), longest=2000, required=False)

    def __init__(self, *args, finding, **kwargs):
        super().__init__(*args, **kwargs)
        if finding.state == FindingState.ANSWERED:
            self.fields["note"].label = _("What you want to say about the answer")
        else:
            self.fields["note"].required = True
            self.fields["note"].error_messages["required"] = _(
                "Nobody has answered: say why the finding is closed all the same."
            )
