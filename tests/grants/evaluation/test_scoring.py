"""The worked table of scoring.py, and what is true of every grid and every score."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.evaluation import scoring
from grants.evaluation.scoring import Contender, Criterion, Finding, Grid, GridSection, Rules

pytestmark = pytest.mark.unit

GRID = Grid(
    (
        GridSection("first", tuple(Criterion(f"a{n}") for n in range(4)), threshold=Decimal(12), rejects_lowest=True),
        GridSection("second", (Criterion("b0", weight=2), *(Criterion(f"b{n}") for n in range(1, 5)))),
    ),
    threshold=Decimal(30),
)
RULES = Rules(percent=Decimal(20))
CLOSEST = Rules(percent=Decimal(20), third="closest")

SPREAD_OUT = {
    # a total of the first section -> its four scores; of the second -> the five, the first counting twice
    11: (3, 3, 3, 2), 12: (3, 3, 3, 3), 13: (4, 3, 3, 3), 15: (4, 4, 4, 3), 16: (4, 4, 4, 4), 20: (5, 5, 5, 5),
}  # fmt: skip
SECOND = {
    17: (3, 3, 3, 3, 2), 18: (3, 3, 3, 3, 3), 20: (3, 4, 4, 3, 3), 23: (4, 4, 4, 4, 3), 24: (4, 4, 4, 4, 4),
    25: (4, 5, 4, 4, 4), 30: (5, 5, 5, 5, 5),
}  # fmt: skip


def scores(text):
    """ "16 + 24" as the scores of an assessment."""
    first, second = (int(part) for part in text.split("+"))
    made = {f"a{n}": score for n, score in enumerate(SPREAD_OUT[first])}
    return made | {f"b{n}": score for n, score in enumerate(SECOND[second])}


@pytest.mark.parametrize(
    ("totals", "diverge"),
    [
        ("16 + 24, 15 + 23", False),
        ("20 + 30, 16 + 24", False),
        ("20 + 30, 16 + 23", True),
        ("12 + 18, 12 + 17", True),
        ("11 + 25, 11 + 25", False),
    ],
)
def test_two_assessments_diverge_as_the_worked_table_says(totals, diverge):
    first, second = (scores(one) for one in totals.split(","))

    assert scoring.diverges(GRID, RULES, first, second) is diverge
    assert scoring.still_needed(GRID, RULES, [first, second]) == int(diverge)


@pytest.mark.parametrize(
    ("totals", "rules", "final", "codes"),
    [
        ("16 + 24, 15 + 23", RULES, "39.0000", []),
        ("20 + 30, 16 + 24", RULES, "45.0000", []),
        ("12 + 18, 12 + 17, 13 + 20", RULES, "30.6667", []),
        ("12 + 18, 12 + 17, 13 + 20", CLOSEST, "29.5000", ["below_threshold"]),
        ("20 + 30, 16 + 23, 16 + 25", CLOSEST, "40.0000", []),
        ("20 + 30, 16 + 24, 12 + 18", CLOSEST, "40.0000", []),
        ("11 + 25, 11 + 25", RULES, "36.0000", ["below_section"]),
    ],
)
def test_the_final_score_is_as_the_worked_table_says(totals, rules, final, codes):
    found = scoring.final(GRID, rules, [scores(one) for one in totals.split(",")])

    assert found.total == Decimal(final)
    assert [finding.code for finding in found.findings] == codes


def test_a_mean_is_rounded_half_up_once():
    thirds = [scores("16 + 24"), scores("16 + 24"), scores("15 + 23")]

    found = scoring.outcome(GRID, thirds)

    assert found.sections == {"first": Decimal("15.6667"), "second": Decimal("23.6667")}
    assert found.total == Decimal("39.3333")


def test_the_lowest_score_rejects_when_most_of_those_that_count_gave_it():
    lowest = scores("16 + 24") | {"a0": 1}

    assert scoring.outcome(GRID, [lowest, lowest]).findings == (
        Finding("lowest_score", {"section": "first", "criterion": "a0"}),
    )
    assert scoring.outcome(GRID, [lowest, scores("16 + 24")]).passes
    assert scoring.outcome(GRID, [lowest, scores("16 + 24"), lowest]).findings != ()
    assert scoring.outcome(GRID, [scores("16 + 24") | {"b1": 1}] * 2).passes  # the other section does not


def test_a_section_that_differs_diverges_where_the_rule_says_so():
    first, second = scores("12 + 30"), scores("20 + 24")  # 42 and 44: 4.5 %; the sections 40 % and 20 %

    assert not scoring.diverges(GRID, RULES, first, second)
    assert scoring.diverges(GRID, Rules(percent=Decimal(20), by_section=True), first, second)


def test_nothing_diverges_by_distance_where_no_percentage_is_set():
    assert not scoring.diverges(GRID, Rules(percent=None, across=False), scores("11 + 17"), scores("20 + 30"))


def test_there_is_no_final_score_while_somebody_is_missing():
    with pytest.raises(ValueError, match="Not everything"):
        scoring.final(GRID, RULES, [scores("16 + 24")])
    with pytest.raises(ValueError, match="Not everything"):
        scoring.final(GRID, RULES, [scores("20 + 30"), scores("16 + 23")])
    with pytest.raises(ValueError, match="Nothing"):
        scoring.outcome(GRID, [])


def test_one_assessor_is_enough_where_the_rule_says_so():
    assert scoring.final(GRID, Rules(assessors=1), [scores("16 + 24")]).total == Decimal("40.0000")


def test_three_from_the_start_all_count():
    given = [scores("20 + 30"), scores("16 + 23"), scores("12 + 18")]

    assert scoring.still_needed(GRID, Rules(assessors=3, third="closest"), given) == 0
    assert scoring.final(GRID, Rules(assessors=3, third="closest"), given).total == Decimal("39.6667")


def test_ties_are_decided_by_the_section_then_arrival_then_reference():
    noon = datetime(2026, 4, 1, 10, 0, tzinfo=UTC)

    def one(reference, score="40", tie="16", minutes=0):
        return Contender(reference, Decimal(score), Decimal(tie), noon + timedelta(minutes=minutes))

    order = [one("F", score="41", tie="1"), one("E", tie="17"), one("D", minutes=-1), one("A"), one("B")]

    assert scoring.ranked(reversed(order)) == order


def test_the_spread_is_of_the_higher_total():
    assert scoring.spread([Decimal(50), Decimal(39)]) == Decimal("22.0")
    assert scoring.spread([Decimal(50)]) is None


# What is true of every grid ---------------------------------------------------------------------

grids = st.lists(
    st.tuples(
        st.lists(st.sampled_from([1, 2]), min_size=1, max_size=4),
        st.one_of(st.none(), st.integers(1, 12)),
        st.booleans(),
    ),
    min_size=1,
    max_size=4,
).map(
    lambda rows: Grid(
        tuple(
            GridSection(
                f"s{place}",
                tuple(Criterion(f"s{place}q{n}", weight) for n, weight in enumerate(weights)),
                None if threshold is None else Decimal(threshold),
                rejects,
            )
            for place, (weights, threshold, rejects) in enumerate(rows)
        )
    )
)
every_rule = st.builds(
    Rules,
    percent=st.one_of(st.none(), st.integers(0, 60).map(Decimal)),
    across=st.booleans(),
    by_section=st.booleans(),
    third=st.sampled_from(["all", "closest"]),
)


@st.composite
def assessed(draw, least=1, most=3):
    grid = draw(grids)
    count = draw(st.integers(least, most))
    given_scores = [{one.key: draw(st.integers(1, 5)) for one in grid.criteria} for _place in range(count)]
    return grid, given_scores


@pytest.mark.property
@given(assessed(), every_rule, st.randoms(use_true_random=False))
def test_the_order_of_assessors_does_not_matter(found, rules, random):
    grid, assessments = found
    shuffled = random.sample(assessments, len(assessments))

    assert scoring.still_needed(grid, rules, shuffled) == scoring.still_needed(grid, rules, assessments)
    if not scoring.still_needed(grid, rules, assessments):
        assert scoring.final(grid, rules, shuffled) == scoring.final(grid, rules, assessments)


@pytest.mark.property
@given(assessed(), every_rule)
def test_the_final_score_lies_between_the_lowest_and_the_highest_total(found, rules):
    grid, assessments = found
    totals = [scoring.total(grid, one) for one in assessments]
    result = scoring.outcome(grid, [assessments[place] for place in scoring.counted(grid, rules, assessments)])

    assert min(totals) <= result.total <= max(totals)
    assert result.total <= grid.maximum


@pytest.mark.property
@given(assessed(), st.data())
def test_a_higher_score_never_lowers_the_mean_nor_rejects(found, data):
    grid, assessments = found
    place = data.draw(st.integers(0, len(assessments) - 1))
    key = data.draw(st.sampled_from([one.key for one in grid.criteria]))
    higher = [dict(one) for one in assessments]
    higher[place][key] = data.draw(st.integers(higher[place][key], 5))

    before, after = scoring.outcome(grid, assessments), scoring.outcome(grid, higher)

    assert after.total >= before.total
    assert {(f.code, f.params.get("section")) for f in after.findings} <= {
        (f.code, f.params.get("section")) for f in before.findings
    }


@pytest.mark.property
@given(assessed(least=2, most=2), every_rule)
def test_a_third_is_needed_exactly_when_two_diverge(found, rules):
    grid, (first, second) = found

    assert scoring.needs_third(grid, rules, [first, second]) == scoring.diverges(grid, rules, first, second)
    assert not scoring.diverges(grid, rules, first, first)
    assert not scoring.needs_third(grid, rules, [first])
    assert not scoring.needs_third(grid, rules, [first, second, first])


@pytest.mark.property
@given(assessed(least=3, most=3))
def test_two_or_three_assessments_count_and_the_pair_left_out_is_not_closer(found):
    grid, assessments = found
    places = scoring.counted(grid, Rules(third="closest"), assessments)
    totals = [scoring.total(grid, one) for one in assessments]

    assert len(places) in (2, 3)
    if len(places) == 2:
        gaps = {(a, b): abs(totals[a] - totals[b]) for a in range(3) for b in range(a + 1, 3)}
        assert gaps[tuple(places)] == min(gaps.values())


@pytest.mark.property
@given(assessed(least=1, most=1))
def test_an_assessment_alone_is_its_own_total(found):
    grid, (only,) = found
    result = scoring.final(grid, Rules(assessors=1), [only])

    assert result.total == scoring.total(grid, only)
    assert result.total == sum(result.sections.values())


@pytest.mark.property
@given(assessed(), st.decimals(0, 20, places=4))
def test_a_section_carried_over_adds_the_same_to_every_total_and_is_not_scored(example, carried):
    grid, assessments = example
    section = GridSection("kept", (Criterion("kept-one", weight=4),), rejects_lowest=True, is_carried=True)
    whole = replace(grid, sections=(*grid.sections, section)).carrying({"kept": carried})
    before, after = scoring.outcome(grid, assessments), scoring.outcome(whole, assessments)

    assert whole.criteria == grid.criteria
    assert whole.maximum == grid.maximum + 20
    assert after.total == before.total + carried
    assert after.sections == before.sections | {"kept": carried}
    assert {one.code for one in after.findings} == {one.code for one in before.findings}
    assert scoring.spread([scoring.total(whole, one) for one in assessments]) == scoring.spread(
        [scoring.total(grid, one) + carried for one in assessments]
    )


def test_the_worked_example_of_a_section_carried_over():
    grid = replace(GRID, sections=(GRID.sections[0], replace(GRID.sections[1], is_carried=True)))
    grid = grid.carrying({"second": Decimal("17.5")})
    found = scoring.final(grid, Rules(), [scores("20 + 30"), scores("16 + 24")])

    assert (found.total, found.sections["second"]) == (Decimal("35.5000"), Decimal("17.5000"))
    with pytest.raises(KeyError):
        grid.carrying({"first": Decimal(12)})
