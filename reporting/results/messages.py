"""How figures are counted, in words; why a fact or a firm does not count."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from grants.formats import number
from grants.indicators.models import CrossProjectRule, TimeRule
from reporting.progress.models import Fact

WHY_NOT = {
    "later": _("dated after the cut-off"),
    "replaced": _("a later fact takes its place"),
    "withdrawn": _("withdrawn by the cut-off"),
    "expired": _("expired by the cut-off"),
    "too_little": _("less than the smallest amount that counts"),
    "unmarked": _("neither green nor digital"),
    "unproven": _("no evidence named"),
    "status": _("its status is not counted in the headline"),
    "never": _("large firms and public bodies do not count"),
    "unidentified": _("not identified: counted in the range only"),
    "unsized": _("size unknown: counted in the range only"),
}
"""Code of a reason -> its words."""

TIME = {
    TimeRule.DISTINCT_EVER: _("Whatever happened up to the cut-off counts."),
    TimeRule.VALID_AT_CUT_OFF: _(
        "Of each project, firm and item the last fact up to the cut-off counts, if it is neither withdrawn nor expired."
    ),
    TimeRule.STATE_AT_CUT_OFF: _("The state at the cut-off counts: the last one said of it."),
    TimeRule.SUM: _("The values of all periods up to the cut-off are added."),
    TimeRule.LATEST: _("The last value of each project up to the cut-off counts."),
}

ACROSS = {
    CrossProjectRule.DISTINCT: _("Each one counts once, however many projects it takes part in."),
    CrossProjectRule.MAXIMUM: _("Of each firm and job line the highest amount of its projects counts, not the sum."),
    CrossProjectRule.SUM: _("Values of projects are added; nobody can tell who was counted twice."),
    CrossProjectRule.COUNT: _("Projects are counted, each once."),
}


CONDITIONS = ("value_form", "statuses", "least_amount", "flags", "needs_evidence", "parts")
"""Columns of a definition that say what is asked of a fact beside its date."""


def rule_in_words(version, country):
    """The sentences that say how an indicator's version is counted."""
    told = {name: getattr(version, name) for name in CONDITIONS}
    return [TIME[version.time_rule], ACROSS[version.cross_project_rule], *conditions_in_words(told, country)]


def conditions_in_words(told, country) -> list:
    """The sentences for CONDITIONS; ``told`` has those that are known, as a publication of long ago does not all."""
    sentences = []
    if told.get("parts"):
        sentences.append(_("It is the sum of %(parts)s.") % {"parts": ", ".join(told["parts"])})
    if told.get("statuses"):
        labels = [str(dict(Fact.Status.choices)[status]) for status in told["statuses"]]
        sentences.append(_("The headline counts: %(statuses)s.") % {"statuses": ", ".join(labels)})
    if told.get("least_amount") is not None:
        words = _("What is under %(amount)s does not count, and several smaller amounts of a firm are not added up.")
        sentences.append(words % {"amount": number(Decimal(told["least_amount"]), 0, country)})
    if told.get("flags"):
        sentences.append(_("Only what is marked green or digital counts; what is both counts once."))
    if told.get("needs_evidence"):
        sentences.append(_("Only what has its evidence named counts."))
    if told["value_form"] in ("register", "composite"):
        sentences.append(
            _("Large firms and public bodies never count; firms not identified or of unknown size only in the range.")
        )
    return sentences
