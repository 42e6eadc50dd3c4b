"""Organisations, their dated copies, and who acts for them."""

import uuid

from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants.audit import Event, Version, append_only
from grants.organisations import names, tax_ids
from grants.organisations.models.people import User
from grants.organisations.workflow import OrganisationAction
from grants.permissions import Role


class OrganisationKind(models.TextChoices):
    CHAMBER = "chamber", _("Chamber of commerce or industry")
    ASSOCIATION = "association", _("Business association or federation")
    COOPERATIVE = "cooperative", _("Cooperative")
    RESEARCH = "research", _("University or research centre")
    FOUNDATION = "foundation", _("Foundation or non-governmental organisation")
    PUBLIC = "public", _("Public body")
    OTHER = "other", _("Other non-profit organisation")


class OrganisationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Own organisations; all of them for programme staff, officers of a call and administrators."""
        if user.is_programme_staff() or user.has_role(Role.ADMINISTRATOR):
            return self
        return self.filter(pk__in=user.organisation_ids())


class Organisation(models.Model):
    """A legal entity that applies or takes part: its data are asked once and reused everywhere."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    legal_name = models.CharField(_("legal name"), max_length=250)
    short_name = models.CharField(_("short name"), max_length=60, blank=True)
    search_name = models.CharField(max_length=320, editable=False, db_index=True)
    kind = models.CharField(_("kind of organisation"), max_length=20, choices=OrganisationKind)
    country = CountryField(_("country"))
    tax_id = models.CharField(_("tax id"), max_length=30, blank=True)
    tax_key = models.CharField(max_length=40, blank=True, editable=False, db_index=True)
    register_number = models.CharField(_("registration number"), max_length=60, blank=True)
    address = models.CharField(_("street and number"), max_length=250, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    web_domain = models.CharField(max_length=255, blank=True, editable=False, db_index=True)
    email = models.EmailField(_("e-mail of the organisation"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    representative_name = models.CharField(_("legal representative"), max_length=150, blank=True)
    representative_capacity = models.CharField(_("in the capacity of"), max_length=120, blank=True)
    representative_email = models.EmailField(_("e-mail of the representative"), blank=True)
    registered_at = models.DateTimeField(_("registered at"))
    is_test = models.BooleanField(_("only for trying out calls"), default=False, editable=False)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["search_name", "pk"]
        indexes = [models.Index(Upper("representative_email"), name="organisation_representative")]
        constraints = [
            models.CheckConstraint(
                name="organisation_kind_known",
                condition=Q(kind__in=OrganisationKind.values),
                violation_error_message=_("Unknown kind of organisation."),
            )
        ]

    def __str__(self):
        return self.short_name or self.legal_name

    def save(self, *args, **kwargs):
        """Keep the columns searched and compared in step with the name and the tax id."""
        self.search_name = names.search_form(f"{self.legal_name} {self.short_name}")
        self.tax_key = tax_ids.key(str(self.country), self.tax_id)
        self.web_domain = names.web_domain(self.website)
        if "update_fields" in kwargs:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_name", "tax_key", "web_domain"}
        super().save(*args, **kwargs)

    def get_absolute_url(self):
        """The organisation's record."""
        return reverse("organisations:detail", args=[self.public_id])

    def managers(self):
        """The people who run its account, with an account that is open; one query."""
        return User.objects.filter(
            is_active=True,
            memberships__organisation=self,
            memberships__ended_at=None,
            memberships__role=MembershipRole.MANAGER,
        )

    def people(self):
        """Everybody who acts for it, with an account that is open; one query."""
        return User.objects.filter(is_active=True, memberships__organisation=self, memberships__ended_at=None)


@append_only
class OrganisationVersion(Version):
    """A dated copy of an organisation's data: what a submission, contract or report refers to."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="versions")

    class Meta:
        ordering = ["organisation", "-number"]
        constraints = [
            models.UniqueConstraint(
                name="organisation_version_number_once",
                fields=["organisation", "number"],
                violation_error_message=_("This version exists already."),
            )
        ]


@append_only
class OrganisationEvent(Event):
    """What happened to an organisation: registered, edited, people joined and left."""

    document = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return OrganisationAction(self.action).label

    @property
    def role_label(self):
        """What a person may do after this event, in words; "" where it gave no role."""
        role = self.changes.get("role", "")
        after = role[1] if isinstance(role, list) else role
        return MembershipRole(after).label if after else ""

    @property
    def person_in_words(self):
        """Whom the event is about; "" where it is about nobody. A query."""
        person = User.objects.filter(public_id=self.changes["person"]).first() if "person" in self.changes else None
        return str(person or "")


class MembershipRole(models.TextChoices):
    MANAGER = "manager", _("Manages, signs and submits")
    EDITOR = "editor", _("Fills in applications")
    READER = "reader", _("Only reads")


class MembershipQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations one may see."""
        return self.filter(organisation__in=Organisation.objects.visible_to(user))

    def live(self):
        """Those not ended."""
        return self.filter(ended_at=None)


class Membership(models.Model):
    """A person acts for an organisation. Ended, never deleted: what they did stays theirs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("grants.User", on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole)
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        ordering = ["organisation", "user"]
        constraints = [
            models.UniqueConstraint(
                name="membership_one_live_per_person_and_organisation",
                fields=["user", "organisation"],
                condition=Q(ended_at=None),
                violation_error_message=_("This person belongs to the organisation already."),
            ),
            models.CheckConstraint(
                name="membership_role_known",
                condition=Q(role__in=MembershipRole.values),
                violation_error_message=_("Unknown role."),
            ),
        ]

    def __str__(self):
        return f"{self.user} · {self.organisation}"
