"""The life of a grant contract, from its preparation to its closure."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class ContractState(models.TextChoices):
    PREPARED = "prepared", _("Being prepared")
    SENT = "sent", _("Sent for signature")
    SIGNED = "signed", _("Signed")
    CANCELLED = "cancelled", _("Cancelled before signature")
