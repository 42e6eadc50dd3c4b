"""Numbers typed by people of many countries: understood, or refused with a reason, never wrong by a thousand."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants import formats
from grants.formats import Understood, number, parse_number

pytestmark = pytest.mark.unit

LATIN_AMERICA = [
    "AR", "BO", "BR", "CL", "CO", "CR", "CU", "EC", "GT", "HN", "MX", "NI", "PA", "PE",
    "PY", "SV", "UY", "VE",
]  # fmt: skip
EUROPEAN_UNION = [
    "AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GR", "HR", "HU",
    "IE", "IT", "LT", "LU", "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK",
]  # fmt: skip
COUNTRIES = LATIN_AMERICA + EUROPEAN_UNION


# security.md T-CO-15 and what lies near it
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("1.234,56", "1234.56"),
        ("1,234.56", "1234.56"),
        ("1 234,56", "1234.56"),
        ("1\u00a0234,56", "1234.56"),
        ("1\u202f234,56", "1234.56"),
        ("1\u2009234.56", "1234.56"),
        ("1'234.56", "1234.56"),
        ("1’234.56", "1234.56"),
        ("1234", "1234.00"),
        ("1234,5", "1234.50"),
        ("1234.5", "1234.50"),
        ("1234,560", "1234.56"),
        ("1.234.567", "1234567.00"),
        ("1,234,567", "1234567.00"),
        ("1.234.567,8", "1234567.80"),
        ("1,234,567.89", "1234567.89"),
        ("1 234", "1234.00"),
        ("12 345 678", "12345678.00"),
        ("1'234", "1234.00"),
        ("0,05", "0.05"),
        ("0.5", "0.50"),
        ("0", "0.00"),
        ("00", "0.00"),
        ("007", "7.00"),
        ("  7  ", "7.00"),
        ("\u00a07,10\u00a0", "7.10"),
        ("999999999999.99", "999999999999.99"),
    ],
)
def test_a_number_is_read_as_its_author_meant_it(typed, value):
    assert parse_number(typed) == Understood(Decimal(value))


@pytest.mark.parametrize(
    ("typed", "problem"),
    [
        ("1,234", "number_ambiguous"),
        ("1.234", "number_ambiguous"),
        ("1.230", "number_ambiguous"),
        ("12.345", "number_ambiguous"),
        ("123,456", "number_ambiguous"),
        ("00,005", "number_ambiguous"),
        ("0,005", "number_decimals"),
        ("0.005", "number_decimals"),
        ("1234,567", "number_decimals"),
        ("1.234,567", "number_decimals"),
        ("1e5", "number_unreadable"),
        ("1E+5", "number_unreadable"),
        ("１２３４", "number_unreadable"),  # noqa: RUF001 -- full-width digits are the subject
        ("١٢٣", "number_unreadable"),
        ("١,٢٣٤", "number_unreadable"),  # noqa: RUF001 -- and Arabic ones
        ("NaN", "number_unreadable"),
        ("Infinity", "number_unreadable"),
        ("-0", "number_unreadable"),
        ("-1", "number_unreadable"),
        ("−1", "number_unreadable"),
        ("+1", "number_unreadable"),
        ("(1)", "number_unreadable"),
        ("0x10", "number_unreadable"),
        ("1_000", "number_unreadable"),
        ("1,23,456", "number_unreadable"),
        ("1.234.56", "number_unreadable"),
        ("1,234,56", "number_unreadable"),
        ("1.234,567.89", "number_unreadable"),
        ("1,234.567,89", "number_unreadable"),
        ("1 234 56", "number_unreadable"),
        ("1  234", "number_unreadable"),
        ("1 234.567 890", "number_unreadable"),
        ("0 123", "number_unreadable"),
        (",5", "number_unreadable"),
        ("5,", "number_unreadable"),
        ("5.", "number_unreadable"),
        (".", "number_unreadable"),
        ("1\n234", "number_unreadable"),
        ("1 000 EUR", "number_unreadable"),
        ("€ 5", "number_unreadable"),
        ("twelve", "number_unreadable"),
        ("1000000000000", "number_too_large"),
        ("1.000.000.000.000,00", "number_too_large"),
        ("9" * 50_000, "number_too_large"),
    ],
)
def test_what_could_be_two_numbers_or_none_is_refused_with_its_reason(typed, problem):
    assert parse_number(typed) == Understood(None, problem)


@pytest.mark.parametrize("typed", ["", "   ", "\u00a0", "\n"])
def test_nothing_typed_is_no_number_and_no_problem(typed):
    assert parse_number(typed) == Understood(None)


def test_three_decimals_after_a_zero_are_read_where_they_are_allowed():
    assert parse_number("0,005", places=4) == Understood(Decimal("0.0050"))


@pytest.mark.parametrize(
    ("country", "text"),
    [
        ("PE", "1,234,567.50"),
        ("MX", "1,234,567.50"),
        ("CO", "1.234.567,50"),
        ("BR", "1.234.567,50"),
        ("AR", "1.234.567,50"),
        ("CL", "1.234.567,50"),
        ("EC", "1.234.567,50"),
        ("CR", "1\u00a0234\u00a0567,50"),
        ("DE", "1.234.567,50"),
        ("ES", "1.234.567,50"),
        ("FR", "1\u202f234\u202f567,50"),
        ("CH", "1’234’567.50"),
        ("IE", "1,234,567.50"),
        ("", "1,234,567.50"),
        ("XX", "1,234,567.50"),
        ("../etc", "1,234,567.50"),
    ],
)
def test_each_country_reads_numbers_as_it_writes_them(country, text):
    assert number(Decimal("1234567.50"), 2, country) == text


def test_paraguay_writes_as_its_accountants_do_not_in_guarani():
    assert formats.money(Decimal("1234.5"), "PY") == "1.234,50\u00a0EUR"


amounts = st.decimals("0", "999999999999.99", places=2)


@given(amounts, st.sampled_from(COUNTRIES))
def test_an_amount_read_back_as_it_was_printed_is_the_same_amount_in_all_45_countries(amount, country):
    assert parse_number(number(amount, 2, country)) == Understood(amount)


@given(
    st.integers(0, 4).flatmap(lambda places: st.tuples(st.just(places), st.decimals("0", "99999999", places=places))),
    st.sampled_from(COUNTRIES),
)
def test_with_any_number_of_decimals_it_is_the_same_or_refused_as_ambiguous(case, country):
    places, value = case
    text = number(value, places, country)

    read = parse_number(text, places=places)

    could_be_either = len(text.replace("\u00a0", "").replace("\u202f", "")) <= 7 and text[-4:-3] in (".", ",")
    assert read in (Understood(value), Understood(None, "number_ambiguous"))
    assert read.value == value or could_be_either


@given(st.text(alphabet="0123456789.,' \u00a0-e", max_size=18))
def test_whatever_is_typed_the_digits_before_the_last_sign_are_never_lost(typed):
    """Wrong by a thousand means that a decimal sign was taken for grouping or the reverse."""
    read = parse_number(typed, places=4)

    if read.value is not None:
        last = max(typed.rfind("."), typed.rfind(","))
        groups = [typed.count(sign) for sign in ".,"]
        is_decimal = last >= 0 and groups["., ".index(typed[last])] == 1 and sum(c.isdigit() for c in typed[last:]) > 0
        whole = typed[:last] if is_decimal else typed
        assert int(read.value) == int("".join(c for c in whole if c.isdigit()) or 0)


@given(st.text(max_size=30))
def test_no_text_upsets_the_reader(typed):
    read = parse_number(typed)

    assert (read.value is None) or read.problem == ""
    assert read.problem == "" or read.problem in formats.PROBLEMS
