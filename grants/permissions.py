"""Who may do what: one table from permission to rule, for the whole of ``grants``.

A rule answers *who*, never *when* (that is a workflow's guard); the rules stand in ``permission_rules``.
Nobody passes by being a superuser. Names are verbs of our own; Django's add, change, delete, view
belong to the admin and to its administrators.
"""

from grants.permission_rules import applications, evaluation, money, people
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
    "grants.register_organisation": people.anybody_signed_in,
    "grants.read_organisation": people.member_or_staff,
    "grants.edit_organisation": people.manager,
    "grants.read_own_organisations": people.anybody_signed_in,
    "grants.list_organisations": people.staff_or_administrator,
    "grants.invite_member": people.manager,
    "grants.manage_membership": people.organisation_manager,
    "grants.leave_organisation": people.member,
    "grants.appoint_manager": people.appointer,
    "grants.accept_invitation": people.invited_address,
    "grants.decline_invitation": people.invited_address,
    "grants.withdraw_invitation": people.organisation_manager,
    "grants.settle_duplicate": people.staff_or_administrator,
    "grants.edit_profile": people.anybody_signed_in,
    "grants.add_representative": people.manager,
    "grants.end_representative": people.organisation_manager,
    "grants.read_paper": people.paper_reader,
    "grants.read_papers": people.member_or_staff,
    "grants.add_paper": people.manager,
    # Lists: views and files people keep are their own, whatever their roles.
    "grants.keep_views": people.anybody_signed_in,
    "grants.change_view": people.own,
    "grants.export_lists": people.anybody_signed_in,
    "grants.read_list_file": people.own,
    # Calls: set up by officers; the deadline moves by two persons (decisions.md C3).
    "grants.list_calls": people.officer_or_administrator,
    "grants.set_up_call": people.call_setter,
    "grants.read_call": people.officer_or_administrator,
    "grants.publish_call": people.officer,
    "grants.cancel_call": people.officer,
    "grants.propose_deadline": people.officer,
    "grants.count_applications": people.officer,
    "grants.ask_question": people.anybody_signed_in,
    "grants.read_slot_template": people.anybody_signed_in,
    "grants.read_questions": people.officer_or_administrator,
    "grants.answer_question": people.officer,
    # Forms and grids: what is asked, set up by officers until it is in use.
    "grants.list_forms": people.officer_or_administrator,
    "grants.read_form": people.officer_or_administrator,
    "grants.set_up_form": people.form_setter,
    # Indicators: what the programme counts, defined by officers of the whole programme until a call uses it.
    "grants.list_indicators": people.officer_or_administrator,
    "grants.set_up_indicators": people.call_setter,
    # Applications: drafted by the consortium, handed in by the lead.
    "grants.list_applications": people.anybody_signed_in,
    "grants.start_application": people.writer_somewhere,
    "grants.try_out_call": people.officer,
    "grants.read_application": applications.in_consortium,
    "grants.edit_application": applications.lead_writer,
    "grants.edit_logframe": applications.lead_writer,
    "grants.edit_workplan": applications.consortium_writer,
    "grants.comment_application": applications.in_consortium,
    "grants.answer_comment": applications.in_consortium_of_thread,
    "grants.open_help": applications.lead_writer,
    "grants.end_help": applications.lead_writer_of_help,
    "grants.list_help": people.officer,
    "grants.read_help": applications.help_desk,
    "grants.edit_budget": applications.consortium_writer,
    "grants.work_offline": applications.consortium_writer,
    "grants.take_workbook": applications.writer_of_workbook,
    "grants.upload_document": applications.lead_writer,
    "grants.upload_partner_document": applications.partner_writer,
    "grants.read_document": applications.document_reader,
    "grants.remove_document": applications.document_writer,
    "grants.edit_consortium": applications.lead_writer,
    "grants.edit_consortium_of": applications.lead_writer_of_partner,
    "grants.assign_part": applications.lead_writer_of_part,
    "grants.edit_part": applications.part_writer,
    "grants.edit_partner": applications.partner_writer,
    "grants.answer_partnership": applications.invited_person,
    "grants.read_mandate": applications.in_consortium_of_partner,
    "grants.read_mandate_scan": applications.in_consortium_of_mandate,
    "grants.sign_mandate": applications.partner_manager,
    "grants.request_mandate": applications.mandate_keeper,
    "grants.record_mandate": applications.mandate_keeper,
    "grants.submit_application": applications.lead_manager,
    "grants.withdraw_application": applications.lead_manager,
    "grants.read_submission": applications.in_consortium_of_submission,
    # Evaluation: opened by officers, read by those who evaluate; who is in conflict sees nothing.
    "grants.open_submissions": people.officer,
    "grants.list_evaluations": evaluation.evaluator,
    "grants.read_evaluation": evaluation.evaluator,
    "grants.read_opening": evaluation.committee,
    "grants.read_candidate": evaluation.evaluator,
    "grants.export_answers": people.officer,
    # Assessments: scored by assessors who have signed, run by officer and secretary, chaired by the chair.
    "grants.set_scoring_rules": people.officer,
    "grants.read_reviews": evaluation.reviewer,
    "grants.invite_assessor": evaluation.review_secretary,
    "grants.read_assessor": evaluation.invited_assessor_or_reviewer,
    "grants.accept_assessor": evaluation.invited_assessor,
    "grants.decline_assessor": evaluation.invited_assessor,
    "grants.end_assessor": evaluation.review_secretary,
    "grants.remind_assessor": evaluation.review_secretary,
    "grants.assign_assessment": evaluation.review_secretary,
    "grants.list_assessments": evaluation.assessing,
    "grants.read_assessment": evaluation.assessor_or_reviewer,
    "grants.score_assessment": evaluation.assessor_of,
    "grants.reopen_assessment": evaluation.review_secretary,
    "grants.withdraw_assessment": evaluation.review_secretary,
    "grants.consolidate_evaluation": evaluation.consolidator,
    "grants.reopen_scores": evaluation.consolidator,
    "grants.set_up_criteria": people.officer,
    "grants.check_candidate": evaluation.checker,
    "grants.release_files": people.officer,
    "grants.set_clarification_term": evaluation.term_setter,
    "grants.request_clarification": evaluation.checker,
    "grants.read_clarification": evaluation.asked_or_evaluator,
    "grants.answer_clarification": evaluation.lead_writer_asked,
    "grants.declare_conflict": evaluation.evaluator,
    "grants.record_conflict": evaluation.checker,
    "grants.end_conflict": evaluation.checker,
    # Awards: the committee decides, officers announce; applicants read of it from the announcement on.
    "grants.sign_declaration": evaluation.committee_member,
    "grants.read_ranking": evaluation.officer_or_committee,
    "grants.set_award_rules": people.officer,
    "grants.read_cut": evaluation.officer_or_committee,
    "grants.put_to_vote": evaluation.secretary,
    "grants.read_ballot": evaluation.officer_or_committee,
    "grants.cast_vote": evaluation.voter,
    "grants.withdraw_ballot": evaluation.secretary,
    "grants.decide_ballot": evaluation.chair,
    "grants.decide_evaluation": evaluation.chair,
    "grants.read_minutes": evaluation.officer_or_committee,
    "grants.move_envelope": evaluation.programme_officer,
    "grants.list_awards": evaluation.officer_or_committee,
    "grants.renounce_award": money.renouncer,
    "grants.promote_reserve": people.officer,
    "grants.preview_letters": evaluation.officer_or_committee,
    "grants.write_reasons": evaluation.officer_or_secretary,
    "grants.approve_reasons": evaluation.officer_or_chair,
    "grants.announce_evaluation": people.officer,
    "grants.read_decision": applications.in_consortium,
    # Contracts: made of the award by officers; read by the parties once sent, by the programme's roles.
    "grants.list_contracts": money.contract_reader_somewhere,
    "grants.prepare_contract": people.officer,
    "grants.read_contract": money.contract_reader,
    "grants.read_contract_content": money.contract_content_reader,
    "grants.edit_contract": people.officer,
    "grants.send_contract": people.officer,
    "grants.record_signature": people.officer,
    "grants.sign_contract": people.officer,
    "grants.cancel_contract": people.officer,
    "grants.sign_addendum": people.officer,
    "grants.read_addendum": money.contract_reader_of_version,
    "grants.read_contract_document": money.contract_reader_of_version,
    "grants.read_contract_scan": money.contract_reader_of_signature,
    "grants.list_own_actions": money.own_action_reader,
    "grants.register_own_action": people.officer,
    # Bank accounts: given by the organisation's manager, verified by two persons (decisions.md B4).
    "grants.read_bank_accounts": money.member_or_reads_bank_accounts,
    "grants.list_bank_accounts": money.reads_payments,
    "grants.read_bank_account": money.account_reader,
    "grants.read_account_number": money.account_number_reader,
    "grants.add_bank_account": people.manager,
    "grants.verify_bank_account": money.account_verifier,
    "grants.reject_bank_account": money.account_verifier,
    # Payments: asked for by the coordinator, initiated by one person of finance, approved by the other.
    "grants.list_payments": money.member_or_reads_payments,
    "grants.read_payment": money.payment_reader,
    "grants.read_contract_money": money.contract_money_reader,
    "grants.request_payment": money.payment_requester,
    "grants.read_payment_request": money.payment_reader,
    "grants.withdraw_request": money.request_owner,
    "grants.return_request": money.finance_or_officer,
    "grants.initiate_payment": money.finance_initiator,
    "grants.approve_payment": money.finance_approver,
    "grants.reject_payment": money.finance_approver,
    "grants.cancel_payment": money.finance_initiator,
    "grants.confirm_payment": money.finance,
    "grants.return_payment": money.finance,
    "grants.record_screening": money.screening_keeper,
    "grants.read_screening": money.screening_reader,
    "grants.clear_screening": money.screening_keeper,
    "grants.confirm_screening": money.screening_keeper,
    # Due diligence: kept by finance and officers who do not belong to the organisation; it never reads of it.
    "grants.set_severity": people.administrator,
    "grants.read_diligence": money.diligence_keeper,
    "grants.record_check": money.diligence_keeper,
    "grants.raise_flag": money.diligence_keeper,
    "grants.read_flag": money.flag_reader,
    "grants.escalate_flag": money.flag_keeper,
    "grants.clear_flag": money.flag_keeper,
    # Lists of sanctions: imported by finance or officers, read by those who read payments.
    "grants.list_sanctions": money.reads_payments,
    "grants.read_sanctions_list": money.reads_payments,
    "grants.import_sanctions_list": money.whole_finance_or_officer,
    "grants.read_ledger": money.finance_or_auditor,
    "grants.close_period": money.finance_approver,
    # The books: exported, settled and reconciled by finance, a month by two persons; read by officers and auditors.
    "grants.read_books": money.reads_books,
    "grants.export_postings": money.finance,
    "grants.set_account_number": people.administrator,
    "grants.import_paid_list": money.finance,
    "grants.reconcile_month": money.finance,
    "grants.confirm_reconciliation": money.finance,
    "grants.return_reconciliation": money.finance,
    # Transfers to partners: a list of the consortium, written by the coordinator.
    "grants.read_transfers": money.contract_money_reader,
    "grants.record_transfer": money.transfer_keeper,
    "grants.correct_transfer": money.transfer_corrector,
    "grants.read_transfer_proof": money.payment_reader,
    # The house.
    "grants.read_home": people.anybody_signed_in,
    "grants.read_jobs": people.administrator,
    "grants.list_readings": people.administrator,
    "grants.retry_job": people.administrator,
    "grants.read_maintenance": people.administrator,
    "grants.announce_maintenance": people.administrator,
    "grants.change_maintenance": people.administrator,
    "grants.start_maintenance": people.administrator,
    "grants.end_maintenance": people.administrator,
    "grants.withdraw_maintenance": people.administrator,
    "grants.read_messages": people.officer_or_administrator,
    "grants.read_message": people.recipient_or_staff,
    "grants.read_own_messages": people.anybody_signed_in,
    "grants.resend_message": people.officer_or_administrator,
    # Decisions of two persons (decisions.md B4): who may decide is the kind's permission.
    "grants.list_proposals": people.staff_or_administrator,
    "grants.read_proposal": people.proposer_or_decider,
    "grants.decide_proposal": people.decider,
    "grants.withdraw_proposal": people.proposer,
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
