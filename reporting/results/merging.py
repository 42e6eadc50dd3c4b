"""Which firm a firm counts as: decisions that two are one, followed to their end. Pure.

| decided: other → firm      | counts as           |
|----------------------------|---------------------|
| 2 → 1                      | 2 as 1              |
| 3 → 2, 2 → 1               | 3 and 2 as 1        |
| 2 → 1, 1 → 2               | both as 1, the lower |
"""


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
