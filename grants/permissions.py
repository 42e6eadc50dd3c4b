"""Who may do what: one table from permission to rule, for the whole of ``grants``.

A rule answers *who*, never *when* (that is a workflow's guard). It is a plain function of the user
and the document, composed in the open. Nobody passes by being a superuser. Names are verbs of our
own; Django's add, change, delete, view belong to the admin and to its administrators.
"""

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


# Rules ------------------------------------------------------------------------------------------


def anybody_signed_in(user, document):
    return user.is_authenticated


def officer(user, document):
    """Programme officer, of this call where the assignment names one."""
    return user.has_role(Role.OFFICER, call=_call_of(document))


def call_setter(user, document):
    """An officer of the call; a new call is begun by officers of the whole programme."""
    if document is None:
        return any(held.role == Role.OFFICER and held.call_id is None for held in user.roles())
    return officer(user, document)


def administrator(user, document):
    return user.has_role(Role.ADMINISTRATOR)


def officer_or_administrator(user, document):
    return officer(user, document) or administrator(user, document)


def staff(user, document):
    return any(user.has_role(role) for role in STAFF_ROLES)


def member(user, organisation):
    return user.membership_role(organisation) is not None


def manager(user, organisation):
    """Runs the organisation's account: its people, its data, its submissions."""
    return user.membership_role(organisation) == "manager"


def organisation_manager(user, document):
    """Manager of the organisation a membership or an invitation belongs to."""
    return document.organisation_id in user.organisation_ids("manager")


def invited_address(user, invitation):
    """The owner of the address an invitation was sent to, and nobody else."""
    return invitation.email == user.email


def staff_or_administrator(user, document):
    return staff(user, document) or administrator(user, document)


def writer(user, organisation):
    return user.membership_role(organisation) in ("manager", "editor")


def writer_somewhere(user, document):
    return bool(user.organisation_ids("manager", "editor"))


def member_or_staff(user, organisation):
    return member(user, organisation) or staff(user, organisation) or administrator(user, organisation)


def in_consortium(user, application):
    """Member of an organisation that leads or has joined the application's consortium."""
    return bool(user.organisation_ids() & application.organisation_ids())


def lead_writer(user, application):
    return application.lead_id in user.organisation_ids("manager", "editor")


def lead_manager(user, application):
    return application.lead_id in user.organisation_ids("manager")


def consortium_writer(user, application):
    return bool(user.organisation_ids("manager", "editor") & application.organisation_ids())


def lead_writer_of_partner(user, partner):
    return lead_writer(user, partner.application)


def lead_writer_of_part(user, part):
    return lead_writer(user, part.draft.application)


def partner_manager(user, partner):
    return partner.organisation_id in user.organisation_ids("manager")


def invited_person(user, partner):
    """The invitation was sent to this person's verified address (security.md T-AC: bound to the address)."""
    return bool(partner.invited_email) and partner.invited_email == user.email


def part_writer(user, part):
    """The lead writes everywhere; a partner in the parts given to it, while it is in the consortium."""
    application = part.draft.application
    if lead_writer(user, application):
        return True
    return part.owner_id in user.organisation_ids("manager", "editor") & application.organisation_ids()


def document_reader(user, document):
    return in_consortium(user, document.application)


def document_writer(user, document):
    """Whoever may write for the organisation the file belongs to; the lead for the common ones."""
    if document.partner is None:
        return lead_writer(user, document.application)
    return partner_writer(user, document.partner)


def partner_writer(user, partner):
    """The lead writes for every partner; a partner for itself."""
    if lead_writer(user, partner.application):
        return True
    return partner.state == "joined" and partner.organisation_id in user.organisation_ids("manager", "editor")


def finance(user, document):
    """Finance, whichever of the two."""
    return any(user.has_role(role) for role in FINANCE_ROLES)


def finance_initiator(user, document):
    return user.has_role(Role.FINANCE_INITIATOR)


def finance_approver(user, document):
    return user.has_role(Role.FINANCE_APPROVER)


def finance_or_officer(user, document):
    return finance(user, document) or officer(user, document)


def account_verifier(user, account):
    """Finance and officers, but nobody who acts for the organisation itself."""
    return finance_or_officer(user, None) and user.membership_role(account.organisation) is None


def account_reader(user, account):
    """The organisation's people, and the roles that read payments."""
    return user.membership_role(account.organisation) is not None or reads_payments(user, account)


def account_number_reader(user, account):
    """Who needs the whole number: the organisation's manager gave it, finance compares it and pays to it."""
    return user.membership_role(account.organisation) == "manager" or finance_or_officer(user, None)


def reads_payments(user, document):
    return any(user.has_role(role, call=_call_of(document)) for role in READS_PAYMENTS)


def member_or_reads_bank_accounts(user, organisation):
    return member(user, organisation) or reads_payments(user, None)


def finance_or_auditor(user, document):
    return finance(user, document) or user.has_role(Role.AUDITOR)


def member_or_reads_payments(user, document):
    return bool(user.memberships_now()) or reads_payments(user, None)


def contract_money_reader(user, contract):
    """The consortium, and the roles that read payments."""
    if reads_payments(user, contract):
        return True
    return contract.parties.filter(organisation_id__in=user.organisation_ids()).exists()


def payment_reader(user, payment):
    return contract_money_reader(user, payment.contract)


def coordinator_manager(user, contract):
    return contract.project.lead_id in user.organisation_ids("manager")


def payment_requester(user, contract):
    """The coordinator; the programme asks for it where the contract promises it, as after the signature."""
    return coordinator_manager(user, contract) or officer(user, contract) or finance_initiator(user, contract)


def request_owner(user, request):
    """Who may take a request back: the coordinator, or whoever made it."""
    return coordinator_manager(user, request.contract) or request.requested_by_id == user.pk


def decider(user, document):
    """May decide what is proposed for the document: the permission of the proposal's kind says who.

    Asked of the document itself, officers of its call. That the proposer cannot decide is a guard
    of the action and a constraint, so that it holds whoever acts.
    """
    if document is not None and document._meta.model_name == "proposal":
        return user.has_perm(document.kind.permission, document.document)
    return officer(user, document)


def proposer(user, proposal):
    """Made the proposal."""
    return proposal.by_id == user.pk


def proposer_or_decider(user, proposal):
    return proposer(user, proposal) or decider(user, proposal)


def recipient_or_staff(user, message):
    """A letter is read by whom it was written to, and by officers and administrators."""
    return message.recipient_id == user.pk or officer_or_administrator(user, None)


def mandate_keeper(user, partner):
    """Asks the representative and files the paper: the lead, or the partner's own manager."""
    return lead_writer(user, partner.application) or partner_manager(user, partner)


def in_consortium_of_partner(user, partner):
    return in_consortium(user, partner.application)


def in_consortium_of_submission(user, submission):
    return in_consortium(user, submission.application)


def in_consortium_of_mandate(user, mandate):
    return in_consortium(user, mandate.partner.application)


EVALUATORS = (Role.OFFICER, Role.CHAIR, Role.SECRETARY, Role.VOTER, Role.ASSESSOR)


def evaluator(user, document):
    """Officer, committee or assessor of the call; which candidates they see is ``visible_to``'s matter."""
    return any(user.has_role(role, call=_call_of(document)) for role in EVALUATORS)


def _runs_assessments(user, document, *roles):
    """One of the roles for the call, and not an assessor of it: who scores does not see others' scores."""
    if not any(user.has_role(role, call=_call_of(document)) for role in roles):
        return False
    return _call_of(document).pk not in _assessed_calls(user)


def _assessed_calls(user):
    """Numbers of the calls this person was asked to assess in and has not declined: one query per request."""
    if not hasattr(user, "_assessed_calls"):
        own = user.assessorships.exclude(state__in=["declined", "ended"])
        user._assessed_calls = set(own.values_list("evaluation__call_id", flat=True))
    return user._assessed_calls


def reviewer(user, document):
    """Officer, chair or secretary of the call: who sees all assessments."""
    return _runs_assessments(user, document, Role.OFFICER, Role.CHAIR, Role.SECRETARY)


def review_secretary(user, document):
    """Officer or secretary of the call: who invites, assigns, opens again."""
    return _runs_assessments(user, document, Role.OFFICER, Role.SECRETARY)


def consolidator(user, document):
    """Chair or secretary of the committee."""
    return _runs_assessments(user, document, Role.CHAIR, Role.SECRETARY)


def invited_assessor(user, assessor):
    return assessor.user_id == user.pk


def invited_assessor_or_reviewer(user, assessor):
    return invited_assessor(user, assessor) or reviewer(user, assessor)


def assessor_of(user, assessment):
    return assessment.assessor.user_id == user.pk


def assessor_or_reviewer(user, assessment):
    return assessor_of(user, assessment) or reviewer(user, assessment)


def assessing(user, document):
    """Has the role of an assessor, or was asked to assess."""
    return user.has_role(Role.ASSESSOR)


def committee(user, document):
    """Officer of the call or of its committee: who sees the whole evaluation, unlike an assessor."""
    return any(user.has_role(role, call=_call_of(document)) for role in EVALUATORS if role != Role.ASSESSOR)


def checker(user, document):
    """Officer or secretary of the call: who checks candidates, asks applicants and keeps the conflicts."""
    return officer(user, document) or user.has_role(Role.SECRETARY, call=_call_of(document))


def term_setter(user, document):
    """The committee, or the officer in its name, sets what is the same for all."""
    return checker(user, document) or user.has_role(Role.CHAIR, call=_call_of(document))


def lead_writer_asked(user, clarification):
    return lead_writer(user, clarification.application)


def asked_or_evaluator(user, clarification):
    return in_consortium(user, clarification.application) or evaluator(user, clarification)


def committee_member(user, document):
    """Chair, secretary or voter of the call's committee."""
    return any(user.has_role(role, call=_call_of(document)) for role in (Role.CHAIR, Role.SECRETARY, Role.VOTER))


def officer_or_committee(user, document):
    return officer(user, document) or committee_member(user, document)


def chair(user, document):
    return user.has_role(Role.CHAIR, call=_call_of(document))


def secretary(user, document):
    return user.has_role(Role.SECRETARY, call=_call_of(document))


def voter(user, document):
    return user.has_role(Role.VOTER, call=_call_of(document))


def officer_or_secretary(user, document):
    return officer(user, document) or secretary(user, document)


def officer_or_chair(user, document):
    return officer(user, document) or chair(user, document)


def programme_officer(user, document):
    """An officer of the whole programme, not only of one call: money moves between calls."""
    return any(held.role == Role.OFFICER and held.call_id is None for held in user.roles())


def renouncer(user, award):
    """The lead's manager, or an officer who records the lead's letter."""
    return award.candidate.lead_id in user.organisation_ids("manager") or officer(user, award)


def contract_party(user, contract):
    """Member of an organisation that is a party to the contract."""
    return bool(user.organisation_ids() & contract.organisation_ids())


def programme_reader(user, contract):
    """Reads contracts for the programme: which of them, the visibility of contracts says."""
    return officer(user, contract) or any(user.has_role(role) for role in READERS_OF_CONTRACTS)


def contract_reader(user, contract):
    return contract_party(user, contract) or programme_reader(user, contract)


def contract_content_reader(user, contract):
    """What the contract says: for its parties from the moment it was sent."""
    return programme_reader(user, contract) or (contract.sent_at is not None and contract_party(user, contract))


def contract_reader_of_version(user, version):
    return contract_content_reader(user, version.contract)


def contract_reader_of_signature(user, signature):
    return contract_content_reader(user, signature.version.contract)


def contract_reader_somewhere(user, document):
    return programme_reader(user, None) or bool(user.organisation_ids())


def own_action_reader(user, document):
    return staff_or_administrator(user, None) or user.has_role(Role.CHAMBER_REPORTER)


def _call_of(document):
    """The call a document belongs to: itself, or its ``call``; None for what belongs to no call."""
    if document is None:
        return None
    return document if document._meta.model_name == "call" else getattr(document, "call", None)


TABLE = {
    # Organisations and people: an association runs its own account.
    "grants.register_organisation": anybody_signed_in,
    "grants.read_organisation": member_or_staff,
    "grants.edit_organisation": manager,
    "grants.read_own_organisations": anybody_signed_in,
    "grants.list_organisations": staff_or_administrator,
    "grants.invite_member": manager,
    "grants.manage_membership": organisation_manager,
    "grants.leave_organisation": member,
    "grants.accept_invitation": invited_address,
    "grants.decline_invitation": invited_address,
    "grants.withdraw_invitation": organisation_manager,
    "grants.settle_duplicate": staff_or_administrator,
    "grants.edit_profile": anybody_signed_in,
    # Calls: set up by officers; the deadline moves by two persons (decisions.md C3).
    "grants.list_calls": officer_or_administrator,
    "grants.set_up_call": call_setter,
    "grants.read_call": officer_or_administrator,
    "grants.publish_call": officer,
    "grants.cancel_call": officer,
    "grants.propose_deadline": officer,
    "grants.count_applications": officer,
    # Applications: drafted by the consortium, handed in by the lead.
    "grants.list_applications": anybody_signed_in,
    "grants.start_application": writer_somewhere,
    "grants.read_application": in_consortium,
    "grants.edit_application": lead_writer,
    "grants.edit_logframe": lead_writer,
    "grants.edit_budget": consortium_writer,
    "grants.upload_document": lead_writer,
    "grants.upload_partner_document": partner_writer,
    "grants.read_document": document_reader,
    "grants.remove_document": document_writer,
    "grants.edit_consortium": lead_writer,
    "grants.edit_consortium_of": lead_writer_of_partner,
    "grants.assign_part": lead_writer_of_part,
    "grants.edit_part": part_writer,
    "grants.edit_partner": partner_writer,
    "grants.answer_partnership": invited_person,
    "grants.read_mandate": in_consortium_of_partner,
    "grants.read_mandate_scan": in_consortium_of_mandate,
    "grants.sign_mandate": partner_manager,
    "grants.request_mandate": mandate_keeper,
    "grants.record_mandate": mandate_keeper,
    "grants.submit_application": lead_manager,
    "grants.withdraw_application": lead_manager,
    "grants.read_submission": in_consortium_of_submission,
    # Evaluation: opened by officers, read by those who evaluate; who is in conflict sees nothing.
    "grants.open_submissions": officer,
    "grants.list_evaluations": evaluator,
    "grants.read_evaluation": evaluator,
    "grants.read_opening": committee,
    "grants.read_candidate": evaluator,
    # Assessments: scored by assessors who have signed, run by officer and secretary, chaired by the chair.
    "grants.set_scoring_rules": officer,
    "grants.read_reviews": reviewer,
    "grants.invite_assessor": review_secretary,
    "grants.read_assessor": invited_assessor_or_reviewer,
    "grants.accept_assessor": invited_assessor,
    "grants.decline_assessor": invited_assessor,
    "grants.end_assessor": review_secretary,
    "grants.remind_assessor": review_secretary,
    "grants.assign_assessment": review_secretary,
    "grants.list_assessments": assessing,
    "grants.read_assessment": assessor_or_reviewer,
    "grants.score_assessment": assessor_of,
    "grants.reopen_assessment": review_secretary,
    "grants.withdraw_assessment": review_secretary,
    "grants.consolidate_evaluation": consolidator,
    "grants.reopen_scores": consolidator,
    "grants.set_up_criteria": officer,
    "grants.check_candidate": checker,
    "grants.set_clarification_term": term_setter,
    "grants.request_clarification": checker,
    "grants.read_clarification": asked_or_evaluator,
    "grants.answer_clarification": lead_writer_asked,
    "grants.declare_conflict": evaluator,
    "grants.record_conflict": checker,
    "grants.end_conflict": checker,
    # Awards: the committee decides, officers announce; applicants read of it from the announcement on.
    "grants.sign_declaration": committee_member,
    "grants.read_ranking": officer_or_committee,
    "grants.set_award_rules": officer,
    "grants.put_to_vote": secretary,
    "grants.read_ballot": officer_or_committee,
    "grants.cast_vote": voter,
    "grants.withdraw_ballot": secretary,
    "grants.decide_ballot": chair,
    "grants.read_minutes": officer_or_committee,
    "grants.move_envelope": programme_officer,
    "grants.list_awards": officer_or_committee,
    "grants.renounce_award": renouncer,
    "grants.promote_reserve": officer,
    "grants.preview_letters": officer_or_committee,
    "grants.write_reasons": officer_or_secretary,
    "grants.approve_reasons": officer_or_chair,
    "grants.announce_evaluation": officer,
    "grants.read_decision": in_consortium,
    # Contracts: made of the award by officers; read by the parties once sent, by the programme's roles.
    "grants.list_contracts": contract_reader_somewhere,
    "grants.prepare_contract": officer,
    "grants.read_contract": contract_reader,
    "grants.read_contract_content": contract_content_reader,
    "grants.edit_contract": officer,
    "grants.send_contract": officer,
    "grants.record_signature": officer,
    "grants.sign_contract": officer,
    "grants.cancel_contract": officer,
    "grants.read_contract_document": contract_reader_of_version,
    "grants.read_contract_scan": contract_reader_of_signature,
    "grants.list_own_actions": own_action_reader,
    "grants.register_own_action": officer,
    # Bank accounts: given by the organisation's manager, verified by two persons (decisions.md B4).
    "grants.read_bank_accounts": member_or_reads_bank_accounts,
    "grants.list_bank_accounts": reads_payments,
    "grants.read_bank_account": account_reader,
    "grants.read_account_number": account_number_reader,
    "grants.add_bank_account": manager,
    "grants.verify_bank_account": account_verifier,
    "grants.reject_bank_account": account_verifier,
    # Payments: asked for by the coordinator, initiated by one person of finance, approved by the other.
    "grants.list_payments": member_or_reads_payments,
    "grants.read_payment": payment_reader,
    "grants.read_contract_money": contract_money_reader,
    "grants.request_payment": payment_requester,
    "grants.read_payment_request": payment_reader,
    "grants.withdraw_request": request_owner,
    "grants.return_request": finance_or_officer,
    "grants.initiate_payment": finance_initiator,
    "grants.approve_payment": finance_approver,
    "grants.reject_payment": finance_approver,
    "grants.cancel_payment": finance_initiator,
    "grants.confirm_payment": finance,
    "grants.return_payment": finance,
    "grants.record_screening": finance_or_officer,
    "grants.read_screening": reads_payments,
    "grants.clear_screening": finance_or_officer,
    "grants.read_ledger": finance_or_auditor,
    "grants.close_period": finance_approver,
    # The house.
    "grants.read_home": anybody_signed_in,
    "grants.read_jobs": administrator,
    "grants.retry_job": administrator,
    "grants.read_messages": officer_or_administrator,
    "grants.read_message": recipient_or_staff,
    "grants.read_own_messages": anybody_signed_in,
    "grants.resend_message": officer_or_administrator,
    # Decisions of two persons (decisions.md B4): who may decide is the kind's permission.
    "grants.list_proposals": staff_or_administrator,
    "grants.read_proposal": proposer_or_decider,
    "grants.decide_proposal": decider,
    "grants.withdraw_proposal": proposer,
}


def registered():
    """Every table in force, merged: grants', and reporting's once it has one."""
    return TABLE


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
