"""Work that goes on after the page has answered (decisions.md B3)."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.permissions import Role


class JobState(models.TextChoices):
    QUEUED = "queued", _("Waiting")
    RUNNING = "running", _("Running")
    DONE = "done", _("Done")
    FAILED = "failed", _("Failed")


LIVE = frozenset({JobState.QUEUED, JobState.RUNNING})


class LeaseLost(Exception):
    """Another worker has taken this job over: stop without writing anything more."""


class JobQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for administrators, none for anybody else."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()


class Job(models.Model):
    """One piece of background work, found again whatever happens to the worker or the broker.

    The row is the truth; a Celery message only says "look at job n". ``kind`` names the handler,
    ``target`` what it works on, ``key`` forbids a second live job for the same thing. A running
    job holds a lease; when it is not renewed, the sweeper hands the job to another worker.
    """

    LEASE_SECONDS = 60

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=40)
    target = models.CharField(_("target"), max_length=80, blank=True)
    key = models.CharField(_("key"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=JobState, default=JobState.QUEUED)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    most_attempts = models.PositiveSmallIntegerField(_("most attempts"), default=3)
    lease_until = models.DateTimeField(_("lease until"), null=True, blank=True)
    not_before = models.DateTimeField(_("not before"))
    phase = models.CharField(_("phase"), max_length=80, blank=True)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("of"), default=0)
    error = models.TextField(_("error"), blank=True)
    queued_at = models.DateTimeField(_("queued at"))
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        verbose_name = _("job")
        verbose_name_plural = _("jobs")
        ordering = ["-queued_at", "-pk"]
        indexes = [models.Index(fields=["state", "not_before"]), models.Index(fields=["kind", "target"])]
        constraints = [
            models.CheckConstraint(
                name="job_state_known",
                condition=Q(state__in=JobState.values),
                violation_error_message=_("Unknown state of a job."),
            ),
            models.CheckConstraint(
                name="job_running_has_lease",
                condition=~Q(state=JobState.RUNNING) | Q(lease_until__isnull=False),
                violation_error_message=_("A running job holds a lease."),
            ),
            models.UniqueConstraint(
                name="job_one_live_per_key",
                fields=["key"],
                condition=Q(state__in=LIVE) & ~Q(key=""),
                violation_error_message=_("This work is waiting or running already."),
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.target}".strip()
