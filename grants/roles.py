"""The roles of the programme, given by an administrator, and which of them belong together."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Role(models.TextChoices):
    """Roles in the programme, given by an administrator; applicants have memberships instead."""

    OFFICER = "officer", _("Programme officer")
    ASSESSOR = "assessor", _("Assessor")
    CHAIR = "chair", _("Chair of the committee")
    SECRETARY = "secretary", _("Secretary of the committee")
    VOTER = "voter", _("Voting member of the committee")
    MONITOR = "monitor", _("Technical monitor")
    FINANCE_INITIATOR = "finance_initiator", _("Finance, initiates")
    FINANCE_APPROVER = "finance_approver", _("Finance, approves")
    DONOR = "donor", _("Donor")
    AUDITOR = "auditor", _("Auditor")
    CHAMBER_REPORTER = "chamber_reporter", _("Chamber reporter")
    ADMINISTRATOR = "administrator", _("Administrator")


SECOND_FACTOR_ROLES = frozenset(set(Role) - {Role.DONOR, Role.CHAMBER_REPORTER})
"""Roles that see sealed, personal or money matters sign in with a second factor (ASVS 6.3.3)."""

READERS_OF_CONTRACTS = frozenset({
    Role.MONITOR, Role.FINANCE_INITIATOR, Role.FINANCE_APPROVER, Role.DONOR, Role.AUDITOR, Role.ADMINISTRATOR,
})  # fmt: skip
"""Roles that read contracts beside their officers."""

STAFF_ROLES = frozenset({Role.OFFICER, Role.MONITOR, Role.FINANCE_INITIATOR, Role.FINANCE_APPROVER})

FINANCE_ROLES = frozenset({Role.FINANCE_INITIATOR, Role.FINANCE_APPROVER})

READS_PAYMENTS = FINANCE_ROLES | {Role.OFFICER, Role.AUDITOR}
"""Roles that read the money of the contracts they see. The donor reads figures, not payments."""
