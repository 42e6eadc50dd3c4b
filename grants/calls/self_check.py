"""Whether an application would fit the rules of a call, from a few plain answers. Pure: answers in, findings out.

| question                                   | met when                                              |
|--------------------------------------------|-------------------------------------------------------|
| country of the organisation                | it is named in the call                               |
| kind of organisation                       | it is one that can apply: non-profit                  |
| organisations of each side of a consortium | each side has at least as many as the call asks for   |
| grant                                      | between the smallest and the largest of the call      |
| grant and total cost                       | the share lies within the limits, by cross-multiplying |
| months                                     | between the shortest and the longest                  |

The sentences are in ``messages.py``.
"""

from dataclasses import dataclass, field
from decimal import Decimal

PROFIT = "profit"
"""The kind of organisation that cannot apply."""

CODES = (
    "country_met", "country_unmet", "kind_met", "kind_unmet", "side_met", "side_unmet",
    "grant_met", "grant_unmet", "share_met", "share_unmet", "months_met", "months_unmet",
)  # fmt: skip
"""Every code a finding can carry."""


@dataclass(frozen=True)
class Rules:
    """What a call asks for. Amounts in euro, shares in percent; ``least`` is side -> number of organisations."""

    countries: frozenset[str]
    least: dict[str, int]
    grant: tuple[Decimal, Decimal]
    share: tuple[Decimal, Decimal]
    months: tuple[int, int]


@dataclass(frozen=True)
class Plan:
    """What somebody has in mind. ``sides`` is side -> number of organisations, one's own included."""

    country: str
    kind: str
    sides: dict[str, int]
    grant: Decimal
    total: Decimal
    months: int


@dataclass(frozen=True)
class Finding:
    """One rule, whether it is met, and the numbers its sentence needs."""

    code: str
    is_met: bool
    params: dict = field(default_factory=dict)


def check(rules: Rules, plan: Plan) -> list[Finding]:
    """Each rule with whether the plan meets it, in the order of the questions."""
    found = [
        _finding("country", plan.country in rules.countries, country=plan.country),
        _finding("kind", plan.kind != PROFIT),
    ]
    for side, least in rules.least.items():
        count = plan.sides.get(side, 0)
        found.append(_finding("side", count >= least, side=side, least=least, count=count))
    least, most = rules.grant
    found.append(_finding("grant", least <= plan.grant <= most, least=least, most=most))
    least, most = rules.share
    within = plan.total > 0 and least * plan.total <= plan.grant * 100 <= most * plan.total
    share = plan.grant * 100 / plan.total if plan.total > 0 else None
    found.append(_finding("share", within, least=least, most=most, share=share))
    least, most = rules.months
    found.append(_finding("months", least <= plan.months <= most, least=least, most=most))
    return found


def _finding(rule, is_met, **params):
    return Finding(f"{rule}_{'met' if is_met else 'unmet'}", is_met, params)
