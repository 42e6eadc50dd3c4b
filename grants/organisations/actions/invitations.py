"""Inviting people to act for an organisation, and what they answer."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.messages.outbox import Recipient
from grants.organisations import names
from grants.organisations.models import Invitation, Membership, User
from grants.organisations.workflow import InvitationAction, InvitationState, OrganisationAction
from grants.workflow import Refused, action, advance, locked, record

VALID_FOR = timedelta(days=14)
MOST_WAITING = 50
"""Invitations of one organisation that may wait at a time: nobody needs more, and strangers are spared."""


@action
def invite_member(organisation, *, by, email, role):
    """Invite an e-mail address to act for the organisation in ``role``, for fourteen days.

    Whether the address has an account makes no difference to what the manager sees. An invitation
    that expired makes room for the new one. Raises Refused for somebody who belongs here already
    and for an address that has been invited and can still answer.
    """
    organisation = locked(organisation)
    email, now = names.normal_email(email), clock.now()
    if organisation.memberships.live().filter(user__email=email).exists():
        raise Refused([_("This person belongs to the organisation already.")])
    earlier = organisation.invitations.filter(email=email, state=InvitationState.WAITING).first()
    if earlier is not None and earlier.expires_at > now:
        raise Refused([_("This address has been invited already. To send it again, withdraw the invitation first.")])
    if organisation.invitations.waiting(now).count() >= MOST_WAITING:
        raise Refused([_("Too many invitations are waiting for an answer. Withdraw those no longer needed.")])
    if earlier is not None:
        advance(locked(earlier), InvitationAction.WITHDRAW, by=by)
    invitation = Invitation.objects.create(
        organisation=organisation, email=email, role=role, invited_by=by, invited_at=now, expires_at=now + VALID_FOR
    )
    record(invitation, InvitationAction.SEND, by=by, tells=(_invited,))
    _note(invitation, OrganisationAction.INVITE, by)
    return invitation


@action
def accept_invitation(invitation, *, by):
    """Join the organisation in the role of the invitation, which is used up. The managers are told.

    Raises Refused for anybody but the owner of the invited address, after fourteen days, a second
    time, after it was withdrawn, and for somebody who belongs to the organisation already.
    """
    invitation = _locked(invitation)
    _refuse_others(invitation, by)
    if invitation.organisation.memberships.live().filter(user=by).exists():
        raise Refused([_("You belong to this organisation already.")])
    invitation.answered_by, invitation.answered_at = by, clock.now()
    advance(invitation, InvitationAction.ACCEPT, by=by, fields=["answered_by", "answered_at"])
    membership = Membership.objects.create(
        user=by, organisation=invitation.organisation, role=invitation.role, since=clock.now()
    )
    changes = {"person": str(by.public_id), "role": invitation.role}
    record(invitation.organisation, OrganisationAction.JOIN, by=by, changes=changes)
    return membership


@action
def decline_invitation(invitation, *, by):
    """Say no; the managers are told. Raises Refused for anybody but the owner of the invited address."""
    invitation = _locked(invitation)
    _refuse_others(invitation, by)
    invitation.answered_by, invitation.answered_at = by, clock.now()
    advance(invitation, InvitationAction.DECLINE, by=by, fields=["answered_by", "answered_at"])
    _note(invitation, OrganisationAction.DECLINE_INVITATION, by)
    return invitation


@action
def withdraw_invitation(invitation, *, by):
    """Make an invitation void: its link stops working at once. Raises Refused when it was answered."""
    invitation = _locked(invitation)
    advance(invitation, InvitationAction.WITHDRAW, by=by)
    _note(invitation, OrganisationAction.WITHDRAW_INVITATION, by)
    return invitation


def _locked(invitation):
    # The organisation before the invitation, the same order as everywhere.
    locked(invitation.organisation)
    return locked(invitation)


def _refuse_others(invitation, by):
    if names.normal_email(by.email) != invitation.email:
        raise Refused([_("This invitation was sent to another address.")])


def _note(invitation, code, by):
    record(invitation.organisation, code, by=by, changes={"invitation": str(invitation.public_id)})


def _invited(invitation):
    person = User.objects.filter(email=invitation.email).first()
    return [Recipient(invitation.email, (person or invitation.invited_by).language, person)]
