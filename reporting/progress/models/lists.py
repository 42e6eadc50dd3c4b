"""Firm lists of an update: what a worker took over from them, row by row, and what was wrong with them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from reporting.firms.models import EntityType, OwnerSex, Size
from reporting.progress.list_workflow import LIST_STEPS, ListAction
from reporting.progress.models.updates import ResultsUpdate
from reporting.progress.workflow import ListState


class FirmListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Lists of the updates one may see: of one's own project, or for a role of the programme."""
        return self.filter(update__in=ResultsUpdate.objects.visible_to(user)).select_related(
            "update__project__lead", "file", "uploaded_by"
        )


class FirmList(models.Model):
    """A list of firms handed in as a workbook: read by a worker, taken over whole or not at all.

    ``sheet`` is the one that was read. Problems stop a list, notes are only said; ``found`` counts both of
    each code, {code: [problems, notes]}, also those too many to be kept. The last three count the
    firms of a list that was taken over: first seen here, known before, not identified.
    """

    STEPS = LIST_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="lists")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=ListState, default=ListState.QUEUED)
    rows = models.PositiveIntegerField(_("rows"), default=0)
    problem_count = models.PositiveIntegerField(_("problems"), default=0)
    note_count = models.PositiveIntegerField(_("notes"), default=0)
    found = models.JSONField(default=dict)
    sheet = models.CharField(_("sheet"), max_length=100, blank=True)
    firms_new = models.PositiveIntegerField(_("firms first seen here"), default=0)
    firms_known = models.PositiveIntegerField(_("firms known before"), default=0)
    firms_unidentified = models.PositiveIntegerField(_("firms not identified"), default=0)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(_("uploaded at"))

    objects = FirmListQuerySet.as_manager()

    class Meta:
        verbose_name = _("firm list")
        verbose_name_plural = _("firm lists")
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

    def get_absolute_url(self):
        """The list's page."""
        return reverse("lists:detail", args=[self.public_id])


@append_only
class FirmListEvent(Event):
    """What happened to a firm list: handed in, read, refused, taken over, replaced."""

    document = models.ForeignKey(FirmList, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return ListAction(self.action).label


class ListProblem(models.Model):
    """What is wrong with one cell of a list, as a code with its values: said in the reader's language.

    A note stops nothing: it says what was put right, or what will not count.
    """

    list = models.ForeignKey(FirmList, on_delete=models.CASCADE, related_name="problems")
    row = models.PositiveIntegerField(_("row"))
    column = models.CharField(_("column"), max_length=40, blank=True)
    code = models.CharField(max_length=40)
    params = models.JSONField(default=dict)
    is_note = models.BooleanField(_("only a note"), default=False)

    class Meta:
        ordering = ["row", "pk"]

    def __str__(self):
        return f"{self.row} {self.column} {self.code}"


class Participation(models.Model):
    """A firm in a project, as one row of a list says it: points to the firm as reported (decisions.md D7).

    What decides whether and where the firm counts is kept as it was understood; the register takes it over
    when the update is approved (``actions/telling.py``).
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    list = models.ForeignKey(FirmList, on_delete=models.PROTECT, related_name="participations")
    project = models.ForeignKey("grants.Project", on_delete=models.PROTECT, related_name="participations")
    firm = models.ForeignKey("reporting.Firm", on_delete=models.PROTECT, related_name="participations")
    row = models.PositiveIntegerField(_("row of the list"))
    supported_on = models.DateField(_("supported since"), null=True, blank=True)
    entity_type = models.CharField(_("kind"), max_length=12, choices=EntityType, blank=True)
    size = models.CharField(_("size"), max_length=10, choices=Size, blank=True)
    section = models.CharField(_("sector (ISIC section)"), max_length=1, blank=True)
    owner_sex = models.CharField(_("sex of the owner or manager"), max_length=10, choices=OwnerSex, blank=True)
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
    staff = models.DecimalField(_("staff of the firm"), max_digits=10, decimal_places=2, null=True, blank=True)
    threat = models.CharField(_("threat or change of tasks"), max_length=200, blank=True)
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
