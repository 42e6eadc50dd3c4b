"""Who assesses, what is assigned to whom, and what was scored."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.addresses import address
from grants.audit import Event, Version, append_only
from grants.evaluation.models.evaluations import Candidate, Evaluation
from grants.evaluation.workflow import ASSESSMENT_STEPS, ASSESSOR_STEPS, LIVE, AssessmentState, AssessorState
from grants.permissions import Role

REVIEW_ROLES = (Role.OFFICER, Role.CHAIR, Role.SECRETARY)
"""Roles that run the assessments of their call."""


def reviews(user, path):
    """The condition that the call, its number at ``path``, is one whose assessments this person runs."""
    held = [role for role in user.roles() if role.role in REVIEW_ROLES]
    if any(role.call_id is None for role in held):
        return ~Q(pk__in=[])  # an empty Q() would vanish from "this or that"
    return Q(**{f"{path}__in": [role.call_id for role in held]})


class AssessorQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own places, and those of the calls whose assessments one runs."""
        own = Q(user=user)
        return self.filter(own | reviews(user, "evaluation__call_id")).select_related("evaluation__call", "user")


class Assessor(models.Model):
    """A person asked to assess in one evaluation: nothing of it opens before the declaration is signed.

    ``declaration`` is the one of this evaluation, which the person may have signed in the committee before;
    ``employer`` and ``country`` serve to keep assignments free of conflicts.
    """

    STEPS = ASSESSOR_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="assessors")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="assessorships", verbose_name=_("person")
    )
    employer = models.ForeignKey(
        "grants.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("works for"),
    )
    country = CountryField(_("country"), blank=True)
    languages = ArrayField(models.CharField(max_length=10), verbose_name=_("reads"), default=list, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=AssessorState, default=AssessorState.INVITED)
    invited_at = models.DateTimeField(_("invited at"))
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    declaration = models.ForeignKey(
        "grants.Declaration", null=True, blank=True, on_delete=models.PROTECT, related_name="+",
        verbose_name=_("declaration of impartiality and confidentiality"),
    )  # fmt: skip

    objects = AssessorQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessor")
        verbose_name_plural = _("assessors")
        ordering = ["user__name", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="assessor_once_per_evaluation",
                fields=["evaluation", "user"],
                violation_error_message=_("This person is an assessor of this evaluation already."),
            ),
            models.CheckConstraint(
                name="assessor_state_known",
                condition=Q(state__in=AssessorState.values),
                violation_error_message=_("Unknown state of an assessor."),
            ),
            models.CheckConstraint(
                name="assessor_accepted_has_signed",
                condition=~Q(state=AssessorState.ACCEPTED) | Q(declaration__isnull=False),
                violation_error_message=_("Who has accepted has signed the declaration."),
            ),
        ]

    def __str__(self):
        return str(self.user)

    def get_absolute_url(self):
        """Where the person accepts or declines, and later finds the assignments."""
        return address("evaluation:assessor", self.public_id)

    @property
    def call(self):
        """The call whose applications are assessed."""
        return self.evaluation.call


class AssessmentQuerySet(models.QuerySet):
    def live(self):
        """Those that count or will."""
        return self.filter(state__in=LIVE)

    def signed(self):
        """Those of assessors who have signed the declaration and go on."""
        return self.filter(assessor__state=AssessorState.ACCEPTED)

    def own(self, user):
        """This person's assignments, of candidates without conflict."""
        free = Candidate.objects.without_conflict(user)
        return self.live().signed().filter(assessor__user=user, candidate__in=free)

    def visible_to(self, user):
        """One's own live assignments, once the declaration is signed; for those who run the assessments
        of the call all of them, if they do not assess in it themselves. Never with a conflict.

        Another assessor's is never among them, before or after submission (security.md T-RV-01).
        """
        assessed = Assessor.objects.filter(user=user).exclude(state__in=[AssessorState.DECLINED, AssessorState.ENDED])
        run = reviews(user, "candidate__evaluation__call_id") & ~Q(
            candidate__evaluation__in=assessed.values("evaluation")
        )
        own = Q(assessor__user=user, assessor__state=AssessorState.ACCEPTED, state__in=LIVE)
        if not any(role.role in REVIEW_ROLES for role in user.roles()):
            run = Q(pk__in=[])
        return self.filter(own | run, candidate__in=Candidate.objects.without_conflict(user)).select_related(
            "candidate__evaluation__call", "candidate__lot", "assessor__user", "draft__version"
        )


class Assessment(models.Model):
    """One assessor's scores and comments on one candidate.

    Typed into ``draft``; ``scores`` (key of the criterion -> score) and ``total`` are written when it
    is submitted, and each submission is a row of AssessmentVersion. Withdrawn or void, never deleted.
    """

    STEPS = ASSESSMENT_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="assessments")
    assessor = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="assessments")
    draft = models.OneToOneField("grants.Draft", on_delete=models.PROTECT, related_name="assessment")
    state = models.CharField(_("state"), max_length=10, choices=AssessmentState, default=AssessmentState.ASSIGNED)
    is_third = models.BooleanField(_("third assessor"), default=False)
    assigned_at = models.DateTimeField(_("assigned at"))
    due_at = models.DateTimeField(_("due at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)
    scores = models.JSONField(_("scores"), default=dict, blank=True)
    total = models.DecimalField(_("total"), max_digits=7, decimal_places=4, null=True, blank=True)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment")
        verbose_name_plural = _("assessments")
        ordering = ["candidate", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_once_per_assessor",
                fields=["candidate", "assessor"],
                condition=Q(state__in=LIVE),
                violation_error_message=_("This assessor has this application already."),
            ),
            models.UniqueConstraint(
                name="assessment_one_third",
                fields=["candidate"],
                condition=Q(state__in=LIVE, is_third=True),
                violation_error_message=_("This application has a third assessor already."),
            ),
            models.CheckConstraint(
                name="assessment_state_known",
                condition=Q(state__in=AssessmentState.values),
                violation_error_message=_("Unknown state of an assessment."),
            ),
            models.CheckConstraint(
                name="assessment_submitted_has_total",
                condition=~Q(state=AssessmentState.SUBMITTED) | Q(total__isnull=False, submitted_at__isnull=False),
                violation_error_message=_("A submitted assessment has a total and a date."),
            ),
            models.CheckConstraint(
                name="assessment_due_after_assigned",
                condition=Q(due_at__gt=F("assigned_at")),
                violation_error_message=_("The term ends after the assignment."),
            ),
        ]

    def __str__(self):
        return f"{self.candidate} · {self.assessor}"

    def get_absolute_url(self):
        """The grid."""
        return address("evaluation:assessment", self.public_id)

    @property
    def call(self):
        """The call the candidate belongs to."""
        return self.candidate.evaluation.call


class OwnAssessmentQuerySet(AssessmentQuerySet):
    def visible_to(self, user):
        """One's own, those taken back too: who was typing gets the own text back (security.md T-RV-09)."""
        free = Candidate.objects.without_conflict(user)
        return self.filter(
            assessor__user=user,
            assessor__declaration__isnull=False,
            state__in=[*LIVE, AssessmentState.WITHDRAWN],
            candidate__in=free,
        ).select_related("candidate__evaluation__call", "candidate__lot", "assessor__user", "draft__version")


class OwnAssessment(Assessment):
    """An assessment as its assessor saves it."""

    objects = OwnAssessmentQuerySet.as_manager()

    class Meta:
        proxy = True


class Standing(models.TextChoices):
    MISSING = "missing", _("Assessments missing")
    THIRD = "third", _("Divergent, a third is needed")
    COMPLETE = "complete", _("Complete")


class Progress(models.Model):
    """How far the assessing of a candidate is: kept with each assessment that comes or goes, for lists.

    ``mean`` is what the submitted assessments come to now, ``spread`` the distance of the highest from
    the lowest total in percent of the highest.
    """

    candidate = models.OneToOneField(Candidate, on_delete=models.PROTECT, related_name="progress")
    standing = models.CharField(_("assessing"), max_length=10, choices=Standing, default=Standing.MISSING)
    assigned = models.PositiveSmallIntegerField(_("assigned"), default=0)
    submitted = models.PositiveSmallIntegerField(_("submitted"), default=0)
    mean = models.DecimalField(_("mean"), max_digits=7, decimal_places=4, null=True, blank=True)
    spread = models.DecimalField(_("spread, %"), max_digits=5, decimal_places=1, null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="progress_standing_known",
                condition=Q(standing__in=Standing.values),
                violation_error_message=_("Unknown standing of the assessing."),
            )
        ]

    def __str__(self):
        return f"{self.candidate_id} {self.standing}"

    @property
    def wants_third(self):
        """Whether the assessments diverge and nobody is assigned as the third."""
        return self.standing == Standing.THIRD and self.assigned == self.submitted


@append_only
class AssessmentVersion(Version):
    """An assessment as it was submitted: scores, comments and totals; again after each reopening."""

    assessment = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["assessment", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="assessment_version_number_once",
                fields=["assessment", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]


@append_only
class Consolidation(Version):
    """The scores of an evaluation as they were consolidated: every input, every result, the ranking."""

    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT, related_name="consolidations")

    class Meta:
        verbose_name = _("consolidation of scores")
        verbose_name_plural = _("consolidations of scores")
        ordering = ["evaluation", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="consolidation_number_once",
                fields=["evaluation", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]


@append_only
class AssessorEvent(Event):
    """What happened to an assessor: invited, accepted with the declaration signed, declined, ended."""

    document = models.ForeignKey(Assessor, on_delete=models.PROTECT, related_name="events")


@append_only
class AssessmentEvent(Event):
    """What happened to an assessment: assigned, submitted, reopened, withdrawn, void."""

    is_sealed = True  # who assesses what is known to those who run the assessments, not to all of staff

    document = models.ForeignKey(Assessment, on_delete=models.PROTECT, related_name="events")
