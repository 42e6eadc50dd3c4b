"""Every try at a consequential action, also those that were refused (decisions.md B1); and who read what."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from grants.audit import append_only


class Outcome(models.TextChoices):
    STARTED = "started", _("Started")
    DONE = "done", _("Done")
    REFUSED = "refused", _("Refused")
    FAILED = "failed", _("Failed")


class Attempt(models.Model):
    """A try: who wanted to do what to which document, when the request arrived, how it ended.

    Written in its own transaction before the action, so that the trace stays when the action
    rolls back. Applicants see theirs: it is their proof of having tried.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="attempts", verbose_name=_("user")
    )
    action = models.CharField(_("action"), max_length=60)
    document_model = models.CharField(max_length=60)
    document_id = models.BigIntegerField()
    received_at = models.DateTimeField(_("received at"))
    finished_at = models.DateTimeField(_("finished at"), null=True)
    outcome = models.CharField(_("outcome"), max_length=10, choices=Outcome, default=Outcome.STARTED)
    reasons = models.JSONField(_("reasons"), default=list)
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("try")
        verbose_name_plural = _("tries")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["document_model", "document_id", "received_at"])]
        constraints = [
            models.CheckConstraint(
                name="attempt_outcome_known",
                condition=models.Q(outcome__in=Outcome.values),
                violation_error_message=_("Unknown outcome."),
            )
        ]

    def __str__(self):
        return f"{self.action} {self.received_at:%Y-%m-%d %H:%M:%S}"

    @property
    def sentences(self):
        """Why it was refused or failed, in the reader's language where it was kept in that."""
        language = get_language()
        return [words.get(language) or next(iter(words.values())) for words in self.reasons]


@append_only
class Reading(models.Model):
    """A look at something confidential: each page an auditor opens (decisions.md C15), each file that
    somebody with a role in the programme is handed, with the hash of its content in ``sha256``.
    """

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="readings", verbose_name=_("person")
    )
    at = models.DateTimeField(_("moment"))
    address = models.CharField(_("address"), max_length=500)
    document_model = models.CharField(max_length=60, blank=True)
    document_id = models.BigIntegerField(null=True)
    sha256 = models.CharField(_("SHA-256 of the content"), max_length=64, blank=True)

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["user", "at"])]

    def __str__(self):
        return f"{self.user} {self.address}"
