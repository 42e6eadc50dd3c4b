"""What people keep of lists: views under a name, and files made of lists too long to wait for."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants import clock, uploads
from grants.addresses import address
from grants.files.models import ScanState
from grants.files.streams import WORKBOOK


class OwnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The person's own: nobody else sees them, of whatever role."""
        return self.filter(person=user)


class SavedView(models.Model):
    """Filters of a list under a name, for one person. ``path`` is the list, ``query`` the rest of the address."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views")
    path = models.CharField(_("list"), max_length=200)
    title = models.CharField(_("name of the list"), max_length=200)
    name = models.CharField(_("name"), max_length=60)
    query = models.CharField(_("filters"), max_length=1000)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["title", "path", "name"]
        constraints = [
            models.UniqueConstraint(
                name="saved_view_name_once",
                fields=["person", "path", "name"],
                violation_error_message=_("You have a view of this name on this list."),
            ),
            models.CheckConstraint(
                name="saved_view_named",
                condition=~Q(name="") & ~Q(query=""),
                violation_error_message=_("A saved view has a name and at least one filter."),
            ),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        """The list as it was saved."""
        return f"{self.path}?{self.query}"


class ListFile(models.Model):
    """A list as a workbook made by a worker, for the person who asked for it alone, kept for some days.

    ``address`` is the list with its filters; the bytes go when ``kept_until`` has passed, the row stays and says
    who took what. As a file it is handed out like any other (grants/files/serving).
    """

    scan_state = ScanState.OWN
    media_type = WORKBOOK

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="list_files")
    address = models.CharField(_("address"), max_length=1200)
    title = models.CharField(_("name of the list"), max_length=200)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    asked_at = models.DateTimeField(_("asked for"))
    content = models.FileField(upload_to=uploads.list_file_path, max_length=200, blank=True)
    original_name = models.CharField(_("file"), max_length=200, blank=True)
    rows = models.PositiveIntegerField(_("rows"), null=True, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), null=True, blank=True)
    sha256 = models.CharField(_("SHA-256"), max_length=64, blank=True)
    made_at = models.DateTimeField(_("made"), null=True, blank=True)
    kept_until = models.DateTimeField(_("kept until"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        verbose_name = _("file of a list")
        verbose_name_plural = _("files of lists")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="list_file_once_under_way",
                fields=["person", "address"],
                condition=Q(made_at=None, error=""),
                violation_error_message=_("This file is being made already."),
            ),
            models.CheckConstraint(
                name="list_file_made_is_whole",
                condition=Q(made_at=None)
                | Q(kept_until__isnull=False, rows__isnull=False, size__isnull=False) & ~Q(sha256=""),
                violation_error_message=_("A file that is made has rows, a size and a day it is kept until."),
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        """How far it is, and the file once it is there."""
        return address("exports:detail", self.public_id)

    @property
    def is_under_way(self) -> bool:
        """Whether a worker is still to make it."""
        return self.made_at is None and not self.error

    @property
    def is_there(self) -> bool:
        """Whether it can be downloaded."""
        return bool(self.content) and clock.now() < self.kept_until
