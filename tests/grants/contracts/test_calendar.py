"""Periods and the days their reports are due: the worked table, and what holds for all."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.contracts.calendar import cut, last_day, spans

USUAL = {"first": 12, "later": 12, "longest_last": 18}


@pytest.mark.parametrize(
    ("start", "months", "ends", "due"),
    [
        ("2024-05-01", 18, ["2025-10-31"], ["2026-01-31"]),
        ("2024-05-01", 24, ["2025-04-30", "2026-04-30"], ["2025-06-29", "2026-07-31"]),
        ("2023-06-01", 30, ["2024-05-31", "2025-11-30"], ["2024-07-30", "2026-02-28"]),
        ("2023-06-01", 31, ["2024-05-31", "2025-05-31", "2025-12-31"], ["2024-07-30", "2025-07-30", "2026-03-31"]),
        ("2024-02-29", 12, ["2025-02-27"], ["2025-05-27"]),
    ],
)
def test_the_worked_table(start, months, ends, due):
    made = spans(date.fromisoformat(start), cut(months, **USUAL), interim_days=60, final_months=3)

    assert [str(span.ends_on) for span in made] == ends
    assert [str(span.report_due_on) for span in made] == due
    assert [span.is_last for span in made] == [False] * (len(ends) - 1) + [True]


@given(
    st.dates(date(2020, 1, 1), date(2035, 12, 31)),
    st.integers(1, 60),
    st.integers(1, 18),
    st.integers(1, 18),
    st.integers(0, 6),
)
def test_periods_follow_each_other_without_a_gap_and_fill_the_project(start, months, first, later, more):
    ends = cut(months, first=first, later=later, longest_last=later + more)
    made = spans(start, ends, interim_days=60, final_months=3)

    assert made[0].starts_on == start
    assert made[-1].ends_on == last_day(start, months)
    assert [after.starts_on - before.ends_on for before, after in pairwise(made)] == [timedelta(days=1)] * (
        len(made) - 1
    )
    assert ends == sorted(set(ends))
    assert all(span.report_due_on > span.ends_on for span in made)
