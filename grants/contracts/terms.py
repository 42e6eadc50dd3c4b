"""Each setting of a contract: its unit and the article it stands in (domain.md 7.4 to 7.9)."""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

SPECIAL, GENERAL = _("special conditions, article %s"), _("general conditions, article %s")
MONTHS, DAYS, PERCENT, EURO, YEARS, POINTS = (
    _("months"), _("days"), _("%"), _("EUR"), _("years"), _("percentage points"),
)  # fmt: skip


@dataclass(frozen=True)
class Setting:
    """Where a setting stands, and in what it is counted."""

    unit: str
    where: str
    article: str

    @property
    def source(self):
        """Its place in the contract, in words."""
        return self.where % self.article


SETTINGS = {
    "payment_option": Setting("", SPECIAL, "4.1"),
    "first_period_months": Setting(MONTHS, SPECIAL, "4.1"),
    "later_period_months": Setting(MONTHS, SPECIAL, "4.1"),
    "longest_last_period_months": Setting(MONTHS, SPECIAL, "4.1"),
    "one_shot_share": Setting(PERCENT, GENERAL, "15.1"),
    "prefinancing_cap": Setting(PERCENT, GENERAL, "15.1"),
    "spend_trigger": Setting(PERCENT, GENERAL, "15.1"),
    "earlier_spend_trigger": Setting(PERCENT, GENERAL, "15.1"),
    "contingency_needs_authorisation": Setting("", GENERAL, "14.6"),
    "initial_days": Setting(DAYS, GENERAL, "15.4"),
    "further_days": Setting(DAYS, GENERAL, "15.4"),
    "balance_days": Setting(DAYS, GENERAL, "15.4"),
    "interim_report_days": Setting(DAYS, GENERAL, "2.6"),
    "final_report_months": Setting(MONTHS, GENERAL, "2.6"),
    "information_days": Setting(DAYS, GENERAL, "2.1"),
    "verification_above": Setting(EURO, GENERAL, "15.7"),
    "interim_verification_above": Setting(EURO, GENERAL, "15.7"),
    "reallocation_limit": Setting(PERCENT, GENERAL, "9.4"),
    "addendum_notice_days": Setting(DAYS, GENERAL, "9.2"),
    "listed_contracts_above": Setting(EURO, SPECIAL, "7"),
    "listed_pending_above": Setting(EURO, SPECIAL, "7"),
    "exchange_rule": Setting("", GENERAL, "15.9"),
    "no_profit_rule": Setting("", SPECIAL, "7"),
    "late_interest_points": Setting(POINTS, GENERAL, "15.6"),
    "liability_months": Setting(MONTHS, GENERAL, "11.6"),
    "record_years": Setting(YEARS, GENERAL, "16.2"),
}
"""Every column of ContractTerms that people set, in the order of its page."""

GROUPS = (
    (_("Payments"), (
        "payment_option", "first_period_months", "later_period_months", "longest_last_period_months",
        "one_shot_share", "prefinancing_cap", "spend_trigger", "earlier_spend_trigger",
        "contingency_needs_authorisation", "initial_days", "further_days", "balance_days", "late_interest_points",
    )),
    (_("Reports and verification"), (
        "interim_report_days", "final_report_months", "information_days", "verification_above",
        "interim_verification_above", "listed_contracts_above", "listed_pending_above", "exchange_rule",
    )),
    (_("Changes and end"), (
        "reallocation_limit", "addendum_notice_days", "no_profit_rule", "liability_months", "record_years",
    )),
)  # fmt: skip
"""The settings as their page groups them."""
