"""Visits of monitors to projects: what was planned, who was met, what was found, which firms were seen."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, Version, append_only
from reporting.monitoring.models.about import AboutVisitedProject
from reporting.monitoring.readers import read_by_roles
from reporting.monitoring.workflow import STEPS, Outcome, VisitAction, VisitState
from reporting.progress.models.about import AboutProjectQuerySet

HELD = Q(state=VisitState.CARRIED_OUT)


class VisitQuerySet(AboutProjectQuerySet):
    def visible_to(self, user):
        """Officers and monitors within their scope; the project's people and auditors once it was carried out.

        A conflict of interest with an organisation of the project keeps a person of the programme out.
        """
        read = read_by_roles(user, auditors=HELD) & self.without_conflict(user)
        return self.filter(self.of_own_projects(user) & HELD | read).select_related(
            "project__lead", "project__contract__award__lot__call", "monitor"
        )


class Visit(AboutVisitedProject, models.Model):
    """A visit of a monitor. Its report is frozen once it was carried out; nothing of it changes any figure.

    A drawn sample of firms can be drawn again: by ``seed``, from as many firms as ``population`` says,
    whose mark is ``population_sha256``. ``announced_at`` is when the project was told of the plan.
    """

    STEPS = STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "grants.Project", on_delete=models.PROTECT, related_name="visits", verbose_name=_("project")
    )
    monitor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="visits", verbose_name=_("monitor")
    )
    planned_on = models.DateField(_("planned for"))
    place = models.CharField(_("place"), max_length=120)
    purpose = models.TextField(_("purpose"))
    state = models.CharField(_("state"), max_length=20, choices=VisitState, default=VisitState.PLANNED)
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)
    held_on = models.DateField(_("took place on"), null=True, blank=True)
    met = models.TextField(_("who was met"), blank=True)
    report = models.TextField(_("report"), blank=True)
    reason = models.TextField(_("reason"), blank=True)
    carried_out_at = models.DateTimeField(_("report handed in at"), null=True, blank=True)
    seed = models.CharField(_("seed of the sample"), max_length=32, blank=True)
    population = models.PositiveIntegerField(_("firms drawn from"), default=0)
    population_sha256 = models.CharField(_("mark of the firms drawn from"), max_length=64, blank=True)

    objects = VisitQuerySet.as_manager()

    class Meta:
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        ordering = ["-planned_on", "-pk"]
        indexes = [models.Index(fields=["project", "state"])]
        constraints = [
            models.CheckConstraint(
                name="visit_state_known",
                condition=Q(state__in=VisitState.values),
                violation_error_message=_("Unknown state of a visit."),
            ),
            models.CheckConstraint(
                name="visit_carried_out_has_report",
                condition=~HELD | (Q(held_on__isnull=False, carried_out_at__isnull=False) & ~Q(report="") & ~Q(met="")),
                violation_error_message=_("A visit that was carried out has its day, who was met and a report."),
            ),
            models.CheckConstraint(
                name="visit_cancelled_has_reason",
                condition=~Q(state=VisitState.CANCELLED) | ~Q(reason=""),
                violation_error_message=_("A cancelled visit has a reason."),
            ),
            models.CheckConstraint(
                name="visit_drawn_sample_has_population",
                condition=Q(seed="", population=0, population_sha256="")
                | (~Q(seed="") & Q(population__gt=0) & ~Q(population_sha256="")),
                violation_error_message=_("A drawn sample has its seed and the firms it was drawn from."),
            ),
        ]

    def __str__(self):
        return f"{self.project.reference} · {date_format(self.day, 'SHORT_DATE_FORMAT')}"

    def get_absolute_url(self):
        """The visit's record."""
        return reverse("visits:detail", args=[self.public_id])

    @property
    def day(self):
        """When it took place, or is planned for."""
        return self.held_on or self.planned_on


@append_only
class VisitVersion(Version):
    """A visit as its report was handed in, with what became of each firm and the hashes of its files."""

    visit = models.OneToOneField(Visit, on_delete=models.PROTECT, related_name="version")


@append_only
class VisitEvent(Event):
    """What happened to a visit: planned, announced, carried out, cancelled."""

    is_sealed = True  # an officer with a conflict of interest must not find it in the outbox

    document = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return VisitAction(self.action).label


class Observation(models.Model):
    """A firm of a visit's sample, and what became of it: evidence beside the figures, which it does not change."""

    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="observations")
    firm = models.ForeignKey("reporting.Firm", on_delete=models.PROTECT, related_name="observations")
    position = models.PositiveIntegerField(_("place in the sample"))
    is_drawn = models.BooleanField(_("drawn by the seed"))
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, blank=True)
    note = models.TextField(_("note"), blank=True)

    class Meta:
        ordering = ["visit", "position"]
        constraints = [
            models.UniqueConstraint(
                name="observation_firm_once",
                fields=["visit", "firm"],
                violation_error_message=_("This firm is in the sample already."),
            ),
            models.CheckConstraint(
                name="observation_outcome_known",
                condition=Q(outcome__in=["", *Outcome.values]),
                violation_error_message=_("Unknown outcome."),
            ),
            models.CheckConstraint(
                name="observation_otherwise_says_what",
                condition=Q(outcome__in=["", Outcome.SEEN]) | ~Q(note=""),
                violation_error_message=_("Say what the firm says, or how it was looked for."),
            ),
        ]

    def __str__(self):
        return f"{self.firm_id} {self.outcome}"


class VisitFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of the visits one may see."""
        return self.filter(visit__in=Visit.objects.visible_to(user)).select_related(
            "visit__project__lead", "visit__project__contract__award__lot__call", "file"
        )


class VisitFile(models.Model):
    """A photo or a document of a visit."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(Visit, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    caption = models.CharField(_("what it shows"), max_length=200, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))

    objects = VisitFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a visit")
        verbose_name_plural = _("files of visits")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return str(self.file)
