"""What an auditor chooses: a population as known at a moment, and how to draw from it."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.forms import Form
from grants.payments.standing import booking_day
from reporting.auditing.models import MOST_ITEMS, OF_MONEY, Method, PopulationKind
from reporting.auditing.queries.populations import Choice
from reporting.auditing.queries.scope import engagements_of, scope_in_words
from reporting.results.models import Compilation, Figure
from reporting.results.queries.reading import rests_on_firms


class PopulationForm(Form):
    """Of what, as known when; for results of which figures. ``moment`` keeps "now" through what follows."""

    engagement = forms.TypedChoiceField(label=_("Engagement"), coerce=int)
    kind = forms.ChoiceField(label=_("Population"), choices=PopulationKind)
    day = forms.DateField(
        label=_("As known at the end of"),
        help_text=_("For payments and contracts; in the time of Berlin. Empty: now."),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        required=False,
    )
    compilation = forms.ChoiceField(
        label=_("Compilation"), help_text=_("For firms and facts: as they were counted then."), required=False
    )
    indicator = forms.ChoiceField(label=_("Indicator"), help_text=_("For facts."), required=False)
    moment = forms.DateTimeField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.engagements = {held.pk: held for held in engagements_of(user)}
        self.compilations = {str(one.public_id): one for one in Compilation.objects.visible_to(user).done()}
        self.fields["engagement"].choices = [
            (held.pk, f"{held.purpose} ({scope_in_words(held.call, held.country)})")
            for held in self.engagements.values()
        ]
        if len(self.engagements) == 1:
            self.fields["engagement"].required = False
            self.fields["engagement"].widget = forms.HiddenInput()
        self.fields["compilation"].choices = [("", "–"), *((key, _of(one)) for key, one in self.compilations.items())]
        self.fields["indicator"].choices = [("", "–"), *_indicators(self.compilations.values())]

    def clean(self):
        """The choice; a population of results needs its figures."""
        values = super().clean()
        if self.errors:
            return values
        held = self.engagements.get(values["engagement"] or None) or next(iter(self.engagements.values()))
        if values["kind"] in OF_MONEY:
            self.choice = Choice(held, values["kind"], self._moment(values))
            return values
        compilation = self.compilations.get(values["compilation"])
        if compilation is None:
            self.add_error("compilation", _("Choose the compilation whose firms or facts you want."))
        elif values["kind"] == PopulationKind.PARTICIPATIONS:
            self.choice = Choice(held, values["kind"], compilation.as_of, compilation)
        else:
            self._choose_facts(held, compilation, values)
        return values

    def _choose_facts(self, held, compilation, values):
        whole = Figure.objects.filter(compilation=compilation, dims={}, indicator__indicator__code=values["indicator"])
        figure = whole.select_related("compilation", "indicator__indicator").first()
        if figure is None or not rests_on_firms(figure):
            self.add_error("indicator", _("Choose an indicator that this compilation counted from firm lists."))
        else:
            self.choice = Choice(held, values["kind"], compilation.as_of, compilation, figure)

    def _moment(self, values):
        now, day = clock.now(), values["day"]
        if values["moment"]:
            if values["moment"] > now:
                self.add_error("day", _("Choose a day that has begun."))
            return values["moment"]
        if day is None:
            return now
        if day > booking_day(now):
            self.add_error("day", _("Choose a day that has begun."))
            return now
        end = datetime.combine(day + timedelta(days=1), time.min, clock.BOOKS_ZONE)
        return min(now, end - timedelta(microseconds=1))

    def address(self):
        """The chosen population in an address, its moment fixed."""
        choice = self.choice
        found = {"engagement": choice.engagement.pk, "kind": choice.kind}
        if choice.compilation is None:
            return found | {"moment": choice.as_of.isoformat()}
        found |= {"compilation": str(choice.compilation.public_id)}
        return found | ({"indicator": choice.figure.indicator.indicator.code} if choice.figure else {})


def _of(compilation):
    return _("facts up to %(day)s, approved up to %(moment)s") % {
        "day": date_format(compilation.cut_off, "DATE_FORMAT"),
        "moment": date_format(compilation.as_of, "DATE_FORMAT"),
    }


def _indicators(compilations):
    """Code and name of every indicator counted from firm lists in one of these compilations: one query."""
    wholes = Figure.objects.filter(compilation__in=[one.pk for one in compilations], dims={})
    found = {}
    for one in wholes.select_related("indicator__indicator").order_by("indicator__indicator__code", "pk"):
        if rests_on_firms(one):
            code = one.indicator.indicator.code
            found[code] = f"{code} · {one.indicator.name}"
    return list(found.items())


class DrawForm(Form):
    """How many, how, and from which seed."""

    method = forms.ChoiceField(
        label=_("Method"),
        choices=Method,
        help_text=_("By monetary unit every euro has the same chance, and what is above the interval is always drawn."),
    )
    size = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_ITEMS)
    seed = forms.CharField(
        label=_("Seed"),
        max_length=64,
        required=False,
        help_text=_("Empty: one is drawn and shown. Enter a seed to repeat a draw, or one you made yourself."),
    )
    note = forms.CharField(
        label=_("What the sample is for"), max_length=2000, widget=forms.Textarea({"rows": 3}),
        help_text=_("Kept with the sample. Every sample stays, also one you do not use."),
    )  # fmt: skip

    def __init__(self, *args, population, **kwargs):
        super().__init__(*args, **kwargs)
        if population.choice.kind not in OF_MONEY:
            self.fields["method"].choices = [one for one in Method.choices if one[0] != Method.MONETARY]
            self.fields["method"].help_text = ""
