"""Who must not see what concerns which organisation."""

import uuid
from datetime import timedelta

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import RawSQL
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations.models import Membership, Organisation, User
from grants.permissions import Role

REMEMBERED = timedelta(days=2 * 365)
"""How long a person who left an organisation still counts as bound to it."""


class ConflictOrigin(models.TextChoices):
    DECLARED = "declared", _("Declared by the person")
    DETECTED = "detected", _("Shared organisation")
    RECORDED = "recorded", _("Recorded by the secretariat")


class ConflictQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own; all of them for those who keep the record: officers and secretaries."""
        if user.has_role(Role.OFFICER) or user.has_role(Role.SECRETARY):
            return self
        return self.filter(person=user)

    def live(self):
        """Those in force."""
        return self.filter(ended_at=None)


class Conflict(models.Model):
    """A person who evaluates or works for the programme must not see what concerns an organisation.

    From its first moment it keeps the person out of lists, files, counts and exports of every candidate
    whose consortium holds the organisation. Ended only by a decision of two persons, never deleted.
    """

    public_id = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="conflicts")
    organisation = models.ForeignKey("grants.Organisation", on_delete=models.PROTECT, related_name="conflicts")
    origin = models.CharField(_("origin"), max_length=10, choices=ConflictOrigin)
    reason = models.TextField(_("reason"), blank=True)
    at = models.DateTimeField(_("since"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, blank=True)

    objects = ConflictQuerySet.as_manager()

    class Meta:
        verbose_name = _("conflict of interest")
        verbose_name_plural = _("conflicts of interest")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                name="conflict_one_live_per_person_and_organisation",
                fields=["person", "organisation"],
                condition=Q(ended_at=None),
                violation_error_message=_("This conflict is on record already."),
            ),
            models.CheckConstraint(
                name="conflict_origin_known",
                condition=Q(origin__in=ConflictOrigin.values),
                violation_error_message=_("Unknown origin of a conflict."),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.organisation}"


_IN_CONFLICT = """
    SELECT organisation_id FROM grants_conflict WHERE person_id = %s AND ended_at IS NULL
    UNION
    SELECT held.organisation_id FROM grants_membership held
     WHERE held.user_id = %s AND (held.ended_at IS NULL OR held.ended_at > %s)
       AND NOT EXISTS (SELECT FROM grants_conflict lifted
                        WHERE lifted.person_id = held.user_id AND lifted.organisation_id = held.organisation_id
                          AND lifted.origin = 'detected' AND lifted.ended_at >= held.since)
    UNION
    SELECT named.id FROM grants_organisation named
     WHERE upper(named.representative_email) = upper(%s)
       AND NOT EXISTS (SELECT FROM grants_conflict lifted
                        WHERE lifted.person_id = %s AND lifted.organisation_id = named.id
                          AND lifted.origin = 'detected' AND lifted.ended_at IS NOT NULL)
"""
"""Written out: every list of staff asks it several times, and making it of querysets took half of their time."""


def organisations_in_conflict(user):
    """Numbers of the organisations whose matters this person must not see, as a subquery.

    Conflicts on record and in force; besides them, without anybody having to record it, each
    organisation of which the person is or within the last two years was a member, and each that names
    the person's address as its representative's. What two persons have lifted counts again when the
    person joins anew.
    """
    values = [user.pk, user.pk, clock.now() - REMEMBERED, user.email, user.pk]
    return RawSQL(_IN_CONFLICT, values)  # noqa: S611 - a constant; what differs goes in as parameters


def people_in_conflict_with(organisations):
    """Numbers of the people who must not see what concerns any of these organisations, as a subquery.

    The same rule as ``organisations_in_conflict``, asked from the other side.
    """
    recorded = Conflict.objects.filter(organisation__in=organisations, ended_at=None).order_by().values("person_id")
    lifted = Conflict.objects.filter(origin=ConflictOrigin.DETECTED, ended_at__isnull=False)
    since_lifted = lifted.filter(
        person=OuterRef("user"), organisation=OuterRef("organisation"), ended_at__gte=OuterRef("since")
    )
    shared = memberships_that_count().filter(organisation__in=organisations).exclude(Exists(since_lifted))
    named = Organisation.objects.filter(pk__in=organisations, representative_email__iexact=OuterRef("email")).exclude(
        Exists(lifted.filter(person=OuterRef(OuterRef("pk")), organisation=OuterRef("pk")))
    )
    represented = User.objects.filter(Exists(named)).order_by()
    return recorded.union(shared.order_by().values("user_id"), represented.values("pk"))


def memberships_that_count():
    """Memberships in force, and those ended less than two years ago."""
    return Membership.objects.filter(Q(ended_at=None) | Q(ended_at__gt=clock.now() - REMEMBERED))
