"""Texts that several people write at once, of which nothing typed is lost (decisions.md B7)."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.audit import append_only


class Draft(models.Model):
    """The answers of one document under way: an application, later a grid or a report."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    version = models.ForeignKey("grants.QuestionnaireVersion", on_delete=models.PROTECT, related_name="drafts")

    def __str__(self):
        return str(self.public_id)


class Part(models.Model):
    """One section of a draft, and the organisation that is to fill it in (None: the lead)."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="parts")
    slug = models.SlugField(max_length=40)
    owner = models.ForeignKey(
        "grants.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("owner"),
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="part_slug_once_per_draft",
                fields=["draft", "slug"],
                violation_error_message=_("This part exists already."),
            )
        ]

    def __str__(self):
        return self.slug


class Cell(models.Model):
    """The answer to one question: what was typed, what was understood of it, and its revision.

    A save names the revision it is based on; only the first of two wins, the other text is kept in
    the history and shown to its author. ``value`` is null while the text is empty or not understood;
    ``problem`` then holds the code of why.
    """

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="cells")
    key = models.SlugField(max_length=60)
    raw = models.TextField(blank=True)
    value = models.JSONField(null=True, blank=True)
    problem = models.CharField(max_length=40, blank=True)
    problem_params = models.JSONField(default=dict, blank=True)
    rev = models.PositiveIntegerField(default=1)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                name="cell_key_once_per_draft",
                fields=["draft", "key"],
                violation_error_message=_("This answer exists already."),
            ),
            models.CheckConstraint(
                name="cell_problem_has_no_value",
                condition=Q(problem="") | Q(value__isnull=True),
                violation_error_message=_("What was not understood has no value."),
            ),
        ]

    def __str__(self):
        return f"{self.key} r{self.rev}"


class TextRevision(models.Model):
    """A text somebody saved somewhere: it stood there, or it came too late to stand (``is_aside``)."""

    raw = models.TextField(blank=True)
    is_aside = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        abstract = True
        ordering = ["-at", "-pk"]


@append_only
class Revision(TextRevision):
    """Every text a cell ever held, and every text that came too late to be held."""

    draft = models.ForeignKey(Draft, on_delete=models.PROTECT, related_name="revisions")
    key = models.SlugField(max_length=60)
    rev = models.PositiveIntegerField()

    class Meta(TextRevision.Meta):
        indexes = [models.Index(fields=["draft", "key", "at"])]

    def __str__(self):
        return f"{self.key} r{self.rev}"
