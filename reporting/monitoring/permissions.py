"""Who may do what with visits and findings: in force beside the other tables.

Monitors of the project's country write, the responsible side answers, the project's people and the
programme's read. Firms and files, which may name people, stay with the lead and the programme.
"""

from grants.roles import Role
from reporting.monitoring.readers import READERS, reads_visits_by_role


def _acts(user, document, *roles):
    """Holds one of these roles for the project's call and country, and is none of its people."""
    if document.organisation_ids() & user.organisation_ids():
        return False
    call, countries = document.call, document.country_codes()
    return any(
        held.role in roles
        and (held.call_id is None or (call is not None and held.call_id == call.pk))
        and (not held.country or held.country.code in countries)
        for held in user.roles()
    )


def monitor(user, document):
    """Of the project's country; before there is a document, whoever is monitor at all."""
    return user.has_role(Role.MONITOR) if document is None else _acts(user, document, Role.MONITOR)


def party(user, document):
    """Of an organisation of the project; of a chamber's own action, who reports on it."""
    if document.project.kind == "grant":
        return bool(document.organisation_ids() & user.organisation_ids())
    return _of_lead(user, document)


def _of_lead(user, document, *roles):
    if document.project.lead_id not in user.organisation_ids(*roles):
        return False
    return document.project.kind == "grant" or user.has_role(Role.CHAMBER_REPORTER)


def reader(user, document):
    """Which of them, their visibility says."""
    return party(user, document) or _acts(user, document, *READERS)


def details_reader(user, document):
    return _of_lead(user, document) or _acts(user, document, *READERS)


def file_reader(user, file):
    return details_reader(user, file.visit)


def file_remover(user, file):
    return monitor(user, file.visit)


def answerer(user, finding):
    """Writes for the lead; where the programme has to answer, its officers."""
    if finding.side == "project":
        return _of_lead(user, finding, "manager", "editor")
    return _acts(user, finding, Role.OFFICER)


def answer_file_reader(user, file):
    return details_reader(user, file.answer.finding)


def reader_somewhere(user, document):
    return bool(user.organisation_ids()) or reads_visits_by_role(user)


TABLE = {
    "reporting.list_visits": reader_somewhere,
    "reporting.plan_visit": monitor,
    "reporting.read_visit": reader,
    "reporting.read_visit_details": details_reader,
    "reporting.read_visit_file": file_reader,
    "reporting.write_visit": monitor,
    "reporting.remove_visit_file": file_remover,
    "reporting.carry_out_visit": monitor,
    "reporting.cancel_visit": monitor,
    "reporting.list_findings": reader_somewhere,
    "reporting.raise_finding": monitor,
    "reporting.read_finding": reader,
    "reporting.read_finding_details": details_reader,
    "reporting.read_answer_file": answer_file_reader,
    "reporting.answer_finding": answerer,
    "reporting.return_finding": monitor,
    "reporting.close_finding": monitor,
}
