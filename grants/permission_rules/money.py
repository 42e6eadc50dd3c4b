"""Who, of contracts, payments, books and what is looked up about organisations."""

from grants.permission_rules.evaluation import programme_officer
from grants.permission_rules.people import call_of, member, officer, staff, staff_or_administrator
from grants.roles import FINANCE_ROLES, READERS_OF_CONTRACTS, READS_PAYMENTS, Role


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


def whole_finance_or_officer(user, document):
    """Finance and officers of the whole programme: what they note here stops payments of every call."""
    return finance(user, None) or programme_officer(user, None)


def diligence_keeper(user, organisation):
    """Finance or an officer of the whole programme; nobody judges an organisation they belong to."""
    return whole_finance_or_officer(user, None) and user.membership_role(organisation) is None


def screening_keeper(user, document):
    """Finance and officers, but nobody who acts for the organisation, or for a party of the contract."""
    return finance_or_officer(user, document) and not _is_own(user, document)


def screening_reader(user, document):
    return reads_payments(user, document) and not _is_own(user, document)


def _is_own(user, document):
    """Whether the person acts for what a screening, a payment or a contract concerns."""
    own = user.organisation_ids()
    if not own or document is None:
        return False
    if hasattr(document, "organisation_id"):
        return document.organisation_id in own
    return bool(own & getattr(document, "contract", document).organisation_ids())


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
    return any(user.has_role(role, call=call_of(document)) for role in READS_PAYMENTS)


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
