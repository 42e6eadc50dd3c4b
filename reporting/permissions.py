"""Who may do what with results: the table of ``reporting``, in force beside that of ``grants``.

Names begin with ``reporting.``; the rules are those of ``grants.permission_rules`` or stand here.
"""

from grants.permission_rules import evaluation, people
from grants.roles import STAFF_ROLES, Role

READS_RESULTS = STAFF_ROLES | {Role.DONOR, Role.AUDITOR, Role.ADMINISTRATOR}
"""Roles that read compilations and their figures, down to the project."""


def _reporter(user, update, *roles):
    """Of the lead in one of these membership roles; for a chamber's own action also with the role to report."""
    if update.project.lead_id not in user.organisation_ids(*roles):
        return False
    return update.project.kind == "grant" or user.has_role(Role.CHAMBER_REPORTER)


def update_writer(user, update):
    return _reporter(user, update, "manager", "editor")


def update_submitter(user, update):
    """Who binds the organisation: its manager; of a chamber, also the reporter who fills in."""
    if update.project.kind == "grant":
        return _reporter(user, update, "manager")
    return update_writer(user, update)


def _officer(user, update):
    """Of the call; for a chamber's own action of the whole programme."""
    return people.officer(user, update) if update.call else evaluation.programme_officer(user, update)


def update_reviewer(user, update):
    """An officer who is none of the project's people."""
    return _officer(user, update) and not update.organisation_ids() & user.organisation_ids()


def update_party(user, update):
    if update.project.kind == "grant":
        return bool(update.organisation_ids() & user.organisation_ids())
    return _reporter(user, update)


def update_reader(user, update):
    """Which of them, the visibility of updates says."""
    return update_details_reader(user, update) or user.has_role(Role.DONOR)


def update_details_reader(user, update):
    """Comments, evidence, what the list is called: as the update, the donor apart, since they may name people."""
    reads = (Role.MONITOR, Role.AUDITOR)
    return update_party(user, update) or _officer(user, update) or any(user.has_role(role) for role in reads)


def evidence_reader(user, evidence):
    return update_details_reader(user, evidence.update)


def evidence_writer(user, evidence):
    return update_writer(user, evidence.update)


def update_reader_somewhere(user, document):
    reads = (Role.OFFICER, Role.MONITOR, Role.DONOR, Role.AUDITOR)
    return bool(user.organisation_ids()) or any(user.has_role(role) for role in reads)


def reads_results(user, document):
    return any(held.role in READS_RESULTS for held in user.roles())


def officer_or_auditor(user, document):
    """Down to firms and evidence; an auditor's role is an engagement (decisions.md C15)."""
    return any(held.role in (Role.OFFICER, Role.AUDITOR) for held in user.roles())


def audited_or_auditor(user, document):
    """Who answers for what is audited, and auditors; of the samples, those their visibility says."""
    return user.has_role(Role.AUDITOR) or evaluation.programme_officer(user, None) or people.administrator(user, None)


def engaged(user, document):
    """An auditor: the role is an engagement, and the action asks for which (decisions.md C15)."""
    return user.has_role(Role.AUDITOR)


TABLE = {
    # Audits: an auditor takes populations away and draws; officers of the programme and administrators see what.
    "reporting.list_samples": audited_or_auditor,
    "reporting.read_sample": audited_or_auditor,
    "reporting.draw_sample": engaged,
    # Results updates: filled in by the lead's people, decided by officers from outside, read by the parties.
    "reporting.list_updates": update_reader_somewhere,
    "reporting.begin_update": evaluation.programme_officer,
    "reporting.read_update": update_reader,
    "reporting.read_update_details": update_details_reader,
    "reporting.edit_update": update_writer,
    "reporting.read_evidence": evidence_reader,
    "reporting.remove_evidence": evidence_writer,
    "reporting.submit_update": update_submitter,
    "reporting.review_update": update_reviewer,
    "reporting.return_update": update_reviewer,
    "reporting.approve_update": update_reviewer,
    "reporting.correct_update": update_reviewer,
    # What leaves: officers of the whole programme propose, a second one approves; the rest reads the public pages.
    "reporting.list_publications": evaluation.programme_officer,
    "reporting.propose_publication": evaluation.programme_officer,
    "reporting.edit_note": evaluation.programme_officer,
    "reporting.publish_note": evaluation.programme_officer,
    "reporting.withdraw_note": evaluation.programme_officer,
    # Results: asked for by officers of the whole programme, read down to the project, opened down to the firm.
    "reporting.list_compilations": reads_results,
    "reporting.request_compilation": evaluation.programme_officer,
    "reporting.read_compilation": reads_results,
    "reporting.read_figure": reads_results,
    "reporting.read_figure_firms": officer_or_auditor,
}
