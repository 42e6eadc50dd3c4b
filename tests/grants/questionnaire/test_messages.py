"""The codes of answers as sentences."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import formats as dates

from grants import formats, number_messages
from grants.questionnaire import answers, messages
from grants.questionnaire.specs import QuestionSpec

pytestmark = pytest.mark.unit

PARAMS = {
    "count": 53, "limit": 50, "places": 2, "least": "1.00", "most": "5000.00",
    "cells": [{"row": 1, "column": 2, "code": "cell_missing", "params": {}}],
}  # fmt: skip


@pytest.mark.parametrize("code", answers.PROBLEMS)
def test_every_problem_has_a_sentence(code):
    assert messages.sentence(code, PARAMS).endswith(".")
    assert "%" not in messages.sentence(code, PARAMS)


@pytest.mark.parametrize("code", formats.PROBLEMS)
@pytest.mark.parametrize("places", [0, 1, 2, 4, 8])
def test_every_problem_of_a_number_has_a_sentence_whose_examples_can_be_typed(code, places):
    sentence = number_messages.sentence(code, places=places, country="CO")

    assert sentence.endswith(".")
    assert "%" not in sentence


def test_an_unknown_code_is_an_error_of_ours():
    with pytest.raises(KeyError):
        messages.sentence("nonsense", {})


def test_sentences_say_what_to_do_in_the_format_of_the_country():
    assert messages.sentence("too_many_words", {"count": 53, "limit": 50}) == (
        "The text has 53 words, 3 more than the 50 allowed. It is kept; shorten it before you submit."
    )
    assert messages.sentence("above_most", {"most": "5000.00", "places": 0}, country="CO") == (
        "Write a number of 5.000 or less."
    )
    assert messages.sentence("number_unreadable", {"places": 2}, country="PE") == (
        "The number could not be read. Write it with digits only, like 1,234.56 or 1.234,56."
    )
    assert messages.sentence("number_unreadable", {"places": 2}, country="CO") == (
        "The number could not be read. Write it with digits only, like 1.234,56 or 1,234.56."
    )
    assert messages.sentence("number_decimals", {"places": 1}, country="CO") == ("Write at most 1 decimal, like 12,3.")


@pytest.mark.parametrize(
    ("question", "value", "echo"),
    [
        (QuestionSpec("q", "number"), "12345", "Understood: 12,345"),
        (QuestionSpec("q", "number", places=2), "1.50", "Understood: 1.50"),
        (QuestionSpec("q", "money"), "1234.50", "Understood: 1,234.50\u00a0EUR"),
        (QuestionSpec("q", "long"), "a text", ""),
        (QuestionSpec("q", "money"), None, ""),
    ],
)
def test_numbers_and_dates_are_echoed(question, value, echo):
    assert messages.understood(question, value, country="PE") == echo


def test_a_date_is_echoed_with_its_month_in_words():
    echo = messages.understood(QuestionSpec("q", "date"), "2026-04-03")

    assert echo == f"Understood: {dates.date_format(date(2026, 4, 3), 'DATE_FORMAT')}"
    assert "April" in echo


def test_what_is_echoed_is_the_value():
    value = answers.understand(QuestionSpec("q", "money"), "1.234.567,8").value

    assert Decimal(value) == Decimal("1234567.80")
