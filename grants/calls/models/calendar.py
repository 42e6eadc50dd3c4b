"""The calendar of a call beside its deadline: what happens when."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.calls.models.calls import Call, PartOfCallQuerySet


class CallDate(models.Model):
    """A day of the call's calendar: an information session, the committee's meeting, the signing of contracts."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="dates")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("what happens"), max_length=150)
    on = models.DateField(_("day"))

    objects = PartOfCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("date of a call")
        verbose_name_plural = _("dates of calls")
        ordering = ["on", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="call_date_once",
                fields=["call", "on", "title"],
                violation_error_message=_("This stands in the calendar already."),
            )
        ]

    def __str__(self):
        return self.title
