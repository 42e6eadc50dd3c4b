"""What must be true of decisions that take two persons."""

from django.db.models import F

from grants.invariants import invariant
from grants.proposals.models import Proposal, ProposalState


@invariant("Every approved or rejected proposal was decided by a second person")
def two_persons_decided():
    """The constraint holds it; this finds a database from which the constraint was taken."""
    alone = Proposal.objects.filter(state__in=[ProposalState.APPROVED, ProposalState.REJECTED], decided_by=F("by"))
    for proposal in alone.order_by("pk"):
        yield f"proposal {proposal.public_id} ({proposal.action})"
