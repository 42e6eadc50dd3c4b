"""The catalogue of indicators: what the programme counts, and by which rules (decisions.md D3)."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only


class Level(models.TextChoices):
    """Place in the results chain of the logframe."""

    IMPACT = "impact", _("Impact")
    OUTCOME = "outcome", _("Outcome")
    OUTPUT = "output", _("Output")
    INPUT = "input", _("Input")


class Entity(models.TextChoices):
    """What one unit of the indicator is."""

    FIRM = "firm", _("Firm")
    PERSON = "person", _("Person")
    JOB = "job", _("Job (full-time equivalent)")
    PROJECT = "project", _("Project")
    ORGANISATION = "organisation", _("Organisation")
    EURO = "euro", _("Euro")
    QUANTITY = "quantity", _("Measured quantity")


class ValueForm(models.TextChoices):
    """Where a value comes from."""

    REGISTER = "register", _("Counted from the firm list")
    REPORTED = "reported", _("Reported number")
    RECORD = "record", _("Counted from the contracts")
    COMPOSITE = "composite", _("Sum of other indicators")


IN_LOGFRAMES = (ValueForm.REGISTER, ValueForm.REPORTED)
"""What a project plans and reports; the others follow from the contracts and from other indicators."""


class TimeRule(models.TextChoices):
    """How values of several periods make one figure."""

    DISTINCT_EVER = "distinct_ever", _("Distinct since the start")
    VALID_AT_CUT_OFF = "valid_at_cut_off", _("Status valid at the cut-off")
    STATE_AT_CUT_OFF = "state_at_cut_off", _("State at the cut-off")
    SUM = "sum", _("Sum of periods")
    LATEST = "latest", _("Latest value")


class CrossProjectRule(models.TextChoices):
    """How values of several projects make one figure."""

    DISTINCT = "distinct", _("Each one counted once")
    MAXIMUM = "maximum", _("Highest value per firm, then summed")
    SUM = "sum", _("Sum, not deduplicated")
    COUNT = "count", _("Number of projects")


class Indicator(models.Model):
    """One thing the programme counts. The code never changes; its definition has versions."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    alias = models.CharField(_("also known as"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("indicator")
        verbose_name_plural = _("indicators")
        ordering = ["code"]

    def __str__(self):
        return self.code


class IndicatorVersion(models.Model):
    """The definition of an indicator as it stood when a call, contract or figure used it.

    How it counts is said by its columns alone. ``statuses`` and ``flags`` (green, digital) empty mean: all;
    ``parts`` are the codes of the indicators a composite adds up.
    """

    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("version"))
    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    evidence_minimum = models.TextField(_("evidence asked at least"), blank=True)
    level = models.CharField(_("level"), max_length=10, choices=Level)
    entity = models.CharField(_("counts"), max_length=15, choices=Entity)
    unit = models.CharField(_("unit"), max_length=40)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    value_form = models.CharField(_("origin of the value"), max_length=10, choices=ValueForm)
    time_rule = models.CharField(_("over time"), max_length=20, choices=TimeRule)
    cross_project_rule = models.CharField(_("across projects"), max_length=10, choices=CrossProjectRule)
    disaggregation = ArrayField(models.CharField(max_length=30), verbose_name=_("disaggregated by"), default=list)
    statuses = ArrayField(
        models.CharField(max_length=15), verbose_name=_("statuses the headline counts"), default=list, blank=True
    )
    least_amount = models.DecimalField(
        _("smallest amount that counts"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    needs_evidence = models.BooleanField(_("counts only with evidence"), default=False)
    flags = ArrayField(
        models.CharField(max_length=10), verbose_name=_("counts what is marked as one of"), default=list, blank=True
    )
    parts = ArrayField(models.CharField(max_length=20), verbose_name=_("sum of"), default=list, blank=True)
    frozen_at = models.DateTimeField(_("in use since"), null=True, blank=True)

    class Meta:
        verbose_name = _("version of an indicator")
        verbose_name_plural = _("versions of indicators")
        ordering = ["indicator__code", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_version_number_once",
                fields=["indicator", "number"],
                violation_error_message=_("This version exists already."),
            ),
            models.CheckConstraint(
                name="indicator_version_codes_known",
                condition=Q(
                    level__in=Level.values,
                    entity__in=Entity.values,
                    value_form__in=ValueForm.values,
                    time_rule__in=TimeRule.values,
                    cross_project_rule__in=CrossProjectRule.values,
                ),
                violation_error_message=_("Unknown rule of an indicator."),
            ),
            models.CheckConstraint(
                name="indicator_version_composite_has_parts",
                condition=Q(value_form="composite", parts__len__gt=0) | (~Q(value_form="composite") & Q(parts=[])),
                violation_error_message=_("A sum of other indicators names them, and nothing else does."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator.code} {self.name}"


@append_only
class IndicatorEvent(Event):
    """What happened to an indicator: loaded, a version made, corrected, frozen."""

    document = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="events")
