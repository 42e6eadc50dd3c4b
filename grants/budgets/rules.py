"""The sums and ceilings of an Annex III budget (domain.md 7.2). Pure: rows in, named results out.

| number | what                                             | rule                                    |
|--------|--------------------------------------------------|-----------------------------------------|
| 1 to 6 | headings: human resources … other                | sum of their lines                      |
| 7      | direct eligible costs                            | 1 + … + 6                               |
| 8      | indirect costs                                   | entered; at most ``indirect_max`` % of 7 |
| 9      | eligible costs without reserve                   | 7 + 8                                   |
| 10     | contingency reserve                              | entered; at most ``contingency_max`` % of 7 |
| 11     | total eligible costs                             | 9 + 10                                  |

A line is rounded once, when its quantity is multiplied by its unit value (``money.line_total``);
everything here is a sum of whole cents (decisions.md A9). The EU contribution stays between the
call's smallest and largest grant, and between its smallest and largest share of 11. Ceilings and
shares are compared by multiplying across, so that 80.004 % is more than 80 %. All sources of
funding together are exactly 11. Above EUR 100,000 of EU money the budget has a line 5.3 for the
expenditure verification, which the final report needs (domain.md 7.4).

Worked table (amounts in EUR; grant 200,000 to 300,000, share 50 to 80 %, ceilings 7 and 5 %):

| direct 7   | indirect 8 | reserve 10 | total 11   | EU         | other      | finding                       |
|-----------:|-----------:|-----------:|-----------:|-----------:|-----------:|-------------------------------|
| 350,000.00 |  24,500.00 |       0.00 | 374,500.00 | 299,600.00 |  74,900.00 | none: exactly 7 % and 80 %    |
| 350,000.00 |  24,500.01 |       0.00 | 374,500.01 | 299,600.00 |  74,900.01 | indirect costs 0.01 too high  |
| 350,000.00 |       0.00 |  17,500.01 | 367,500.01 | 280,000.00 |  87,500.01 | reserve 0.01 too high         |
| 350,000.00 |       0.00 |       0.00 | 350,000.00 | 280,000.01 |  69,999.99 | share above 80 %              |
| 350,000.00 |       0.00 |       0.00 | 350,000.00 | 199,999.99 | 150,000.01 | grant below 200,000           |
| 400,000.00 |       0.00 |       0.00 | 400,000.00 | 300,000.00 | 100,000.00 | none: the largest grant       |
| 400,000.00 |       0.00 |       0.00 | 400,000.00 | 300,000.01 |  99,999.99 | grant above 300,000           |
| 500,000.00 |       0.00 |       0.00 | 500,000.00 | 249,999.99 | 250,000.01 | share below 50 %              |
| 350,000.00 |       0.00 |       0.00 | 350,000.00 | 280,000.00 |  69,999.99 | 0.01 without source           |
| 350,000.00 |       0.00 |       0.00 | 350,000.00 | 280,000.00 |  70,000.01 | sources 0.01 above the costs  |
"""

from collections import defaultdict
from dataclasses import dataclass, field
from decimal import Decimal

from grants import money

GROUPS = (1, 2, 3, 4, 5, 6)
"""The numbers of the headings that have lines."""

VERIFICATION = "5.3"
"""Sub-heading of the expenditure verification."""


@dataclass(frozen=True)
class Line:
    """One cost: its sub-heading ("1.1"), year, partner (key, None if not divided yet) and amount in EUR.

    ``unread`` are fields typed but not understood, ``empty`` those still to be filled in. A line that
    ``is_simplified`` is claimed as unit cost, lump sum or flat rate.
    """

    key: str
    heading: str
    year: int
    partner: str | None
    amount: Decimal
    label: str = ""
    unread: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()
    is_simplified: bool = False


@dataclass(frozen=True)
class Source:
    """Where money comes from: kind "eu", "own", "other" or "revenue", and how much in EUR."""

    key: str
    kind: str
    partner: str | None
    amount: Decimal
    label: str = ""
    unread: tuple[str, ...] = ()
    empty: tuple[str, ...] = ()


@dataclass(frozen=True)
class Limits:
    """What a call (later a contract) allows: grant in EUR, shares and ceilings in percent.

    ``split_by_partner`` asks for a partner on each line; a call may leave that to the contract
    (decisions.md C8). ``simplified`` says whether lines may be claimed as unit cost, lump sum or flat rate.
    """

    grant_min: Decimal
    grant_max: Decimal
    share_min: Decimal
    share_max: Decimal
    indirect_max: Decimal = Decimal(7)
    contingency_max: Decimal = Decimal(5)
    verification_above: Decimal = Decimal(100_000)
    split_by_partner: bool = True
    simplified: bool = False


@dataclass(frozen=True)
class BudgetTotals:
    """The sums of a budget in EUR, and the rows its findings speak of."""

    by_group: dict[int, Decimal]
    by_heading: dict[str, Decimal]
    by_partner: dict[str | None, Decimal]
    by_year: dict[int, Decimal]
    direct: Decimal
    simplified: Decimal
    indirect: Decimal
    without_reserve: Decimal
    contingency: Decimal
    total: Decimal
    eu: Decimal
    own: Decimal
    other: Decimal
    revenue: Decimal
    sources: Decimal
    years: int
    lines: tuple[Line, ...]
    source_rows: tuple[Source, ...]
    unread: tuple[str, ...]

    @property
    def share(self) -> Decimal | None:
        """The EU contribution in percent of the total, for display only; None without costs."""
        return money.percent(self.eu, self.total)


@dataclass(frozen=True)
class Finding:
    """Something that stands against handing the budget in: a code, and the numbers of its sentence."""

    code: str
    params: dict = field(default_factory=dict)


CODES = (
    "budget_empty",
    "line_unread",
    "line_incomplete",
    "line_without_partner",
    "line_not_simplified",
    "line_outside_years",
    "amount_unread",
    "source_unread",
    "source_incomplete",
    "indirect_above_ceiling",
    "contingency_above_ceiling",
    "grant_below_min",
    "grant_above_max",
    "share_below_min",
    "share_above_max",
    "sources_short",
    "sources_over",
    "verification_missing",
)
"""Every code a budget can be found with."""


def totals(lines, sources, *, indirect, contingency, years=1, partners=(), unread=()) -> BudgetTotals:
    """Add up a budget. ``partners`` are keys shown even without lines; the order of rows does not matter.

    ``unread`` names the entered amounts that were typed but not understood. Amounts are EUR and
    never negative.
    """
    lines = tuple(sorted(lines, key=lambda line: (line.heading, line.year, line.label, line.key)))
    sources = tuple(sorted(sources, key=lambda source: (source.kind, source.label, source.key)))
    by_kind = _summed(sources, lambda source: source.kind)
    by_heading = _summed(lines, lambda line: line.heading)
    direct = _sum(lines)
    return BudgetTotals(
        by_group=dict.fromkeys(GROUPS, money.ZERO) | _summed(lines, lambda line: int(line.heading[0])),
        by_heading=by_heading,
        by_partner=dict.fromkeys(partners, money.ZERO) | _summed(lines, lambda line: line.partner),
        by_year=dict.fromkeys(range(1, years + 1), money.ZERO) | _summed(lines, lambda line: line.year),
        direct=direct,
        simplified=_sum(line for line in lines if line.is_simplified),
        indirect=indirect,
        without_reserve=direct + indirect,
        contingency=contingency,
        total=direct + indirect + contingency,
        eu=by_kind.get("eu", money.ZERO),
        own=by_kind.get("own", money.ZERO),
        other=by_kind.get("other", money.ZERO),
        revenue=by_kind.get("revenue", money.ZERO),
        sources=_sum(sources),
        years=years,
        lines=lines,
        source_rows=sources,
        unread=tuple(unread),
    )


def findings(totals: BudgetTotals, limits: Limits) -> list[Finding]:
    """Everything that stands against handing in, in the order of the sheet; empty when nothing does."""
    found = _line_findings(totals, limits)
    found += [Finding("amount_unread", {"field": name}) for name in totals.unread]
    found += _source_findings(totals)
    if not totals.lines:
        return [Finding("budget_empty"), *found]
    return found + _ceiling_findings(totals, limits) + _grant_findings(totals, limits) + _balance_findings(totals)


def ceiling(whole: Decimal, percent: Decimal) -> Decimal:
    """The highest amount that is at most ``percent`` of ``whole``, to the cent."""
    nearest = money.euros(whole * percent / money.HUNDRED)
    return nearest if money.is_within(nearest, whole, percent) else nearest - money.CENT


def least(whole: Decimal, percent: Decimal) -> Decimal:
    """The lowest amount that is at least ``percent`` of ``whole``, to the cent."""
    nearest = money.euros(whole * percent / money.HUNDRED)
    return nearest if reaches(nearest, whole, percent) else nearest + money.CENT


def reaches(part: Decimal, whole: Decimal, percent: Decimal) -> bool:
    """Whether ``part`` is at least ``percent`` of ``whole``, exactly: multiplied across, never divided."""
    return part * money.HUNDRED >= whole * percent


def _sum(rows):
    return sum((row.amount for row in rows), start=money.ZERO)


def _summed(rows, what):
    sums = defaultdict(lambda: money.ZERO)
    for row in rows:
        sums[what(row)] += row.amount
    return dict(sums)


def _line_findings(totals, limits):
    found = []
    for line in totals.lines:
        named = {"key": line.key, "label": line.label, "heading": line.heading}
        if line.unread:
            found.append(Finding("line_unread", named | {"fields": line.unread}))
        if line.empty:
            found.append(Finding("line_incomplete", named | {"fields": line.empty}))
        if limits.split_by_partner and line.partner is None and "partner" not in line.unread:
            found.append(Finding("line_without_partner", named))
        if line.is_simplified and not limits.simplified:
            found.append(Finding("line_not_simplified", named))
        if line.year > totals.years:
            found.append(Finding("line_outside_years", named | {"year": line.year, "years": totals.years}))
    return found


def _source_findings(totals):
    found = []
    for source in totals.source_rows:
        named = {"key": source.key, "label": source.label, "kind": source.kind}
        if source.unread:
            found.append(Finding("source_unread", named | {"fields": source.unread}))
        if source.empty:
            found.append(Finding("source_incomplete", named | {"fields": source.empty}))
    return found


def _ceiling_findings(totals, limits):
    found = []
    for code, amount, percent in (
        ("indirect_above_ceiling", totals.indirect, limits.indirect_max),
        ("contingency_above_ceiling", totals.contingency, limits.contingency_max),
    ):
        if not money.is_within(amount, totals.direct, percent):
            highest = ceiling(totals.direct, percent)
            found.append(Finding(code, {"amount": amount, "percent": percent, "highest": highest}))
    return found


def _grant_findings(totals, limits):
    eu, total, found = totals.eu, totals.total, []
    if eu < limits.grant_min:
        found.append(Finding("grant_below_min", {"amount": eu, "limit": limits.grant_min}))
    if eu > limits.grant_max:
        found.append(Finding("grant_above_max", {"amount": eu, "limit": limits.grant_max}))
    if not reaches(eu, total, limits.share_min):
        lowest = least(total, limits.share_min)
        found.append(Finding("share_below_min", {"amount": eu, "percent": limits.share_min, "lowest": lowest}))
    if not money.is_within(eu, total, limits.share_max):
        highest = ceiling(total, limits.share_max)
        found.append(Finding("share_above_max", {"amount": eu, "percent": limits.share_max, "highest": highest}))
    if eu > limits.verification_above and not totals.by_heading.get(VERIFICATION):
        found.append(Finding("verification_missing", {"above": limits.verification_above}))
    return found


def _balance_findings(totals):
    gap = totals.total - totals.sources
    if gap > 0:
        return [Finding("sources_short", {"missing": gap, "total": totals.total, "sources": totals.sources})]
    if gap < 0:
        return [Finding("sources_over", {"excess": -gap, "total": totals.total, "sources": totals.sources})]
    return []
