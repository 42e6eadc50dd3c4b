"""What becomes of an award when a contract is made of it, or given up before the signature."""

from grants.workflow import action, advance, locked


@action
def take_award(award, *, by, note=""):
    """A contract is made of the award. Raises Refused for one that is not announced or was renounced."""
    award = locked(award)
    advance(award, "take_award", by=by, note=note)
    return award


@action
def give_award_back(award, *, by, note=""):
    """The contract was given up before its signature: the award stands as announced again.

    Whether it is renounced, and who comes after it, is the next decision of the award's own stage.
    """
    award = locked(award)
    advance(award, "give_award_back", by=by, note=note)
    return award
