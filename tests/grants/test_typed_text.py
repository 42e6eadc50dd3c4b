"""What of a typed text is stored, and how a number stands in a field to be edited again."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants import formats

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    ("typed", "stored"),
    [
        ("one\r\ntwo\rthree\ntwelve", "one\ntwo\nthree\ntwelve"),
        ("soft\x0bbreak\x0cpage\u2028line\u2029paragraph\x85next", "soft\nbreak\npage\nline\nparagraph\nnext"),
        ("nul\x00 and escape\x1b[31m and bell\x07", "nul and escape[31m and bell"),
        ("tab\tstays", "tab\tstays"),
        ("half a pair \ud83d.", "half a pair \ufffd."),
        ("cafe\u0301", "café"),
        ("👩🏽‍🌾 שלום café", "👩🏽‍🌾 שלום café"),
    ],
)
def test_a_text_is_cleaned_of_what_cannot_be_stored_and_of_nothing_else(typed, stored):
    assert formats.clean_text(typed) == stored


@given(st.text(alphabet=st.characters(codec=None)))
def test_a_cleaned_text_is_clean_and_can_be_stored(typed):
    cleaned = formats.clean_text(typed)

    assert formats.clean_text(cleaned) == cleaned
    assert "\x00" not in cleaned
    assert cleaned.encode("utf-8").decode("utf-8") == cleaned


@pytest.mark.parametrize(
    ("value", "country", "text"),
    [
        ("1234.50", "PE", "1234.5"),
        ("1234.50", "CO", "1234,5"),
        ("1234.00", "CO", "1234"),
        ("1.1250", "PE", "1.1250"),
        ("0.0000", "PE", "0"),
    ],
)
def test_a_number_to_be_edited_has_no_grouping(value, country, text):
    assert formats.typed_number(Decimal(value), country) == text


@given(
    st.decimals(min_value=0, max_value=Decimal("99999999.9999"), places=4),
    st.sampled_from(["PE", "CO", "BR", "MX", "DE", "ES", "CH", "GB", ""]),
)
def test_a_number_to_be_edited_reads_back_as_itself(value, country):
    assert formats.parse_number(formats.typed_number(value, country), places=4, digits=12).value == value
