"""Times in which the site can be read and nothing is saved."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.maintenance.workflow import LIVE, STEPS, MaintenanceAction, MaintenanceState
from grants.roles import Role


class Cause(models.TextChoices):
    """Why, as everybody reads it in their language."""

    UPDATE = "update", _("The software is brought up to date.")
    MACHINES = "machines", _("The machines the site runs on are worked on.")
    TROUBLE = "trouble", _("Something does not work as it should and is being put right.")


class MaintenanceQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for administrators; everybody else reads of them on the public page."""
        return self if user.has_role(Role.ADMINISTRATOR) else self.none()

    def live(self):
        """The one that is announced or on, or None."""
        return self.filter(state__in=LIVE).first()


class Maintenance(models.Model):
    """A time in which nothing is saved: planned, then as it was. Pages stay readable, deadlines stay where they are."""

    STEPS = STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    cause = models.CharField(_("why"), max_length=10, choices=Cause)
    note = models.TextField(_("note for colleagues"), blank=True)
    starts_at = models.DateTimeField(_("from"))
    until = models.DateTimeField(_("until"))
    started_at = models.DateTimeField(_("switched on at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("switched off at"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=MaintenanceState, default=MaintenanceState.ANNOUNCED)

    objects = MaintenanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("maintenance")
        verbose_name_plural = _("maintenance")
        ordering = ["-starts_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                models.Value(1),  # one of all of them, whether announced or on
                name="maintenance_one_at_a_time",
                condition=Q(state__in=LIVE),
                violation_error_message=_("One time of maintenance is announced or on already."),
            ),
            models.CheckConstraint(
                name="maintenance_codes_known",
                condition=Q(state__in=MaintenanceState.values, cause__in=Cause.values),
                violation_error_message=_("A time of maintenance says why it is."),
            ),
            models.CheckConstraint(
                name="maintenance_ends_after_it_starts",
                condition=Q(until__gt=F("starts_at")),
                violation_error_message=_("It ends after it has begun."),
            ),
            models.CheckConstraint(
                name="maintenance_times_fit_its_state",
                condition=Q(state__in=["announced", "withdrawn"], started_at=None, ended_at=None)
                | Q(state="on", started_at__isnull=False, ended_at=None)
                | Q(state="ended", started_at__isnull=False, ended_at__gte=F("started_at")),
                violation_error_message=_("What is on has begun, what is over has ended."),
            ),
        ]

    def __str__(self):
        return f"{self.get_state_display()}, {self.starts_at:%Y-%m-%d %H:%M}"


@append_only
class MaintenanceEvent(Event):
    """What happened: announced, times changed, switched on and off, withdrawn."""

    document = models.ForeignKey(Maintenance, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return MaintenanceAction(self.action).label
