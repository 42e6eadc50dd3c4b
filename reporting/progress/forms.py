"""Forms about updates: they clean values, the actions judge them."""

from datetime import timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_countries import countries as country_names

from grants import clock
from grants.forms import Form
from grants.models import Contract, Project
from grants.payments.standing import booking_day
from reporting.progress import half_years
from reporting.progress.actions.updates import LIST
from reporting.progress.queries.listing import OVERDUE
from reporting.progress.workflow import UpdateState

ALL = ("", _("All"))
HALF_YEARS_OFFERED = 8


class FilterForm(Form):
    """Search and filters of the list; staff narrow it to a country or a call too."""

    search = forms.CharField(label=_("Project or organisation"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=_("State"), required=False, choices=[ALL, *UpdateState.choices, (OVERDUE, _("Overdue"))]
    )
    period_end = forms.ChoiceField(label=_("Results up to"), required=False)
    country = forms.ChoiceField(label=_("Country"), required=False, choices=[ALL, *country_names])
    call = forms.ChoiceField(label=_("Call"), required=False)

    def __init__(self, *args, ends, calls=None, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["period_end"].choices = [ALL, *((day.isoformat(), date_format(day)) for day in ends)]
        if calls is None:
            del self.fields["country"], self.fields["call"]
        else:
            self.fields["call"].choices = [ALL, *calls.values_list("slug", "reference")]


class BeginForm(Form):
    """Which update is begun by hand."""

    project = forms.ModelChoiceField(
        label=_("Project"), queryset=Project.objects.none(), error_messages={"required": _("Choose a project.")}
    )
    period_end = forms.TypedChoiceField(label=_("Results up to"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        seen = Contract.objects.visible_to(user).filter(state="signed").values("project_id")
        own = Project.objects.own_actions_visible_to(user)
        self.fields["project"].queryset = (Project.objects.filter(pk__in=seen) | own).distinct().order_by("reference")
        day, offered = half_years.end_of(booking_day(clock.now())), []
        for _number in range(HALF_YEARS_OFFERED):
            offered.append(day)
            day = half_years.start_of(day) - timedelta(days=1)
        self.fields["period_end"].choices = [(one.isoformat(), date_format(one)) for one in offered]
        self.fields["period_end"].coerce = {one.isoformat(): one for one in offered}.get

    def values(self):
        """What the action takes beside the project."""
        return {"period_end": self.cleaned_data["period_end"]}


class ReturnForm(Form):
    """Why an update goes back: in general, and what about which indicator."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("The people of the project read it in their letter."),
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": _("Say why: the people of the project read it.")},
    )

    def __init__(self, *args, content, **kwargs):
        super().__init__(*args, **kwargs)
        rows = [*(one.version for one in content.reported if one.value is not None or one.is_required)]
        rows += [one.version for one in content.counted]
        labels = {version.indicator.code: version.name for version in rows}
        self.about = {f"comment-{code}": code for code in (*labels, LIST)}
        for name, code in self.about.items():
            label = _("About the firm list") if code == LIST else labels[code]
            widget = forms.Textarea(attrs={"rows": "2"})
            self.fields[name] = forms.CharField(label=label, required=False, max_length=2000, widget=widget)

    def values(self):
        """The reason, and the comments by what they are about."""
        comments = {code: self.cleaned_data[name] for name, code in self.about.items()}
        return {"note": self.cleaned_data["note"], "comments": comments}


class CorrectionForm(Form):
    """Why an approved update is to be corrected."""

    note = forms.CharField(
        label=_("Reason"),
        max_length=2000,
        help_text=_("It is kept with the correction; the people of the project read it."),
        widget=forms.Textarea(attrs={"rows": "4"}),
        error_messages={"required": _("Say why: the reason is kept with the correction.")},
    )
