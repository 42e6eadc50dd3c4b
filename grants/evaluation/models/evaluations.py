"""The evaluation of a call and its candidates; who sees which of them."""

import uuid

from django.apps import apps
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.addresses import address
from grants.applications.models import PartnerRole
from grants.audit import Event, Version, append_only
from grants.calls.models import CallStep
from grants.evaluation.models.conflicts import organisations_in_conflict
from grants.evaluation.workflow import (
    CANDIDATE_STEPS,
    EVALUATION_STEPS,
    LIVE,
    AssessorState,
    CandidateState,
    EvaluationState,
)
from grants.organisations import names
from grants.permissions import Role

COMMITTEE_ROLES = (Role.CHAIR, Role.SECRETARY, Role.VOTER)

WHOLE_CALL = (Role.OFFICER, *COMMITTEE_ROLES)
"""Roles that see every candidate of their call, but for conflicts."""


def _of_own_calls(user, path, roles=WHOLE_CALL):
    """The condition that the call (its number at ``path``) is one in which the person holds one of the roles."""
    held = [role for role in user.roles() if role.role in roles]
    if any(role.call_id is None for role in held):
        return ~Q(pk__in=[])  # an empty Q() would vanish from "this or that", and that alone would remain
    return Q(**{f"{path}__in": [role.call_id for role in held]})


def sees_whole(user, call):
    """Whether the person sees the whole evaluation of a call: names of assessors, checks, scores, conflicts."""
    return any(user.has_role(role, call=call) for role in WHOLE_CALL)


def assigned_to(user):
    """The condition on candidates that this person assesses them and has signed the declaration."""
    return Q(
        pk__in=apps.get_model("grants.Assessment")
        .objects.filter(assessor__user=user, assessor__state=AssessorState.ACCEPTED, state__in=LIVE)
        .values("candidate_id")
    )


def declared_by(user):
    """The condition on candidates that this person has signed the declaration for the evaluation of the call."""
    signed = apps.get_model("grants.Declaration").objects.filter(person=user)
    return Q(evaluation__in=signed.values("evaluation_id"))


def in_conflict(user):
    """The condition on candidates that their consortium holds an organisation this person is in conflict with."""
    parties = CandidateParty.objects.filter(organisation__in=organisations_in_conflict(user))
    return Q(pk__in=parties.values("candidate_id"))


class EvaluationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the calls one is an officer or in the committee of, or assesses a candidate of."""
        assessed = Candidate.objects.filter(assigned_to(user)).order_by().values("evaluation_id")
        return self.filter(_of_own_calls(user, "call_id") | Q(pk__in=assessed)).select_related("call")


class Evaluation(models.Model):
    """The evaluation of a step of a call: begun by the opening after its deadline, ended by the announcement.

    ``clarification_days`` is the one term for all within which applicants answer a request for
    clarification (decisions.md C6); None until the committee has set it. ``open_matters`` is what stands
    against consolidating the scores, put here before that step's guard is asked.
    """

    STEPS = EVALUATION_STEPS
    open_matters = ()

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(
        "grants.Call", on_delete=models.PROTECT, related_name="evaluations", related_query_name="evaluation"
    )
    step = models.CharField(_("step"), max_length=10, choices=CallStep, default=CallStep.FULL)
    state = models.CharField(_("state"), max_length=20, choices=EvaluationState, default=EvaluationState.OPEN)
    opened_at = models.DateTimeField(_("opened at"))
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    clarification_days = models.PositiveSmallIntegerField(_("days to answer a clarification"), null=True, blank=True)

    objects = EvaluationQuerySet.as_manager()

    class Meta:
        verbose_name = _("evaluation")
        verbose_name_plural = _("evaluations")
        ordering = ["-opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="evaluation_state_known",
                condition=Q(state__in=EvaluationState.values),
                violation_error_message=_("Unknown state of an evaluation."),
            ),
            models.CheckConstraint(
                name="evaluation_step_known",
                condition=Q(step__in=CallStep.values),
                violation_error_message=_("Unknown step of a call."),
            ),
            models.UniqueConstraint(
                name="evaluation_once_per_step",
                fields=["call", "step"],
                violation_error_message=_("This step of the call is opened already."),
            ),
        ]

    def __str__(self):
        return str(self.call)

    def get_absolute_url(self):
        """The list of its candidates."""
        return address("evaluation:detail", self.public_id)

    @property
    def is_of_concepts(self):
        """Whether concept notes are judged: those that pass are invited, not awarded."""
        return self.step == CallStep.CONCEPT


@append_only
class OpeningRecord(Version):
    """The record of the opening: both persons, the moment, every submission with its hash; frozen.

    ``frozen_by`` opened, ``witness`` was present.
    """

    evaluation = models.OneToOneField(Evaluation, on_delete=models.PROTECT, related_name="record")
    witness = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("record of the opening")
        verbose_name_plural = _("records of the opening")
        constraints = [
            models.CheckConstraint(
                name="opening_record_two_persons",
                condition=~Q(witness=models.F("frozen_by")),
                violation_error_message=_("Who opens cannot be the witness."),
            )
        ]


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the calls one is an officer or, once one has signed the declaration, in the committee of,
        and those one assesses, without any whose consortium holds an organisation one is in conflict with.

        The only door to candidates: lists, records, files, counts, rankings and exports begin here.
        """
        path = "evaluation__call_id"
        shown = _of_own_calls(user, path, [Role.OFFICER]) | assigned_to(user)
        if any(role.role in COMMITTEE_ROLES for role in user.roles()):
            shown |= _of_own_calls(user, path, COMMITTEE_ROLES) & declared_by(user)
        shown = self.filter(shown)
        return shown.without_conflict(user).select_related("evaluation__call")

    def without_conflict(self, user):
        """Without those whose consortium holds an organisation this person is in conflict with; see
        ``organisations_in_conflict``."""
        return self.exclude(in_conflict(user))


class Candidate(models.Model):
    """An application with its official submission, in the evaluation of its call.

    ``requested`` is the EU contribution asked for and ``total_cost`` the whole budget, in EUR, both of
    the submission; ``score`` (0 to the grid's maximum) and ``rank`` (within the lot) are written when
    the scores are consolidated, and kept as columns for lists. ``concept_scores`` are the totals of its
    concept note by section, as they were consolidated in the first step. ``checks`` is what
    ``queries.checks.checks_of`` has read; it is put here before the guards of a step are asked.
    """

    STEPS = CANDIDATE_STEPS
    checks = None

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="candidates")
    application = models.ForeignKey(
        "grants.Application", on_delete=models.PROTECT, related_name="candidates", related_query_name="candidate"
    )
    submission = models.OneToOneField("grants.Submission", on_delete=models.PROTECT, related_name="candidate")
    lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="candidates")
    lead = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="candidacies")
    reference = models.CharField(_("reference"), max_length=30)
    title = models.CharField(_("title of the project"), max_length=200)
    search_text = models.TextField(editable=False)
    country = CountryField(_("country of the lead applicant"))
    language = models.CharField(_("language"), max_length=10, blank=True)
    requested = models.DecimalField(_("EU contribution asked for, EUR"), max_digits=14, decimal_places=2)
    total_cost = models.DecimalField(_("total cost, EUR"), max_digits=14, decimal_places=2)
    state = models.CharField(_("state"), max_length=20, choices=CandidateState, default=CandidateState.RECEIVED)
    score = models.DecimalField(_("score"), max_digits=7, decimal_places=4, null=True, blank=True)
    rank = models.PositiveSmallIntegerField(_("rank in the lot"), null=True, blank=True)
    concept_scores = models.JSONField(_("scores of the concept note"), default=dict, blank=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        ordering = ["reference"]
        indexes = [
            models.Index(fields=["evaluation", "state"]),
            models.Index(fields=["evaluation", "score"]),
        ]
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
                fields=["evaluation", "lot", "rank"],
                violation_error_message=_("This rank is taken already."),
            ),
            models.UniqueConstraint(
                name="candidate_reference_once",
                fields=["evaluation", "reference"],
                violation_error_message=_("This application is a candidate already."),
            ),
            models.UniqueConstraint(
                name="candidate_once_per_step",
                fields=["evaluation", "application"],
                violation_error_message=_("This application is a candidate already."),
            ),
        ]

    def __str__(self):
        return f"{self.reference} {self.title}"

    def save(self, *args, **kwargs):
        """Fill the column searched when the candidate is made; nothing it is made of changes later."""
        self.search_text = self.search_text or self.searched(self.lead)
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """The record for those who evaluate."""
        return address("evaluation:candidate", self.public_id)

    def searched(self, lead):
        """Reference, title and names of the lead without accents, in lower case."""
        return names.search_form(f"{self.reference} {self.title} {lead.legal_name} {lead.short_name}")

    @property
    def call(self):
        """The call whose evaluation this is part of."""
        return self.evaluation.call


class CandidateParty(models.Model):
    """An organisation of a candidate's consortium, as its official submission names it.

    ``key`` is the partner's key in the submission.
    """

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="parties")
    organisation = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="candidate_parties")
    role = models.CharField(_("role"), max_length=15, choices=PartnerRole)
    key = models.UUIDField()

    class Meta:
        verbose_name = _("organisation of a candidate")
        verbose_name_plural = _("organisations of candidates")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="candidate_party_once",
                fields=["candidate", "organisation"],
                violation_error_message=_("This organisation is in the consortium already."),
            ),
            models.CheckConstraint(
                name="candidate_party_role_known",
                condition=Q(role__in=PartnerRole.values),
                violation_error_message=_("Unknown role of a partner."),
            ),
        ]

    def __str__(self):
        return f"{self.candidate_id} · {self.organisation_id}"


@append_only
class EvaluationEvent(Event):
    """What happened to an evaluation: opened, consolidated, decided, announced."""

    document = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="events")


@append_only
class CandidateEvent(Event):
    """What happened to a candidate: checked, assessed, ranked, selected."""

    is_sealed = True  # letters about it tell applicants what is not announced yet

    document = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="events")
