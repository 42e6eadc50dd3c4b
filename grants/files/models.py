"""Bytes people handed in, kept unchanged under their hash (decisions.md B5)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants import uploads
from grants.audit import Event, append_only


class ScanState(models.TextChoices):
    UNSCANNED = "unscanned", _("Not scanned")
    CLEAN = "clean", _("Scanned, nothing found")
    RELEASED = "released", _("Not scanned, released by an officer")
    INFECTED = "infected", _("Blocked: harmful content")
    OWN = "own", _("Made by the system")


NOT_SCANNED = (ScanState.UNSCANNED, ScanState.RELEASED)
"""What a scanner that works again still looks at."""


class StoredFile(models.Model):
    """One file as it arrived. Never changed; documents of every stage are rows that point to it."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    content = models.FileField(upload_to=uploads.stored_file_path, max_length=200)
    original_name = models.CharField(_("name"), max_length=200)
    media_type = models.CharField(_("type"), max_length=100)
    size = models.PositiveBigIntegerField(_("size in bytes"))
    sha256 = models.CharField(_("SHA-256"), max_length=64, db_index=True)
    scan_state = models.CharField(_("scan"), max_length=10, choices=ScanState, default=ScanState.UNSCANNED)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="uploaded_files",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("stored file")
        verbose_name_plural = _("stored files")
        ordering = ["-uploaded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="stored_file_not_empty", condition=Q(size__gt=0), violation_error_message=_("The file is empty.")
            ),
            models.CheckConstraint(
                name="stored_file_scan_state_known",
                condition=Q(scan_state__in=ScanState.values),
                violation_error_message=_("Unknown scan state."),
            ),
        ]

    def __str__(self):
        return self.original_name


@append_only
class FileEvent(Event):
    """What happened to a stored file: blocked because of harmful content, released without a scan."""

    is_sealed = True  # the file may belong to an application, whose names nobody of staff reads

    document = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="events")
