"""Who may do what: one table from permission to rule, for the whole of ``grants``.

A rule answers *who*, never *when* (that is a workflow's guard); the rules stand in ``permission_rules``.
Nobody passes by being a superuser. Names are verbs of our own; Django's add, change, delete, view
belong to the admin and to its administrators.
"""

from grants import permission_rules as who
from grants.roles import FINANCE_ROLES, READERS_OF_CONTRACTS, READS_PAYMENTS, SECOND_FACTOR_ROLES, STAFF_ROLES, Role

__all__ = [
    "FINANCE_ROLES",
    "READERS_OF_CONTRACTS",
    "READS_PAYMENTS",
    "SECOND_FACTOR_ROLES",
    "STAFF_ROLES",
    "TABLE",
    "Role",
    "TableBackend",
    "register",
    "registered",
]

TABLE = {
    # Organisations and people: an association runs its own account.
    "grants.register_organisation": who.anybody_signed_in,
    "grants.read_organisation": who.member_or_staff,
    "grants.edit_organisation": who.manager,
    "grants.read_own_organisations": who.anybody_signed_in,
    "grants.list_organisations": who.staff_or_administrator,
    "grants.invite_member": who.manager,
    "grants.manage_membership": who.organisation_manager,
    "grants.leave_organisation": who.member,
    "grants.accept_invitation": who.invited_address,
    "grants.decline_invitation": who.invited_address,
    "grants.withdraw_invitation": who.organisation_manager,
    "grants.settle_duplicate": who.staff_or_administrator,
    "grants.edit_profile": who.anybody_signed_in,
    "grants.add_representative": who.manager,
    "grants.end_representative": who.organisation_manager,
    "grants.read_paper": who.paper_reader,
    "grants.read_papers": who.member_or_staff,
    "grants.add_paper": who.manager,
    # Calls: set up by officers; the deadline moves by two persons (decisions.md C3).
    "grants.list_calls": who.officer_or_administrator,
    "grants.set_up_call": who.call_setter,
    "grants.read_call": who.officer_or_administrator,
    "grants.publish_call": who.officer,
    "grants.cancel_call": who.officer,
    "grants.propose_deadline": who.officer,
    "grants.count_applications": who.officer,
    "grants.ask_question": who.anybody_signed_in,
    "grants.read_questions": who.officer_or_administrator,
    "grants.answer_question": who.officer,
    # Forms and grids: what is asked, set up by officers until it is in use.
    "grants.list_forms": who.officer_or_administrator,
    "grants.read_form": who.officer_or_administrator,
    "grants.set_up_form": who.form_setter,
    # Applications: drafted by the consortium, handed in by the lead.
    "grants.list_applications": who.anybody_signed_in,
    "grants.start_application": who.writer_somewhere,
    "grants.read_application": who.in_consortium,
    "grants.edit_application": who.lead_writer,
    "grants.edit_logframe": who.lead_writer,
    "grants.edit_workplan": who.consortium_writer,
    "grants.comment_application": who.in_consortium,
    "grants.answer_comment": who.in_consortium_of_thread,
    "grants.open_help": who.lead_writer,
    "grants.end_help": who.lead_writer_of_help,
    "grants.list_help": who.officer,
    "grants.read_help": who.help_desk,
    "grants.edit_budget": who.consortium_writer,
    "grants.work_offline": who.consortium_writer,
    "grants.take_workbook": who.writer_of_workbook,
    "grants.upload_document": who.lead_writer,
    "grants.upload_partner_document": who.partner_writer,
    "grants.read_document": who.document_reader,
    "grants.remove_document": who.document_writer,
    "grants.edit_consortium": who.lead_writer,
    "grants.edit_consortium_of": who.lead_writer_of_partner,
    "grants.assign_part": who.lead_writer_of_part,
    "grants.edit_part": who.part_writer,
    "grants.edit_partner": who.partner_writer,
    "grants.answer_partnership": who.invited_person,
    "grants.read_mandate": who.in_consortium_of_partner,
    "grants.read_mandate_scan": who.in_consortium_of_mandate,
    "grants.sign_mandate": who.partner_manager,
    "grants.request_mandate": who.mandate_keeper,
    "grants.record_mandate": who.mandate_keeper,
    "grants.submit_application": who.lead_manager,
    "grants.withdraw_application": who.lead_manager,
    "grants.read_submission": who.in_consortium_of_submission,
    # Evaluation: opened by officers, read by those who evaluate; who is in conflict sees nothing.
    "grants.open_submissions": who.officer,
    "grants.list_evaluations": who.evaluator,
    "grants.read_evaluation": who.evaluator,
    "grants.read_opening": who.committee,
    "grants.read_candidate": who.evaluator,
    # Assessments: scored by assessors who have signed, run by officer and secretary, chaired by the chair.
    "grants.set_scoring_rules": who.officer,
    "grants.read_reviews": who.reviewer,
    "grants.invite_assessor": who.review_secretary,
    "grants.read_assessor": who.invited_assessor_or_reviewer,
    "grants.accept_assessor": who.invited_assessor,
    "grants.decline_assessor": who.invited_assessor,
    "grants.end_assessor": who.review_secretary,
    "grants.remind_assessor": who.review_secretary,
    "grants.assign_assessment": who.review_secretary,
    "grants.list_assessments": who.assessing,
    "grants.read_assessment": who.assessor_or_reviewer,
    "grants.score_assessment": who.assessor_of,
    "grants.reopen_assessment": who.review_secretary,
    "grants.withdraw_assessment": who.review_secretary,
    "grants.consolidate_evaluation": who.consolidator,
    "grants.reopen_scores": who.consolidator,
    "grants.set_up_criteria": who.officer,
    "grants.check_candidate": who.checker,
    "grants.set_clarification_term": who.term_setter,
    "grants.request_clarification": who.checker,
    "grants.read_clarification": who.asked_or_evaluator,
    "grants.answer_clarification": who.lead_writer_asked,
    "grants.declare_conflict": who.evaluator,
    "grants.record_conflict": who.checker,
    "grants.end_conflict": who.checker,
    # Awards: the committee decides, officers announce; applicants read of it from the announcement on.
    "grants.sign_declaration": who.committee_member,
    "grants.read_ranking": who.officer_or_committee,
    "grants.set_award_rules": who.officer,
    "grants.put_to_vote": who.secretary,
    "grants.read_ballot": who.officer_or_committee,
    "grants.cast_vote": who.voter,
    "grants.withdraw_ballot": who.secretary,
    "grants.decide_ballot": who.chair,
    "grants.read_minutes": who.officer_or_committee,
    "grants.move_envelope": who.programme_officer,
    "grants.list_awards": who.officer_or_committee,
    "grants.renounce_award": who.renouncer,
    "grants.promote_reserve": who.officer,
    "grants.preview_letters": who.officer_or_committee,
    "grants.write_reasons": who.officer_or_secretary,
    "grants.approve_reasons": who.officer_or_chair,
    "grants.announce_evaluation": who.officer,
    "grants.read_decision": who.in_consortium,
    # Contracts: made of the award by officers; read by the parties once sent, by the programme's roles.
    "grants.list_contracts": who.contract_reader_somewhere,
    "grants.prepare_contract": who.officer,
    "grants.read_contract": who.contract_reader,
    "grants.read_contract_content": who.contract_content_reader,
    "grants.edit_contract": who.officer,
    "grants.send_contract": who.officer,
    "grants.record_signature": who.officer,
    "grants.sign_contract": who.officer,
    "grants.cancel_contract": who.officer,
    "grants.sign_addendum": who.officer,
    "grants.read_addendum": who.contract_reader_of_version,
    "grants.read_contract_document": who.contract_reader_of_version,
    "grants.read_contract_scan": who.contract_reader_of_signature,
    "grants.list_own_actions": who.own_action_reader,
    "grants.register_own_action": who.officer,
    # Bank accounts: given by the organisation's manager, verified by two persons (decisions.md B4).
    "grants.read_bank_accounts": who.member_or_reads_bank_accounts,
    "grants.list_bank_accounts": who.reads_payments,
    "grants.read_bank_account": who.account_reader,
    "grants.read_account_number": who.account_number_reader,
    "grants.add_bank_account": who.manager,
    "grants.verify_bank_account": who.account_verifier,
    "grants.reject_bank_account": who.account_verifier,
    # Payments: asked for by the coordinator, initiated by one person of finance, approved by the other.
    "grants.list_payments": who.member_or_reads_payments,
    "grants.read_payment": who.payment_reader,
    "grants.read_contract_money": who.contract_money_reader,
    "grants.request_payment": who.payment_requester,
    "grants.read_payment_request": who.payment_reader,
    "grants.withdraw_request": who.request_owner,
    "grants.return_request": who.finance_or_officer,
    "grants.initiate_payment": who.finance_initiator,
    "grants.approve_payment": who.finance_approver,
    "grants.reject_payment": who.finance_approver,
    "grants.cancel_payment": who.finance_initiator,
    "grants.confirm_payment": who.finance,
    "grants.return_payment": who.finance,
    "grants.record_screening": who.finance_or_officer,
    "grants.read_screening": who.reads_payments,
    "grants.clear_screening": who.finance_or_officer,
    "grants.confirm_screening": who.finance_or_officer,
    # Due diligence: kept by finance and officers who do not belong to the organisation; it never reads of it.
    "grants.read_diligence": who.diligence_keeper,
    "grants.record_check": who.diligence_keeper,
    "grants.raise_flag": who.diligence_keeper,
    "grants.read_flag": who.flag_reader,
    "grants.escalate_flag": who.flag_keeper,
    "grants.clear_flag": who.flag_keeper,
    # Lists of sanctions: imported by finance or officers, read by those who read payments.
    "grants.list_sanctions": who.reads_payments,
    "grants.read_sanctions_list": who.reads_payments,
    "grants.import_sanctions_list": who.finance_or_officer,
    "grants.read_ledger": who.finance_or_auditor,
    "grants.close_period": who.finance_approver,
    # The books: exported, settled and reconciled by finance, a month by two persons; read by officers and auditors.
    "grants.read_books": who.reads_books,
    "grants.export_postings": who.finance,
    "grants.set_account_number": who.administrator,
    "grants.import_paid_list": who.finance,
    "grants.reconcile_month": who.finance,
    "grants.confirm_reconciliation": who.finance,
    "grants.return_reconciliation": who.finance,
    # Transfers to partners: a list of the consortium, written by the coordinator.
    "grants.read_transfers": who.contract_money_reader,
    "grants.record_transfer": who.transfer_keeper,
    "grants.correct_transfer": who.transfer_corrector,
    "grants.read_transfer_proof": who.payment_reader,
    # The house.
    "grants.read_home": who.anybody_signed_in,
    "grants.read_jobs": who.administrator,
    "grants.list_readings": who.administrator,
    "grants.retry_job": who.administrator,
    "grants.read_messages": who.officer_or_administrator,
    "grants.read_message": who.recipient_or_staff,
    "grants.read_own_messages": who.anybody_signed_in,
    "grants.resend_message": who.officer_or_administrator,
    # Decisions of two persons (decisions.md B4): who may decide is the kind's permission.
    "grants.list_proposals": who.staff_or_administrator,
    "grants.read_proposal": who.proposer_or_decider,
    "grants.decide_proposal": who.decider,
    "grants.withdraw_proposal": who.proposer,
}


_in_force = dict(TABLE)


def register(table):
    """Put an app's table beside that of ``grants``, which knows nothing of the apps that stand on it."""
    _in_force.update(table)


def registered():
    """Every table in force, merged."""
    return _in_force


class TableBackend:
    """Django's door to the table: ``user.has_perm("grants.submit_application", application)``."""

    def authenticate(self, request, **credentials):
        """Signs nobody in: allauth does."""
        return None

    def has_perm(self, user, permission, document=None):
        """Whether the table's rule says yes; model permissions belong to administrators."""
        if not user.is_active:
            return False
        rule = registered().get(permission)
        if rule is not None:
            return bool(user.is_authenticated and rule(user, document))
        return _is_admin_permission(permission) and user.is_staff and user.has_role(Role.ADMINISTRATOR)

    def has_module_perms(self, user, app_label):
        """Whether the admin shows this app's models."""
        return app_label in ADMIN_APPS and user.is_active and user.is_staff and user.has_role(Role.ADMINISTRATOR)


ADMIN_APPS = ("grants", "reporting")
"""Whose models administrators see. Not allauth's: who can change addresses and second factors can be anybody."""


def _is_admin_permission(permission):
    app, _dot, name = permission.partition(".")
    return app in ADMIN_APPS and name.startswith(("add_", "change_", "delete_", "view_"))
