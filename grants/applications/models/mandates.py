"""Partners' mandates, and the requests to sign them."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.applications.models.applications import Application, Partner


class MandateQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Mandates of the applications one may see."""
        return self.filter(partner__application__in=Application.objects.of_consortia_of(user)).select_related(
            "partner__application__call", "file"
        )


class MandateMethod(models.TextChoices):
    ONLINE = "online", _("Signed on line")
    SCAN = "scan", _("Scan of the signed paper")


class Mandate(models.Model):
    """A partner's signed agreement that the lead hands in this application in its name (decisions.md C4).

    ``seen_sha256`` is the hash of what concerned the partner when it signed: its name, role, amount,
    declarations (material) and the rest (not material). ``void_since`` is set when a newer
    signature takes its place.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="mandates")
    method = models.CharField(_("how signed"), max_length=10, choices=MandateMethod)
    signed_by_name = models.CharField(_("signed by"), max_length=150)
    capacity = models.CharField(_("in the capacity of"), max_length=120)
    signed_on = models.DateField(_("signed on"))
    signed_at = models.DateTimeField(_("recorded at"))
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    file = models.ForeignKey("grants.StoredFile", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    seen = models.JSONField(_("what was seen"))
    material_sha256 = models.CharField(max_length=64)
    seen_sha256 = models.CharField(max_length=64)
    allows_edits = models.BooleanField(_("later edits that are not material are allowed"), default=True)
    void_since = models.DateTimeField(_("void since"), null=True, blank=True)
    void_reason = models.CharField(_("why void"), max_length=200, blank=True)

    objects = MandateQuerySet.as_manager()

    class Meta:
        ordering = ["-signed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="mandate_one_valid_per_partner",
                fields=["partner"],
                condition=Q(void_since=None),
                violation_error_message=_("There is a valid mandate already."),
            ),
            models.CheckConstraint(
                name="mandate_scan_has_file",
                condition=~Q(method=MandateMethod.SCAN) | Q(file__isnull=False),
                violation_error_message=_("A scan has a file."),
            ),
        ]

    def __str__(self):
        return f"{self.partner} {self.signed_on}"


class MandateRequest(models.Model):
    """The legal representative of a partner is asked to sign without an account (decisions.md C4).

    The link goes by mail, the code is shown once to who asks and is passed on by telephone or message:
    neither alone signs. The code is kept as a hash; ``tries`` counts wrong ones. Used once.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    partner = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="mandate_requests")
    name = models.CharField(_("legal representative"), max_length=150)
    address = models.EmailField(_("e-mail of the representative"))
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES)
    code_hash = models.CharField(max_length=128)
    tries = models.PositiveSmallIntegerField(_("wrong codes"), default=0)
    requested_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    requested_at = models.DateTimeField(_("asked at"))
    expires_at = models.DateTimeField(_("expires at"))
    used_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    ended_at = models.DateTimeField(_("no longer valid since"), null=True, blank=True)

    class Meta:
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="mandate_request_one_open_per_partner",
                fields=["partner"],
                condition=Q(ended_at=None),
                violation_error_message=_("The representative has been asked already."),
            ),
            models.CheckConstraint(
                name="mandate_request_used_is_ended",
                condition=Q(used_at=None) | Q(ended_at__isnull=False),
                violation_error_message=_("A request that was used is over."),
            ),
        ]

    def __str__(self):
        return f"{self.partner} · {self.name}"

    @property
    def call(self):
        """The call the application belongs to."""
        return self.partner.application.call
