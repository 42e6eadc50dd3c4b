"""Who acts for an organisation: roles change, people leave, somebody always stays in charge."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.organisations.models import Membership, MembershipRole
from grants.organisations.workflow import OrganisationAction
from grants.workflow import Reason, Refused, action, locked, record


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
def leave_organisation(organisation, *, by, heir=None):
    """Leave of one's own will; the managers are told. ``heir`` is the membership of who manages it from now on.

    So nothing the organisation has begun or signed is ever left to nobody (security.md T-AU-18). Raises Refused
    for the last manager without an heir, for an heir from elsewhere, with a closed account or named by who does not
    manage it, and for a stranger.
    """
    membership = organisation.memberships.live().filter(user=by).first()
    if membership is None:
        raise Refused([_("You do not belong to this organisation.")])
    if heir is not None:
        if membership.role != MembershipRole.MANAGER:
            raise Refused([Reason(_("Only who manages the organisation says who does so from now on."), code="heir")])
        locked(organisation)  # before the account, as whoever closes one does
        if heir.organisation_id != organisation.pk or heir.user_id == by.pk or not locked(heir.user).is_active:
            raise Refused([Reason(_("Choose a person of the organisation whose account is open."), code="heir")])
        change_role(heir, by=by, role=MembershipRole.MANAGER)
    membership = _ended(membership)
    _note(membership, OrganisationAction.LEAVE, by, tells=(lambda left: left.managers(),))
    return membership


@action
def appoint_manager(membership, *, by, reason):
    """The programme lets a member manage an organisation that nobody manages any more; all its people are told.

    Raises Refused while somebody manages it, for a closed account, and without a reason.
    """
    membership, reasons = _locked(membership), []
    if membership.organisation.managers().exists():
        reasons.append(_("Somebody manages this organisation: the programme does not choose instead of them."))
    if not membership.user.is_active:
        reasons.append(_("The account of this person is closed."))
    if not reason.strip():
        reasons.append(Reason(_("Say why: the people of the organisation read it."), code="reason"))
    if reasons:
        raise Refused(reasons)
    before, membership.role = membership.role, MembershipRole.MANAGER
    membership.save(update_fields=["role"])
    changes = {"person": str(membership.user.public_id), "role": [before, membership.role]}
    record(
        membership.organisation, OrganisationAction.APPOINT_MANAGER, by=by, note=reason.strip(), changes=changes,
        tells=(lambda organisation: organisation.people(),),
    )  # fmt: skip
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
