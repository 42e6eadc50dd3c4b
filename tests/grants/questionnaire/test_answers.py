"""What is understood of a typed answer, kind by kind."""

import unicodedata
from decimal import Decimal

import pytest
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from grants.questionnaire import answers
from grants.questionnaire.answers import Answer, understand
from grants.questionnaire.models import QuestionKind
from grants.questionnaire.specs import FormSpec, OptionSpec, QuestionSpec, SectionSpec

pytestmark = pytest.mark.unit

PRODUCTS = (OptionSpec("coffee"), OptionSpec("cocoa"), OptionSpec("aguaje"))


def test_every_kind_of_question_can_be_answered():
    assert set(answers.KINDS) == set(QuestionKind.values)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", 0),
        ("   \n\t ", 0),
        ("one", 1),
        ("one two\nthree", 3),
        ("La S.A. — e-mail: 3 %", 4),
        ("¡Hola! ¿qué tal?", 3),
        ("a/b y/o 50%", 3),
        ("no\u00a0break", 2),
        ("zero\u200bwidth", 1),
        ("mark\ufeffed", 2),
        ("👩🏽‍🌾 🌱", 0),
        ("咖啡 和 可可", 3),
        ("שלום עולם", 2),
        ("cafe\u0301 con leche", 3),
        ("x" * 200_000, 1),
    ],
)
def test_a_word_is_a_run_between_blanks_with_a_letter_or_a_digit(text, words):
    assert answers.word_count(text) == words


def test_a_letter_or_digit_is_a_character_of_unicode_category_l_or_n():
    different = [
        hex(code) for code in range(0x110000) if chr(code).isalnum() != (unicodedata.category(chr(code))[0] in "LN")
    ]

    assert different == []


@given(st.text(), st.text())
def test_texts_joined_by_a_blank_have_the_words_of_both(first, second):
    assert answers.word_count(f"{first}\n{second}") == answers.word_count(first) + answers.word_count(second)


def long(**limits):
    return QuestionSpec("q", "long", **limits)


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (long(), "", Answer()),
        (long(), " \n", Answer()),
        (long(), "  one\ntwo ", Answer("one\ntwo")),
        (long(most_words=2), "one two", Answer("one two")),
        (long(most_words=2), "one two three", Answer(None, "too_many_words", {"count": 3, "limit": 2})),
        (long(most_characters=3), " añ\n ", Answer("añ")),
        (long(most_characters=3), "añ o", Answer(None, "too_many_characters", {"count": 4, "limit": 3})),
        (QuestionSpec("q", "short", most_characters=2), "👩🏽", Answer("👩🏽")),
    ],
)
def test_a_text_is_kept_within_its_limit(question, raw, answer):
    assert understand(question, raw) == answer


NUMBER = QuestionSpec("q", "number", least=Decimal("1.00"), most=Decimal("5000.00"))
MONEY = QuestionSpec("q", "money")
SCORE = QuestionSpec("q", "score", least=Decimal("1.00"), most=Decimal("5.00"))


@pytest.mark.parametrize(
    ("question", "raw", "answer"),
    [
        (NUMBER, "40", Answer("40")),
        (NUMBER, " 1 ", Answer("1")),
        (NUMBER, "5000", Answer("5000")),
        (NUMBER, "0", Answer(None, "below_least", {"least": "1.00", "places": 0})),
        (NUMBER, "5001", Answer(None, "above_most", {"most": "5000.00", "places": 0})),
        (NUMBER, "40.5", Answer(None, "number_decimals", {"places": 0})),
        (NUMBER, "forty", Answer(None, "number_unreadable", {"places": 0})),
        (NUMBER, "1,234", Answer(None, "number_ambiguous", {"places": 0})),
        (SCORE, "4", Answer("4")),
        (SCORE, "6", Answer(None, "above_most", {"most": "5.00", "places": 0})),
        (SCORE, "3.5", Answer(None, "number_decimals", {"places": 0})),
        (MONEY, "1.234,56", Answer("1234.56")),
        (MONEY, "1,234.56", Answer("1234.56")),
        (MONEY, "1 234,5", Answer("1234.50")),
        (MONEY, "1'234.56", Answer("1234.56")),
        (MONEY, "1.234", Answer(None, "number_ambiguous", {"places": 2})),
        (MONEY, "-5", Answer(None, "number_unreadable", {"places": 2})),
        (MONEY, "NaN", Answer(None, "number_unreadable", {"places": 2})),
        (MONEY, "1e5", Answer(None, "number_unreadable", {"places": 2})),
        (MONEY, "\uff11\uff12", Answer(None, "number_unreadable", {"places": 2})),
        (MONEY, "0,005", Answer(None, "number_decimals", {"places": 2})),
        (MONEY, "1234567890123", Answer(None, "number_too_large", {"places": 2})),
    ],
)
def test_a_number_is_read_as_written_or_refused(question, raw, answer):
    assert understand(question, raw) == answer


@pytest.mark.parametrize(
    ("raw", "answer"),
    [
        ("2026-12-31", Answer("2026-12-31")),
        ("2026/1/5", Answer("2026-01-05")),
        ("31/12/2026", Answer("2026-12-31")),
        ("1.2.2026", Answer("2026-02-01")),
        ("01-02-2026", Answer("2026-02-01")),
        ("1 2 2026", Answer("2026-02-01")),
        ("29/02/2028", Answer("2028-02-29")),
        ("29/02/2026", Answer(None, "date_impossible")),
        ("12/31/2026", Answer(None, "date_impossible")),
        ("31/12/26", Answer(None, "date_year")),
        ("31/12/226", Answer(None, "date_year")),
        ("31/12/1026", Answer(None, "date_year")),
        ("31/12-2026", Answer(None, "date_unreadable")),
        ("next Monday", Answer(None, "date_unreadable")),
        ("٣١/١٢/٢٠٢٦", Answer(None, "date_unreadable")),
    ],
)
def test_a_date_is_year_first_or_day_first_and_never_guessed(raw, answer):
    assert understand(QuestionSpec("q", "date"), raw) == answer


@pytest.mark.parametrize(
    ("kind", "raw", "answer"),
    [
        ("choice", "coffee", Answer("coffee")),
        ("choice", "tea", Answer(None, "choice_unknown")),
        ("choice", "coffee\ncocoa", Answer(None, "choice_unknown")),
        ("choices", "cocoa", Answer(["cocoa"])),
        ("choices", "aguaje\ncoffee\naguaje", Answer(["coffee", "aguaje"])),
        ("choices", "coffee\ntea", Answer(None, "choice_unknown")),
        ("confirm", "yes", Answer(True)),
        ("confirm", "no", Answer(None, "confirm_unreadable")),
    ],
)
def test_choices_are_taken_by_key(kind, raw, answer):
    assert understand(QuestionSpec("q", kind, options=PRODUCTS), raw) == answer


@given(st.sampled_from(answers.KINDS), st.text(max_size=60))
def test_whatever_is_typed_has_a_value_or_a_known_problem_never_both(kind, raw):
    question = QuestionSpec("q", kind, most_words=3, most_characters=20, options=PRODUCTS, most=Decimal(100))

    answer = understand(question, raw)

    assert answer.problem in ("", *answers.PROBLEMS)
    assert answer.value is None or not answer.problem


def test_an_unknown_kind_is_an_error_of_ours():
    with pytest.raises(KeyError):
        understand(QuestionSpec("q", "riddle"), "x")


@pytest.mark.parametrize(
    ("kind", "sent", "raw"),
    [
        ("long", "answer-q=one", "one"),
        ("long", "answer-q=", ""),
        ("long", "rev-q=3", None),
        ("choices", "answer-q=coffee&answer-q=cocoa&rev-q=0", "coffee\ncocoa"),
        ("choices", "rev-q=2", ""),
        ("confirm", "rev-q=2", ""),
        ("score", "answer-q=4&rev-q=0", "4"),
        ("score", "rev-q=2", ""),
        ("choices", "answer-other=coffee", None),
    ],
)
def test_a_posted_form_is_read_question_by_question(kind, sent, raw):
    assert answers.typed(QuestionSpec("q", kind), QueryDict(sent)) == raw


def test_a_question_is_found_by_its_key_in_whatever_section():
    firms, method = QuestionSpec("firms", "number"), QuestionSpec("method", "long")
    form = FormSpec((SectionSpec("relevance", questions=(firms,)), SectionSpec("design", questions=(method,))))

    assert form.question("method") is method
    assert form.question("nothing") is None
    assert form.section("relevance").question("firms") is firms
    assert form.section("relevance").question("method") is None
    assert form.section("nothing") is None
