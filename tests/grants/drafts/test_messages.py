"""What autosave.js is told."""

from datetime import UTC, datetime

import pytest

from grants.drafts.messages import told
from grants.drafts.outcomes import Conflict, Saved
from grants.questionnaire.answers import Answer
from grants.questionnaire.specs import QuestionSpec

pytestmark = pytest.mark.unit

AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
AMOUNT = QuestionSpec("amount", "money")


def test_a_saved_number_is_echoed_with_the_readers_time():
    result = Saved(3, AT, Answer("1234.50"))

    assert told(AMOUNT, result, country="CO", time_zone="America/Bogota") == {
        "saved": True,
        "rev": 3,
        "at": "07:00",
        "understood": "Understood: 1.234,50\u00a0EUR",
        "problem": "",
    }


def test_a_saved_text_that_is_not_understood_says_why():
    result = Saved(1, AT, Answer(None, "number_too_large", {"places": 2}))

    assert told(AMOUNT, result)["problem"] == "The number is too large. Check that no digit was typed twice."


def test_a_conflict_shows_the_other_text_its_author_and_time():
    result = Conflict(4, "theirs", "Bruno", AT, "mine")

    assert told(AMOUNT, result) == {"conflict": True, "rev": 4, "theirs": "theirs", "by": "Bruno", "at": "13:00"}


def test_a_conflict_with_nothing_has_no_author():
    assert told(AMOUNT, Conflict(0, "", None, None, "mine")) == {
        "conflict": True, "rev": 0, "theirs": "", "by": "", "at": "",
    }  # fmt: skip
