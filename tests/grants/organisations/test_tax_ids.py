"""Tax ids of each country: right, wrong, placeholders, people; and the key duplicates are found by."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.organisations import tax_ids
from grants.organisations.countries import EUROPEAN_UNION, LATIN_AMERICA
from grants.organisations.messages import sentence

pytestmark = pytest.mark.unit

VALID = [
    ("AR", "30-50001091-2", "30-50001091-2", "AR:30500010912"),
    ("AR", "30500010912", "30-50001091-2", "AR:30500010912"),
    ("BR", "16727230000197", "16.727.230/0001-97", "BR:16727230"),
    ("BR", "12.ABC.345/01DE-35", "12.ABC.345/01DE-35", "BR:12ABC345"),
    ("CL", "76086428-5", "76.086.428-5", "CL:760864285"),
    ("CO", "899999068-1", "899.999.068-1", "CO:8999990681"),
    ("CR", "3-101-999999", "3-101-999999", "CR:3101999999"),
    ("EC", "1792060346001", "1792060346001", "EC:1792060346"),
    ("SV", "0614-050707-104-8", "0614-050707-104-8", "SV:06140507071048"),
    ("GT", "576937K", "576937-K", "GT:576937K"),
    ("MX", "MAB-930714-8T4", "MAB 930714 8T4", "MX:MAB9307148T4"),
    ("PY", "80028061-0", "80028061-0", "PY:800280610"),
    ("PE", " 20512333797 ", "20512333797", "PE:20512333797"),
    ("UY", "21-100342-001-7", "21-100342-001-7", "UY:211003420017"),
    ("VE", "J-00343075-7", "J003430757", "VE:J003430757"),
    ("IT", "IT 00743110157", "00743110157", "IT:00743110157"),
    ("ES", "G28667152", "G28667152", "ES:G28667152"),
    ("ES", "ES-G28667152", "G28667152", "ES:G28667152"),
    ("FR", "732 829 320 00074", "732 829 320 00074", "FR:732829320"),
    ("BE", "BE 0403.019.261", "0403019261", "BE:0403019261"),
    ("PL", "8567346215", "856-734-62-15", "PL:8567346215"),
    ("PT", "501964843", "501964843", "PT:501964843"),
    ("DE", "DE136695976", "136695976", "DE:136695976"),
    ("SE", "1234567897", "123456-7897", "SE:1234567897"),
]

WRONG = [
    ("AR", "30-50001091-3"),
    ("BR", "16.727.230/0001-98"),
    ("CL", "76086428-6"),
    ("CO", "899999068-2"),
    ("CO", "899999068"),
    ("CR", "9-101-999999"),
    ("EC", "1792060347001"),
    ("SV", "0614-050707-104-9"),
    ("GT", "576937-1"),
    ("MX", "MAB-930714-8T5"),
    ("PY", "80028061-1"),
    ("PE", "20512333798"),
    ("PE", "RUC pendiente"),
    ("UY", "21-100342-001-8"),
    ("VE", "J-00343075-8"),
    ("IT", "00743110158"),
    ("PT", "501964844"),
    ("ES", "G28667153"),
    ("ES", "ESG28667153"),
]

PLACEHOLDERS = [
    ("CL", "66666666-6"),
    ("CL", "55.555.555-5"),
    ("PY", "44444401-7"),
    ("AR", "20-00000000-1"),
    ("AR", "30999999995"),
    ("PE", "20000000001"),
    ("MX", "XAXX010101000"),
    ("MX", "XEXX 010101 000"),
    ("SV", "0000-000000-000-0"),
    ("VE", "J-00000000-0"),
    ("EC", "9999999999999"),
    ("CO", "222222222222"),
    ("GT", "CF"),
    ("BR", "00.000.000/0000-00"),
    ("BO", "0000000"),
]

PEOPLE = [
    ("PE", "10082475317"),
    ("AR", "20-05536168-2"),
    ("VE", "V-11470283-4"),
    ("EC", "1714307103001"),
    ("MX", "GODE561231GR8"),
    ("ES", "54362315K"),
    ("ES", "X5253868R"),
]

VAT = [
    "ATU13585627", "BE0403019261", "BG175074752", "HR33392005961", "CY10259033P", "CZ25123891", "DK13585628",
    "EE100931558", "FI20774740", "FR40303265045", "DE136695976", "EL094259216", "HU12892312", "IE6433435F",
    "IT00743110157", "LV40003521600", "LT119511515", "LU15027442", "MT11679112", "NL004495445B01", "PL8567346215",
    "PT501964843", "RO18547290", "SK2022749619", "SI50223054", "ESG28667152", "SE123456789701",
]  # fmt: skip
"""A right VAT number of every country of the European Union."""


@pytest.mark.parametrize(("country", "typed", "value", "key"), VALID)
def test_a_right_number_is_kept_as_its_country_writes_it(country, typed, value, key):
    read = tax_ids.check(country, typed)

    assert (read.value, read.problem, read.is_checked) == (value, "", True)
    assert tax_ids.key(country, typed) == tax_ids.key(country, value) == key


@pytest.mark.parametrize(("country", "typed"), WRONG)
def test_a_wrong_check_digit_is_named(country, typed):
    assert tax_ids.check(country, typed).problem == "tax_id_wrong"


@pytest.mark.parametrize(("country", "typed"), PLACEHOLDERS)
def test_a_placeholder_stands_for_nobody(country, typed):
    assert tax_ids.check(country, typed).problem == "tax_id_placeholder"


@pytest.mark.parametrize(("country", "typed"), PEOPLE)
def test_the_number_of_a_person_is_not_that_of_an_organisation(country, typed):
    assert tax_ids.check(country, typed).problem == "tax_id_person"


@pytest.mark.parametrize("country", ["BO", "CU", "HN", "NI", "PA", "US"])
def test_where_nothing_can_be_checked_the_number_is_kept_and_said_to_be_unchecked(country):
    assert tax_ids.check(country, "1023456-7 A") == tax_ids.TaxId("1023456-7 A")
    assert tax_ids.check(country, "123").problem == "tax_id_unlikely"
    assert tax_ids.check(country, "PENDING").problem == "tax_id_unlikely"


def test_of_every_country_of_the_union_a_right_vat_number_is_checked_and_a_wrong_one_refused():
    countries = {"GR" if number.startswith("EL") else number[:2]: number for number in VAT}
    assert set(countries) == set(EUROPEAN_UNION)
    for country, number in countries.items():
        assert tax_ids.check(country, number).is_checked, number
        place = next(place for place in range(4, len(number)) if number[place].isdigit())
        wrong = number[:place] + str((int(number[place]) + 1) % 10) + number[place + 1 :]
        read = tax_ids.check(country, wrong)
        assert read.problem in ("tax_id_wrong", "vat_id_wrong"), wrong
        assert sentence(read.problem, country).endswith("."), country


def test_an_association_without_vat_number_in_germany_is_not_turned_away():
    assert tax_ids.check("DE", "VR 12345 B") == tax_ids.TaxId("VR 12345 B")


def test_every_country_of_the_programme_has_a_name_for_its_tax_id():
    assert set(tax_ids.SCHEMES) == {*LATIN_AMERICA, *EUROPEAN_UNION}
    assert tax_ids.scheme_of("PE").name == "RUC"
    assert tax_ids.scheme_of("XX").name == ""


@pytest.mark.parametrize("country", sorted(tax_ids.SCHEMES))
def test_the_example_of_a_country_is_right_itself(country):
    example = tax_ids.SCHEMES[country].example

    assert not example or tax_ids.check(country, example).is_checked


@pytest.mark.property
@given(country=st.sampled_from([*sorted(tax_ids.SCHEMES), "US", ""]), text=st.text(max_size=40))
def test_whatever_is_typed_gets_an_answer_and_the_answer_stands(country, text):
    read = tax_ids.check(country, text)

    assert read.problem in ("", *tax_ids.PROBLEMS)
    if not read.problem:
        assert tax_ids.check(country, read.value) == read
        assert tax_ids.key(country, read.value) == tax_ids.key(country, text)


@pytest.mark.property
@given(separators=st.lists(st.sampled_from(["", " ", "-", ".", "/"]), min_size=10, max_size=10))
def test_the_key_does_not_depend_on_how_the_number_is_punctuated(separators):
    written = "".join(digit + mark for digit, mark in zip("20512333797", [*separators, ""], strict=True))

    assert tax_ids.key("PE", written) == "PE:20512333797"
