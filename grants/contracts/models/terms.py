"""The special conditions of a contract as numbers, the calendar that follows from them, the annexes."""

import uuid
from decimal import Decimal

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.contracts.models.contracts import Contract


class PaymentOption(models.TextChoices):
    ONE_SHOT = "one_shot", _("One pre-financing and the balance")
    INSTALMENTS = "instalments", _("Pre-financing per period and the balance")
    AT_END = "at_end", _("A single payment at the end")


class ExchangeRule(models.TextChoices):
    PERIOD_AVERAGE = "period_average", _("Average of the InforEuro rates of the reporting period")
    MONTH = "month", _("InforEuro rate of the month of the expenditure")
    INSTALMENT = "instalment", _("Rate at which the instalment was booked")


def _percent(label, default):
    return models.DecimalField(label, max_digits=7, decimal_places=4, default=Decimal(default))


def _small(label, default):
    return models.PositiveSmallIntegerField(label, default=default)


def _euros(label, default):
    return models.DecimalField(label, max_digits=14, decimal_places=2, default=Decimal(default))


class ContractTerms(models.Model):
    """Settings of one contract, defaults of decisions.md C10 and domain.md 7.9; final at the signature.

    ``grants/contracts/terms.py`` says for each its unit and the article it stands in.
    """

    contract = models.OneToOneField(Contract, on_delete=models.PROTECT, related_name="terms")
    payment_option = models.CharField(
        _("payment option"), max_length=12, choices=PaymentOption, default=PaymentOption.INSTALMENTS
    )
    first_period_months = _small(_("first period"), 12)
    later_period_months = _small(_("each later period"), 12)
    longest_last_period_months = _small(_("longest rest that is one period"), 18)
    one_shot_share = _percent(_("pre-financing where it is paid once"), 80)
    prefinancing_cap = _percent(_("most pre-financing, of the largest grant"), 90)
    spend_trigger = _percent(_("spent of the last instalment before the next"), 70)
    earlier_spend_trigger = _percent(_("spent of all earlier instalments before the next"), 100)
    contingency_needs_authorisation = models.BooleanField(
        _("contingency reserve only after written authorisation"), default=True
    )
    initial_days = _small(_("first payment within"), 30)
    further_days = _small(_("further payments within"), 60)
    balance_days = _small(_("balance within"), 90)
    interim_report_days = _small(_("interim report due after the period"), 60)
    final_report_months = _small(_("final report due after the end"), 3)
    information_days = _small(_("answer to a request for information within"), 30)
    verification_above = _euros(_("expenditure verification with the final report above"), "100000.00")
    interim_verification_above = _euros(_("expenditure verification with each further payment above"), "5000000.00")
    reallocation_limit = _percent(_("transfer between headings without addendum, of each heading"), 25)
    addendum_notice_days = _small(_("request for an addendum before it takes effect"), 30)
    listed_contracts_above = _euros(_("procurement listed in the report above"), "60000.00")
    listed_pending_above = _euros(_("pending payments listed above"), "500.00")
    exchange_rule = models.CharField(
        _("exchange rate rule"), max_length=15, choices=ExchangeRule, default=ExchangeRule.PERIOD_AVERAGE
    )
    no_profit_rule = models.BooleanField(_("no-profit rule applies"), default=False)
    late_interest_points = _percent(_("interest on late payment, above the ECB rate"), "3.5")
    liability_months = _small(_("liability ends after the end of the project"), 18)
    record_years = _small(_("records kept after the balance"), 5)

    class Meta:
        verbose_name = _("special conditions")
        verbose_name_plural = _("special conditions")
        constraints = [
            models.CheckConstraint(
                name="contract_terms_codes_known",
                condition=Q(payment_option__in=PaymentOption.values, exchange_rule__in=ExchangeRule.values),
                violation_error_message=_("Unknown payment option or exchange rate rule."),
            ),
            models.CheckConstraint(
                name="contract_terms_percentages",
                condition=Q(
                    one_shot_share__gt=0, one_shot_share__lte=100, prefinancing_cap__gt=0, prefinancing_cap__lte=100,
                    spend_trigger__gte=0, spend_trigger__lte=100,
                    earlier_spend_trigger__gte=0, earlier_spend_trigger__lte=100,
                    reallocation_limit__gte=0, reallocation_limit__lte=100,
                    late_interest_points__gte=0, late_interest_points__lte=100,
                ),
                violation_error_message=_("A percentage lies between 0 and 100 percent."),
            ),
            models.CheckConstraint(
                name="contract_terms_periods_and_days",
                condition=Q(
                    first_period_months__gt=0, later_period_months__gt=0,
                    longest_last_period_months__gte=F("later_period_months"),
                    initial_days__gt=0, further_days__gt=0, balance_days__gt=0,
                    interim_report_days__gt=0, final_report_months__gt=0, information_days__gt=0,
                ),
                violation_error_message=_("Periods and time limits are more than zero."),
            ),
            models.CheckConstraint(
                name="contract_terms_amounts_not_negative",
                condition=Q(
                    verification_above__gte=0, interim_verification_above__gte=0,
                    listed_contracts_above__gte=0, listed_pending_above__gte=0,
                ),
                violation_error_message=_("Amounts are not negative."),
            ),
        ]  # fmt: skip

    def __str__(self):
        return str(self.contract)


class ReportingPeriod(models.Model):
    """A period the consortium reports on, and when its report is due. Derived until the signature."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="periods")
    number = models.PositiveSmallIntegerField(_("number"))
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))
    report_due_on = models.DateField(_("report due"))
    is_last = models.BooleanField(_("final report"), default=False)

    class Meta:
        ordering = ["contract_id", "number"]
        constraints = [
            models.UniqueConstraint(
                name="reporting_period_number_once",
                fields=["contract", "number"],
                violation_error_message=_("This period exists already."),
            ),
            models.UniqueConstraint(
                name="reporting_period_one_last",
                fields=["contract"],
                condition=Q(is_last=True),
                violation_error_message=_("A contract has one final report."),
            ),
            models.CheckConstraint(
                name="reporting_period_dates_in_order",
                condition=Q(starts_on__lt=F("ends_on"), ends_on__lt=F("report_due_on")),
                violation_error_message=_("A period starts before it ends, and its report is due after."),
            ),
        ]

    def __str__(self):
        return f"{self.number}: {self.starts_on} – {self.ends_on}"


class AnnexTemplate(models.Model):
    """A version of an annex of the contract: the one in force when a contract is sent governs it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    code = models.CharField(_("annex"), max_length=8)
    title = models.CharField(_("title"), max_length=200)
    version = models.CharField(_("version"), max_length=30)
    in_force_from = models.DateField(_("in force from"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("annex of the contract")
        verbose_name_plural = _("annexes of the contract")
        ordering = ["position", "code", "-in_force_from"]
        constraints = [
            models.UniqueConstraint(
                name="annex_template_version_once",
                fields=["code", "version"],
                violation_error_message=_("This version of the annex exists already."),
            )
        ]

    def __str__(self):
        return f"{self.code} {self.title} ({self.version})"
