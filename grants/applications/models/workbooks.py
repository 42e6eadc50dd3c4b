"""Drafts taken along as a workbook, and what came back of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.addresses import address
from grants.applications.models.applications import Application


class Workbook(models.Model):
    """A workbook that went out: what stood in the draft then is the base of every comparison later.

    ``content`` holds ``cells`` {name: [text, revision]}, ``new`` keys of the empty rows by kind, ``words``
    {field: {word: key}} and ``sheets`` {mark of a sheet: its name}.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="workbooks")
    content = models.JSONField(default=dict)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("made at"))

    class Meta:
        ordering = ["-made_at", "-pk"]

    def __str__(self):
        return f"{self.application} {self.made_at:%Y-%m-%d %H:%M}"


class WorkbookReturnQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What came back for the applications one may see, each with its application and workbook."""
        applications = Application.objects.of_consortia_of(user)
        rows = self.filter(workbook__application__in=applications).select_related("workbook", "returned_by", "taken_by")
        return rows.prefetch_related(models.Prefetch("workbook__application", Application.objects.for_pages()))


class WorkbookReturn(models.Model):
    """A workbook that came back. Its file and texts stay, whatever is taken of them.

    ``texts`` are those that differ from what went out, by the name of their cell, each with where it stands
    [text, sheet, address]; ``removed`` the rows taken out of it, each with [sheet, address]; ``findings`` what
    was wrong; ``taken`` the names of what the draft took.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    workbook = models.ForeignKey(Workbook, on_delete=models.PROTECT, related_name="returns")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    texts = models.JSONField(default=dict)
    removed = models.JSONField(default=dict)
    findings = models.JSONField(default=list)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    returned_at = models.DateTimeField(_("returned at"))
    taken = models.JSONField(default=list)
    taken_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    taken_at = models.DateTimeField(_("taken at"), null=True)

    objects = WorkbookReturnQuerySet.as_manager()

    class Meta:
        ordering = ["-returned_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="workbook_return_taken_by_somebody",
                condition=Q(taken_at__isnull=True, taken_by__isnull=True)
                | Q(taken_at__isnull=False, taken_by__isnull=False),
                violation_error_message=_("What was taken, somebody took at a moment."),
            )
        ]

    def __str__(self):
        return str(self.file)

    def get_absolute_url(self):
        """What changed, what is wrong, what was taken."""
        return address("applications:workbook_return", self.public_id)

    @property
    def is_wrong(self) -> bool:
        """Whether something in it has to be put right before any of it is taken."""
        return any(not finding["is_note"] for finding in self.findings)
