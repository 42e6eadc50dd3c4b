"""Documents around a call: which applicants upload, the templates for them, and what is published with it."""

import uuid

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.calls.models.calls import Call, PartOfCallQuerySet


class RequiredDocument(models.Model):
    """A document applicants upload: which, from whom, how large, of which kinds (none named: all that are taken).

    ``at_concept``: in a call with two steps it is uploaded with the concept note already.
    """

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="required_documents")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slug = models.SlugField(_("key"), max_length=40)
    title = models.CharField(_("title"), max_length=150)
    help = models.TextField(_("help"), blank=True)
    required = models.BooleanField(_("must be uploaded"), default=True)
    per_partner = models.BooleanField(_("one from each organisation"), default=False)
    at_concept = models.BooleanField(_("with the concept note already"), default=False)
    most_megabytes = models.PositiveSmallIntegerField(_("largest size, MB"), default=10)
    file_kinds = models.JSONField(_("kinds of file"), default=list, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartOfCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("document slot")
        verbose_name_plural = _("document slots")
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="required_document_slug_once",
                fields=["call", "slug"],
                violation_error_message=_("This key is used already."),
            )
        ]

    def __str__(self):
        return self.title


class PartOfSlotQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Parts of the slots of calls one may see, each with its slot and call."""
        return self.filter(slot__call__in=Call.objects.visible_to(user)).select_related("slot__call", "file")


class SlotTemplate(models.Model):
    """A template applicants download, fill in and upload into its slot; in one language, or for all of them."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    slot = models.ForeignKey(RequiredDocument, on_delete=models.CASCADE, related_name="templates")
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")

    objects = PartOfSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("template of a document slot")
        verbose_name_plural = _("templates of document slots")
        ordering = ["slot", "language"]
        constraints = [
            models.UniqueConstraint(
                name="slot_template_language_once",
                fields=["slot", "language"],
                violation_error_message=_("There is a template in this language already."),
            )
        ]

    def __str__(self):
        return f"{self.slot} ({self.language})"

    @property
    def call(self):
        """The call whose slot this belongs to."""
        return self.slot.call


class CallDocument(models.Model):
    """A document published with the call: guidelines, annexes, templates."""

    call = models.ForeignKey(Call, on_delete=models.CASCADE, related_name="documents")
    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    title = models.CharField(_("title"), max_length=150)
    language = models.CharField(_("language"), max_length=10, blank=True)
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    objects = PartOfCallQuerySet.as_manager()

    class Meta:
        verbose_name = _("published document")
        verbose_name_plural = _("published documents")
        ordering = ["position", "pk"]

    def __str__(self):
        return self.title
