"""Giving a bank account, verifying it by two persons, sending it back (security.md T-MO-04)."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.organisations.actions.duplicates import note_same_account
from grants.organisations.models import BankAccount, Organisation
from grants.organisations.workflow import AccountAction, AccountState, account_contacts
from grants.proposals.actions import propose
from grants.proposals.kinds import needs_two
from grants.workflow import Reason, Refused, action, advance, filled, locked, reasons_against, record

EVIDENCE_KINDS = ("pdf", "jpg", "png")
"""A letter or a statement of the bank, as PDF or photographed."""

MOST_ACCOUNTS, WITHIN = 5, timedelta(days=30)
"""Accounts one organisation gives within so long: each writes to all its contacts, and takes two persons."""


@action
def add_bank_account(organisation, *, by, data, evidence=None):
    """Give an organisation's account, or another one instead: nothing is paid until two persons have verified it.

    ``data`` are the names of the form's fields; ``evidence`` is the uploaded paper of the bank. One that
    waits already is replaced at once. All contacts, old and new, are told.
    """
    organisation = locked(organisation)
    live = BankAccount.objects.filter(
        organisation=organisation, state__in=[AccountState.PROPOSED, AccountState.VERIFIED]
    )
    if live.filter(iban=data.get("iban", ""), number=data.get("number", ""), bic=data.get("bic", "")).exists():
        raise Refused([_("This is the account the programme knows already.")])
    given = BankAccount.objects.filter(organisation=organisation, added_at__gt=clock.now() - WITHIN)
    if given.count() >= MOST_ACCOUNTS:
        sentence = _("An organisation gives %(most)d accounts within %(days)d days at most. Write to the programme.")
        raise Refused([Reason(filled(sentence, {"most": MOST_ACCOUNTS, "days": WITHIN.days}), code="most")])
    for waiting in live.filter(state=AccountState.PROPOSED).select_for_update():
        advance(waiting, AccountAction.REPLACE, by=by)
    account = BankAccount.objects.create(
        organisation=organisation,
        evidence=store(evidence, by=by, allow=EVIDENCE_KINDS) if evidence else None,
        added_by=by,
        added_at=clock.now(),
        **data,
    )
    before = live.filter(state=AccountState.VERIFIED).first()
    changes = {"account": [before.masked if before else "", account.masked]}
    note_same_account(account)
    record(account, AccountAction.ADD, by=by, changes=changes, tells=(account_contacts,))
    return account


@action
def propose_verification(account, *, by, reason):
    """Say that the account agrees with the bank's paper. A second person has to find the same.

    Raises Refused when it does not wait for verification, without a reason, and when it is proposed already.
    """
    account = locked(account)
    reasons = reasons_against(account, AccountAction.VERIFY)
    if reasons:
        raise Refused(reasons)
    proposal = propose("verify_bank_account", account, {"account": account.masked}, reason=reason, by=by)
    record(account, AccountAction.PROPOSE, by=by, note=reason.strip())
    return proposal


def _shown(account, payload):
    return [
        {"label": _("Organisation"), "value": account.organisation.legal_name},
        {"label": _("Account holder"), "value": account.holder},
        {"label": _("Bank"), "value": f"{account.bank}, {account.country.name}"},
        {"label": _("IBAN") if account.iban else _("Account number"), "value": account.full},
        {"label": _("BIC (SWIFT)"), "value": account.bic or "–"},
        {"label": _("Currency"), "value": account.currency},
    ]


@needs_two(
    "verify_bank_account",
    label=_("Verify a bank account"),
    permission="grants.verify_bank_account",
    seen=BankAccount.content,
    show=_shown,
)
def verify_bank_account(account, payload, *, by, proposal):
    """Carry out an approved verification: the account is in force, the one before is replaced."""
    Organisation.objects.select_for_update().get(pk=account.organisation_id)
    for old in account.organisation.bank_accounts.filter(state=AccountState.VERIFIED).select_for_update():
        advance(old, AccountAction.REPLACE, by=by)
    account.verified_at = clock.now()
    advance(account, AccountAction.VERIFY, by=by, fields=["verified_at"])
    return account


@action
def reject_bank_account(account, *, by, reason):
    """Send an account back with the reason. Raises Refused without one, or when it is decided already."""
    if not reason.strip():
        raise Refused([_("Say what is wrong: the organisation reads it.")])
    account = locked(account)
    advance(account, AccountAction.REJECT, by=by, note=reason.strip())
    return account
