"""The award: what the committee's decision gives a consortium, and what a contract is made of.

Also what it is paid from (moves of envelopes), by which rules it is cut, and how it is announced.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only, content_hash
from grants.evaluation.models.committee import COMMITTEE_ROLES, of_calls_where
from grants.evaluation.models.evaluations import Candidate, Evaluation
from grants.evaluation.workflow import AWARD_STEPS, AwardState
from grants.permissions import Role

COMPLAINT_DAYS = 45
"""Days to complain to the contracting authority after the announcement (domain.md 6.5)."""


class AwardRules(models.Model):
    """How a call cuts its rankings: without a row by money alone, everybody above the threshold in reserve.

    ``quality_line`` is a score above the threshold below which nobody is selected or put in reserve;
    ``reserve_places`` is the length of the reserve list of each lot, None for all.
    """

    call = models.OneToOneField("grants.Call", on_delete=models.PROTECT, related_name="award_rules")
    quality_line = models.DecimalField(_("quality line"), max_digits=7, decimal_places=4, null=True, blank=True)
    reserve_places = models.PositiveSmallIntegerField(_("places on the reserve list"), null=True, blank=True)
    complaint_days = models.PositiveSmallIntegerField(_("days to complain"), default=COMPLAINT_DAYS)

    class Meta:
        verbose_name = _("rules of the award")
        verbose_name_plural = _("rules of the award")
        constraints = [
            models.CheckConstraint(
                name="award_rules_quality_line_is_a_score",
                condition=Q(quality_line=None) | Q(quality_line__gte=0, quality_line__lte=100),
                violation_error_message=_("The quality line is a score between 0 and 100."),
            )
        ]

    def __str__(self):
        return str(self.call)


class AwardQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the calls one is an officer or a committee member of, without one's conflicts;
        for the consortium its own, from the announcement on."""
        staff = of_calls_where(user, (Role.OFFICER, *COMMITTEE_ROLES), "lot__call")
        free = Candidate.objects.without_conflict(user).order_by()
        own = Q(candidate__lead__in=user.organisation_ids()) & ~Q(state=AwardState.DECIDED)
        return self.filter((staff & Q(candidate__in=free)) | own).select_related("candidate__lead", "lot__call")

    def live(self):
        """Those that hold money of their lot's envelope: all that were not renounced."""
        return self.exclude(state=AwardState.RENOUNCED)


class Award(models.Model):
    """The grant decided for a candidate, in EUR, out of its lot's envelope.

    Made by the committee's decision or by promotion from the reserve list; from the announcement on the
    consortium knows of it; then a contract is made of it, or the consortium renounces. A trigger holds
    the live awards of a lot within its envelope (evaluation/guards.py).
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

    objects = AwardQuerySet.as_manager()

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

    is_sealed = True  # letters name the candidate: officers with a conflict must not find it in the outbox

    document = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events")


@append_only
class EnvelopeMove(models.Model):
    """Money moved from one lot to another by a decision of two persons, never beyond what is unconsumed."""

    from_lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="moves_out")
    to_lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="moves_in")
    amount = models.DecimalField(_("amount, EUR"), max_digits=14, decimal_places=2)
    reason = models.TextField(_("reason"))
    proposal = models.OneToOneField("grants.Proposal", on_delete=models.PROTECT, related_name="envelope_move")
    at = models.DateTimeField(_("moved at"))

    class Meta:
        verbose_name = _("move between envelopes")
        verbose_name_plural = _("moves between envelopes")
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="envelope_move_positive",
                condition=Q(amount__gt=0),
                violation_error_message=_("The amount is more than zero."),
            ),
            models.CheckConstraint(
                name="envelope_move_to_another_lot",
                condition=~Q(from_lot=F("to_lot")),
                violation_error_message=_("Money moves from one lot to another."),
            ),
        ]

    def __str__(self):
        return f"{self.from_lot} → {self.to_lot}: {self.amount}"


class Feedback(models.Model):
    """Why a candidate was not selected, in the words of the committee, approved by a second person."""

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="feedback")
    text = models.TextField(_("reasons"))
    written_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField(_("written at"))
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    approved_at = models.DateTimeField(_("approved at"), null=True)

    class Meta:
        verbose_name = _("reasons for a candidate")
        verbose_name_plural = _("reasons for candidates")
        constraints = [
            models.CheckConstraint(
                name="feedback_second_person",
                condition=Q(approved_by=None) | ~Q(approved_by=F("written_by")),
                violation_error_message=_("Who wrote the reasons does not approve them."),
            ),
            models.CheckConstraint(
                name="feedback_approved_has_date",
                condition=Q(approved_by=None, approved_at=None)
                | Q(approved_by__isnull=False, approved_at__isnull=False),
                violation_error_message=_("Approved reasons say who approved them and when."),
            ),
        ]

    def __str__(self):
        return str(self.candidate)

    @property
    def sha256(self):
        """Hash of the text: who approves it approves what was read."""
        return content_hash(self.text.encode())


class Announcement(models.Model):
    """The decisions of an evaluation are told at this instant, to everybody alike and not earlier.

    What applicants see depends on ``at`` alone, not on when a worker gets to it; it stands on the call
    too (``announced_at``), so that their pages need not ask.
    ``told_at`` is set when the last letter is in the outbox.
    """

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="announcement")
    at = models.DateTimeField(_("announced at"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField(_("arranged at"))
    told_at = models.DateTimeField(_("all letters written at"), null=True)

    class Meta:
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")

    def __str__(self):
        return f"{self.evaluation} · {self.at:%Y-%m-%d %H:%M}"

    def get_absolute_url(self):
        """The page of the announcement."""
        return reverse("evaluation:announcement", args=[self.evaluation.call.public_id])
