"""Applications and the consortium that writes them."""

import uuid
from functools import cache

from django.apps import apps
from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from django.db.models.expressions import RawSQL
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants import clock
from grants.addresses import address
from grants.applications.workflow import (
    ANNOUNCED_LABEL,
    BY_THE_ANNOUNCEMENT,
    PARTNER_STEPS,
    PUBLIC_LABEL,
    STEPS,
    ApplicationState,
    PartnerState,
)
from grants.calls.models import Asked, CallCountry, CallStep, CallVersion
from grants.drafts.models import Part
from grants.organisations.models import Membership, MembershipRole, User
from grants.questionnaire.models import Section

_OF_CONSORTIA = """
    SELECT id FROM grants_application WHERE lead_id = ANY(%s)
    UNION
    SELECT application_id FROM grants_partner WHERE organisation_id = ANY(%s) AND state = 'joined'
"""
"""Each half by its index, unlike "or"; written out, since every page of an application asks it."""


class ApplicationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of ``of_consortia_of``, each with what its pages show."""
        return self.of_consortia_of(user).for_pages()

    def of_consortia_of(self, user):
        """Those of the consortia one's organisations lead or have joined. Nobody of staff reads
        an application before the opening (decisions.md C5)."""
        ids = list(user.organisation_ids())
        return self.filter(pk__in=RawSQL(_OF_CONSORTIA, [ids, ids]))  # noqa: S611 - a constant and its parameters

    def with_consortium(self):
        """Each with its call and lot, and the numbers of the organisations that have joined: no query per row."""
        return self.select_related("call", "lot").annotate(joined_ids=_joined_ids())

    def for_pages(self):
        """As ``with_consortium``, and with the small things ``queries.reading`` needs of an application and its call.

        ``call_groups``: country and group of each; ``call_frozen``: number and hash of the call's last
        version, or None; ``part_owners``: slug of each part and the organisation that fills it in.
        """
        return (
            self.with_consortium()
            .select_related("draft__version__questionnaire", "call__two_steps")
            .annotate(
                call_groups=_call_groups(),
                call_frozen=_call_frozen(),
                part_owners=_part_owners(),
                planned=_planned(),
            )
        )


# Columns of the two above, written once: making an expression takes longer than the database to answer it.


@cache
def _joined_ids():
    joined = Partner.objects.filter(application=OuterRef("pk"), state=PartnerState.JOINED)
    return ArraySubquery(joined.order_by().values("organisation_id"))


@cache
def _call_groups():
    countries = CallCountry.objects.filter(call=OuterRef("call")).order_by()
    return ArraySubquery(countries.values(row=JSONObject(country="country", group="group")))


@cache
def _call_frozen():
    versions = CallVersion.objects.filter(call=OuterRef("call")).order_by("-number")
    return Subquery(versions.values(row=JSONObject(number="number", sha256="sha256"))[:1])


@cache
def _part_owners():
    parts = Part.objects.filter(draft=OuterRef("draft")).order_by()
    return ArraySubquery(parts.values(row=JSONObject(slug="slug", owner="owner_id")))


PLANNED = ("id", "key", "title", "result_id", "partner_id", "first_month", "last_month", "raw", "position")


@cache
def _planned():
    activities = apps.get_model("grants.Activity").objects.filter(application=OuterRef("pk"))
    return ArraySubquery(
        activities.order_by("position", "pk").values(row=JSONObject(**{name: name for name in PLANNED}))
    )


class Application(models.Model):
    """One proposal of a consortium under a call. The draft stays live; each hand-in freezes a Submission.

    ``step`` is the step it stands in: behind that of its call for who was not invited to the second. A concept
    note without a budget states in ``stated_grant`` and ``stated_cost`` what it will ask for and cost, in EUR.
    Changes happen in the modules of ``applications/actions``. ``checklist`` is what
    ``queries.completeness.checklist`` found; it is put here before the guards of a step are asked.
    """

    STEPS = STEPS | BY_THE_ANNOUNCEMENT
    checklist = None

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
    step = models.CharField(_("step"), max_length=10, choices=CallStep, default=CallStep.FULL)
    stated_grant = models.DecimalField(
        _("EU contribution you will ask for, EUR"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    stated_cost = models.DecimalField(
        _("total cost of the project, EUR"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    draft = models.OneToOneField("grants.Draft", on_delete=models.PROTECT, related_name="application")
    budget = models.OneToOneField("grants.Budget", on_delete=models.PROTECT, related_name="application")
    start_key = models.UUIDField(default=uuid.uuid4, editable=False)
    started_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"))
    changed_at = models.DateTimeField(_("last changed at"))
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True)

    objects = ApplicationQuerySet.as_manager()

    class Meta:
        verbose_name = _("application")
        verbose_name_plural = _("applications")
        ordering = ["-changed_at", "-pk"]
        indexes = [models.Index(fields=["call", "state", "step"])]
        constraints = [
            models.CheckConstraint(
                name="application_state_known",
                condition=Q(state__in=ApplicationState.values),
                violation_error_message=_("Unknown state of an application."),
            ),
            models.CheckConstraint(
                name="application_step_known",
                condition=Q(step__in=CallStep.values),
                violation_error_message=_("Unknown step of a call."),
            ),
            models.CheckConstraint(
                name="application_stated_amounts_in_order",
                condition=Q(stated_grant=None)
                | Q(stated_cost=None)
                | Q(stated_grant__gt=0, stated_grant__lte=models.F("stated_cost")),
                violation_error_message=_("The EU contribution is at most the total cost."),
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
            models.UniqueConstraint(
                name="application_started_once_per_click",
                fields=["started_by", "start_key"],
                violation_error_message=_("This application is started already."),
            ),
        ]

    def __str__(self):
        return self.reference or self.title

    def get_absolute_url(self):
        """The application's record."""
        return address("applications:detail", self.public_id)

    def get_state_display(self):
        """The state in words: from the opening on the same for all that were handed in, so from the announcement."""
        if self.state == ApplicationState.SUBMITTED and self.step != self.call.step:
            return ANNOUNCED_LABEL
        if self.state == ApplicationState.SUBMITTED and self.call.opened_at:
            return ANNOUNCED_LABEL if self.call.is_announced(clock.now()) else PUBLIC_LABEL
        return ApplicationState(self.state).label

    def is_open(self, at):
        """Whether it can be drafted and handed in at this moment: its step is the one in progress, and open."""
        return self.step == self.call.step and self.call.is_open(at)

    @property
    def asked(self) -> Asked:
        """The parts its step asks for beside the form; a workplan only where the call asks for one at all."""
        asked = Asked() if self.step == CallStep.FULL else self.call.two_steps.asked_at(self.step)
        return asked._replace(workplan=asked.workplan and self.call.workplan)

    def organisation_ids(self):
        """Numbers of the organisations that lead or have joined, kept on the instance.

        One query, or none when the row was read by ``visible_to``.
        """
        if not hasattr(self, "_organisation_ids"):
            joined = getattr(self, "joined_ids", None)
            if joined is None:
                joined = self.partners.filter(state=PartnerState.JOINED).values_list("organisation_id", flat=True)
            self._organisation_ids = {self.lead_id, *joined}
        return self._organisation_ids

    def people(self, organisation_ids=None):
        """Everybody who fills in or manages for the lead and for the partners that have joined; one query.

        Or only for the organisations with these numbers.
        """
        held = Membership.objects.filter(
            organisation_id__in=self.organisation_ids() if organisation_ids is None else organisation_ids,
            role__in=[MembershipRole.MANAGER, MembershipRole.EDITOR],
            ended_at=None,
        )
        return User.objects.filter(is_active=True, pk__in=held.values("user_id"))


class ApplicationPartQuerySet(models.QuerySet):
    def asked(self):
        """Parts the form still has: a corrigendum may have dropped a section; what was answered there is kept."""
        return self.filter(Exists(Section.objects.filter(version=OuterRef("draft__version"), slug=OuterRef("slug"))))

    def visible_to(self, user):
        """Parts of the applications one may see, each with its application."""
        applications = Application.objects.of_consortia_of(user)
        return (
            self.asked()
            .filter(draft__application__in=applications)
            .select_related("draft__application__call", "draft__version")
        )


class ApplicationPart(Part):
    """A part of an application's form, with its own address: saved by whom it was given to."""

    objects = ApplicationPartQuerySet.as_manager()

    class Meta:
        proxy = True


class PartnerRole(models.TextChoices):
    LEAD = "lead", _("Lead applicant")
    CO_APPLICANT = "co_applicant", _("Co-applicant")
    ASSOCIATE = "associate", _("Associate without budget")


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Partners of the applications one may see, and the invitations sent to one's own address."""
        invited = Q(invited_email=user.email, state__in=[PartnerState.INVITED, PartnerState.DECLINED])
        rows = self.filter(Q(application__in=Application.objects.of_consortia_of(user)) | invited)
        application = Prefetch("application", Application.objects.for_pages())
        return rows.select_related("organisation").prefetch_related(application)


class Partner(models.Model):
    """A place in the consortium: the lead's own, or one offered by mail and taken by an organisation.

    Organisation is empty until the invitation is accepted. Removed, never deleted.
    """

    STEPS = PARTNER_STEPS

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
        indexes = [
            models.Index(fields=["invited_email"], condition=Q(state=PartnerState.INVITED), name="partner_invitations")
        ]  # every home page asks who is invited
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

    @property
    def events(self):
        """The application's events: what happens to a place is part of its history."""
        return self.application.events
