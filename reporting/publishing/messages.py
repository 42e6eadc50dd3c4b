"""Codes of the stage in words: what is proposed, what is wrong with a number of a note, the names of figures."""

from decimal import Decimal

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django_countries import countries

from grants.formats import NEUTRAL, number
from grants.money import percent
from grants.templatetags.grants import OFFICIAL_ZONE, moment_text
from reporting.publishing.kinds import CONCENTRATED, HEADLINE, KINDS
from reporting.results.models import Figure

NAMES = {
    "trained": _("small firms trained"),
    "practices": _("small firms with sustainable practices"),
    "jobs": _("green or digital jobs created or maintained"),
    "green_jobs": _("green jobs created or maintained"),
    "standards": _("small firms applying sustainability standards"),
    "turnover": _("small firms declaring a higher turnover"),
    "resources": _("small firms using resources sustainably"),
    "people": _("people trained"),
    "finance_people": _("representatives of small firms with financial training"),
    "staff": _("staff of business organisations trained"),
    "emissions": _("tonnes of CO2 equivalent avoided"),
    "projects": _("projects in execution"),
    "institutions": _("institutions in contracts"),
    "money_eu": _("EU contribution, EUR"),
    "money_own": _("co-financing, EUR"),
    "money_total": _("total cost, EUR"),
    "countries": _("countries"),
    "pillars": _("pillars"),
    "elapsed": _("share of the time that is over"),
}
"""Name of a figure -> what it counts, behind a number."""

SHORT = {
    "trained": _("Trained"),
    "practices": _("Practices"),
    "jobs": _("Jobs"),
    "standards": _("Standards"),
    "turnover": _("Turnover"),
    "projects": _("Projects"),
    "money_eu": _("EU contribution, EUR"),
    "money_own": _("Co-financing, EUR"),
    "money_total": _("Total cost, EUR"),
}
"""Name of a figure -> the head of its column."""

RULES = {
    "time_rule": {
        "distinct_ever": _("Everything up to the cut-off counts."),
        "valid_at_cut_off": _("Only what is in force at the cut-off counts: not withdrawn, not expired."),
        "state_at_cut_off": _("The state at the cut-off counts."),
        "sum": _("The values of all periods are added up."),
        "latest": _("The latest value of each project counts."),
    },
    "cross_project_rule": {
        "distinct": _("Each firm counts once, however many projects it takes part in."),
        "maximum": _("Of each firm the highest value of its projects counts, not their sum."),
        "sum": _("Projects are added up; nobody can tell who was counted twice."),
        "count": _("Each project counts once."),
    },
}
"""Column of an indicator -> its value -> what it does."""

PROBLEMS = {
    "no_figure": _("No figure is %(text)s. Write one of the figures beside the text, or leave the number out."),
    "qualifier_missing": _("The figure is %(value)s: a rounded number needs its qualifier, such as “%(example)s”."),
    "qualifier_untrue": _("The figure is %(value)s: what stands before %(text)s is not true of it."),
    "qualifier_unknown": _("Beside %(text)s stands a word or a sign no rule covers. Write one of: %(known)s."),
    "other_subject": _("%(text)s is the figure of: %(figure)s. Here the sentence speaks of something else."),
    "other_scope": _("%(text)s is the figure of %(scope)s. The sentence must say so."),
    "money_unlabelled": _(
        "Money needs its name in the sentence: EU contribution, co-financing or total cost. Here %(text)s has none."
    ),
    "money_other_label": _("%(text)s is: %(figure)s. The sentence gives it another name."),
    "money_other_currency": _("Figures of money are in euro. Write %(text)s in euro, or leave it out."),
    "format_of_country": _("In this country the number is written %(shown)s."),
    "claim_without_figure": _("“%(text)s” is a quantity without a figure. Write the figure, or leave it out."),
    "half_without_share": _(
        "“%(text)s” needs beside it, in the same sentence, how much of the time is over: %(share)s %%."
    ),
    "vague_untrue": _("No figure is large enough for “%(text)s”."),
}
"""Code of a problem with a text -> the sentence for the editor."""


def shown_publication(compilation, payload):
    """What is about to leave, for the page of the decision: headline figures, concentration, erratum."""
    rows = [
        {"label": _("Facts up to"), "value": date_format(compilation.cut_off, "DATE_FORMAT")},
        {"label": _("Approved up to"), "value": moment_text(compilation.as_of, OFFICIAL_ZONE)},
        *_headline(compilation),
    ]
    if payload.get("corrects"):
        rows.append({"label": _("Corrects publication"), "value": str(payload["corrects"])})
        errata = (("erratum_es", "Español"), ("erratum_pt_br", "Português"), ("erratum_en", "English"))
        rows += [{"label": f"Erratum · {language}", "value": payload[name]} for name, language in errata]
    return rows


def _headline(compilation):
    """The five figures and, where one country has more than half of one, that."""
    codes = {KINDS[name].code: name for name in HEADLINE}
    figures = Figure.objects.filter(compilation=compilation, indicator__indicator__code__in=codes)
    figures = list(figures.select_related("indicator__indicator"))
    wholes = {codes[one.indicator.indicator.code]: one for one in figures if one.dims == {}}
    rows = [
        {"label": capfirst(NAMES[name]), "value": number(wholes[name].net, wholes[name].indicator.decimals)}
        for name in HEADLINE
        if name in wholes
    ]
    for one in figures:
        name = codes[one.indicator.indicator.code]
        whole = wholes[name].net if name in wholes else 0
        if set(one.dims) == {"country"} and whole and one.net * 100 > whole * CONCENTRATED:
            value = f"{NAMES[name]}: {countries.name(one.dims['country'])}, {percent(one.net, whole, 0)} %"
            rows.append({"label": _("More than half in one country"), "value": value})
    return rows


def shown_value(value: Decimal | None, decimals: int, country=NEUTRAL) -> str:
    """A figure as it is: with the decimals of its indicator, without those that say nothing."""
    if value is None:
        return ""
    return number(value, 0 if value == value.to_integral_value() else decimals, country)
