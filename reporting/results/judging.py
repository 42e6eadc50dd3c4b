"""What stands out in figures before they are released (decisions.md D10), and why a fact does not count. Pure.

| parts of a whole        | concentrated in |
|-------------------------|-----------------|
| PE 1,365 of 2,487       | PE              |
| PE 50 of 100            | nothing         |

| identified by tax id | amber |
|----------------------|-------|
| 59 of 100            | yes   |
| 60 of 100            | no    |
| 0 of 0               | no    |
"""

import datetime
from collections.abc import Iterable, Mapping
from decimal import Decimal

LEAST_IDENTIFIED = 60
"""Percent of a project's firms to be identified by a tax id."""

NEVER_SIZES = frozenset({"large"})
NEVER_ENTITIES = frozenset({"public"})


def concentrated(parts: Mapping[str, Decimal], whole: Decimal) -> str | None:
    """The one part that is over half of the whole."""
    return next((name for name, part in parts.items() if part * 2 > whole), None)


def is_amber(by_id: Decimal, gross: Decimal) -> bool:
    """Whether too few are identified by a tax id."""
    return by_id * 100 < gross * LEAST_IDENTIFIED


def why_not(fact, rule, cut_off: datetime.date, *, latest: bool) -> str:
    """The code of the first reason why a fact does not count for the headline; "" where it does.

    ``rule`` is a definition with the columns of counting; ``latest`` says whether no later fact of the
    same project, firm and item takes its place. What is said of the firm itself is ``firm_why_not``.
    """
    in_force = rule.time_rule != "distinct_ever"
    checks = (
        ("later", fact.on > cut_off),
        ("replaced", in_force and not latest),
        ("withdrawn", in_force and fact.withdrawn_on is not None and fact.withdrawn_on <= cut_off),
        ("expired", in_force and fact.valid_until is not None and fact.valid_until < cut_off),
        ("too_little", rule.least_amount is not None and (fact.quantity is None or fact.quantity < rule.least_amount)),
        ("unmarked", bool(rule.flags) and not any(getattr(fact, f"is_{flag}") for flag in rule.flags)),
        ("unproven", rule.needs_evidence and not fact.evidence),
        ("status", bool(rule.statuses) and fact.status not in rule.statuses),
    )
    return next((code for code, stands in checks if stands), "")


def firm_why_not(firm) -> str:
    """Why a firm never counts, or only in the range; "" where it counts."""
    if firm.size in NEVER_SIZES or firm.entity_type in NEVER_ENTITIES:
        return "never"
    if firm.identity == "none":
        return "unidentified"
    return "unsized" if firm.size == "unknown" else ""


def latest_of(facts: Iterable) -> set:
    """The facts that no later one of the same firm, kind and item takes the place of: ``_in_force`` of counting.

    ``facts`` are those of one project up to the cut-off; each names its firm as it counts, the end of its
    period and its row.
    """
    last = {}
    for fact in sorted(facts, key=lambda fact: (fact.on, fact.said_on, fact.row, fact.quantity or 0)):
        last[fact.counts_as, fact.indicator_id, fact.item, fact.sex] = fact
    return set(last.values())
