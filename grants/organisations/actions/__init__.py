"""Index: everything that is done to people and organisations."""

from grants.organisations.actions.accounts import (
    deactivate_user,
    edit_profile,
    end_role,
    give_role,
    reactivate_user,
    remove_second_factor,
)
from grants.organisations.actions.duplicates import settle_duplicate
from grants.organisations.actions.invitations import (
    accept_invitation,
    decline_invitation,
    invite_member,
    withdraw_invitation,
)
from grants.organisations.actions.memberships import (
    add_member,
    appoint_manager,
    change_role,
    end_membership,
    leave_organisation,
)
from grants.organisations.actions.registration import (
    edit_organisation,
    freeze_organisation,
    register_organisation,
)

__all__ = [
    "accept_invitation",
    "add_member",
    "appoint_manager",
    "change_role",
    "deactivate_user",
    "decline_invitation",
    "edit_organisation",
    "edit_profile",
    "end_membership",
    "end_role",
    "freeze_organisation",
    "give_role",
    "invite_member",
    "leave_organisation",
    "reactivate_user",
    "register_organisation",
    "remove_second_factor",
    "settle_duplicate",
    "withdraw_invitation",
]
