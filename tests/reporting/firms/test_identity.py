"""Which firm a row means: every spelling of one id has one key, and no two ids have the same."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.ec import ci
from stdnum.ec.ruc import is_valid as is_ec
from stdnum.pe import ruc as pe_ruc
from stdnum.py import ruc as py_ruc

from reporting.firms.identity import COUNTRIES, identify, place_key, read_tax_id
from reporting.firms.national_ids import RULES

QUICK = settings(max_examples=150, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])


@pytest.mark.parametrize(
    ("country", "typed", "key", "identity"),
    [
        ("PE", "20512333797", "20512333797", "checked"),
        ("PE", "RUC 10054148289", "05414828", "checked"),
        ("PE", "05414828", "05414828", "unchecked"),
        ("CO", "899.999.068-1", "899999068", "checked"),
        ("CO", "8999990681", "899999068", "checked"),
        ("CO", "899999068", "899999068", "unchecked"),
        ("EC", "1714307103001", "1714307103", "checked"),
        ("EC", "171430710-3", "1714307103", "checked"),
        ("EC", "1792060346001", "1792060346", "checked"),
        ("EC", "1792060346002", "1792060346", "checked"),
        ("CL", "76.086.428-5", "760864285", "checked"),
        ("CL", "076086428-5", "760864285", "checked"),
        ("PY", "80028061-0", "80028061", "checked"),
        ("PY", "80028061", "80028061", "unchecked"),
        ("BR", "16.727.230/0001-97", "16727230", "checked"),
        ("BR", "12.ABC.345/01DE-35", "12ABC345", "checked"),
        ("MX", "MAB-930714-8T4", "MAB9307148T4", "checked"),
        ("CR", "3-101-999999", "3101999999", "unchecked"),
        ("CR", "3101999999", "3101999999", "unchecked"),
        ("BO", "1020304025", "1020304025", "unchecked"),
        ("BO", "NIT: 1020304025", "1020304025", "unchecked"),
        ("PA", "8-123-456", "8-123-456", "unchecked"),
        ("PA", "RUC 08-0123-00456 DV 12", "8-123-456", "unchecked"),
        ("VE", "J-343075-7", "J003430757", "checked"),
        ("SV", "SV 0614-050707-104-8", "06140507071048", "checked"),
        ("UY", "21-100342-001-7", "211003420017", "checked"),
        ("GT", "576937-K", "576937K", "checked"),
        ("AR", "CUIT 30-50001091-2", "30500010912", "checked"),
        ("PE", "PE20512333797", "20512333797", "checked"),
        ("PE", "\uff12\uff10512333797", "20512333797", "checked"),
        ("PE", "\u200b20512333797\xa0", "20512333797", "checked"),
    ],
)
def test_the_worked_table(country, typed, key, identity):
    known = identify(country, typed)

    assert (known.key, known.identity, known.tax_id.problem) == (key, identity, "")


@pytest.mark.parametrize(
    ("country", "cell", "problem"),
    [
        ("PE", "20512333798", "tax_id_wrong"),
        ("CO", "899999068-2", "tax_id_wrong"),
        ("MX", "MAB-930714-8T5", "tax_id_wrong"),
        ("PE", "20000000001", "tax_id_placeholder"),
        ("PE", "00000000000", "tax_id_placeholder"),
        ("PE", "12345678", "tax_id_placeholder"),
        ("CL", "66.666.666-6", "tax_id_placeholder"),
        ("PY", "44444401-7", "tax_id_placeholder"),
        ("MX", "XAXX010101000", "tax_id_placeholder"),
        ("BR", "111.111.111-11", "tax_id_placeholder"),
        ("GT", "CF", "tax_id_placeholder"),
        ("VE", "J000000000", "tax_id_placeholder"),
        ("PE", "000", "tax_id_placeholder"),
        ("BO", "123456", "tax_id_placeholder"),
        ("PE", "S/N", "tax_id_none"),
        ("PE", "No tiene", "tax_id_none"),
        ("PE", "---", "tax_id_none"),
        ("PE", "76.086.428-5", "tax_id_other_country"),
        ("PE", 5414828.0, "tax_id_zeros"),
        ("EC", "792060346001", "tax_id_wrong"),
        ("HN", 801199012345.0, "tax_id_zeros"),
        ("SV", "6140507071048", "tax_id_zeros"),
        ("PE", "2.05123E+10", "tax_id_scientific"),
        ("PE", "1.0E10", "tax_id_scientific"),
        ("BR", 16727230000197000.0, "tax_id_rounded"),
        ("PE", 20512333797.5, "tax_id_wrong"),
        ("PE", -20512333797, "tax_id_wrong"),
        ("PA", "8123456", "tax_id_groups"),
        ("BO", "abc", "tax_id_wrong"),
        ("PE", True, "tax_id_wrong"),
    ],
)
def test_what_is_no_id_is_named_and_identifies_nothing(country, cell, problem):
    known = identify(country, cell, name="Café Andino", place="Cusco", contact="+51 984 123 456")

    assert (known.tax_id.problem, known.key, known.identity) == (problem, "", "none")


@pytest.mark.parametrize(
    ("country", "cell", "value", "note"),
    [
        ("PE", 20512333797.0, "20512333797", ""),
        ("PE", "20512333797.0", "20512333797", ""),
        ("SV", 6140507071048.0, "06140507071048", "tax_id_zeros_restored"),
        ("EC", 102030403001.0, None, None),
        ("CO", 899999068, "899999068", "tax_id_no_digit"),
    ],
)
def test_what_a_spreadsheet_did_is_put_right_only_where_it_is_certain(country, cell, value, note):
    read = read_tax_id(country, cell)

    if value is None:
        assert read.problem
    else:
        assert (read.value, read.note, read.problem) == (value, note, "")


def test_a_cooperative_does_not_go_by_the_number_of_a_person():
    assert identify("PE", "10054148289", entity_type="cooperative").tax_id.problem == "tax_id_person"
    assert identify("PE", "10054148289", entity_type="own_account").tax_id.problem == ""


def test_public_bodies_are_told_where_the_number_says_it():
    assert read_tax_id("EC", "1760001550001").is_public
    assert not read_tax_id("EC", "1792060346001").is_public


def test_without_an_id_name_place_and_contact_together_identify():
    one = identify("PE", None, name="Café Andino S.A.C.", place="Cusco", contact="+51 984-123-456")
    same = identify("PE", "", name="CAFE ANDINO SAC", place=" cusco", contact="51 984 123 456")
    other = identify("PE", "", name="CAFE ANDINO SAC", place=" cusco", contact="51 984 123 457")

    assert one.identity == "place"
    assert one.key == same.key != other.key
    assert identify("PE", "", name="Café Andino", place="Cusco").identity == "none"
    assert place_key("", "Cusco", "984123456") == ""


def test_every_country_of_the_programme_has_a_rule():
    assert set(RULES) == set(COUNTRIES)


# Properties -------------------------------------------------------------------------------------------


def _peru():
    company = st.integers(0, 10**8 - 1).map(lambda n: f"20{n:08d}").map(lambda n: n + pe_ruc.calc_check_digit(n))
    person = st.integers(0, 10**8 - 1).map(lambda n: f"10{n:08d}").map(lambda n: n + pe_ruc.calc_check_digit(n))
    return company.map(lambda n: ("PE", n, {n, f" {n[:5]} {n[5:]}", f"RUC {n}", f"PE{n}"})) | person.map(
        lambda n: ("PE", n[2:10], {n, n[2:10], f"DNI {n[2:10]}"})
    )


def _colombia():
    number = st.integers(800_000_000, 999_999_999).map(str)
    return number.map(
        lambda n: (
            "CO", n, {n, f"{n}-{nit.calc_check_digit(n)}", n + nit.calc_check_digit(n),
                      f"{n[:3]}.{n[3:6]}.{n[6:]}-{nit.calc_check_digit(n)}", f"NIT {n}"},
        )
    )  # fmt: skip


def _chile():
    number = st.integers(1_000_000, 99_999_999).map(str)
    return number.map(
        lambda n: (
            "CL", n + rut.calc_check_digit(n),
            {n + rut.calc_check_digit(n), f"{n}-{rut.calc_check_digit(n).lower()}", f"0{n}-{rut.calc_check_digit(n)}"},
        )
    )  # fmt: skip


def _paraguay():
    number = st.integers(100_000, 7_999_999).map(str) | st.integers(80_000_000, 80_999_999).map(str)
    return number.map(lambda n: ("PY", n, {n, f"{n}-{py_ruc.calc_check_digit(n)}", f"RUC: {n}"}))


def _brazil():
    def company(n):
        whole = n + cnpj.calc_check_digits(n)
        return "BR", n[:8], {whole, cnpj.format(whole), f"CNPJ {whole}"}

    letters = st.text("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ", min_size=12, max_size=12)
    person = st.integers(1, 10**9 - 1).map(lambda n: f"{n:09d}").map(lambda n: n + cpf._calc_check_digits(n))
    return letters.map(company) | person.map(lambda n: ("BR", n, {n, cpf.format(n)}))


def _ecuador():
    body = st.tuples(st.integers(1, 24), st.integers(0, 5), st.integers(0, 10**6 - 1)).map(
        lambda parts: f"{parts[0]:02d}{parts[1]}{parts[2]:06d}"
    )

    def whole(n):
        number = next(f"{n}{digit}" for digit in range(10) if ci.is_valid(f"{n}{digit}"))
        return "EC", number, {number, f"{number[:9]}-{number[9]}", f"{number}001", f"{number}002", f"RUC {number}001"}

    return body.map(whole)


IDS = st.one_of(_peru(), _colombia(), _chile(), _paraguay(), _brazil(), _ecuador())


def _is_real(one):
    return all(read_tax_id(one[0], text).problem != "tax_id_placeholder" for text in one[2])


@QUICK
@given(IDS.filter(_is_real))
def test_any_spelling_of_one_id_gives_one_key(one):
    country, key, spellings = one

    assert {read_tax_id(country, text).key for text in spellings} == {key}


@QUICK
@given(IDS.filter(_is_real), IDS.filter(_is_real))
def test_two_different_ids_never_have_one_key(one, other):
    if one[:2] != other[:2]:
        keys = [
            {(country, read_tax_id(country, text).key) for text in spellings} for country, _, spellings in (one, other)
        ]

        assert not keys[0] & keys[1]


@QUICK
@given(
    st.sampled_from(COUNTRIES), st.text(max_size=30) | st.floats(allow_nan=False, allow_infinity=False) | st.integers()
)
def test_any_cell_is_read_or_named(country, cell):
    read = read_tax_id(country, cell)

    assert not (read.problem and read.key)
    assert read.key or read.problem or not re.sub(r"\W", "", str(cell))


def test_the_examples_of_ecuador_are_right():
    assert is_ec("1792060346001")
