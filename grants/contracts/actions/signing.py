"""Sending the contract for signature, recording who signed, putting it in force, giving it up."""

import json

from django.core.files.base import ContentFile
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from grants import clock, pdf
from grants.audit import canonical, content_hash
from grants.budgets.actions import freeze_budget
from grants.contracts.models import ContractSignature
from grants.contracts.queries.checklist import checklist
from grants.contracts.queries.content import content
from grants.contracts.queries.printing import pdf_data
from grants.contracts.workflow import ContractAction, ContractState, Side
from grants.evaluation.actions.contracting import give_award_back
from grants.files.actions import store
from grants.jobs.actions import enqueue
from grants.organisations.zones import first_day
from grants.workflow import Reason, Refused, action, advance, locked, record

SCAN_KINDS = frozenset({"pdf"})
MOST_MEGABYTES = 20

COMMIT = "commit_contract"
"""The job that books what a contract in force commits: the books are a later stage's."""
MOST_ATTEMPTS = 12


@action
def send_contract(contract, *, by):
    """Freeze the contract as it stands, make its document, and tell the parties that it can be signed.

    Sent again after a change it gets the next number, and only signatures of that one count. Nothing
    is sent twice unchanged. Raises Refused with everything that is still missing.
    """
    contract = locked(contract)
    contract.checklist = checklist(contract)
    whole = canonical(content(contract))
    sha256, last = content_hash(whole), contract.versions.first()
    if last is not None and last.sha256 == sha256 and contract.state == ContractState.SENT:
        raise Refused([Reason(_("Nothing changed since it was sent."), code="sent_already")])
    contract.sent_at = clock.now()
    number = last.number + 1 if last else 1
    advance(contract, ContractAction.SEND, by=by, fields=["sent_at"], changes={"version": number, "sha256": sha256})
    document = json.loads(whole)
    contract.versions.create(
        number=number,
        document=document,
        sha256=sha256,
        frozen_at=contract.sent_at,
        frozen_by=by,
        language=contract.language,
        file=_printed(contract, document, number, sha256, by),
    )
    return contract


def _printed(contract, document, number, sha256, by):
    with override(contract.language):
        data = pdf_data(document, number=number, sha256=sha256)
    made = pdf.make("contract", data, language=contract.language, made_at=contract.sent_at)
    name = f"{contract.reference}-{number}-{contract.language}.pdf"
    return store(ContentFile(made, name=name), by=by, allow=SCAN_KINDS, is_ours=True)


@action
def record_signature(contract, *, side, name, capacity, signed_on, uploaded, by):
    """Record that a side signed the version sent last: who, as what, when, with the scan.

    Raises Refused before it was sent, after it changed, for a side that signed already, and for a day
    before the sending or in the future. Who signs in America on the evening of the sending bears the day it is there.
    """
    contract = locked(contract)
    if contract.state != ContractState.SENT:
        raise Refused([Reason(_("Only a contract that was sent is signed."), code="not_sent")])
    found = checklist(contract, signing=True)
    version = contract.versions.first()
    if found.changed_since:
        raise Refused([found.changed_since])
    if version.signatures.filter(side=side).exists():
        raise Refused([Reason(_("The signature of this side is on record already."), code="signed_already")])
    if not first_day(contract.sent_at, contract.project.lead.country) <= signed_on <= clock.today():
        raise Refused([Reason(_("It was signed between the day of sending and today."), code="signed_on")])
    signature = ContractSignature.objects.create(
        version=version,
        side=side,
        name=name,
        capacity=capacity,
        signed_on=signed_on,
        file=store(uploaded, by=by, allow=SCAN_KINDS, most_megabytes=MOST_MEGABYTES),
        by=by,
        at=clock.now(),
    )
    changes = {"side": side, "version": version.number, "signed_on": str(signed_on)}
    record(contract, ContractAction.RECORD_SIGNATURE, by=by, note=f"{Side(side).label}: {name}", changes=changes)
    return signature


@action
def sign_contract(contract, *, by):
    """Put the contract in force once both sides have signed what was sent; its budget is final from now on.

    It takes effect on the day of the later signature, on which its grant is booked as committed. Raises
    Refused with what is missing.
    """
    contract = locked(contract)
    contract.checklist = checklist(contract, signing=True)
    version = contract.versions.first()
    days = list(version.signatures.values_list("signed_on", flat=True)) if version else []
    contract.signed_on = contract.effective_on = max(days, default=None)
    changes = {"version": version.number if version else 0, "effective_on": str(contract.effective_on or "")}
    advance(contract, ContractAction.SIGN, by=by, fields=["signed_on", "effective_on"], changes=changes)
    freeze_budget(contract.budget, by=by)
    enqueue(COMMIT, target=contract.pk, key=f"{COMMIT}:{contract.pk}", most_attempts=MOST_ATTEMPTS)
    return contract


@action
def cancel_contract(contract, *, note, by):
    """Give the contract up before its signature; its number is not given again.

    The award stands as announced again, for the award's own stage to let it be renounced and to call
    up the reserve list.
    """
    contract = locked(contract)
    if not note.strip():
        raise Refused([Reason(_("Say why the contract is given up."), code="no_reason")])
    advance(contract, ContractAction.CANCEL, by=by, note=note.strip())
    give_award_back(contract.award, by=by, note=contract.reference)
    return contract
