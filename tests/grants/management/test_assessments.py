"""What the assessors of the demo give: totals and scores that come out at the planned score."""

from fractions import Fraction

import pytest

from grants.evaluation.scoring import Criterion, Grid, GridSection, Rules, counted, needs_third, outcome
from grants.management.demo.assessments import answers_of, scores_of, totals_of
from grants.management.demo.plan import draw
from grants.management.demo.programme import programme

pytestmark = pytest.mark.unit

GRID = Grid(
    (
        GridSection("capacity", tuple(Criterion(f"c{n}") for n in range(4)), threshold=12, rejects_lowest=True),
        GridSection("relevance", tuple(Criterion(f"r{n}") for n in range(4))),
        GridSection("design", tuple(Criterion(f"d{n}") for n in range(3))),
        GridSection("implementation", tuple(Criterion(f"i{n}") for n in range(3))),
        GridSection("sustainability", tuple(Criterion(f"s{n}") for n in range(3))),
        GridSection("budget", (Criterion("b0"), Criterion("b1", weight=2))),
    ),
    threshold=70,
)


def test_each_case_comes_out_at_its_score_and_passes_or_not_as_planned():
    thirds = 0
    for case in programme().cases:
        if case.score is None:
            continue
        chance = draw("test", case.key)
        totals = totals_of(case)
        given = [scores_of(total, GRID, chance) for total in totals]
        found = outcome(GRID, given)

        assert Fraction(sum(totals), len(totals)) == Fraction(case.score)
        assert found.total == case.score
        assert found.passes == (case.outcome != "below_threshold")
        assert needs_third(GRID, Rules(), given[:2]) == (len(totals) == 3)
        assert counted(GRID, Rules(), given) == list(range(len(totals)))
        thirds += len(totals) == 3

    assert 4 <= thirds <= 30


@pytest.mark.parametrize("total", range(28, 99))
def test_every_total_has_scores(total):
    scores = scores_of(total, GRID, draw("test", total))

    assert sum(scores[one.key] * one.weight for one in GRID.criteria) == total
    assert min(scores[f"c{n}"] for n in range(4)) >= 3


@pytest.mark.parametrize("language", ["es", "pt-br", "en"])
def test_comments_stand_where_they_are_due_and_words_for_the_applicant_always(language):
    scores = scores_of(60, GRID, draw("test", 1)) | {"r0": 2, "d1": 5, "i0": 3}
    answers = answers_of(scores, GRID, language, draw("test", 2))

    assert answers["r0"] == "2"
    assert answers["r0-comment"]
    assert answers["d1-comment"]
    assert "i0-comment" not in answers
    assert answers["strengths"]
    assert answers["weaknesses"]
