"""Who: the rules of the permission table, each a plain function of the user and the document.

Never *when*, which is a workflow's guard. Nobody passes by being a superuser.
"""

from grants.roles import FINANCE_ROLES, READERS_OF_CONTRACTS, READS_PAYMENTS, STAFF_ROLES, Role


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


def form_setter(user, document):
    """An officer of the whole programme; one of a single call for the forms that call asks."""
    calls = [held.call_id for held in user.roles() if held.role == Role.OFFICER]
    if None in calls:
        return True
    return bool(calls) and document is not None and document.questionnaire.is_asked_by(calls)


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


def paper_reader(user, paper):
    """The organisation's people, staff and administrators."""
    return member_or_staff(user, paper.organisation)


def in_consortium(user, application):
    """Member of an organisation that leads or has joined the application's consortium."""
    return bool(user.organisation_ids() & application.organisation_ids())


def lead_writer(user, application):
    return application.lead_id in user.organisation_ids("manager", "editor")


def lead_manager(user, application):
    return application.lead_id in user.organisation_ids("manager")


def consortium_writer(user, application):
    return bool(user.organisation_ids("manager", "editor") & application.organisation_ids())


def writer_of_workbook(user, returned):
    return consortium_writer(user, returned.workbook.application)


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


def diligence_keeper(user, organisation):
    """Finance or an officer; nobody judges an organisation they belong to."""
    return finance_or_officer(user, None) and user.membership_role(organisation) is None


def flag_keeper(user, flag):
    return diligence_keeper(user, flag.organisation)


def flag_reader(user, flag):
    return reads_payments(user, None) and user.membership_role(flag.organisation) is None


def account_reader(user, account):
    """The organisation's people, and the roles that read payments."""
    return user.membership_role(account.organisation) is not None or reads_payments(user, account)


def account_number_reader(user, account):
    """Who needs the whole number: the organisation's manager gave it, finance compares it and pays to it."""
    return user.membership_role(account.organisation) == "manager" or finance_or_officer(user, None)


def reads_payments(user, document):
    return any(user.has_role(role, call=_call_of(document)) for role in READS_PAYMENTS)


def member_or_reads_bank_accounts(user, organisation):
    """Its people, and staff who pay. An auditor finds accounts in their list, and sees no organisation's page."""
    return member(user, organisation) or (staff(user, organisation) and reads_payments(user, None))


def finance_or_auditor(user, document):
    return finance(user, document) or user.has_role(Role.AUDITOR)


def reads_books(user, document):
    """Finance and auditors, and the officers of the whole programme."""
    return finance_or_auditor(user, None) or programme_officer(user, None)


def transfer_keeper(user, contract):
    """Who writes for the coordinator: what it passes on is its own list."""
    return contract.project.lead_id in user.organisation_ids("manager", "editor")


def transfer_corrector(user, transfer):
    return transfer_keeper(user, transfer.contract)


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


def in_consortium_of_thread(user, thread):
    return in_consortium(user, thread.application)


def lead_writer_of_help(user, access):
    return lead_writer(user, access.application)


def help_desk(user, access):
    """An officer of the call, while the applicant lets the help desk read (decisions.md C5)."""
    return access.is_live() and officer(user, access)


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
        user._assessed_calls = set(own.order_by().values_list("evaluation__call_id", flat=True))
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
    own = user.organisation_ids()
    return bool(own and own & contract.organisation_ids())


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
