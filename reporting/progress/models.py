"""Results updates: indicator values and the firm list of a project for half a year (decisions.md D2)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, Version, append_only
from reporting.progress.workflow import ListState, UpdateState


class ResultsUpdateQuerySet(models.QuerySet):
    def in_force(self, as_of):
        """What counts at a moment: approved up to it, and not corrected by one approved up to it."""
        approved = Q(state=UpdateState.APPROVED, approved_at__lte=as_of)
        later = ResultsUpdate.objects.filter(
            approved, project=OuterRef("project"), period_end=OuterRef("period_end"), number__gt=OuterRef("number")
        )
        return self.filter(approved, ~Exists(later))


class ResultsUpdate(models.Model):
    """What a project has achieved up to the end of a half-year: a state of its own, apart from money.

    Each update says what is new or changed since the one before; nothing said before needs repeating.
    Only approved ones count. ``number`` above 1 is a correction: it says the whole period anew and,
    once approved, counts in the place of the one before, which stays as it was.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("grants.Project", on_delete=models.PROTECT, related_name="results_updates")
    period_end = models.DateField(_("results up to"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=20, choices=UpdateState, default=UpdateState.DRAFT)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)

    objects = ResultsUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("results update")
        verbose_name_plural = _("results updates")
        ordering = ["-period_end", "project__reference"]
        constraints = [
            models.UniqueConstraint(
                name="results_update_once_per_period",
                fields=["project", "period_end", "number"],
                violation_error_message=_("There is an update for this period already."),
            ),
            models.CheckConstraint(
                name="results_update_state_known",
                condition=Q(state__in=UpdateState.values),
                violation_error_message=_("Unknown state of a results update."),
            ),
            models.CheckConstraint(
                name="results_update_approved_has_date",
                condition=~Q(state=UpdateState.APPROVED) | Q(approved_at__isnull=False),
                violation_error_message=_("An approved update has its date."),
            ),
        ]

    def __str__(self):
        return f"{self.project.reference} · {self.period_end:%d.%m.%Y}"


@append_only
class ResultsUpdateVersion(Version):
    """An update as it was approved: its values, and the hash of its firm list's rows."""

    update = models.OneToOneField(ResultsUpdate, on_delete=models.PROTECT, related_name="version")


@append_only
class ResultsUpdateEvent(Event):
    """What happened to a results update: begun, submitted, returned, approved."""

    document = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="events")


class IndicatorValue(models.Model):
    """A reported number of an update; empty is not zero. ``sex`` and the like split it, "" is the whole."""

    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="values")
    indicator = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="+")
    split = models.CharField(_("split"), max_length=30, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    note = models.TextField(_("how it was measured"), blank=True)

    class Meta:
        ordering = ["indicator__indicator__code", "split"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_value_once",
                fields=["update", "indicator", "split"],
                violation_error_message=_("This value is there already."),
            )
        ]

    def __str__(self):
        return f"{self.indicator} {self.split} {self.value}"


class FirmList(models.Model):
    """A list of firms handed in as a workbook: read by a worker, taken over whole or not at all."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="lists")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=ListState, default=ListState.QUEUED)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    problem_count = models.PositiveIntegerField(_("problems"), default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="firm_list_one_taken_per_update",
                fields=["update"],
                condition=Q(state=ListState.TAKEN),
                violation_error_message=_("Another list of this update is in force."),
            ),
            models.CheckConstraint(
                name="firm_list_state_known",
                condition=Q(state__in=ListState.values),
                violation_error_message=_("Unknown state of a firm list."),
            ),
        ]

    def __str__(self):
        return str(self.file)


class ListProblem(models.Model):
    """What is wrong with one cell of a list, as a code with its values: said in the reader's language."""

    list = models.ForeignKey(FirmList, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=40, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self):
        return f"{self.row} {self.column} {self.code}"


class Participation(models.Model):
    """A firm in a project, as one row of a list says it: points to the firm as reported (decisions.md D7)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    list = models.ForeignKey(FirmList, on_delete=models.PROTECT, related_name="participations")
    project = models.ForeignKey("grants.Project", on_delete=models.PROTECT, related_name="participations")
    firm = models.ForeignKey("reporting.Firm", on_delete=models.PROTECT, related_name="participations")
    row = models.PositiveIntegerField(_("row of the list"))
    as_typed = models.JSONField(_("as typed"), default=dict)

    class Meta:
        ordering = ["list", "row"]
        indexes = [models.Index(fields=["project", "firm"])]
        constraints = [
            models.UniqueConstraint(
                name="participation_row_once",
                fields=["list", "row"],
                violation_error_message=_("This row is there already."),
            )
        ]

    def __str__(self):
        return f"{self.project_id} {self.firm_id}"


class Fact(models.Model):
    """One thing true of a firm in a project from a day on: trained, adopted, certified, so many jobs.

    ``indicator`` is what it counts for. ``quantity`` is in the indicator's unit (hours of training, jobs in
    full-time equivalents with two places); ``item`` tells several of one kind apart (the standard, the
    job line); ``status`` is how surely (certified, verified, self_declared). A later fact of the same
    project, firm, indicator and item replaces an earlier one from its day on.
    """

    class Status(models.TextChoices):
        CERTIFIED = "certified", _("Certified")
        VERIFIED = "verified", _("Verified")
        SELF_DECLARED = "self_declared", _("Self-declared")

    participation = models.ForeignKey(Participation, on_delete=models.PROTECT, related_name="facts")
    indicator = models.ForeignKey("grants.Indicator", on_delete=models.PROTECT, related_name="+")
    on = models.DateField(_("since"))
    status = models.CharField(_("status"), max_length=15, choices=Status)
    item = models.CharField(_("which"), max_length=80, blank=True)
    quantity = models.DecimalField(_("quantity"), max_digits=12, decimal_places=2, null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    sex = models.CharField(_("sex"), max_length=10, blank=True)
    is_green = models.BooleanField(_("green"), default=False)
    is_digital = models.BooleanField(_("digital"), default=False)
    evidence = models.CharField(_("evidence"), max_length=200, blank=True)

    class Meta:
        ordering = ["participation", "indicator", "on"]
        indexes = [models.Index(fields=["indicator", "on"])]
        constraints = [
            models.CheckConstraint(
                name="fact_quantity_not_negative",
                condition=Q(quantity=None) | Q(quantity__gte=0),
                violation_error_message=_("A quantity is not negative."),
            ),
            models.CheckConstraint(
                name="fact_status_known",
                condition=Q(status__in=["certified", "verified", "self_declared"]),
                violation_error_message=_("Unknown status."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator_id} {self.on}"
