"""Who may do what with results: the table of ``reporting``, in force beside that of ``grants``.

Names begin with ``reporting.``; the rules are those of ``grants.permission_rules`` or stand here.
"""

from grants import permission_rules as who
from grants.roles import STAFF_ROLES, Role

READS_RESULTS = STAFF_ROLES | {Role.DONOR, Role.AUDITOR, Role.ADMINISTRATOR}
"""Roles that read compilations and their figures, down to the project."""


def reads_results(user, document):
    return any(held.role in READS_RESULTS for held in user.roles())


def officer_or_engaged_auditor(user, document):
    """Down to firms and evidence: an auditor only for a time that ends, that of an engagement (decisions.md C15)."""
    return any(
        held.role == Role.OFFICER or (held.role == Role.AUDITOR and held.valid_until is not None)
        for held in user.roles()
    )


TABLE = {
    # Results: asked for by officers of the whole programme, read down to the project, opened down to the firm.
    "reporting.list_compilations": reads_results,
    "reporting.request_compilation": who.programme_officer,
    "reporting.read_compilation": reads_results,
    "reporting.read_figure": reads_results,
    "reporting.read_figure_firms": officer_or_engaged_auditor,
}
