"""Addenda: what both sides changed in a contract after its signature (domain.md 7.7 of the design)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.audit import append_only
from grants.contracts.models.contracts import Contract, ContractParty


class AddendumQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Addenda to the contracts one may see."""
        return self.filter(contract__in=Contract.objects.visible_to(user)).select_related("contract", "file")


@append_only
class Addendum(models.Model):
    """A change that both sides signed: more time, a further party, or both. Made by ``sign_addendum``.

    It takes effect within the project, and never before both signed. The contract keeps the months it
    was signed with; the project's end and its last period say until when it runs now.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    contract = models.ForeignKey(Contract, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveSmallIntegerField(_("number"))
    requested_on = models.DateField(_("asked for on"))
    signed_on = models.DateField(_("signed on"))
    effective_on = models.DateField(_("in force from"))
    months = models.PositiveSmallIntegerField(_("more months"), default=0)
    party = models.ForeignKey(
        ContractParty, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("further party")
    )
    reason = models.TextField(_("reason"))
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("recorded at"))

    objects = AddendumQuerySet.as_manager()

    class Meta:
        verbose_name = _("addendum")
        verbose_name_plural = _("addenda")
        ordering = ["contract_id", "number"]
        constraints = [
            models.UniqueConstraint(
                name="addendum_number_once",
                fields=["contract", "number"],
                violation_error_message=_("This addendum exists already."),
            ),
            models.CheckConstraint(
                name="addendum_changes_something",
                condition=(Q(months__gt=0) | Q(party__isnull=False)) & ~Q(reason=""),
                violation_error_message=_("An addendum changes something and says why."),
            ),
            models.CheckConstraint(
                name="addendum_dates_in_order",
                condition=Q(requested_on__lte=F("signed_on"), signed_on__lte=F("effective_on")),
                violation_error_message=_("An addendum is asked for, then signed, then in force."),
            ),
        ]

    def __str__(self):
        return f"{self.contract.reference} · {self.number}"
