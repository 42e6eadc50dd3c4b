"""Which firm each firm counts as, when some were found to be the same: pure.

Each merged firm points to the one it counts as; chains are followed to their end. Without cycles, for a
firm is merged once and never into itself: whoever decides asks ``roots`` first.
"""


def root_of(firm, counts_as):
    """The firm at the end of the chain; ``counts_as`` is {merged firm: firm}.

    >>> root_of(3, {3: 2, 2: 1})
    1
    """
    seen = {firm}
    while firm in counts_as:
        firm = counts_as[firm]
        if firm in seen:
            raise ValueError(f"firm {firm} counts as itself")
        seen.add(firm)
    return firm


def roots(counts_as):
    """Each merged firm -> the firm it counts as in the end.

    >>> roots({3: 2, 2: 1, 5: 4})
    {3: 1, 2: 1, 5: 4}
    """
    return {firm: root_of(firm, counts_as) for firm in counts_as}
