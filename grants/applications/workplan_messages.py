"""Codes of what is wrong with an activity -> sentences; its months in words."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants import formats
from grants.applications.workplan_cells import (
    LONGEST_TITLE,
    PROBLEM_CHOICE,
    PROBLEM_MONTH,
    PROBLEM_ORDER,
    PROBLEM_TOO_LONG,
    problems_of,
)

SENTENCES = {
    PROBLEM_TOO_LONG: gettext_lazy("This text is too long: at most %(most)s characters. It is kept."),
    PROBLEM_MONTH: gettext_lazy("Write the month as a number counted from the start of the project, like 7."),
    PROBLEM_CHOICE: gettext_lazy("What was chosen here is no longer there. Choose again."),
    PROBLEM_ORDER: gettext_lazy("The last month is before the first."),
    "title_missing": gettext_lazy("say what is done."),
    "result_missing": gettext_lazy("choose the result it belongs to."),
    "partner_missing": gettext_lazy("choose the partner who is responsible."),
    "months_missing": gettext_lazy("say from which month to which."),
    "months_outside": gettext_lazy("it ends after the last month of the project, month %(months)s."),
}


def sentence(code, months=None) -> str:
    """Why an activity cannot be handed in as it is; "" without a code."""
    if not code:
        return ""
    return SENTENCES[code] % {"most": formats.number(LONGEST_TITLE), "months": formats.number(months or 0)}


def problems_of_activity(activity, months):
    """Code and sentence of everything that stands against handing this activity in.

    ``months`` is the duration of the project, None while nobody said it.
    """
    found = problems_of(activity)
    missing = {
        "title": "title_missing" if not activity.title.strip() else "",
        "result": "result_missing" if activity.result is None else "",
        "partner": "partner_missing" if activity.partner is None else "",
        "first_month": "months_missing" if None in (activity.first_month, activity.last_month) else "",
        "last_month": "months_outside" if months and (activity.last_month or 0) > months else "",
    }
    codes = list(found.values())
    codes += [code for field, code in missing.items() if code and field not in found]
    if "last_month" in found and "months_missing" in codes:
        codes.remove("months_missing")
    return [(code, sentence(code, months)) for code in codes]


def span(first, last) -> str:
    """The months of an activity in words."""
    if first is None or last is None:
        return _("months not given")
    if first == last:
        return _("month %(month)d") % {"month": first}
    return _("months %(first)d to %(last)d") % {"first": first, "last": last}
