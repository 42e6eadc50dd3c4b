"""The funding line: the table of ranking.py, and what holds of every ranking."""

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.evaluation import ranking
from grants.evaluation.ranking import Entry, Rules, draw_line

RANKING = [
    Entry("1", 1, Decimal("91.5"), Decimal("300000.00")),
    Entry("2", 2, Decimal("88"), Decimal("250000.00")),
    Entry("3", 3, Decimal("80.0"), Decimal("300000.00")),
    Entry("4", 4, Decimal("79"), Decimal("200000.00")),
    Entry("5", 5, Decimal("75"), Decimal("280000.00")),
]


def worked_examples():
    """The rows of the docstring's table: what is written there is what is tested."""
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in re.findall(r"^\|.*\|$", ranking.__doc__, re.M)
    ]
    return rows[2:]


def keys(entries):
    return "".join(entry.key for entry in entries)


@pytest.mark.unit
@pytest.mark.parametrize("row", worked_examples(), ids=lambda row: row[-1])
def test_the_line_falls_where_the_table_says(row):
    envelope, quality, places, passed, selected, reserve, unfunded, left, _why = row
    rules = Rules(Decimal(quality) if quality else None, int(places) if places else None)

    line = draw_line(RANKING, Decimal(envelope) * 1000, rules, frozenset(passed))

    assert (keys(line.selected), keys(line.reserve), keys(line.unfunded)) == (selected, reserve, unfunded)
    assert line.left == Decimal(left) * 1000
    assert line.needless == ()


@pytest.mark.unit
def test_the_table_has_ten_rows():
    assert len(worked_examples()) == 10


@pytest.mark.unit
def test_the_line_says_what_the_first_in_reserve_lacks():
    assert draw_line(RANKING, Decimal("1000000"), Rules()).missing == Decimal("50000.00")
    assert draw_line(RANKING, Decimal("1330000"), Rules()).missing is None


@pytest.mark.unit
def test_passing_over_somebody_who_fits_is_pointed_out():
    line = draw_line(RANKING, Decimal("800000"), Rules(), frozenset("2"))

    assert (keys(line.selected), keys(line.needless)) == ("134", "2")


@pytest.mark.unit
def test_two_at_one_rank_are_an_error_of_the_caller():
    with pytest.raises(ValueError, match="share a rank"):
        draw_line([RANKING[0], RANKING[0]], Decimal(1), Rules())


amounts = st.decimals(min_value="1.00", max_value="300000.00", places=2)
envelopes = st.decimals(min_value="0.00", max_value="3000000.00", places=2)
rules = st.builds(
    Rules,
    quality_line=st.none() | st.decimals(min_value=0, max_value=100, places=1),
    reserve_places=st.none() | st.integers(min_value=0, max_value=5),
)


@st.composite
def rankings(draw):
    """A ranking by score: equal scores have different ranks, as consolidation leaves them."""
    scores = sorted(draw(st.lists(st.decimals(min_value=0, max_value=100, places=1), max_size=15)), reverse=True)
    return [Entry(number, number, score, draw(amounts)) for number, score in enumerate(scores, start=1)]


@pytest.mark.property
@given(rankings(), envelopes, rules, st.frozensets(st.integers(1, 15), max_size=3))
def test_the_selected_fit_and_everybody_stands_in_one_place(entries, envelope, cut, passed_over):
    line = draw_line(entries, envelope, cut, passed_over)

    assert sum((entry.requested for entry in line.selected), Decimal(0)) == line.used <= envelope
    assert line.used + line.left == envelope
    assert sorted(e.rank for part in (line.selected, line.reserve, line.unfunded) for e in part) == [
        e.rank for e in entries
    ]


@pytest.mark.property
@given(rankings(), envelopes, rules, st.frozensets(st.integers(1, 15), max_size=3))
def test_nobody_is_selected_below_one_who_was_not_unless_that_one_was_passed_over(entries, envelope, cut, passed_over):
    line = draw_line(entries, envelope, cut, passed_over)

    last = max((entry.rank for entry in line.selected), default=0)
    left_out = {entry.key for entry in entries if entry.rank < last} - {entry.key for entry in line.selected}
    assert left_out <= passed_over


@pytest.mark.property
@given(rankings(), envelopes, rules, st.randoms())
def test_the_order_in_which_candidates_come_does_not_matter(entries, envelope, cut, random):
    shuffled = random.sample(entries, len(entries))

    assert draw_line(shuffled, envelope, cut) == draw_line(entries, envelope, cut)


@pytest.mark.property
@given(rankings(), envelopes, envelopes, rules, st.frozensets(st.integers(1, 15), max_size=3))
def test_a_larger_envelope_never_loses_a_selected_one(entries, envelope, more, cut, passed_over):
    small = draw_line(entries, envelope, cut, passed_over)
    large = draw_line(entries, envelope + more, cut, passed_over)

    assert set(small.selected) <= set(large.selected)


@pytest.mark.property
@given(rankings(), envelopes, rules)
def test_the_reserve_list_follows_the_selected_and_keeps_the_quality_line(entries, envelope, cut):
    line = draw_line(entries, envelope, cut)

    ranks = [entry.rank for entry in (*line.selected, *line.reserve)]
    assert ranks == list(range(1, len(ranks) + 1))
    if cut.quality_line is not None:
        assert all(entry.score >= cut.quality_line for entry in (*line.selected, *line.reserve))
