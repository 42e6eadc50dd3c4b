"""Half-years and lights, as their tables say."""

from datetime import date
from decimal import Decimal

import pytest

from reporting.progress import half_years
from reporting.progress.lights import light


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "ends"),
    [
        ("2024-05-01", "2025-10-31", ["2024-06-30", "2024-12-31", "2025-06-30", "2025-12-31"]),
        ("2024-07-01", "2024-12-31", ["2024-12-31"]),
        ("2024-12-31", "2025-01-01", ["2024-12-31", "2025-06-30"]),
    ],
)
def test_the_half_years_of_a_project(starts_on, ends_on, ends):
    found = half_years.ends(date.fromisoformat(starts_on), date.fromisoformat(ends_on))

    assert [day.isoformat() for day in found] == ends


@pytest.mark.parametrize(
    ("day", "period_end"),
    [
        ("2026-05-30", None), ("2026-05-31", "2026-06-30"), ("2026-06-30", "2026-06-30"),
        ("2026-07-15", "2026-06-30"), ("2026-07-16", None), ("2026-11-30", None), ("2026-12-01", "2026-12-31"),
        ("2027-01-15", "2026-12-31"), ("2027-01-16", None),
    ],
)  # fmt: skip
def test_an_update_is_filled_in_from_thirty_days_before_its_end_until_it_is_due(day, period_end):
    found = half_years.being_filled_in(date.fromisoformat(day))

    assert (found.isoformat() if found else None) == period_end


@pytest.mark.parametrize(
    ("reached", "target", "passed", "whole", "word"),
    [
        (100, 100, 10, 100, "reached"), (45, 100, 50, 100, "on_track"), (44, 100, 50, 100, "behind"),
        (30, 100, 50, 100, "behind"), (29, 100, 50, 100, "far_behind"), (0, 100, 0, 100, "on_track"),
        (90, 100, 120, 100, "on_track"), (None, 100, 50, 100, ""), (5, None, 50, 100, ""), (5, 100, 5, 0, ""),
    ],
)  # fmt: skip
def test_the_light_compares_what_is_reached_with_the_time_that_has_passed(reached, target, passed, whole, word):
    reached, target = (None if number is None else Decimal(number) for number in (reached, target))

    assert light(reached, target, passed, whole) == word
