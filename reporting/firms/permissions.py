"""Who may do what with firms and firm lists: in force beside the other tables.

Firms can be persons: officers decide, monitors and auditors read, a project's people see what they handed
in themselves. The donor and everybody else see no firm.
"""

from grants.permission_rules import evaluation
from grants.roles import Role

READ_FIRMS = (Role.OFFICER, Role.MONITOR, Role.AUDITOR)


def firm_reader(user, document):
    """Which firms, their visibility says."""
    return any(user.has_role(role) for role in READ_FIRMS)


def _of_lead(user, update, *roles):
    """Of the lead in one of these membership roles; for a chamber's own action also with the role to report."""
    if update.project.lead_id not in user.organisation_ids(*roles):
        return False
    return update.project.kind == "grant" or user.has_role(Role.CHAMBER_REPORTER)


def list_writer(user, update):
    """Fills in for the organisation that leads the project."""
    return _of_lead(user, update, "manager", "editor")


def lists_reader(user, update):
    """Of the lead, or reads firms for the programme."""
    return _of_lead(user, update) or firm_reader(user, update)


def list_reader(user, firm_list):
    return lists_reader(user, firm_list.update)


TABLE = {
    "reporting.hand_in_list": list_writer,
    "reporting.read_lists": lists_reader,
    "reporting.read_list": list_reader,
    "reporting.list_firms": firm_reader,
    "reporting.read_firm": firm_reader,
    "reporting.read_pair": firm_reader,
    "reporting.decide_pair": evaluation.programme_officer,
}
