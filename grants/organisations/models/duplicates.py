"""Organisations that may stand here twice."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.organisations.models.organisations import Organisation
from grants.permissions import Role


class DuplicateGround(models.TextChoices):
    TAX_ID = "tax_id", _("same tax id")
    NAME = "name", _("same name in the same country")
    WEBSITE = "website", _("same website")
    ACCOUNT = "account", _("same bank account")


class DuplicateHintQuerySet(models.QuerySet):
    def visible_to(self, user):
        """All of them for staff and administrators, none for anybody else."""
        if user.is_programme_staff() or user.has_role(Role.ADMINISTRATOR):
            return self
        return self.none()


class DuplicateHint(models.Model):
    """Two organisations that may be the same one: for staff to look at, never shown to others, never blocking.

    ``organisation`` is the one registered or changed later. Made by the organisations' actions;
    settled with a note by staff.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="duplicate_hints")
    other = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    ground = models.CharField(_("ground"), max_length=10, choices=DuplicateGround)
    found_at = models.DateTimeField(_("found at"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("settled by")
    )
    settled_at = models.DateTimeField(_("settled at"), null=True)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = DuplicateHintQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        ordering = ["-found_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="duplicate_hint_once",
                fields=["organisation", "other", "ground"],
                violation_error_message=_("This has been noted already."),
            ),
            models.CheckConstraint(
                name="duplicate_hint_codes_known",
                condition=Q(ground__in=DuplicateGround.values) & ~Q(organisation=F("other")),
                violation_error_message=_("Unknown ground, or an organisation compared with itself."),
            ),
            models.CheckConstraint(
                name="duplicate_hint_settled_has_person_and_date",
                condition=Q(settled_by__isnull=True, settled_at__isnull=True)
                | Q(settled_by__isnull=False, settled_at__isnull=False),
                violation_error_message=_("A settled hint names who settled it and when."),
            ),
        ]

    def __str__(self):
        return f"{self.organisation} / {self.other}"
