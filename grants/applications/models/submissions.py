"""What is handed in: documents, submissions, receipts; and the history of it all."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from grants.applications.models.applications import Application, Partner
from grants.audit import Event, Version, append_only
from grants.calls.models import CallStep


class ApplicationDocumentQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Files of the applications one may see, without those taken away."""
        return self.filter(removed_at=None, application__in=Application.objects.of_consortia_of(user)).select_related(
            "application__call", "file", "partner", "slot"
        )


class ApplicationDocument(models.Model):
    """A file handed in for one of the call's document slots, or as the answer to a question of the form.

    Taken away, never deleted. ``question`` is the key of the question a file answers, in whose answer it is named.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    slot = models.ForeignKey(
        "grants.RequiredDocument", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    question = models.SlugField(_("question"), max_length=60, blank=True)
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("uploaded at"))
    removed_at = models.DateTimeField(_("taken away at"), null=True, blank=True)

    objects = ApplicationDocumentQuerySet.as_manager()

    class Meta:
        ordering = ["slot__position", "pk"]
        constraints = [
            models.CheckConstraint(
                name="application_document_has_one_place",
                condition=models.Q(slot__isnull=False, question="")
                | (models.Q(slot__isnull=True, partner__isnull=True) & ~models.Q(question="")),
                violation_error_message=_("A file belongs to a document slot or to a question."),
            )
        ]

    def __str__(self):
        return str(self.file)


class SubmissionQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Submissions of the applications one may see."""
        return self.filter(application__in=Application.objects.of_consortia_of(user))


@append_only
class Submission(Version):
    """What was handed in, word for word, with its receipt. The last one received in time is official.

    ``document`` is the canonical content, ``sha256`` its hash; ``received_at`` decides whether it was
    in time; ``receipt_number`` is printed on the receipt and found on the public verification page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    step = models.CharField(_("step"), max_length=10, choices=CallStep, default=CallStep.FULL)
    receipt_number = models.CharField(_("receipt number"), max_length=40, unique=True)
    received_at = models.DateTimeField(_("received at"))
    warnings = models.JSONField(_("warnings"), default=list)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        ordering = ["application", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="submission_number_once",
                fields=["application", "number"],
                violation_error_message=_("This submission exists already."),
            ),
            models.CheckConstraint(
                name="submission_step_known",
                condition=Q(step__in=CallStep.values),
                violation_error_message=_("Unknown step of a call."),
            ),
        ]

    def __str__(self):
        return self.receipt_number

    def get_absolute_url(self):
        """The receipt."""
        return reverse("applications:receipt", args=[self.public_id])


@append_only
class Receipt(models.Model):
    """The receipt of a submission as a PDF in one language, made once and kept: its hash is verifiable."""

    submission = models.ForeignKey(Submission, on_delete=models.PROTECT, related_name="receipts")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="receipt_one_per_language",
                fields=["submission", "language"],
                violation_error_message=_("This receipt exists already."),
            )
        ]

    def __str__(self):
        return f"{self.submission} {self.language}"


@append_only
class ApplicationEvent(Event):
    """What happened to an application: started, joined, signed, submitted, withdrawn."""

    is_sealed = True  # nobody of staff reads about an application before the opening (decisions.md C5)

    document = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")


class ReferenceCounter(models.Model):
    """The last number given per prefix; its row is locked while the next is taken (decisions.md A5)."""

    prefix = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.prefix}{self.last}"
