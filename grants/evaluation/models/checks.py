"""The administrative and the eligibility check: criteria of the call, answers per candidate, clarifications."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.applications.models import Application
from grants.calls.models import CallStep
from grants.evaluation.eligibility import RULES
from grants.evaluation.models.evaluations import Candidate


class CheckStage(models.TextChoices):
    ADMINISTRATIVE = "administrative", _("Administrative check")
    ELIGIBILITY = "eligibility", _("Eligibility check")


class Verdict(models.TextChoices):
    YES = "yes", _("Yes")
    NO = "no", _("No")
    UNCLEAR = "unclear", _("To be clarified")


class CheckCriterionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the calls one sets up: officers of the call."""
        held = [role for role in user.roles() if role.role == "officer"]
        if any(role.call_id is None for role in held):
            return self.select_related("call")
        return self.filter(call_id__in=[role.call_id for role in held]).select_related("call")


class CheckCriterion(models.Model):
    """One question of the checks of a call. ``reason`` is what the applicant is told when the answer is no.

    ``rule`` names what the system can find out from the submission (``eligibility.RULES``); "" for
    what only a person can judge. ``step`` is the one step in which it is asked; "" for every step.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("grants.Call", on_delete=models.PROTECT, related_name="check_criteria")
    stage = models.CharField(_("check"), max_length=15, choices=CheckStage)
    slug = models.SlugField(_("key"), max_length=40)
    text = models.CharField(_("criterion"), max_length=300)
    reason = models.CharField(_("reason told to the applicant"), max_length=500)
    rule = models.CharField(_("found by the system"), max_length=20, blank=True)
    step = models.CharField(_("asked of"), max_length=10, choices=CallStep, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = CheckCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion of a check")
        verbose_name_plural = _("criteria of a check")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="check_criterion_slug_once",
                fields=["call", "slug"],
                violation_error_message=_("This key is used already."),
            ),
            models.CheckConstraint(
                name="check_criterion_codes_known",
                condition=Q(stage__in=CheckStage.values, rule__in=["", *RULES], step__in=["", *CallStep.values]),
                violation_error_message=_("Unknown check, rule or step."),
            ),
        ]

    def __str__(self):
        return self.text


class CheckAnswer(models.Model):
    """What a person has answered to a criterion for a candidate; a no says why."""

    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="check_answers")
    criterion = models.ForeignKey(CheckCriterion, on_delete=models.PROTECT, related_name="answers")
    verdict = models.CharField(_("answer"), max_length=10, choices=Verdict)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(_("answered at"))

    class Meta:
        verbose_name = _("answer to a criterion")
        verbose_name_plural = _("answers to criteria")
        ordering = ["criterion__position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="check_answer_once",
                fields=["candidate", "criterion"],
                violation_error_message=_("This criterion is answered already."),
            ),
            models.CheckConstraint(
                name="check_answer_verdict_known",
                condition=Q(verdict__in=Verdict.values),
                violation_error_message=_("Unknown answer."),
            ),
            models.CheckConstraint(
                name="check_answer_no_says_why",
                condition=~Q(verdict=Verdict.NO) | ~Q(note=""),
                violation_error_message=_("A no needs a note."),
            ),
        ]

    def __str__(self):
        return f"{self.candidate_id} {self.criterion_id} {self.verdict}"


class ClarificationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the candidates one may see, and for applicants those of their own applications."""
        asked = Q(candidate__in=Candidate.objects.visible_to(user).order_by().values("pk"))
        own = Q(candidate__application__in=Application.objects.visible_to(user).order_by().values("pk"))
        return self.filter(asked | own).select_related("candidate__evaluation__call", "candidate__application")


class Clarification(models.Model):
    """A question about something unclear in a submission, with the term that is the same for all.

    The applicant may answer, and answer again, until ``due_at``; then no answer is taken.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    candidate = models.ForeignKey(Candidate, on_delete=models.PROTECT, related_name="clarifications")
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    due_at = models.DateTimeField(_("answer until"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)

    objects = ClarificationQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for clarification")
        verbose_name_plural = _("requests for clarification")
        ordering = ["-asked_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="clarification_answered_in_time",
                condition=Q(answered_at=None) | Q(answered_at__lt=models.F("due_at")),
                violation_error_message=_("The term for the answer is over."),
            ),
            models.CheckConstraint(
                name="clarification_asked_before_due",
                condition=Q(asked_at__lt=models.F("due_at")),
                violation_error_message=_("The term ends after the question."),
            ),
        ]

    def __str__(self):
        return f"{self.candidate_id} {self.asked_at:%Y-%m-%d}"

    @property
    def application(self):
        """The application it is about, for rules that ask who writes for it."""
        return self.candidate.application

    @property
    def call(self):
        """The call whose evaluation asks."""
        return self.candidate.evaluation.call


class ClarificationFile(models.Model):
    """A file handed in with the answer to a clarification."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    clarification = models.ForeignKey(Clarification, on_delete=models.PROTECT, related_name="files")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("uploaded at"))

    class Meta:
        verbose_name = _("file of a clarification")
        verbose_name_plural = _("files of clarifications")
        ordering = ["pk"]

    def __str__(self):
        return str(self.file)
