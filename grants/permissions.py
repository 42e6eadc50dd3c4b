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
