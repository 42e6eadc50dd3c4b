"""The codes of ``instalments.py`` as sentences and as words of the table of a calculation."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from grants import formats

PERCENTAGES = {"percent", "trigger"}
"""Parameters that are percentages; the other decimals are amounts in EUR."""

SENTENCES = {
    "paid_at_end": _("This contract is paid once, at the end."),
    "first_paid_already": _("The first pre-financing is paid or on its way already."),
    "first_not_paid_yet": _("The first pre-financing comes before this one."),
    "no_period_left": _("Every reporting period has had its pre-financing: what is left is the balance."),
    "share_of_grant": _("%(percent)s of the grant without contingency (%(whole)s): %(amount)s."),
    "share_of_period": _(
        "EU share of %(percent)s of the budget of months %(first)s to %(last)s (%(whole)s): %(amount)s."
    ),
    "spend_test_passed": _(
        "%(trigger)s test passed at %(percent)s: of the previous instalment of %(previous)s so much is spent."
    ),
    "spend_test_failed": _(
        "%(trigger)s test not passed, at %(percent)s of the previous instalment of %(previous)s:"
        " the missing %(shortfall)s is taken off."
    ),
    "cut_at_cap": _(
        "Cut at the cap: pre-financing is at most %(percent)s of the grant, %(cap)s. %(room)s is left of it."
    ),
    "asked_for_less": _("Asked for less than is possible: %(requested)s."),
    "final_is_grant": _("The EU share of the accepted costs reaches the grant: the final grant is %(final)s."),
    "final_is_share": _("%(percent)s of the accepted costs of %(accepted)s: the final grant is %(final)s."),
    "recovery": _("%(paid)s was paid, %(final)s is the final grant: %(amount)s is recovered."),
}
"""Code of a finding -> the sentence."""

LINES = {
    "basis": _("Budget without contingency"),
    "eu_share": _("EU share of it"),
    "shortfall": _("Not yet spent, taken off"),
    "cap": _("Most pre-financing"),
    "paid": _("Paid or on its way"),
    "room": _("Left under the cap"),
    "requested": _("Asked for"),
    "accepted": _("Accepted costs"),
    "final": _("Final grant"),
    "recovery": _("To be recovered"),
    "payable": _("Payable"),
}
"""Code of a line of the calculation -> its words."""


def sentence(code, params, *, country=formats.NEUTRAL):
    """What a finding says; ``params`` as the finding has them or as a stored request keeps them (texts).

    Raises KeyError for an unknown code.
    """
    return str(SENTENCES[code]) % {name: _in_words(name, value, country) for name, value in params.items()}


def _in_words(name, value, country):
    if isinstance(value, int) or value is None:
        return str(value if value is not None else "–")
    if name not in PERCENTAGES:
        return formats.money(Decimal(value), country)
    return f"{formats.typed_number(Decimal(value), country)} %"
