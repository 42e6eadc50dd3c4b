"""People: accounts, and their roles in the programme."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from grants import clock, formats
from grants.audit import Event, append_only
from grants.composed import Composed, Slot
from grants.joined import many
from grants.organisations import names
from grants.organisations.workflow import UserAction
from grants.permissions import SECOND_FACTOR_ROLES, STAFF_ROLES, Role, registered


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

    def arriving(self, number):
        """The person of a session with roles, memberships and factors, and the request's moment: one query.

        None if unknown.
        """
        rows = _ARRIVING.rows(number=number)
        if not rows:
            return None
        user = rows[0]
        clock.note(user.moment)
        user._roles = [held for held in many(rows, "held") if held.is_in_force(clock.now())]
        user._memberships = many(rows, "joined")
        user._factors = set(user.factors)
        return user


def _arriving():
    """One row for each role and membership of a person together."""
    factors = User._meta.get_field("authenticator").related_model.objects.filter(user=OuterRef("pk"))
    return (
        User.objects.filter(pk=Slot("number", models.BigAutoField()))
        .annotate(
            moment=clock.DatabaseClock(),
            factors=ArraySubquery(factors.values("type")),
            held=FilteredRelation("role_assignments"),
            joined=FilteredRelation("memberships", condition=Q(memberships__ended_at=None)),
        )
        .select_related("held", "joined__organisation")
        .order_by("held__role", "joined__organisation__search_name", "joined__organisation_id")
    )


_ARRIVING = Composed(_arriving)


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
    keeps_views = models.BooleanField(_("has saved views of lists"), default=False, editable=False)

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
        rule = registered().get(permission)
        if rule is not None:
            return self.is_active and rule(self, document)
        return super().has_perm(permission, document)

    def roles(self):
        """This person's role assignments in force now: read with the person of a session, else one query."""
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

    def second_factors(self):
        """The kinds of second factor enrolled: read with the person of a session, else one query."""
        if not hasattr(self, "_factors"):
            self._factors = set(self.authenticator_set.values_list("type", flat=True))
        return self._factors

    def memberships_now(self):
        """The memberships not ended, with their organisations: read with the person of a session, else one query."""
        if not hasattr(self, "_memberships"):
            self._memberships = list(self.memberships.filter(ended_at=None).select_related("organisation"))
        return self._memberships

    def number_country(self):
        """The country whose way of writing numbers the person reads: that of the first organisation that is real."""
        real = (held.organisation for held in self.memberships_now() if not held.organisation.is_test)
        return next((str(organisation.country) for organisation in real), formats.NEUTRAL)

    def organisation_ids(self, *roles):
        """Numbers of the organisations this person acts for, in any or only in these roles."""
        return {m.organisation_id for m in self.memberships_now() if not roles or m.role in roles}

    def membership_role(self, organisation):
        """The person's role in the organisation, or None."""
        return next((m.role for m in self.memberships_now() if m.organisation_id == organisation.pk), None)


@append_only
class UserEvent(Event):
    """What happened to a person's account: profile, roles in the programme, closing."""

    document = models.ForeignKey(User, on_delete=models.PROTECT, related_name="events")

    def get_action_display(self):
        """The words of the history."""
        return UserAction(self.action).label

    @property
    def role_label(self):
        """The role in the programme that was given or ended, in words."""
        return Role(self.changes["role"]).label


class RoleAssignmentQuerySet(models.QuerySet):
    def in_force(self, at):
        """Assignments valid at a moment."""
        return self.filter(Q(valid_from__lte=at), Q(valid_until=None) | Q(valid_until__gt=at))


class RoleAssignment(models.Model):
    """A role in the programme, for a time, for all calls and countries or for one.

    An auditor's is the audit engagement of a named person: its scope, its dates, its ``purpose``
    (decisions.md C15).
    """

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
    purpose = models.TextField(_("purpose of the audit"), blank=True)

    objects = RoleAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("role of a person")
        verbose_name_plural = _("roles of people")
        ordering = ["user", "role"]
        constraints = [
            models.CheckConstraint(
                name="role_assignment_role_known",
                condition=Q(role__in=Role.values),
                violation_error_message=_("Unknown role."),
            ),
            models.CheckConstraint(
                name="role_assignment_no_end_before_start",
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                violation_error_message=_("A role does not end before it starts."),
            ),
            models.CheckConstraint(
                name="role_assignment_audit_has_end_and_purpose",
                condition=~Q(role=Role.AUDITOR) | (Q(valid_until__isnull=False) & ~Q(purpose="")),
                violation_error_message=_("An audit has an end and a purpose."),
            ),
        ]

    def __str__(self):
        return f"{self.user}: {self.get_role_display()}"

    def is_in_force(self, at):
        """Whether the assignment is valid at a moment; ``in_force`` asks the same of the database."""
        return self.valid_from <= at and (self.valid_until is None or self.valid_until > at)
