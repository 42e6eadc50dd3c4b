"""Proposing and deciding: the four-eyes rule for deadlines, bank accounts, payments and the like."""

from django.apps import apps
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.audit import canonical, content_hash
from grants.messages import outbox
from grants.proposals.kinds import KINDS, Kind, needs_two
from grants.proposals.models import Proposal, ProposalState
from grants.workflow import Refused, action

__all__ = ["KINDS", "Kind", "approve", "hash_seen", "needs_two", "propose", "reject", "withdraw"]


def hash_seen(name, document):
    """Hash of what a person sees of the document when proposing or approving ``name``."""
    return content_hash(canonical(KINDS[name].seen(document)))


@action
def propose(name, document, payload, *, reason, by):
    """Put the action before a second person. Raises Refused without a reason or when it is proposed already.

    ``payload`` is plain JSON and never changes: to propose something else, withdraw and propose anew.
    """
    if not reason.strip():
        raise Refused([_("Say why: the reason is published with the decision.")])
    try:
        with transaction.atomic():
            return Proposal.objects.create(
                action=name,
                document_model=document._meta.label_lower,
                document_id=document.pk,
                payload=payload,
                seen_sha256=hash_seen(name, document),
                reason=reason.strip(),
                by=by,
                at=clock.now(),
            )
    except IntegrityError as error:
        raise Refused([_("The same is proposed already and waits for a second person.")]) from error


@action
def approve(proposal, *, by, note=""):
    """Carry out what was proposed, in the same transaction. Raises Refused for the proposer, for a
    proposal decided meanwhile, and when the document is no longer what the proposer saw."""
    document, proposal = _open_for_decision(proposal, by)
    if hash_seen(proposal.action, document) != proposal.seen_sha256:
        raise Refused([_("The document has changed since this was proposed. It has to be proposed again.")])
    KINDS[proposal.action].execute(document, proposal.payload, by=by, proposal=proposal)
    decided = _decide(proposal, ProposalState.APPROVED, by, note)
    outbox.tell(decided, "proposal_approved", [decided.by])
    return decided


@action
def reject(proposal, *, by, note):
    """Say no, with a note for the proposer. Raises Refused without one, for the proposer, and when it was
    decided meanwhile."""
    if not note.strip():
        raise Refused([_("Say why not: the person who proposed it reads your note.")])
    _document, proposal = _open_for_decision(proposal, by)
    decided = _decide(proposal, ProposalState.REJECTED, by, note)
    outbox.tell(decided, "proposal_rejected", [decided.by])
    return decided


@action
def withdraw(proposal, *, by):
    """Take one's own proposal back. Raises Refused for anybody else, and when it was decided."""
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN or proposal.by_id != by.pk:
        raise Refused([_("Only the person who proposed it can withdraw it, while it waits.")])
    return _decide(proposal, ProposalState.WITHDRAWN, by, "")


def _open_for_decision(proposal, by):
    # The document is locked before the proposal, the same order as in every other action.
    model = apps.get_model(proposal.document_model)
    document = model._base_manager.select_for_update(of=("self",)).get(pk=proposal.document_id)
    proposal = Proposal.objects.select_for_update().get(pk=proposal.pk)
    if proposal.state != ProposalState.OPEN:
        raise Refused([_("This was decided meanwhile.")])
    if proposal.by_id == by.pk:
        raise Refused([_("The person who proposes cannot decide. Ask a colleague.")])
    return document, proposal


def _decide(proposal, state, by, note):
    Proposal.objects.filter(pk=proposal.pk).update(
        state=state, decided_by=by, decided_at=clock.now(), decision_note=note.strip()
    )
    proposal.refresh_from_db()
    return proposal
