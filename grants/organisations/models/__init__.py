"""Index: people, organisations, and what lies between them."""

from grants.organisations.models.bank_accounts import BankAccount, BankAccountEvent
from grants.organisations.models.duplicates import DuplicateGround, DuplicateHint
from grants.organisations.models.invitations import Invitation, InvitationEvent
from grants.organisations.models.legal import Paper, PaperEvent, PaperKind, Representative
from grants.organisations.models.organisations import (
    Membership,
    MembershipRole,
    Organisation,
    OrganisationEvent,
    OrganisationKind,
    OrganisationVersion,
)
from grants.organisations.models.people import RoleAssignment, User, UserEvent

__all__ = [
    "BankAccount",
    "BankAccountEvent",
    "DuplicateGround",
    "DuplicateHint",
    "Invitation",
    "InvitationEvent",
    "Membership",
    "MembershipRole",
    "Organisation",
    "OrganisationEvent",
    "OrganisationKind",
    "OrganisationVersion",
    "Paper",
    "PaperEvent",
    "PaperKind",
    "Representative",
    "RoleAssignment",
    "User",
    "UserEvent",
]
