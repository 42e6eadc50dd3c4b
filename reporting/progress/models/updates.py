"""Results updates: what a project reached in half a year, with its values and their evidence (decisions.md D2)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, Version, append_only
from grants.drafts.models import TextRevision
from grants.words import short_date_text
from reporting.progress import half_years
from reporting.progress.models.about import AboutProject, AboutProjectQuerySet
from reporting.progress.readers import read_by_roles
from reporting.progress.workflow import STEPS, UpdateAction, UpdateState


class ResultsUpdateQuerySet(AboutProjectQuerySet):
    def visible_to(self, user):
        """Those of one's organisations; for the programme's people those their roles read.

        A conflict of interest with an organisation of the project keeps a person of the programme out.
        """
        read = read_by_roles(user) & self.without_conflict(user)
        return self.filter(self.of_own_projects(user) | read).select_related(
            "project__lead", "project__contract__award__lot__call"
        )

    def in_force(self, as_of):
        """What counts at a moment: approved up to it, and not corrected by one approved up to it."""
        approved = Q(state=UpdateState.APPROVED, approved_at__lte=as_of)
        later = ResultsUpdate.objects.filter(
            approved, project=OuterRef("project"), period_end=OuterRef("period_end"), number__gt=OuterRef("number")
        )
        return self.filter(approved, ~Exists(later))


class ResultsUpdate(AboutProject, models.Model):
    """What a project has achieved up to the end of a half-year: a state of its own, apart from money.

    Each update says what is new or changed since the one before; nothing said before needs repeating.
    Only approved ones count. ``number`` above 1 is a correction: it says the whole period anew and,
    once approved, counts in the place of the one before, which stays as it was. ``checklist``,
    ``reviewer`` and ``is_reviewer_involved`` are put here before the guards of a step are asked.
    """

    STEPS = STEPS
    checklist = None
    reviewer = None
    is_reviewer_involved = False

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey("grants.Project", on_delete=models.PROTECT, related_name="results_updates")
    period_end = models.DateField(_("results up to"))
    number = models.PositiveSmallIntegerField(_("number"), default=1)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=20, choices=UpdateState, default=UpdateState.DRAFT)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    submitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(_("approved at"), null=True, blank=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ResultsUpdateQuerySet.as_manager()

    class Meta:
        verbose_name = _("results update")
        verbose_name_plural = _("results updates")
        ordering = ["-period_end", "project__reference", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="results_update_once_per_period",
                fields=["project", "period_end", "number"],
                violation_error_message=_("There is an update for this period already."),
            ),
            models.UniqueConstraint(
                name="results_update_one_under_way_per_period",
                fields=["project", "period_end"],
                condition=~Q(state=UpdateState.APPROVED),
                violation_error_message=_("An update for this period is under way."),
            ),
            models.CheckConstraint(
                name="results_update_approved_by_another",
                condition=~Q(state=UpdateState.APPROVED) | ~Q(submitted_by=F("approved_by")),
                violation_error_message=_("Who submitted an update does not approve it."),
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
        return f"{self.project.reference} · {short_date_text(self.period_end)}"

    def get_absolute_url(self):
        """The update's record."""
        return reverse("updates:detail", args=[self.public_id])

    @property
    def period_start(self):
        """The first day of the half-year."""
        return half_years.start_of(self.period_end)


@append_only
class ResultsUpdateVersion(Version):
    """An update as it was approved: its values, and the hash of its firm list's rows."""

    update = models.OneToOneField(ResultsUpdate, on_delete=models.PROTECT, related_name="version")


@append_only
class ResultsUpdateEvent(Event):
    """What happened to a results update: begun, submitted, returned, approved."""

    document = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return UpdateAction(self.action).label


class IndicatorValue(models.Model):
    """A reported number of an update; empty is not zero. ``split`` names a part of it, "" is the whole.

    Only the whole counts; parts only describe it (``splits``). ``raw`` is what was typed and not
    understood, as long as it stands. How it was measured and where the evidence is kept stand with the
    whole.
    """

    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="values")
    indicator = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="+")
    split = models.CharField(_("split"), max_length=30, blank=True)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=2, null=True, blank=True)
    raw = models.TextField(_("as typed, not understood"), blank=True)
    note = models.TextField(_("how it was measured"), blank=True)
    kept_at = models.TextField(_("where the evidence is kept"), blank=True)

    class Meta:
        ordering = ["indicator__indicator__code", "split"]
        constraints = [
            models.UniqueConstraint(
                name="indicator_value_once",
                fields=["update", "indicator", "split"],
                violation_error_message=_("This value is there already."),
            ),
            models.CheckConstraint(
                name="indicator_value_not_negative",
                condition=Q(value=None) | Q(value__gte=0),
                violation_error_message=_("A value is not negative."),
            ),
            models.CheckConstraint(
                name="indicator_value_not_understood_is_none",
                condition=Q(raw="") | Q(value=None),
                violation_error_message=_("What was not understood has no value."),
            ),
        ]

    def __str__(self):
        return f"{self.indicator} {self.split} {self.value}"


@append_only
class ValueRevision(TextRevision):
    """Every text a field of an update ever held, and every text that came too late to be held.

    ``cell`` is its name on pages (``cells.cell_name``).
    """

    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="revisions")
    cell = models.CharField(max_length=80)

    class Meta(TextRevision.Meta):
        indexes = [models.Index(fields=["update", "cell", "at"])]

    def __str__(self):
        return self.cell


class EvidenceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Evidence of the updates one may see."""
        return self.filter(update__in=ResultsUpdate.objects.visible_to(user)).select_related(
            "update__project__lead", "update__project__contract__award__lot__call", "indicator", "file"
        )


class Evidence(models.Model):
    """A file that shows a reported number of an update."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    update = models.ForeignKey(ResultsUpdate, on_delete=models.PROTECT, related_name="evidence")
    indicator = models.ForeignKey("grants.IndicatorVersion", on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"))

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        ordering = ["added_at", "pk"]

    def __str__(self):
        return str(self.file)
