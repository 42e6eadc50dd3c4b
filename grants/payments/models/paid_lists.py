"""Lists of the bank or of the accounting system that say which payments were paid, and on which day."""

import uuid

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.payments.models.books import BooksQuerySet


@append_only
class PaidList(models.Model):
    """One file and the rows as they were read from it; what each row means is judged anew when it is looked at.

    The same file is one list, however often it is handed in.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    file = models.OneToOneField("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(_("SHA-256"), max_length=64, unique=True)
    rows = models.JSONField(_("rows"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("at"))

    objects = BooksQuerySet.as_manager()

    class Meta:
        verbose_name = _("list of paid payments")
        verbose_name_plural = _("lists of paid payments")
        ordering = ["-at", "-pk"]

    def __str__(self):
        return self.file.original_name

    def get_absolute_url(self):
        """The list's record: what it would change, row by row."""
        return reverse("payments:paid_list", args=[self.public_id])


@append_only
class PaidListEvent(Event):
    """What happened to a list: read, its payments confirmed."""

    document = models.ForeignKey(PaidList, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return {"read": _("List read"), "confirm": _("Payments confirmed")}[self.action]
