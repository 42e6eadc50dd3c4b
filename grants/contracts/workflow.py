"""The life of a grant contract, from its preparation to its signature.

What the guards of sending and signing look at is put on the contract by the action: ``checklist``,
made by ``queries.checklist``, as with applications.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from grants.workflow import Step


class ContractState(models.TextChoices):
    PREPARED = "prepared", _("Being prepared")
    SENT = "sent", _("Sent for signature")
    SIGNED = "signed", _("Signed")
    CANCELLED = "cancelled", _("Cancelled before signature")


class Side(models.TextChoices):
    AUTHORITY = "authority", _("Contracting authority")
    COORDINATOR = "coordinator", _("Coordinator")


class ContractAction(models.TextChoices):
    PREPARE = "prepare", _("Prepared from the award")
    SET_FACTS = "set_facts", _("Dates, countries or sectors changed")
    SET_TERMS = "set_terms", _("Special conditions changed")
    CORRECT = "correct", _("Budget corrected")
    SET_LOGFRAME = "set_logframe", _("Logframe changed")
    REFRESH_PARTIES = "refresh_parties", _("Data of the parties brought up to date")
    SEND = "send", _("Sent for signature")
    RECORD_SIGNATURE = "record_signature", _("Signature recorded")
    SIGN = "sign", _("Signed by both sides, in force")
    CANCEL = "cancel", _("Cancelled before signature")
    ADDENDUM = "addendum", _("Changed by an addendum")


class ProjectAction(models.TextChoices):
    REGISTER = "register", _("Own action registered")
    CHANGE = "change", _("Own action changed")


OPEN = frozenset({ContractState.PREPARED, ContractState.SENT})
"""States in which the contract still changes; what was sent is then sent again."""


def is_complete(contract):
    """The award stands, and dates, sectors, budget and logframe say all that the contract must say."""
    return contract.checklist.unfinished


def stands_as_sent(contract):
    """What is signed is what was sent, word for word."""
    return contract.checklist.changed_since


def both_have_signed(contract):
    """The text sent last bears the signature of either side."""
    return contract.checklist.unsigned


def people_of_the_parties(contract):
    """Those who manage and fill in for the coordinator and the co-beneficiaries."""
    return contract.people()


def finance(contract):
    """Those who pay."""
    return contract.finance()


STEPS = {
    ContractAction.SEND: Step(OPEN, ContractState.SENT, guards=(is_complete,), tells=(people_of_the_parties,)),
    ContractAction.SIGN: Step(
        frozenset({ContractState.SENT}),
        ContractState.SIGNED,
        guards=(is_complete, stands_as_sent, both_have_signed),
        tells=(people_of_the_parties, finance),
    ),
    ContractAction.CANCEL: Step(OPEN, ContractState.CANCELLED, tells=(people_of_the_parties,)),
}
