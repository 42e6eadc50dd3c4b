"""The life of a grant contract, from its preparation to its signature."""

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
    REFRESH_PARTY = "refresh_party", _("Data of a party brought up to date")
    SEND = "send", _("Sent for signature")
    RECORD_SIGNATURE = "record_signature", _("Signature recorded")
    SIGN = "sign", _("Signed by both sides")
    CANCEL = "cancel", _("Cancelled before signature")


class ProjectAction(models.TextChoices):
    REGISTER = "register", _("Own action registered")


STEPS = {
    ContractAction.SEND: Step(frozenset({ContractState.PREPARED, ContractState.SENT}), ContractState.SENT),
    ContractAction.SIGN: Step(frozenset({ContractState.SENT}), ContractState.SIGNED),
    ContractAction.CANCEL: Step(frozenset({ContractState.PREPARED, ContractState.SENT}), ContractState.CANCELLED),
}
