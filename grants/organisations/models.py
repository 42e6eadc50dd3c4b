"""People and the organisations they act for."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants import clock
from grants.audit import Event, Version, append_only
from grants.organisations import names
from grants.permissions import SECOND_FACTOR_ROLES, STAFF_ROLES, TABLE, Role


class UserManager(BaseUserManager):
    """Makes accounts; an e-mail address is the name of an account."""

    def create_user(self, email, password=None, **fields):
        """A new account; without a password nobody can sign in to it yet."""
        user = self.model(email=names.normal_email(email), joined_at=clock.now(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **fields):
        """For repair by hand on the server only: passes no check of our permission table."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)

    def get_by_natural_key(self, email):
        """The account of this address, however it is written."""
        return self.get(email=names.normal_email(email))


class User(AbstractBaseUser, PermissionsMixin):
    """A person with an account. Rights come from roles and memberships, never from this row."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=150, blank=True)
    language = models.CharField(_("language"), max_length=10, choices=settings.LANGUAGES, default="es")
    time_zone = models.CharField(_("time zone"), max_length=50, default="Europe/Brussels")
    is_active = models.BooleanField(_("active"), default=True)
    is_staff = models.BooleanField(_("may enter the administration"), default=False)
    joined_at = models.DateTimeField(_("registered at"))

    objects = UserManager()

    EMAIL_FIELD = USERNAME_FIELD = "email"
    REQUIRED_FIELDS = []

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")
        ordering = ["name", "email"]
        constraints = [
            models.CheckConstraint(
                name="user_email_lower_case",
                condition=Q(email=Lower("email")),
                violation_error_message=_("E-mail addresses are kept in lower case."),
            )
        ]

    def __str__(self):
        return self.name or self.email

    def has_perm(self, permission, document=None):
        """As Django's, but a superuser passes no check of our own table (decisions.md A6)."""
        if permission in TABLE:
            return self.is_active and TABLE[permission](self, document)
        return super().has_perm(permission, document)

    def roles(self):
        """This person's role assignments in force now: one query per request."""
        if not hasattr(self, "_roles"):
            self._roles = list(self.role_assignments.in_force(clock.now()))
        return self._roles

    def has_role(self, role, *, call=None):
        """Whether the role is held, for all calls or for this one."""
        return any(
            held.role == role and (call is None or held.call_id is None or held.call_id == call.pk)
            for held in self.roles()
        )

    def is_programme_staff(self):
        """Whether the person works for the programme (officer, monitor, finance)."""
        return any(held.role in STAFF_ROLES for held in self.roles())

    def needs_second_factor(self):
        """Whether a role demands a second factor."""
        return self.is_staff or self.is_superuser or any(held.role in SECOND_FACTOR_ROLES for held in self.roles())

    def memberships_now(self):
        """The memberships not ended, with their organisations: one query per request."""
        if not hasattr(self, "_memberships"):
            self._memberships = list(self.memberships.filter(ended_at=None).select_related("organisation"))
        return self._memberships

    def organisation_ids(self, *roles):
        """Numbers of the organisations this person acts for, in any or only in these roles."""
        return {m.organisation_id for m in self.memberships_now() if not roles or m.role in roles}

    def membership_role(self, organisation):
        """The person's role in the organisation, or None."""
        return next((m.role for m in self.memberships_now() if m.organisation_id == organisation.pk), None)


class RoleAssignmentQuerySet(models.QuerySet):
    def in_force(self, at):
        """Assignments valid at a moment."""
        return self.filter(Q(valid_from__lte=at), Q(valid_until=None) | Q(valid_until__gt=at))


class RoleAssignment(models.Model):
    """A role in the programme, for a time, for all calls and countries or for one."""

    user = models.ForeignKey(
        "grants.User", on_delete=models.PROTECT, related_name="role_assignments", verbose_name=_("person")
    )
    role = models.CharField(_("role"), max_length=20, choices=Role)
    call = models.ForeignKey(
        "grants.Call",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="role_assignments",
        verbose_name=_("call"),
    )
    country = CountryField(_("country"), blank=True)
    valid_from = models.DateTimeField(_("from"))
    valid_until = models.DateTimeField(_("until"), null=True, blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                name="role_assignment_role_known",
                condition=Q(role__in=Role.values),
                violation_error_message=_("Unknown role."),
            ),
            models.CheckConstraint(
                name="role_assignment_ends_after_start",
                condition=Q(valid_until=None) | Q(valid_until__gt=F("valid_from")),
                violation_error_message=_("A role ends after it starts."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"


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
    tax_key = models.CharField(max_length=30, blank=True, editable=False, db_index=True)
    register_number = models.CharField(_("registration number"), max_length=60, blank=True)
    address = models.CharField(_("street and number"), max_length=250, blank=True)
    city = models.CharField(_("town"), max_length=120, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    website = models.URLField(_("website"), blank=True)
    email = models.EmailField(_("e-mail of the organisation"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    representative_name = models.CharField(_("legal representative"), max_length=150, blank=True)
    representative_capacity = models.CharField(_("in the capacity of"), max_length=120, blank=True)
    representative_email = models.EmailField(_("e-mail of the representative"), blank=True)
    registered_at = models.DateTimeField(_("registered at"))

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        ordering = ["search_name", "pk"]
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
        self.tax_key = names.tax_key(str(self.country), self.tax_id)
        if "update_fields" in kwargs:
            kwargs["update_fields"] = {*kwargs["update_fields"], "search_name", "tax_key"}
        super().save(*args, **kwargs)


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


class MembershipRole(models.TextChoices):
    MANAGER = "manager", _("Manages people and data, signs, submits")
    EDITOR = "editor", _("Fills in")
    READER = "reader", _("Reads")


class Membership(models.Model):
    """A person acts for an organisation. Ended, never deleted: what they did stays theirs."""

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    user = models.ForeignKey("grants.User", on_delete=models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    role = models.CharField(_("role"), max_length=10, choices=MembershipRole)
    since = models.DateTimeField(_("since"))
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    class Meta:
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
