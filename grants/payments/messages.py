"""The codes of ``instalments.py`` and ``paid_list.py`` as sentences and as words of the table of a calculation."""

from datetime import date
from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from grants import formats
from grants.payments import paid_list
from grants.payments.workflow import PaymentState
from grants.words import date_text

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


COLUMNS = {
    paid_list.REFERENCE: _("payment reference"),
    paid_list.DAY: _("value date"),
    paid_list.AMOUNT: _("amount"),
    paid_list.CURRENCY: _("currency"),
    paid_list.BANK_REFERENCE: _("bank reference"),
}
"""Columns of a list of paid payments -> their names."""

PAID_LIST = {
    "missing": _("The %(column)s is missing."),
    "reference_unknown": _("No payment has the reference %(typed)s."),
    "twice_in_file": _("This payment stands in row %(row)s already."),
    "date_unreadable": _("“%(typed)s” is not read as a day. Write it like 2026-06-30 or 30.06.2026."),
    "amount_unreadable": _("“%(typed)s” is not read as an amount. Write it like 120000.00."),
    "wrong_currency": _("The currency is %(typed)s; payments are in EUR."),
    "amount_differs": _("The payment is %(amount)s."),
    "in_future": _("The value date lies in the future."),
    "before_approval": _("The payment was approved on %(day)s, after this value date."),
    "confirmed_otherwise": _("Confirmed already, on %(day)s with the bank reference %(bank_reference)s."),
    "not_approved": _("The payment cannot be confirmed: %(state)s."),
    "bank_reference_taken": _("The bank reference belongs to the payment %(payment)s."),
    "bank_reference_long": _("The bank reference has more than 40 characters."),
}
"""Code of a problem of a row -> the sentence."""


def problem_of_row(code, params):
    """What is wrong with a row of a list of paid payments."""
    words = dict(params)
    if "column" in words:
        words["column"] = COLUMNS[words["column"]]
    if "state" in words:
        words["state"] = PaymentState(words["state"]).label
    shown = {name: _shown(value) for name, value in words.items()}
    return str(PAID_LIST[code]) % shown


def _shown(value):
    if isinstance(value, Decimal):
        return formats.money(value)
    return date_text(value) if isinstance(value, date) else str(value)


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
