"""What a lower budget does to the grant and to the other money (PRAG 6.5.10). Pure: amounts in, amounts out.

Before the signature amounts are only lowered. The EU share stays what it is, so that the grant falls
with the costs, by whole cents that stay within the share; it never rises. The rest of what fell is
taken from the other sources: the partner's whose cost it was first, then in their order.

| total           | share | grant           | others before (partner first) | grant after | others after        |
|-----------------|------:|-----------------|-------------------------------|------------:|---------------------|
| 312,500→302,500 |  80 % | 250,000.00      | own 62,500                    |  242,000.00 | own 60,500          |
| 312,500→312,499.99 | 80 % | 250,000.00   | own 62,500                    |  249,999.99 | own 62,500          |
| 400,000→390,000 |  75 % | 300,000.00      | partner 1,000, lead 99,000    |  292,500.00 | partner 0, lead 97,500 |
"""

from decimal import ROUND_CEILING, Decimal

from grants import money
from grants.budgets.rules import ceiling

PLACES = Decimal("0.0001")


def share_of(grant: Decimal, total: Decimal) -> Decimal:
    """The grant in percent of the total costs, to four decimals, rounded up: of all costs it gives all the grant."""
    return (grant * money.HUNDRED / total).quantize(PLACES, rounding=ROUND_CEILING)


def grant_after(total: Decimal, *, grant: Decimal, share: Decimal) -> Decimal:
    """The largest grant once the costs are ``total``: within the share, never more than before."""
    return min(grant, ceiling(total, share))


def taken_off(less: Decimal, others: list[tuple[str, Decimal]], *, first: str | None) -> dict[str, Decimal]:
    """What each other source is once they give ``less`` together: key -> amount, of those that change.

    ``others`` are (key, amount) in order; ``first`` is the key that gives first. What they cannot
    give is left: the budget is then found not to balance.
    """
    after = {}
    for key, amount in sorted(others, key=lambda other: other[0] != first):
        part = min(less, amount)
        if part > 0:
            after[key] = amount - part
            less -= part
    return after
