"""Which firm a firm counts as: decisions that two are one, followed to their end. Pure.

| decided: other → firm      | counts as           |
|----------------------------|---------------------|
| 2 → 1                      | 2 as 1              |
| 3 → 2, 2 → 1               | 3 and 2 as 1        |
| 2 → 1, 1 → 2               | both as 1, the lower |
"""

from collections.abc import Iterable


def resolved(same: dict[int, int]) -> dict[int, int]:
    """The firm each merged firm counts as; firms that count as themselves are left out."""
    found = {}
    for firm in same:
        chain = [firm]
        while (following := same.get(chain[-1])) is not None and following not in chain:
            chain.append(following)
        circle = chain[chain.index(following) :] if following is not None else chain[-1:]
        end = min(circle)
        if end != firm:
            found[firm] = end
    return found


def with_those_merged(firms: Iterable[int], *merges: dict[int, int]) -> set[int]:
    """These firms with all that count as one with any of them, by any of these decisions.

    >>> sorted(with_those_merged([3], {2: 1, 3: 1}, {4: 2}))
    [1, 2, 3, 4]
    """
    found = set()
    grown = set(firms)
    while found != grown:
        found = grown
        for same in merges:
            counted_as = {same.get(firm, firm) for firm in grown}
            grown = grown | counted_as | {firm for firm, one in same.items() if one in counted_as}
    return found


def differently_merged(before: dict[int, int], after: dict[int, int]) -> set[int]:
    """Firms of which something else counts as one with them now."""
    moved = {firm for firm in before.keys() | after.keys() if before.get(firm) != after.get(firm)}
    return with_those_merged(moved, before, after)
