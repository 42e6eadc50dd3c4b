"""What the scores of a proposal add up to, when assessors diverge, and who is ranked before whom.

Pure: grid and scores in, named results out (domain.md 6.3 to 6.5). A score is a whole number from the
lowest to the highest of its criterion, usually 1 to 5; it counts ``weight`` times.

| number                   | rule                                                                        |
|--------------------------|-----------------------------------------------------------------------------|
| section total            | sum of score × weight over the criteria of the section                      |
| total of an assessment   | sum of its section totals; nothing is rounded                               |
| final score              | mean of the totals that count, rounded half up to 4 places, once            |
| final total of a section | mean of that section's totals in the same assessments, rounded the same way |
| a section carried over   | its final total in the concept note, the same in each assessment            |

A section **carried over** is not scored again: it adds the same to every total, and so to the mean; it can
stay under its threshold, but no lowest score rejects in it. With 17.5 of 30 carried over into the second
section below, 20 and 16 in the first give totals of 37.5 and 33.5, and a final score of 35.5.

**Rejected** is what stays under the threshold of the whole or of a section, exact means compared
before rounding; and what most of the assessments that count (more than half) give the lowest score
in a criterion of a section that rejects on the lowest.

**Two assessments diverge** when their totals differ by more than ``percent`` % of the higher one, when
by one of them the proposal passes and by the other it is rejected (``across``), or when the totals
of any section differ by more than that percentage (``by_section``). Then a third assessor reads the
proposal. The final score is the mean of all three, or of the two whose totals are closest; where the
totals lie at equal distance no pair is closer and all three count. "Closest" has a price one must
know: raising a score can move the pair and lower the mean. "All three" never does.

Worked table: two sections of 20 (threshold 12, the lowest score rejects) and 30, passing from 30;
diverging above 20 %, also across the threshold:

| totals (first + second section) | diverge       | third rule | final   | outcome                        |
|---------------------------------|---------------|------------|--------:|--------------------------------|
| 16 + 24, 15 + 23                | no            |            | 39.0000 | passes                         |
| 20 + 30, 16 + 24                | no, exactly 20 % |         | 45.0000 | passes                         |
| 20 + 30, 16 + 23                | yes, 22 %     |            |         | a third is needed              |
| 12 + 18, 12 + 17                | yes, across   |            |         | a third is needed              |
| 12 + 18, 12 + 17, 13 + 20       |               | all        | 30.6667 | passes                         |
| 12 + 18, 12 + 17, 13 + 20       |               | closest    | 29.5000 | below the threshold of 30      |
| 20 + 30, 16 + 23, 16 + 25       |               | closest    | 40.0000 | passes                         |
| 20 + 30, 16 + 24, 12 + 18       |               | closest    | 40.0000 | passes: equal distance, all count |
| 11 + 25, 11 + 25                | no            |            | 36.0000 | first section below 12         |
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

PLACES = Decimal("0.0001")

MOST_ASSESSMENTS = 3
"""No proposal is read by more: two that diverge, and a third."""

CODES = ("below_threshold", "below_section", "lowest_score")
"""Every code a finding can carry."""


@dataclass(frozen=True)
class Criterion:
    """One sub-question of the grid and how often its score counts."""

    key: str
    weight: int = 1
    least: int = 1
    most: int = 5


@dataclass(frozen=True)
class GridSection:
    """Criteria that belong together; ``threshold`` is the least total that passes."""

    slug: str
    criteria: tuple[Criterion, ...]
    threshold: Decimal | None = None
    rejects_lowest: bool = False
    is_carried: bool = False
    carried: Decimal | None = None
    """The total carried over, of the candidate whose grid it is."""

    @property
    def maximum(self) -> int:
        """The highest total."""
        return sum(one.most * one.weight for one in self.criteria)

    def total(self, scores: Mapping[str, int]) -> int | Decimal:
        """What the scores come to; criteria not scored yet add nothing. Of a section carried over, what it carries."""
        if self.is_carried:
            return self.carried
        return sum(scores.get(one.key, 0) * one.weight for one in self.criteria)


@dataclass(frozen=True)
class Grid:
    """The sections of an evaluation grid and the total from which a proposal passes."""

    sections: tuple[GridSection, ...]
    threshold: Decimal | None = None

    @property
    def maximum(self) -> int:
        """The highest total."""
        return sum(section.maximum for section in self.sections)

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        """All sub-questions to be scored, in order."""
        return tuple(one for section in self.sections if not section.is_carried for one in section.criteria)

    def carrying(self, totals: Mapping[str, Decimal]) -> "Grid":
        """The grid of one candidate, with the totals its concept note has by section.

        Raises KeyError where a section to be carried over has none.
        """
        sections = (replace(one, carried=totals[one.slug]) if one.is_carried else one for one in self.sections)
        return replace(self, sections=tuple(sections))


@dataclass(frozen=True)
class Rules:
    """How many read a proposal, when they diverge, and what a third one changes.

    ``percent`` None: distance alone never diverges. ``third`` is "all" or "closest".
    """

    assessors: int = 2
    percent: Decimal | None = Decimal(30)
    across: bool = True
    by_section: bool = False
    third: str = "all"


@dataclass(frozen=True)
class Finding:
    """Why a proposal is rejected: a code and what its sentence needs."""

    code: str
    params: dict

    def __hash__(self):
        return hash((self.code, *sorted(self.params.items())))


@dataclass(frozen=True)
class Outcome:
    """What assessments come to: totals by section, the total, and what rejects the proposal."""

    sections: dict[str, Decimal]
    total: Decimal
    findings: tuple[Finding, ...]

    @property
    def passes(self) -> bool:
        """Whether the proposal is ranked."""
        return not self.findings


Scores = Mapping[str, int]
"""Key of a criterion -> score."""


def section_totals(grid: Grid, scores: Scores) -> dict[str, int | Decimal]:
    """Total of each section."""
    return {section.slug: section.total(scores) for section in grid.sections}


def total(grid: Grid, scores: Scores) -> int | Decimal:
    """Total of one assessment."""
    return sum(section_totals(grid, scores).values())


def missing(grid: Grid, scores: Scores) -> list[str]:
    """Keys of the criteria without a score, in order."""
    return [one.key for one in grid.criteria if one.key not in scores]


def outcome(grid: Grid, assessments: Iterable[Scores]) -> Outcome:
    """What these complete assessments, all of which count, come to. Raises ValueError without any."""
    counted = list(assessments)
    if not counted:
        raise ValueError("Nothing was assessed.")
    totals = [section_totals(grid, scores) for scores in counted]
    sections = {s.slug: Fraction(sum(one[s.slug] for one in totals)) / len(counted) for s in grid.sections}
    whole = sum(sections.values(), start=Fraction(0))
    findings = []
    if grid.threshold is not None and whole < Fraction(grid.threshold):
        findings.append(Finding("below_threshold", {"total": _rounded(whole), "threshold": grid.threshold}))
    for section in grid.sections:
        findings += _section_findings(section, sections[section.slug], counted)
    return Outcome({slug: _rounded(mean) for slug, mean in sections.items()}, _rounded(whole), tuple(findings))


def _section_findings(section, mean, counted):
    if section.threshold is not None and mean < Fraction(section.threshold):
        params = {"section": section.slug, "total": _rounded(mean), "threshold": section.threshold}
        yield Finding("below_section", params)
    if section.rejects_lowest and not section.is_carried:
        for one in section.criteria:
            lowest = sum(1 for scores in counted if scores[one.key] == one.least)
            if 2 * lowest > len(counted):
                yield Finding("lowest_score", {"section": section.slug, "criterion": one.key})


def diverges(grid: Grid, rules: Rules, first: Scores, second: Scores) -> bool:
    """Whether two assessments are too far apart to take their mean."""
    one, other = outcome(grid, [first]), outcome(grid, [second])
    if rules.across and one.passes != other.passes:
        return True
    pairs = [(one.total, other.total)]
    if rules.by_section:
        pairs += [(one.sections[slug], other.sections[slug]) for slug in one.sections]
    return any(_too_far(rules.percent, *pair) for pair in pairs)


def _too_far(percent, first, second):
    # By multiplying across: a rounded percentage would let 30.004 % pass as 30 %.
    return percent is not None and abs(first - second) * 100 > percent * max(first, second)


def spread(totals: Iterable[Decimal]) -> Decimal | None:
    """Distance of the highest from the lowest total in percent of the highest, for display; None below two."""
    known = sorted(totals)
    if len(known) < 2 or known[-1] == 0:
        return None
    return (Decimal(known[-1] - known[0]) * 100 / Decimal(known[-1])).quantize(Decimal("0.1"), rounding=ROUND_HALF_UP)


def needs_third(grid: Grid, rules: Rules, assessments: Iterable[Scores]) -> bool:
    """Whether the two assessments a proposal was to have diverge, so that a third is needed."""
    given = list(assessments)
    return rules.assessors == 2 and len(given) == 2 and diverges(grid, rules, *given)


def still_needed(grid: Grid, rules: Rules, assessments: Iterable[Scores]) -> int:
    """How many complete assessments are missing before there is a final score."""
    given = list(assessments)
    if len(given) < rules.assessors:
        return rules.assessors - len(given)
    return 1 if needs_third(grid, rules, given) else 0


def counted(grid: Grid, rules: Rules, assessments: Iterable[Scores]) -> list[int]:
    """Places of the assessments whose mean is the final score: all, or the two closest of three."""
    given = list(assessments)
    if rules.third != "closest" or rules.assessors != 2 or len(given) != MOST_ASSESSMENTS:
        return list(range(len(given)))
    totals = [total(grid, scores) for scores in given]
    low, middle, high = sorted(range(len(given)), key=lambda place: (totals[place], place))
    below, above = totals[middle] - totals[low], totals[high] - totals[middle]
    if below == above:
        return [0, 1, 2]
    return sorted([low, middle] if below < above else [middle, high])


def final(grid: Grid, rules: Rules, assessments: Iterable[Scores]) -> Outcome:
    """The final score of a proposal. Raises ValueError while an assessment or a third one is missing."""
    given = list(assessments)
    if still_needed(grid, rules, given):
        raise ValueError("Not everything is assessed.")
    return outcome(grid, [given[place] for place in counted(grid, rules, given)])


@dataclass(frozen=True)
class Contender:
    """A proposal to be ranked: its final score, the score of the section that decides ties, when it came."""

    reference: str
    score: Decimal
    tie_score: Decimal
    received_at: object


def ranked(contenders: Iterable[Contender]) -> list[Contender]:
    """Best first: by score, then by the section that decides ties, then by arrival, then by reference."""
    return sorted(contenders, key=lambda one: (-one.score, -one.tie_score, one.received_at, one.reference))


def _rounded(value: Fraction) -> Decimal:
    """The one place where a mean is rounded: half up, 4 places."""
    return (Decimal(value.numerator) / Decimal(value.denominator)).quantize(PLACES, rounding=ROUND_HALF_UP)
