"""The award: what the committee's decision gives a consortium, and what a contract is made of."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.evaluation.models.evaluations import Candidate
from grants.evaluation.workflow import AWARD_STEPS, AwardState


class Award(models.Model):
    """The grant decided for a candidate, in EUR, out of its lot's envelope.

    Made by the committee's decision or by promotion from the reserve list; from the announcement on the
    consortium knows of it; then a contract is made of it, or the consortium renounces.
    """

    STEPS = AWARD_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="award")
    lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="awards")
    grant = models.DecimalField(_("EU contribution, EUR"), max_digits=14, decimal_places=2)
    total_cost = models.DecimalField(_("total cost, EUR"), max_digits=14, decimal_places=2)
    state = models.CharField(_("state"), max_length=20, choices=AwardState, default=AwardState.DECIDED)
    decided_at = models.DateTimeField(_("decided at"))
    announced_at = models.DateTimeField(_("announced at"), null=True, blank=True)

    class Meta:
        verbose_name = _("award")
        verbose_name_plural = _("awards")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="award_state_known",
                condition=Q(state__in=AwardState.values),
                violation_error_message=_("Unknown state of an award."),
            ),
            models.CheckConstraint(
                name="award_amounts_in_order",
                condition=Q(grant__gt=0, grant__lte=F("total_cost")),
                violation_error_message=_("The grant is at most the total cost."),
            ),
        ]

    def __str__(self):
        return str(self.candidate)

    @property
    def call(self):
        """The call whose money it is."""
        return self.lot.call


@append_only
class AwardEvent(Event):
    """What happened to an award: decided, announced, contracted, renounced."""

    document = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events")
