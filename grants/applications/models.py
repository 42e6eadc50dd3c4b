"""Applications: what a consortium drafts together and hands in."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.applications.workflow import ApplicationState
from grants.audit import Event, Version, append_only


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the consortia one's organisations lead or have joined. Nobody of staff reads
        an application before the opening (decisions.md C5)."""
        ids = user.organisation_ids()
        joined = Partner.objects.filter(state=PartnerState.JOINED, organisation_id__in=ids).values("application_id")
        return self.filter(Q(lead_id__in=ids) | Q(pk__in=joined))


class Application(models.Model):
    """One proposal of a consortium under a call. The draft stays live; each hand-in freezes a Submission.

    Changes happen in ``applications/actions.py`` and the modules beside it.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    call = models.ForeignKey("grants.Call", on_delete=models.PROTECT, related_name="applications")
    lot = models.ForeignKey("grants.Lot", on_delete=models.PROTECT, related_name="applications", verbose_name=_("lot"))
    lead = models.ForeignKey(
        "grants.Organisation",
        on_delete=models.PROTECT,
        related_name="led_applications",
        verbose_name=_("lead applicant"),
    )
    title = models.CharField(_("title of the project"), max_length=200)
    months = models.PositiveSmallIntegerField(_("duration in months"), null=True, blank=True)
    countries = CountryField(_("countries of the project"), multiple=True, blank=True)
    reference = models.CharField(_("reference"), max_length=30, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=ApplicationState, default=ApplicationState.DRAFT)
    draft = models.OneToOneField("grants.Draft", on_delete=models.PROTECT, related_name="application")
    budget = models.OneToOneField("grants.Budget", on_delete=models.PROTECT, related_name="application")
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"))
    changed_at = models.DateTimeField(_("last changed at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["call", "state"])]
        constraints = [
            models.CheckConstraint(
                name="application_state_known",
                condition=Q(state__in=ApplicationState.values),
                violation_error_message=_("Unknown state of an application."),
            ),
            models.CheckConstraint(
                name="application_submitted_has_date_and_reference",
                condition=~Q(state=ApplicationState.SUBMITTED) | (Q(submitted_at__isnull=False) & ~Q(reference="")),
                violation_error_message=_("A submitted application has a date and a reference."),
            ),
            models.UniqueConstraint(
                name="application_reference_once",
                fields=["reference"],
                condition=~Q(reference=""),
                violation_error_message=_("This reference is given already."),
            ),
        ]

    def __str__(self):
        return self.reference or self.title

    def get_absolute_url(self):
        """The application's record."""
        return reverse("applications:detail", args=[self.public_id])

    def organisation_ids(self):
        """Numbers of the organisations that lead or have joined; one query, kept on the instance."""
        if not hasattr(self, "_organisation_ids"):
            joined = self.partners.filter(state=PartnerState.JOINED).values_list("organisation_id", flat=True)
            self._organisation_ids = {self.lead_id, *joined}
        return self._organisation_ids


class PartnerRole(models.TextChoices):
    LEAD = "lead", _("Lead applicant")
    CO_APPLICANT = "co_applicant", _("Co-applicant")
    ASSOCIATE = "associate", _("Associate without budget")


class PartnerState(models.TextChoices):
    INVITED = "invited", _("Invited")
    JOINED = "joined", _("Joined")
    DECLINED = "declined", _("Declined")
    REMOVED = "removed", _("Removed")


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Partners of the applications one may see."""
        return self.filter(application__in=Application.objects.visible_to(user))


class Partner(models.Model):
    """A place in the consortium: the lead's own, or one offered by mail and taken by an organisation.

    Organisation is empty until the invitation is accepted. Removed, never deleted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="partners")
    key = models.UUIDField(default=uuid.uuid4)
    role = models.CharField(_("role"), max_length=15, choices=PartnerRole)
    state = models.CharField(_("state"), max_length=10, choices=PartnerState)
    organisation = models.ForeignKey(
        "grants.Organisation", null=True, blank=True, on_delete=models.PROTECT, related_name="partnerships"
    )
    invited_name = models.CharField(_("name of the organisation"), max_length=250, blank=True)
    invited_email = models.EmailField(_("e-mail of the contact"), blank=True)
    invited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", verbose_name=_("invited by")
    )
    invited_at = models.DateTimeField(_("invited at"), null=True)
    expires_at = models.DateTimeField(_("invitation expires at"), null=True)
    answered_at = models.DateTimeField(_("answered at"), null=True)
    tasks = models.TextField(_("role in the project"), blank=True)

    objects = PartnerQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                name="partner_organisation_once",
                fields=["application", "organisation"],
                condition=Q(state=PartnerState.JOINED),
                violation_error_message=_("This organisation is in the consortium already."),
            ),
            models.UniqueConstraint(
                name="partner_one_lead",
                fields=["application"],
                condition=Q(role=PartnerRole.LEAD),
                violation_error_message=_("A consortium has one lead."),
            ),
            models.CheckConstraint(
                name="partner_joined_has_organisation",
                condition=~Q(state=PartnerState.JOINED) | Q(organisation__isnull=False),
                violation_error_message=_("Who has joined is an organisation."),
            ),
            models.CheckConstraint(
                name="partner_codes_known",
                condition=Q(role__in=PartnerRole.values, state__in=PartnerState.values),
                violation_error_message=_("Unknown role or state of a partner."),
            ),
        ]

    def __str__(self):
        return str(self.organisation) if self.organisation_id else self.invited_name

    @property
    def call(self):
        """The call the application belongs to."""
        return self.application.call


class MandateMethod(models.TextChoices):
    ONLINE = "online", _("Signed on line")
    SCAN = "scan", _("Scan of the signed paper")


class Mandate(models.Model):
    """A partner's signed agreement that the lead hands in this application in its name (decisions.md C4).

    ``seen_sha256`` is the hash of what concerned the partner when it signed: its name, role, amount,
    declarations (material) and the rest (not material). ``void_since`` is set when a later edit
    touched something material.
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


class ResultLevel(models.TextChoices):
    IMPACT = "impact", _("Impact")
    OUTCOME = "outcome", _("Outcome")
    OUTPUT = "output", _("Output")


class LogframeResult(models.Model):
    """A row of the results chain: what the project wants to reach, and on which assumptions."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="results")
    key = models.UUIDField(default=uuid.uuid4)
    level = models.CharField(_("level"), max_length=10, choices=ResultLevel)
    statement = models.TextField(_("result"), blank=True)
    assumptions = models.TextField(_("assumptions"), blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    rev = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="logframe_result_key_once",
                fields=["application", "key"],
                violation_error_message=_("This result is in the logframe already."),
            ),
            models.CheckConstraint(
                name="logframe_result_level_known",
                condition=Q(level__in=ResultLevel.values),
                violation_error_message=_("Unknown level."),
            ),
        ]

    def __str__(self):
        return self.statement[:60]


class LogframeIndicator(models.Model):
    """An indicator of the call's catalogue taken into the logframe, with baseline, target and source."""

    result = models.ForeignKey(LogframeResult, on_delete=models.CASCADE, related_name="indicators")
    key = models.UUIDField(default=uuid.uuid4)
    indicator = models.ForeignKey("grants.CallIndicator", on_delete=models.PROTECT, related_name="+")
    baseline = models.DecimalField(_("baseline"), max_digits=14, decimal_places=2, null=True, blank=True)
    target = models.DecimalField(_("target"), max_digits=14, decimal_places=2, null=True, blank=True)
    source = models.CharField(_("source of data"), max_length=250, blank=True)
    raw = models.JSONField(_("as typed, not understood"), default=dict, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    rev = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                name="logframe_indicator_key_once",
                fields=["result", "key"],
                violation_error_message=_("This indicator is in the logframe already."),
            )
        ]

    def __str__(self):
        return str(self.indicator)


class ApplicationDocument(models.Model):
    """A file handed in for one of the call's document slots. Taken away, never deleted."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="documents")
    slot = models.ForeignKey("grants.RequiredDocument", on_delete=models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, null=True, blank=True, on_delete=models.PROTECT, related_name="documents")
    file = models.ForeignKey("grants.StoredFile", on_delete=models.PROTECT, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("uploaded at"))
    removed_at = models.DateTimeField(_("taken away at"), null=True, blank=True)

    class Meta:
        ordering = ["slot__position", "pk"]

    def __str__(self):
        return str(self.file)


@append_only
class Submission(Version):
    """What was handed in, word for word, with its receipt. The last one received in time is official.

    ``document`` is the canonical content, ``sha256`` its hash; ``received_at`` decides whether it was
    in time; ``receipt_number`` is printed on the receipt and found on the public verification page.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="submissions")
    step = models.CharField(_("step"), max_length=10, default="full")
    receipt_number = models.CharField(_("receipt number"), max_length=40, unique=True)
    received_at = models.DateTimeField(_("received at"))
    warnings = models.JSONField(_("warnings"), default=list)

    class Meta:
        ordering = ["application", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="submission_number_once",
                fields=["application", "number"],
                violation_error_message=_("This submission exists already."),
            )
        ]

    def __str__(self):
        return self.receipt_number


@append_only
class ApplicationEvent(Event):
    """What happened to an application: started, joined, signed, submitted, withdrawn."""

    document = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="events")


class ReferenceCounter(models.Model):
    """The last number given per prefix; its row is locked while the next is taken (decisions.md A5)."""

    prefix = models.CharField(max_length=20, unique=True)
    last = models.PositiveIntegerField(default=0)

    def __str__(self):
        return f"{self.prefix}{self.last}"
