"""The codes of ``rules.py`` and ``entries.py`` as sentences, and where on the sheet to put things right."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from grants import formats, number_messages
from grants.budgets.models import CostBasis

NOT_DIVIDED = gettext_lazy("not yet divided")
"""The choice of a line that no partner spends yet."""

FIELD_WORDS = {
    "heading": gettext_lazy("heading"),
    "year": gettext_lazy("year"),
    "partner": gettext_lazy("partner"),
    "description": gettext_lazy("cost"),
    "unit": gettext_lazy("unit"),
    "quantity": gettext_lazy("number of units"),
    "unit_value": gettext_lazy("unit value"),
    "justification": gettext_lazy("justification"),
    "basis": gettext_lazy("how it is claimed"),
    "indirect_costs": gettext_lazy("indirect costs"),
    "contingency": gettext_lazy("contingency reserve"),
    "kind": gettext_lazy("source"),
    "name": gettext_lazy("name of the source"),
    "amount": gettext_lazy("amount"),
}
"""Fields as sentences name them."""


GROUP_TITLES = {
    1: gettext_lazy("Human resources"),
    2: gettext_lazy("Travel"),
    3: gettext_lazy("Equipment and supplies"),
    4: gettext_lazy("Local office"),
    5: gettext_lazy("Other costs, services"),
    6: gettext_lazy("Other"),
}
"""Headings 1 to 6 of Annex III."""

STILL_UNREAD = {
    "year": "year_unknown",
    "partner": "partner_gone",
    "unit_value": "line_too_large",
}
"""Why a field can stand flagged although its text reads well by itself: the code to say then."""


def basis_words(line) -> str:
    """How a line of a frozen budget is claimed, where that is not as an actual cost; else nothing."""
    return str(CostBasis(line["basis"]).label) if "basis" in line else ""


def sentence(finding, *, country: str = formats.NEUTRAL) -> str:
    """What a finding says, in the reader's language, amounts written as in ``country``.

    Raises KeyError for an unknown code.
    """
    params = {name: _in_words(name, value, country) for name, value in finding.params.items()}
    return str(_SENTENCES[finding.code]) % params


def problem(entry, *, country: str = formats.NEUTRAL) -> str:
    """Why what was typed into a field was not understood. Raises KeyError for an unknown code."""
    if entry.problem in formats.PROBLEMS:
        return number_messages.sentence(entry.problem, places=entry.params["places"], country=country)
    return _PROBLEMS[entry.problem](entry.params)


def anchor(finding) -> str:
    """The id of the element of the sheet where the finding can be put right."""
    stem = finding.code.split("_")[0]
    if stem in ("line", "source"):
        return f"{stem}-{finding.params['key']}"
    if finding.code == "amount_unread":
        return f"budget-{finding.params['field']}"
    return _ANCHORS[finding.code]


def _in_words(name, value, country):
    if name == "percent":
        return formats.typed_number(value, country)
    if isinstance(value, Decimal):
        return formats.money(value, country)
    if name == "fields":
        return ", ".join(str(FIELD_WORDS[field]) for field in value)
    if name == "field":
        return str(FIELD_WORDS[value])
    if name == "label":
        return value or _("no description")
    return value


_SENTENCES = {
    "budget_empty": gettext_lazy("The budget has no line yet. Add what the project will spend."),
    "line_unread": gettext_lazy("Line %(heading)s “%(label)s”: %(fields)s could not be read."),
    "line_incomplete": gettext_lazy("Line %(heading)s “%(label)s”: %(fields)s still to fill in."),
    "line_without_partner": gettext_lazy("Line %(heading)s “%(label)s” has no partner. Say who spends it."),
    "line_not_simplified": gettext_lazy(
        "Line %(heading)s “%(label)s”: this call takes actual costs only. Say what will be paid."
    ),
    "line_outside_years": gettext_lazy(
        "Line %(heading)s “%(label)s” is in year %(year)s, but the project has %(years)s. Choose another year."
    ),
    "amount_unread": gettext_lazy("The amount of the %(field)s could not be read."),
    "source_unread": gettext_lazy("Source of funding “%(label)s”: %(fields)s could not be read."),
    "source_incomplete": gettext_lazy("Source of funding “%(label)s”: %(fields)s still to fill in."),
    "indirect_above_ceiling": gettext_lazy(
        "Indirect costs of %(amount)s are more than %(percent)s %% of the direct costs: at most %(highest)s."
    ),
    "contingency_above_ceiling": gettext_lazy(
        "The contingency reserve of %(amount)s is more than %(percent)s %% of the direct costs: at most %(highest)s."
    ),
    "grant_below_min": gettext_lazy("The EU contribution of %(amount)s is below the smallest grant of %(limit)s."),
    "grant_above_max": gettext_lazy("The EU contribution of %(amount)s is above the largest grant of %(limit)s."),
    "share_below_min": gettext_lazy(
        "The EU contribution of %(amount)s is less than %(percent)s %% of the total costs: at least %(lowest)s."
    ),
    "share_above_max": gettext_lazy(
        "The EU contribution of %(amount)s is more than %(percent)s %% of the total costs: at most %(highest)s."
    ),
    "sources_short": gettext_lazy(
        "The sources of funding add up to %(sources)s, the costs to %(total)s: %(missing)s are still without source."
    ),
    "sources_over": gettext_lazy(
        "The sources of funding add up to %(sources)s, the costs to %(total)s: %(excess)s too much."
    ),
    "verification_missing": gettext_lazy(
        "With more than %(above)s from the EU the budget needs a line 5.3 for the expenditure verification."
    ),
}
"""Code -> sentence; a test finds every code of rules.CODES here."""


def _text_too_long(params):
    return (
        ngettext(
            "The text has more than %(limit)d character. It is kept; shorten it.",
            "The text has more than %(limit)d characters. It is kept; shorten it.",
            params["limit"],
        )
        % params
    )


def _not_offered(params):
    return _("What was chosen here is no longer there. Choose again.")


def _year_unknown(params):
    return _("Choose a year from 1 to %(years)d.") % params


def _partner_gone(params):
    return _("This organisation is no longer in the budget. Choose another.")


def _basis_unknown(params):
    return _("Choose actual cost, unit cost, lump sum or flat rate.")


def _line_too_large(params):
    return _("Number of units times unit value is too large. Check that no digit was typed twice.")


_PROBLEMS = {
    "text_too_long": _text_too_long,
    "not_offered": _not_offered,
    "year_unknown": _year_unknown,
    "partner_gone": _partner_gone,
    "basis_unknown": _basis_unknown,
    "line_too_large": _line_too_large,
}
"""Code -> sentence, beside those of numbers; a test finds every code of entries.PROBLEMS."""

_ANCHORS = {
    "budget_empty": "group-1",
    "indirect_above_ceiling": "budget-indirect_costs",
    "contingency_above_ceiling": "budget-contingency",
    "grant_below_min": "sources",
    "grant_above_max": "sources",
    "share_below_min": "sources",
    "share_above_max": "sources",
    "sources_short": "sources",
    "sources_over": "sources",
    "verification_missing": "group-5",
}
