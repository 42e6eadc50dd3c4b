"""What was looked up about an organisation by hand, and concerns about it."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.diligence.models.severities import ConcernSeverity
from grants.diligence.severities import Stopped
from grants.diligence.workflow import STEPS, FlagAction, FlagState
from grants.organisations.models import Organisation
from grants.permissions import READS_PAYMENTS


class Source(models.TextChoices):
    DECLARATION = "declaration", _("Declaration on honour about exclusion")
    EDES = "edes", _("EDES, the EU’s list of those excluded")
    SANCTIONS = "sanctions", _("List of sanctions")
    EU_ANSWER = "eu_answer", _("Answer of the EU")
    REGISTER = "register", _("Public register")


class Result(models.TextChoices):
    NOTHING = "nothing", _("Nothing found")
    FOUND = "found", _("Something found")
    NO_ACCESS = "no_access", _("Could not be looked up")


@append_only
class Check(models.Model):
    """One thing looked up about an organisation on one day: where, in which version, by whom, what was found.

    Who may ask EDES is settled by the contract with the EU: each kind of evidence is a row of its own
    (decisions.md C14). Never changed: a later look is another row.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="checks")
    source = models.CharField(_("what was looked up"), max_length=12, choices=Source)
    version = models.CharField(_("version or reference"), max_length=60)
    dated = models.DateField(_("date of what was looked up"))
    result = models.CharField(_("result"), max_length=10, choices=Result)
    note = models.TextField(_("note"), blank=True)
    stored = models.ForeignKey(
        "grants.StoredFile", null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("evidence")
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    class Meta:
        verbose_name = _("due diligence record")
        verbose_name_plural = _("due diligence records")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="check_codes_known",
                condition=Q(source__in=Source.values, result__in=Result.values) & ~Q(version=""),
                violation_error_message=_("A record names its source, its version and its result."),
            ),
            models.CheckConstraint(
                name="check_found_is_described",
                condition=Q(result=Result.NOTHING) | ~Q(note=""),
                violation_error_message=_("Describe what was found, or why it could not be looked up."),
            ),
        ]

    def __str__(self):
        return f"{self.get_source_display()}, {self.version}"


class FlagQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for the roles that read payments, none for anybody else."""
        if any(held.role in READS_PAYMENTS for held in user.roles()):
            return self.select_related("organisation", "raised_by", "severity")
        return self.none()


class Flag(models.Model):
    """A concern about an organisation: what it stops at once its severity says; escalated it stops everything.

    Only two persons clear it.
    """

    STEPS = STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="flags")
    concern = models.TextField(_("concern"))
    severity = models.ForeignKey(
        ConcernSeverity, to_field="code", db_column="severity", on_delete=models.PROTECT, related_name="+",
        verbose_name=_("severity"),
    )  # fmt: skip
    state = models.CharField(_("state"), max_length=10, choices=FlagState, default=FlagState.RAISED)
    raised_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField(_("raised at"))

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        ordering = ["-raised_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="flag_says_what",
                condition=Q(state__in=FlagState.values) & ~Q(concern=""),
                violation_error_message=_("A flag says what the concern is, and how grave."),
            )
        ]

    def __str__(self):
        return f"{self.organisation}: {Truncator(self.concern).words(10)}"

    def get_absolute_url(self):
        """The flag's record."""
        return reverse("diligence:flag", args=[self.public_id])

    @property
    def stops_in_words(self):
        """What it stops now."""
        stops = (
            Stopped if self.state == FlagState.ESCALATED else [what for what in Stopped if what in self.severity.stops]
        )
        return ", ".join(str(what.label) for what in stops) if self.state != FlagState.CLEARED else ""

    @property
    def escalated_by_itself_at(self):
        """When the calendar escalates it, unless it is cleared before."""
        return self.raised_at + self.severity.escalated_after


@append_only
class FlagEvent(Event):
    """What happened to a flag: raised, escalated, cleared."""

    is_sealed = True  # an officer with a conflict of interest must not find it in the outbox

    document = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return FlagAction(self.action).label
