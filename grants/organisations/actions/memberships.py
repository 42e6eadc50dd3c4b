"""Who acts for an organisation: roles change, people leave, somebody always stays in charge."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations.models import Membership, MembershipRole
from grants.organisations.workflow import OrganisationAction
from grants.workflow import Refused, action, locked, record


@action
def add_member(organisation, *, by, user, role):
    """Put a person into an organisation without invitation: the administration's repair, when nobody is left to invite.

    Raises Refused when the person belongs to it already.
    """
    organisation = locked(organisation)
    if organisation.memberships.live().filter(user=user).exists():
        raise Refused([_("This person belongs to the organisation already.")])
    membership = Membership.objects.create(user=user, organisation=organisation, role=role, since=clock.now())
    _note(membership, OrganisationAction.ADD_MEMBER, by, role=role)
    return membership


@action
def change_role(membership, *, by, role):
    """Give a member another role in the organisation; works from their next page on, and they are told.

    Raises Refused when the last manager would stop being one.
    """
    membership = _locked(membership)
    if membership.role == role:
        return membership
    _keep_a_manager(membership)
    before, membership.role = membership.role, role
    membership.save(update_fields=["role"])
    _note(membership, OrganisationAction.CHANGE_ROLE, by, tells=(_the_person(membership),), role=[before, role])
    return membership


@action
def end_membership(membership, *, by):
    """Take a person out of the organisation, at once; they are told. What they did stays theirs.

    Raises Refused for the last manager.
    """
    membership = _ended(membership)
    _note(membership, OrganisationAction.END_MEMBERSHIP, by, tells=(_the_person(membership),))
    return membership


@action
def leave_organisation(organisation, *, by):
    """Leave of one's own will; the managers are told. Raises Refused for the last manager and for a stranger."""
    membership = organisation.memberships.live().filter(user=by).first()
    if membership is None:
        raise Refused([_("You do not belong to this organisation.")])
    membership = _ended(membership)
    _note(membership, OrganisationAction.LEAVE, by, tells=(lambda left: left.managers(),))
    return membership


def _locked(membership):
    # The organisation first: two managers who demote each other at once are told one after the other.
    locked(membership.organisation)
    membership = locked(membership)
    if membership.ended_at is not None:
        raise Refused([_("This person has left the organisation.")])
    return membership


def _ended(membership):
    membership = _locked(membership)
    _keep_a_manager(membership)
    membership.ended_at = clock.now()
    membership.save(update_fields=["ended_at"])
    return membership


def _keep_a_manager(membership):
    if membership.role != MembershipRole.MANAGER:
        return
    if not membership.organisation.managers().exclude(pk=membership.user_id).exists():
        raise Refused([_("An organisation needs somebody who manages it. Make another person manager first.")])


def _note(membership, code, by, *, tells=(), **changes):
    changes = {"person": str(membership.user.public_id), **changes}
    record(membership.organisation, code, by=by, changes=changes, tells=tells)


def _the_person(membership):
    def tells(organisation):
        return [membership.user]

    return tells
