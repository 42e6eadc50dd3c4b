"""Findings of monitors: what was found, what is recommended, until when, what was answered to it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from reporting.monitoring.finding_workflow import FINDING_STEPS, FindingAction, FindingState, Severity, Side
from reporting.monitoring.models.about import AboutVisitedProject
from reporting.monitoring.models.visits import Visit
from reporting.monitoring.readers import read_by_roles
from reporting.progress.models.about import AboutProjectQuerySet


class FindingQuerySet(AboutProjectQuerySet):
    def visible_to(self, user):
        """The programme's people within their scope; the project's people those addressed to the project.

        A conflict of interest with an organisation of the project keeps a person of the programme out.
        """
        read = read_by_roles(user) & self.without_conflict(user)
        return self.filter(self.of_own_projects(user) & Q(side=Side.PROJECT) | read).select_related(
            "project__lead", "project__contract__award__lot__call", "visit", "raised_by"
        )


class Finding(AboutVisitedProject, models.Model):
    """Something that has to be put right, with who answers for it and until when.

    ``number`` counts the findings of the project. Each answer is kept; ``answered_by`` is who gave the
    last. ``decider`` is put here before the guards of a step are asked.
    """

    STEPS = FINDING_STEPS
    decider = None

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    project = models.ForeignKey(
        "grants.Project", on_delete=models.PROTECT, related_name="findings", verbose_name=_("project")
    )
    visit = models.ForeignKey(Visit, null=True, blank=True, on_delete=models.PROTECT, related_name="findings")
    number = models.PositiveSmallIntegerField(_("number"))
    severity = models.CharField(_("severity"), max_length=10, choices=Severity)
    what = models.TextField(_("what was found"))
    recommendation = models.TextField(_("what is recommended"))
    side = models.CharField(_("who answers"), max_length=10, choices=Side)
    due_on = models.DateField(_("due on"))
    state = models.CharField(_("state"), max_length=20, choices=FindingState, default=FindingState.OPEN)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised at"))
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(_("answered at"), null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    closed_at = models.DateTimeField(_("closed at"), null=True, blank=True)
    closing_note = models.TextField(_("why it is closed"), blank=True)

    objects = FindingQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["project", "number"]
        indexes = [models.Index(fields=["state", "due_on"])]
        constraints = [
            models.UniqueConstraint(
                name="finding_number_once_per_project",
                fields=["project", "number"],
                violation_error_message=_("This number is given already."),
            ),
            models.CheckConstraint(
                name="finding_codes_known",
                condition=Q(state__in=FindingState.values, severity__in=Severity.values, side__in=Side.values),
                violation_error_message=_("Unknown state, severity or side of a finding."),
            ),
            models.CheckConstraint(
                name="finding_says_what",
                condition=~Q(what="") & ~Q(recommendation=""),
                violation_error_message=_("A finding says what was found and what is recommended."),
            ),
            models.CheckConstraint(
                name="finding_answered_has_answer",
                condition=~Q(state__in=[FindingState.ANSWERED, FindingState.RETURNED])
                | Q(answered_by__isnull=False, answered_at__isnull=False),
                violation_error_message=_("An answered finding says who answered, and when."),
            ),
            models.CheckConstraint(
                name="finding_closed_has_answer_or_reason",
                condition=~Q(state=FindingState.CLOSED)
                | Q(closed_by__isnull=False, closed_at__isnull=False)
                & (Q(answered_at__isnull=False) | ~Q(closing_note="")),
                violation_error_message=_("A closed finding has an answer or a reason."),
            ),
            models.CheckConstraint(
                name="finding_closed_by_another",
                condition=Q(closed_by=None) | Q(answered_by=None) | ~Q(closed_by=F("answered_by")),
                violation_error_message=_("Who answered a finding does not close it."),
            ),
        ]

    def __str__(self):
        return self.reference

    def get_absolute_url(self):
        """The finding's page."""
        return reverse("findings:detail", args=[self.public_id])

    @property
    def reference(self):
        """What people call it by."""
        return f"{self.project.reference}/{self.number}"

    def monitors(self):
        """Who raised it; where that person is no monitor of the country any more, all who are."""
        people = list(self.monitors_of_the_country())
        return [person for person in people if person.pk == self.raised_by_id] or people


@append_only
class FindingEvent(Event):
    """What happened to a finding: raised, answered, returned, closed."""

    is_sealed = True  # an officer with a conflict of interest must not find it in the outbox

    document = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return FindingAction(self.action).label


@append_only
class FindingAnswer(models.Model):
    """An answer to a finding, as it was given; a later one stands beside it."""

    finding = models.ForeignKey(Finding, on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(_("answer"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("answered at"))

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="finding_answer_says_something",
                condition=~Q(text=""),
                violation_error_message=_("An answer has a text."),
            )
        ]

    def __str__(self):
        return f"{self.finding_id} {self.at:%Y-%m-%d}"


class AnswerFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of the findings one may see."""
        return self.filter(answer__finding__in=Finding.objects.visible_to(user)).select_related(
            "answer__finding__project__lead", "answer__finding__project__contract__award__lot__call", "file"
        )


@append_only
class AnswerFile(models.Model):
    """A file that came with an answer."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    answer = models.ForeignKey(FindingAnswer, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")

    objects = AnswerFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of an answer")
        verbose_name_plural = _("files of answers")
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
