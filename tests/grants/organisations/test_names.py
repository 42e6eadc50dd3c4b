"""Addresses and names in the form in which they are compared (security.md T-AU-10)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.organisations import names

pytestmark = pytest.mark.unit


@pytest.mark.parametrize(
    "written",
    [
        "ana@camara.example",
        "Ana@Camara.Example",
        " ana@camara.example ",
        "ana@camara.example.",
        "\uff41\uff4e\uff41@camara.example",
    ],
)
def test_one_address_however_it_is_written(written):
    assert names.normal_email(written) == "ana@camara.example"


def test_a_dotless_i_is_another_letter():
    assert names.normal_email("\u0131ris@camara.example") != names.normal_email("iris@camara.example")


@pytest.mark.property
@given(st.emails() | st.text(max_size=60))
def test_a_normal_address_is_normal_already(address):
    normal = names.normal_email(address)

    assert names.normal_email(normal) == normal
    assert normal == unicodedata.normalize("NFKC", normal)


@pytest.mark.property
@given(st.emails())
def test_capitals_and_outer_space_make_no_other_address(address):
    assert names.normal_email(f"  {address.upper()} ") == names.normal_email(address.upper().lower())


def test_names_are_searched_without_accents_capitals_and_punctuation():
    assert names.search_form("Cámara de Comercio, “São João” Nº 1") == "camara de comercio sao joao no 1"


@pytest.mark.property
@given(st.text(max_size=60))
def test_a_searched_name_is_in_its_form_already(text):
    once = names.search_form(text)

    assert names.search_form(once) == once


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("https://www.Camara.example/inicio", "camara.example"),
        ("http://camara.example:8080", "camara.example"),
        ("", ""),
        ("http://[broken", ""),
    ],
)
def test_the_domain_of_a_website(address, domain):
    assert names.web_domain(address) == domain
