"""Counting votes: the table of voting.py."""

import re

import pytest

from grants.evaluation import voting
from grants.evaluation.voting import Count

pytestmark = pytest.mark.unit


def worked_examples():
    """The rows of the docstring's table."""
    lines = re.findall(r"^\|.*\|$", voting.__doc__, re.MULTILINE)
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


@pytest.mark.parametrize("row", worked_examples(), ids=lambda row: row[-1])
def test_votes_count_as_the_table_says(row):
    seats, yes, no, abstained, accepted, certain, _why = row

    count = Count(seats=int(seats), yes=int(yes), no=int(no), abstained=int(abstained))

    assert ("yes" if count.is_accepted else "no", "yes" if count.is_certain else "no") == (accepted, certain)


def test_the_table_has_eight_rows():
    assert len(worked_examples()) == 8


@pytest.mark.parametrize("seats", [3, 5, 7])
def test_what_is_certain_stays_so_whatever_the_others_vote(seats):
    for yes in range(seats + 1):
        for no in range(seats + 1 - yes):
            count = Count(seats=seats, yes=yes, no=no)
            if count.is_certain:
                ends = {Count(seats, yes + more, seats - yes - more).is_accepted for more in range(count.waiting + 1)}
                assert ends == {count.is_accepted}
