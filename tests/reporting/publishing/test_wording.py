"""Numbers in words and true qualifiers: worked examples, and what holds for every number."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reporting.publishing.numerals import MOST, folded, read, words
from reporting.publishing.wording import (
    Qualifier,
    Saying,
    all_sayings,
    chosen_saying,
    is_true,
    said,
    step_of,
    true_sayings,
    usual_saying,
)
from reporting.publishing.writing import Scene, draft

pytestmark = pytest.mark.unit

LANGUAGES = ["es", "pt-br", "en"]
VALUES = st.decimals(min_value=1, max_value=99_999_999, places=2)
EXACT, ABOUT, MORE = Qualifier.EXACT, Qualifier.ABOUT, Qualifier.MORE_THAN


@pytest.mark.parametrize(
    ("number", "es", "pt", "en"),
    [
        (8, "ocho", "oito", "eight"),
        (21, "veintiuno", "vinte e um", "twenty-one"),
        (101, "ciento uno", "cento e um", "one hundred and one"),
        (1_400, "mil cuatrocientos", "mil e quatrocentos", "one thousand four hundred"),
        (2_000, "dos mil", "dois mil", "two thousand"),
        (21_000, "veintiún mil", "vinte e um mil", "twenty-one thousand"),
        (3_000_000, "tres millones", "três milhões", "three million"),
        (3_030_000, "tres millones treinta mil", "três milhões e trinta mil", "three million thirty thousand"),
    ],
)
def test_a_number_is_written_in_words(number, es, pt, en):
    assert [words(number, language) for language in LANGUAGES] == [es, pt, en]


@given(st.integers(min_value=2, max_value=MOST), st.sampled_from(LANGUAGES))
def test_what_is_written_in_words_is_read_back(number, language):
    text = folded(words(number, language))

    assert read(text, language) == [(0, len(text), number)]


@pytest.mark.parametrize(
    ("text", "language", "numbers"),
    [
        ("una economía", "es", []),
        ("dos, tres y cuatro", "es", [2, 3, 4]),
        ("doscientas mipymes y treinta y una más", "es", [200, 31]),
        ("duas mil e quinhentas empresas", "pt-br", [2500]),
        ("one of them", "en", []),
        ("one million and twenty-one", "en", [1_000_021]),
        ("mil millones", "es", [1_000_000_000]),
    ],
)
def test_numbers_are_read_in_every_gender_and_articles_are_left_alone(text, language, numbers):
    assert [number for _start, _end, number in read(folded(text), language)] == numbers


@pytest.mark.parametrize(
    ("value", "step", "expected"),
    [
        ("7042", "1000", [(EXACT, "7042"), (MORE, "7000")]),
        ("1963", "1000", [(EXACT, "1963"), (MORE, "1000"), (ABOUT, "2000")]),
        ("1949", "1000", [(EXACT, "1949"), (MORE, "1000")]),
        ("1950", "1000", [(EXACT, "1950"), (MORE, "1000"), (ABOUT, "2000")]),
        ("1400", "100", [(EXACT, "1400")]),
        ("1365", "1", [(EXACT, "1365")]),
        ("718", "100", [(EXACT, "718"), (MORE, "700")]),
        ("5968.50", "1000", [(EXACT, "5968.50"), (MORE, "5000"), (ABOUT, "6000")]),
        ("3030000", "1000000", [(EXACT, "3030000"), (MORE, "3000000")]),
        ("66", "100", [(EXACT, "66")]),
    ],
)
def test_the_true_ways_to_say_a_value(value, step, expected):
    sayings = true_sayings(Decimal(value), Decimal(step))

    assert [(one.qualifier, one.shown) for one in sayings] == [(q, Decimal(shown)) for q, shown in expected]


@pytest.mark.parametrize(
    ("value", "step", "language", "country", "text"),
    [
        (7042, None, "es", "PE", "más de 7,000"),
        (1963, None, "es", "PE", "cerca de 2,000"),
        (1400, None, "es", "PE", "1,400"),
        (1365, None, "es", "PE", "1,365"),
        (718, None, "es", "PE", "más de 700"),
        (8, None, "es", "PE", "ocho"),
        (66, None, "es", "PE", "66"),
        (3_030_000, None, "es", "PE", "más de tres millones"),
        (173, 10, "es", "PE", "más de 170"),
        (7042, None, "pt-br", "BR", "mais de 7.000"),
        (1963, None, "en", "CO", "close to 2.000"),
    ],
)
def test_the_usual_way_is_that_of_the_published_note(value, step, language, country, text):
    assert said(usual_saying(Decimal(value), Decimal(step) if step else None), language, country) == text


@given(VALUES)
def test_every_way_offered_is_true_and_at_most_one_is_without_qualifier(value):
    sayings = all_sayings(value)

    assert all(is_true(one.qualifier, one.shown, value, step_of(one.shown)) for one in sayings)
    assert [one.qualifier for one in sayings].count(EXACT) == 1
    assert usual_saying(value) in sayings


@given(VALUES, VALUES)
def test_more_than_is_never_said_of_less_nor_close_to_of_more(value, shown):
    step = step_of(shown)

    assert not (is_true(MORE, shown, value, step) and value <= shown)
    assert not (is_true(ABOUT, shown, value, step) and (value >= shown or (shown - value) > shown * Decimal("0.025")))


@given(VALUES)
def test_a_choice_is_found_again_only_while_it_is_true(value):
    for saying in all_sayings(value):
        assert chosen_saying(value, saying.code) == saying
        assert chosen_saying(value * 3 + 1, saying.code) != saying or saying.qualifier == EXACT


@pytest.mark.parametrize(
    ("sectors", "listed"),
    [
        (("cacao", "café", "fruta"), "cacao, café y fruta"),
        (("cacao", "residuos y materias primas", "textil y confección"),
         "cacao; residuos y materias primas; textil y confección"),
    ],
)  # fmt: skip
def test_a_list_of_a_note_is_read_in_one_way(sectors, listed):
    _title, text = draft(Scene("es", "PE", "Perú", "30 de junio de 2025", sectors, ()), {}, {})

    assert f"Los sectores son: {listed}." in text


def test_a_choice_that_is_not_true_of_the_value_is_none():
    assert chosen_saying(Decimal(7042), Saying(MORE, Decimal(8000)).code) is None


@pytest.mark.parametrize(
    ("shown", "step"),
    [("7000", "1000"), ("170", "10"), ("1365", "1"), ("1.4", "0.1"), ("3000000", "1000000"), ("0", "1")],
)
def test_the_step_of_a_number_is_the_power_of_ten_that_divides_it(shown, step):
    assert step_of(Decimal(shown)) == Decimal(step)
