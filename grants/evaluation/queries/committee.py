"""The committee of a call: who sits on it, what its members sign, whether it can decide."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from grants import clock
from grants.evaluation.models.committee import COMMITTEE_ROLES
from grants.organisations.models import RoleAssignment, User
from grants.permissions import Role
from grants.workflow import Reason

LEAST_VOTERS = 3


@dataclass(frozen=True)
class Member:
    """A person in a role of the committee."""

    person: User
    role: str

    @property
    def role_label(self):
        """The role in words."""
        return Role(self.role).label


def committee_of(call) -> list[Member]:
    """The chair, the secretary and the voters in force now, in this order; one query."""
    held = RoleAssignment.objects.in_force(clock.now()).filter(role__in=COMMITTEE_ROLES, user__is_active=True)
    assignments = held.select_related("user").order_by("user__name", "user_id")
    members = {(a.user_id, a.role): Member(a.user, a.role) for a in assignments if a.call_id in (None, call.pk)}
    return sorted(members.values(), key=lambda member: COMMITTEE_ROLES.index(member.role))


def people_in(members, role) -> list[User]:
    """The members who hold this role."""
    return [member.person for member in members if member.role == role]


def reasons_against_committee(members) -> list[Reason]:
    """Why this committee cannot decide: it has a chair, a secretary, an odd number of voters, three or more."""
    reasons = []
    voters = people_in(members, Role.VOTER)
    if not people_in(members, Role.CHAIR) or not people_in(members, Role.SECRETARY):
        reasons.append(Reason(_("The committee needs a chair and a secretary."), code="no_chair"))
    if len(voters) < LEAST_VOTERS or len(voters) % 2 == 0:
        sentence = _("The committee needs an odd number of voters, at least three. It has %(count)d.")
        reasons.append(Reason(sentence % {"count": len(voters)}, code="voters"))
    if len({member.person.pk for member in members}) != len(members):
        reasons.append(Reason(_("Chair, secretary and voters are different people."), code="two_roles"))
    return reasons


def standing_of(members, evaluation) -> list[dict]:
    """Each member with the moment of the declaration, None while it is not signed."""
    signed = dict(evaluation.declarations.values_list("person_id", "signed_at"))
    return [{"member": member, "signed_at": signed.get(member.person.pk)} for member in members]
