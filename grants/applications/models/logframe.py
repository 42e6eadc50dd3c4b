"""The results chain of an application, with its indicators."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.applications.models.applications import Application


class ResultLevel(models.TextChoices):
    IMPACT = "impact", _("Impact")
    OUTCOME = "outcome", _("Outcome")
    OUTPUT = "output", _("Output")


class ResultRow(models.Model):
    """A row of a results chain: what a project wants to reach, and on which assumptions."""

    key = models.UUIDField(default=uuid.uuid4)
    level = models.CharField(_("level"), max_length=10, choices=ResultLevel)
    statement = models.TextField(_("result"), blank=True)
    assumptions = models.TextField(_("assumptions"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_level_known",
                condition=Q(level__in=ResultLevel.values),
                violation_error_message=_("Unknown level."),
            )
        ]

    def __str__(self):
        return self.statement[:60]


class IndicatorRow(models.Model):
    """Where an indicator of a logframe begins, what is to be reached, and how one will know."""

    key = models.UUIDField(default=uuid.uuid4)
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source of data"), max_length=250, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]


class LogframeResult(ResultRow):
    """A row of the results chain of an application."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="results")

    class Meta(ResultRow.Meta):
        constraints = [
            models.UniqueConstraint(
                name="logframe_result_key_once",
                fields=["application", "key"],
                violation_error_message=_("This result is in the logframe already."),
            ),
            *ResultRow.Meta.constraints,
        ]


class LogframeIndicator(IndicatorRow):
    """An indicator of the call's catalogue taken into the logframe, with baseline, target and source."""

    result = models.ForeignKey(LogframeResult, on_delete=models.CASCADE, related_name="indicators")
    indicator = models.ForeignKey("grants.CallIndicator", on_delete=models.PROTECT, related_name="+")
    raw = models.JSONField(_("as typed, not understood"), default=dict, blank=True)

    class Meta(IndicatorRow.Meta):
        constraints = [
            models.UniqueConstraint(
                name="logframe_indicator_key_once",
                fields=["result", "key"],
                violation_error_message=_("This indicator is in the logframe already."),
            )
        ]

    def __str__(self):
        return str(self.indicator)
