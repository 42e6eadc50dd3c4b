"""Questions about a call, answered for everybody at once and without the name of who asked."""

import uuid
from itertools import pairwise

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.audit import Event, append_only
from grants.calls.models.calls import Call
from grants.calls.workflow import QUESTION_STEPS, QuestionState


class CallQuestionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the calls a member of staff sets up."""
        if not (user.has_role("officer") or user.has_role("administrator")):
            return self.none()
        return self.filter(call__in=Call.objects.visible_to(user)).select_related("call")


class CallQuestion(models.Model):
    """A question about a call. Published, it has a number, and the words staff gave it in each language.

    ``text`` is what was typed; ``question`` is what everybody reads, without what tells who asked.
    """

    STEPS = QUESTION_STEPS

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey(Call, on_delete=models.PROTECT, related_name="questions")
    state = models.CharField(_("state"), max_length=20, choices=QuestionState, default=QuestionState.ASKED)
    text = models.TextField(_("question"))
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(_("asked at"))
    number = models.PositiveSmallIntegerField(_("number"), null=True, blank=True)
    question = models.TextField(_("question as published"), blank=True)
    answer = models.TextField(_("answer"), blank=True)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)

    objects = CallQuestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("question about a call")
        verbose_name_plural = _("questions about calls")
        ordering = ["call", "number", "pk"]
        constraints = [
            models.CheckConstraint(
                name="call_question_state_known",
                condition=Q(state__in=QuestionState.values),
                violation_error_message=_("Unknown state of a question."),
            ),
            models.CheckConstraint(
                name="call_question_published_is_whole",
                condition=~Q(state=QuestionState.PUBLISHED) | Q(number__isnull=False, published_at__isnull=False),
                violation_error_message=_("A published question has a number and a date."),
            ),
            models.UniqueConstraint(
                name="call_question_number_once",
                fields=["call", "number"],
                violation_error_message=_("This number is used already."),
            ),
        ]

    def __str__(self):
        return f"{self.call.reference} · {self.number or '–'}"

    def get_absolute_url(self):
        """The page on which staff answer it."""
        return reverse("calls:question", args=[self.public_id])

    @property
    def earlier(self) -> list:
        """What was published before the wording that stands now, newest first; each with why it was amended."""
        return [{"version": old, "reason": new.reason} for new, old in pairwise(self.answers.all())]


@append_only
class CallAnswer(models.Model):
    """One publication of a question and its answer: the first, and each later one by which it was amended."""

    asked = models.ForeignKey(CallQuestion, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField(_("version"))
    question = models.TextField(_("question as published"))
    answer = models.TextField(_("answer"))
    reason = models.TextField(_("why it was amended"), blank=True)
    published_at = models.DateTimeField(_("published at"))
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        verbose_name = _("published answer")
        verbose_name_plural = _("published answers")
        ordering = ["asked", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="call_answer_number_once",
                fields=["asked", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]

    def __str__(self):
        return f"{self.asked} ({self.number})"


@append_only
class CallQuestionEvent(Event):
    """What happened to a question: asked, published, set aside."""

    is_sealed = True  # who asks is nobody's business: staff answer without knowing

    document = models.ForeignKey(CallQuestion, on_delete=models.PROTECT, related_name="events")
