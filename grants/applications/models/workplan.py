"""The workplan of an application: who does what from which month to which."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.applications.models.applications import Application, Partner
from grants.applications.models.logframe import LogframeResult
from grants.audit import append_only
from grants.drafts.models import TextRevision


class ActivityRow(models.Model):
    """A row of a workplan; months are counted from the first of the project."""

    key = models.UUIDField(default=uuid.uuid4)
    title = models.TextField(_("activity"), blank=True)
    first_month = models.PositiveSmallIntegerField(_("first month"), null=True, blank=True)
    last_month = models.PositiveSmallIntegerField(_("last month"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(class)s_months_begin_at_one",
                condition=~Q(first_month=0) & ~Q(last_month=0),
                violation_error_message=_("The first month of a project is month 1."),
            )
        ]

    def __str__(self):
        return self.title[:60]


class Activity(ActivityRow):
    """What a partner does for a result of the logframe. What was typed and not understood is in ``raw``."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="activities")
    result = models.ForeignKey(
        LogframeResult, null=True, blank=True, on_delete=models.PROTECT, related_name="activities"
    )
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="activities")
    raw = models.JSONField(_("as typed, not understood"), default=dict, blank=True)

    class Meta(ActivityRow.Meta):
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(
                name="activity_key_once",
                fields=["application", "key"],
                violation_error_message=_("This activity is in the workplan already."),
            ),
            *ActivityRow.Meta.constraints,
        ]


@append_only
class WorkplanRevision(TextRevision):
    """Every text a cell of the workplan ever held, and every text that came too late to be held."""

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="workplan_revisions")
    cell = models.CharField(max_length=80)

    class Meta(TextRevision.Meta):
        indexes = [models.Index(fields=["application", "cell", "at"])]

    def __str__(self):
        return self.cell
