"""The evaluation of a call and its candidates; who must not see which of them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import Event, append_only
from grants.evaluation.workflow import (
    CANDIDATE_DECISION_STEPS,
    EVALUATION_DECISION_STEPS,
    CandidateState,
    EvaluationState,
)


class Evaluation(models.Model):
    """The evaluation of one call: begun by the opening after the deadline, ended by the announcement."""

    STEPS = EVALUATION_DECISION_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.OneToOneField("grants.Call", on_delete=models.PROTECT, related_name="evaluation")
    state = models.CharField(_("state"), max_length=20, choices=EvaluationState, default=EvaluationState.OPEN)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_state_known",
                condition=Q(state__in=EvaluationState.values),
                violation_error_message=_("Unknown state of an evaluation."),
            )
        ]

    def __str__(self):
        return str(self.call)


class Candidate(models.Model):
    """An application with its official submission, in the evaluation of its call.

    ``requested`` is the EU contribution asked for and ``total_cost`` the whole budget, in EUR, both of
    the submission; ``score`` (0 to the grid's maximum) and ``rank`` (within the lot) are written when
    the scores are consolidated, and kept as columns for lists.
    """

    STEPS = CANDIDATE_DECISION_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="candidates")
    application = models.OneToOneField("grants.Application", on_delete=models.PROTECT, related_name="candidate")
    submission = models.OneToOneField("grants.Submission", on_delete=models.PROTECT, related_name="candidate")
    lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="candidates")
    lead = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="candidacies")
    reference = models.CharField(_("reference"), max_length=30, unique=True)
    title = models.CharField(_("title of the project"), max_length=200)
    country = CountryField(_("country of the lead applicant"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    requested = models.DecimalField(_("EU contribution asked for, EUR"), max_digits=14, decimal_places=2)
    total_cost = models.DecimalField(_("total cost, EUR"), max_digits=14, decimal_places=2)
    state = models.CharField(_("state"), max_length=20, choices=CandidateState, default=CandidateState.RECEIVED)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=4, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank in the lot"), null=True, blank=True)

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["reference"]
        indexes = [models.Index(fields=["evaluation", "state"])]
        constraints = [
            models.CheckConstraint(
                name="candidate_state_known",
                condition=Q(state__in=CandidateState.values),
                violation_error_message=_("Unknown state of a candidate."),
            ),
            models.CheckConstraint(
                name="candidate_amounts_in_order",
                condition=Q(requested__gte=0, requested__lte=models.F("total_cost")),
                violation_error_message=_("The EU contribution is at most the total cost."),
            ),
            models.UniqueConstraint(
                name="candidate_rank_once_per_lot",
                fields=["lot", "rank"],
                violation_error_message=_("This rank is taken already."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    @property
    def call(self):
        """The call whose evaluation this is part of."""
        return self.evaluation.call


class ConflictOrigin(models.TextChoices):
    DECLARED = "declared", _("Declared by the person")
    DETECTED = "detected", _("Shared organisation")
    RECORDED = "recorded", _("Recorded by the secretariat")


class Conflict(models.Model):
    """A person who evaluates or works for the programme must not see what concerns an organisation.

    From its first moment it keeps the person out of lists, files, counts and exports of every candidate
    whose consortium holds the organisation. Ended only by a decision of two persons, never deleted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    organisation = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="conflicts")
    origin = models.CharField(_("origin"), max_length=10, choices=ConflictOrigin)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("since"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="conflict_one_live_per_person_and_organisation",
                fields=["person", "organisation"],
                condition=Q(ended_at=None),
                violation_error_message=_("This conflict is on record already."),
            ),
            models.CheckConstraint(
                name="conflict_origin_known",
                condition=Q(origin__in=ConflictOrigin.values),
                violation_error_message=_("Unknown origin of a conflict."),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.organisation}"


@append_only
class EvaluationEvent(Event):
    """What happened to an evaluation: opened, consolidated, decided, announced."""

    document = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="events")


@append_only
class CandidateEvent(Event):
    """What happened to a candidate: checked, assessed, ranked, selected."""

    is_sealed = True  # letters about it tell applicants what is not announced yet

    document = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="events")
