"""What happens to people and organisations, and the life of an invitation."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.workflow import Step


class OrganisationAction(models.TextChoices):
    """Codes of an organisation's events; the labels are the words of its history."""

    REGISTER = "register", _("Organisation registered")
    EDIT = "edit", _("Data changed")
    DUPLICATE = "duplicate", _("Somebody registered an organisation with the same tax id")
    INVITE = "invite", _("Person invited")
    WITHDRAW_INVITATION = "withdraw_invitation", _("Invitation withdrawn")
    DECLINE_INVITATION = "decline_invitation", _("Invitation declined")
    JOIN = "join", _("Person joined")
    ADD_MEMBER = "add_member", _("Person added by the administration")
    CHANGE_ROLE = "change_role", _("Role changed")
    END_MEMBERSHIP = "end_membership", _("Person removed")
    LEAVE = "leave", _("Person left")
    UNMANAGED = "unmanaged", _("Left without anybody who manages it")
    APPOINT_MANAGER = "appoint_manager", _("Manager appointed by the programme")
    ADD_REPRESENTATIVE = "add_representative", _("Representative noted")
    END_REPRESENTATIVE = "end_representative", _("End of a representative’s office noted")
    ADD_PAPER = "add_paper", _("Document given")


class PaperAction(models.TextChoices):
    """Codes of the events of an organisation's document."""

    ADD = "add", _("Document given")
    REPLACE = "replace", _("Replaced by another document")
    REMIND = "remind", _("Its end told beforehand")
    EXPIRE = "expire", _("Told that it has expired")


class UserAction(models.TextChoices):
    """Codes of a person's events."""

    EDIT_PROFILE = "edit_profile", _("Profile changed")
    GIVE_ROLE = "give_role", _("Role in the programme given")
    END_ROLE = "end_role", _("Role in the programme ended")
    DEACTIVATE = "deactivate", _("Account closed")
    REACTIVATE = "reactivate", _("Account opened again")
    REMOVE_SECOND_FACTOR = "remove_second_factor", _("Second factor taken away")


class InvitationState(models.TextChoices):
    """An invitation is used once; when it expired it stays *waiting* and can no longer be used."""

    WAITING = "waiting", _("Waits for an answer")
    ACCEPTED = "accepted", _("Accepted")
    DECLINED = "declined", _("Declined")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class InvitationAction(models.TextChoices):
    SEND = "send", _("Send the invitation")
    ACCEPT = "accept", _("Accept the invitation")
    DECLINE = "decline", _("Decline")
    WITHDRAW = "withdraw", _("Withdraw the invitation")


class AccountState(models.TextChoices):
    PROPOSED = "proposed", _("Waits for verification")
    VERIFIED = "verified", _("Verified")
    REJECTED = "rejected", _("Rejected")
    REPLACED = "replaced", _("Replaced")


class AccountAction(models.TextChoices):
    """Codes of a bank account's events."""

    ADD = "add", _("Bank account given")
    PROPOSE = "propose", _("Found in order by one person")
    VERIFY = "verify", _("Verified by two persons")
    REJECT = "reject", _("Rejected")
    REPLACE = "replace", _("Replaced by another account")


def has_not_expired(invitation):
    """An invitation can be used for fourteen days."""
    if clock.now() >= invitation.expires_at:
        return _("This invitation has expired. Ask for a new one.")
    return None


def managers(invitation):
    """Those who run the organisation's account."""
    return invitation.organisation.managers()


STEPS = {
    InvitationAction.ACCEPT: Step(
        frozenset({InvitationState.WAITING}),
        InvitationState.ACCEPTED,
        guards=(has_not_expired,),
        tells=(managers,),
    ),
    InvitationAction.DECLINE: Step(frozenset({InvitationState.WAITING}), InvitationState.DECLINED, tells=(managers,)),
    InvitationAction.WITHDRAW: Step(frozenset({InvitationState.WAITING}), InvitationState.WITHDRAWN),
}


def account_contacts(account):
    """Everybody the organisation names or has named: whoever took it over cannot hide the change from the others."""
    return account.contacts()


ACCOUNT_STEPS = {
    AccountAction.VERIFY: Step(frozenset({AccountState.PROPOSED}), AccountState.VERIFIED, tells=(account_contacts,)),
    AccountAction.REJECT: Step(frozenset({AccountState.PROPOSED}), AccountState.REJECTED, tells=(account_contacts,)),
    AccountAction.REPLACE: Step(frozenset({AccountState.PROPOSED, AccountState.VERIFIED}), AccountState.REPLACED),
}
