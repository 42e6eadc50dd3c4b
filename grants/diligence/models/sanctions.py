"""Lists of sanctions as they were published, version by version."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.diligence.workflow import LIST_STEPS, ListAction, ListState
from grants.permissions import READS_PAYMENTS

EU_LIST = "EU consolidated list of financial sanctions"
"""The list's own name, the same in every language."""


class SanctionsListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for the roles that read payments, none for anybody else."""
        if any(held.role in READS_PAYMENTS for held in user.roles()):
            return self.select_related("added_by")
        return self.none()

    def newest(self):
        """The one published last of those read, or None."""
        return self.filter(state=ListState.LOADED).order_by("-published_at", "-pk").first()


class SanctionsList(models.Model):
    """One published version of the list. Earlier ones stay: what was compared with them can be looked up."""

    STEPS = LIST_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    name = models.CharField(_("list"), max_length=100, default=EU_LIST)
    version = models.CharField(_("version of the list"), max_length=60, blank=True)
    published_at = models.DateTimeField(_("published at"), null=True)
    stored = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+", verbose_name=_("file"))
    state = models.CharField(_("state"), max_length=10, choices=ListState, default=ListState.WAITING)
    entry_count = models.PositiveIntegerField(_("persons and entities"), default=0)
    problem = models.CharField(_("what is wrong"), max_length=20, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("given at"))

    objects = SanctionsListQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of sanctions")
        verbose_name_plural = _("lists of sanctions")
        ordering = ["-added_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="sanctions_list_version_once",
                fields=["name", "version"],
                condition=Q(state=ListState.LOADED),
                violation_error_message=_("This version of the list is here already."),
            ),
            models.CheckConstraint(
                name="sanctions_list_state_known",
                condition=Q(state__in=ListState.values),
                violation_error_message=_("Unknown state of a list of sanctions."),
            ),
            models.CheckConstraint(
                name="sanctions_list_read_has_version",
                condition=~Q(state=ListState.LOADED) | (~Q(version="") & Q(published_at__isnull=False)),
                violation_error_message=_("A list that was read has a version and a date."),
            ),
        ]

    def __str__(self):
        return f"{self.name}, {self.version}" if self.version else self.name

    def get_absolute_url(self):
        """The list's record."""
        return reverse("diligence:list", args=[self.public_id])


@append_only
class SanctionsListEvent(Event):
    """What happened to a list: given, read, refused."""

    document = models.ForeignKey(SanctionsList, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return ListAction(self.action).label


class ListedParty(models.Model):
    """A person, group or entity on one version of the list, with all the names it goes by."""

    sanctions_list = models.ForeignKey(SanctionsList, on_delete=models.PROTECT, related_name="listed")
    reference = models.CharField(_("reference of the list"), max_length=60)
    is_person = models.BooleanField(_("is a person"))
    names = models.JSONField(_("names"))
    born = models.CharField(_("born"), max_length=200, blank=True)
    programme = models.CharField(_("sanctions programme"), max_length=200, blank=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        verbose_name = _("party on a list of sanctions")
        verbose_name_plural = _("parties on lists of sanctions")
        ordering = ["pk"]

    def __str__(self):
        return self.names[0] if self.names else self.reference

    def identity(self):
        """What a clearing was decided on: another name or date of birth makes it another question."""
        return [self.reference, sorted(self.names), self.born]
