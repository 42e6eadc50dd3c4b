"""Everything that is wrong with a list is named, cell by cell, all at once."""

import io
import zipfile
from datetime import date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.utils.translation import override
from hypothesis import given, settings
from hypothesis import strategies as st

from reporting.progress import workbook
from reporting.progress.checking import Frame, check
from reporting.progress.columns import BLOCKS, COLUMNS, INDICATORS, VERSION, header_keys
from reporting.progress.findings import Finding
from reporting.progress.list_messages import KINDS, SENTENCES, sentence
from reporting.progress.table import Table
from tests.reporting.progress.lists.conftest import firm, sheet

FRAME = Frame(
    period_end=date(2025, 6, 30), starts_on=date(2024, 5, 1), ends_on=date(2026, 10, 31), countries=frozenset({"PE"}),
    indicators=frozenset(INDICATORS), least={"AIV-OP-01": Decimal("4.00")},
)  # fmt: skip


def found(*rows, notes=False):
    """(row, column, code) of what is wrong with rows as cells."""
    _entries, findings = check(Table.of_rows(enumerate(rows, start=4)), FRAME)
    return [(one.row, one.column, one.code) for one in findings if one.is_note == notes]


JOBS = {"jobs_on": date(2025, 6, 1), "jobs_created_women": 2, "staff": 4, "jobs_green": "Sí"}


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"name": None}, "name", "missing"),
        ({"country": None}, "country", "missing"),
        ({"size": None}, "size", "missing"),
        ({"entity_type": None}, "entity_type", "missing"),
        ({"country": "Francia"}, "country", "country_unknown"),
        ({"size": "enorme"}, "size", "choice_unknown"),
        ({"section": "Z"}, "section", "choice_unknown"),
        ({"tax_id": "20512333798"}, "tax_id", "tax_id_wrong"),
        ({"tax_id": "20000000001"}, "tax_id", "tax_id_placeholder"),
        ({"tax_id": "S/N"}, "tax_id", "tax_id_none"),
        ({"tax_id": "76.086.428-5"}, "tax_id", "tax_id_other_country"),
        ({"tax_id": 5414828.0}, "tax_id", "tax_id_zeros"),
        ({"tax_id": "2.05E+10"}, "tax_id", "tax_id_scientific"),
        ({"tax_id": "10054148289", "entity_type": "cooperative"}, "tax_id", "tax_id_person"),
        ({"trained_on": date(2025, 7, 1)}, "trained_on", "after_period"),
        ({"trained_on": date(2024, 4, 30)}, "trained_on", "before_project"),
        ({"trained_on": "pronto"}, "trained_on", "date_unreadable"),
        ({"trained_on": "03/04/2025"}, "trained_on", "date_ambiguous"),
        ({"trained_on": "31/02/2025"}, "trained_on", "date_unreadable"),
        ({"trained_on": 45730.0}, "trained_on", "date_unreadable"),
        ({"trained_on": None}, "trained_on", "missing_in_block"),
        ({"training_hours": None}, "training_hours", "missing_in_block"),
        ({"training_evidence": None}, "training_evidence", "missing_in_block"),
        ({"training_hours": "ocho"}, "training_hours", "number_unreadable"),
        ({"training_hours": "1.234"}, "training_hours", "number_ambiguous"),
        ({"training_hours": 8.125}, "training_hours", "number_decimals"),
        ({"training_hours": -8.0}, "training_hours", "number_negative"),
        ({"training_hours": 1e9}, "training_hours", "number_too_large"),
        ({"training_hours": 1e26}, "training_hours", "number_too_large"),
        ({"training_hours": date(2025, 1, 1)}, "training_hours", "number_unreadable"),
        ({"name": "x" * 251}, "name", "text_too_long"),
        (
            {"practice_on": date(2025, 3, 1), "practice": "Compost", "practice_status": "Verificado"},
            "practice_evidence",
            "evidence_missing",
        ),
        ({"practice": "Compost"}, "practice_on", "missing_in_block"),
        (
            {
                "standard_on": date(2025, 3, 1), "standard": "Orgánico", "standard_status": "self_declared",
                "standard_valid_until": date(2025, 2, 1),
            },
            "standard_valid_until",
            "ends_before_it_begins",
        ),
        (JOBS | {"jobs_created_men": 3}, "staff", "more_jobs_than_staff"),
        (JOBS | {"staff": None}, "staff", "missing_in_block"),
        (JOBS | {"jobs_maintained_men": 1}, "jobs_threat", "threat_missing"),
        (JOBS | {"jobs_green": "quizás"}, "jobs_green", "choice_unknown"),
    ],
)  # fmt: skip
def test_each_problem_is_named_at_its_cell(changed, column, code):
    assert (4, column, code) in found(firm(**changed))


def test_a_day_taken_from_another_column_is_told_where_it_stands():
    assert found(firm(supported_on=None, trained_on=date(2024, 4, 30))) == [(4, "trained_on", "before_project")]


def test_trainings_too_short_to_count_are_told_so_row_by_row_and_not_added_up():
    other = firm(tax_id="20100070970", name="Otra S.A.")
    rows = [firm(training_hours=3.99), firm(training_hours=2, trained_on="2025-03-01")]
    rows += [other | {"training_hours": 4}, other | {"training_hours": 3, "trained_on": "2025-03-01"}]

    assert found(*rows) == []
    assert [one for one in found(*rows, notes=True) if one[2] == "too_little"] == [
        (4, "training_hours", "too_little"), (5, "training_hours", "too_little"),
    ]  # fmt: skip
    with override("en"):
        assert sentence(Finding(4, "training_hours", "too_little", {"least": "4"})).startswith("Under 4 this does not")


def test_a_right_row_has_no_problem_and_no_note():
    row = firm(
        **JOBS, practice_on="2025-03-01", practice="Compost", practice_status="certified", practice_evidence="A-1",
        trained_on=datetime(2025, 2, 10),  # noqa: DTZ001 - as a spreadsheet gives it
        training_hours="8,5",
    )  # fmt: skip

    assert found(row) == []
    assert found(row, notes=True) == [(4, "training_hours", "number_was_text")]


@pytest.mark.parametrize(
    ("changed", "column", "code"),
    [
        ({"size": "Grande"}, "size", "firm_large"),
        ({"entity_type": "Entidad pública"}, "entity_type", "firm_public"),
        ({"tax_id": None, "contact": None}, "tax_id", "firm_unidentified"),
        ({"country": "CL", "tax_id": "76086428-5"}, "country", "country_not_of_project"),
        (JOBS | {"jobs_green": None}, "jobs_green", "neither_green_nor_digital"),
    ],
)
def test_what_stops_nothing_is_a_note(changed, column, code):
    row = firm(**changed)

    assert found(row) == []
    assert (4, column, code) in found(row, notes=True)


def test_all_of_it_is_said_at_once():
    rows = [firm(tax_id="17"), firm(size="x", trained_on="y"), firm(name=None, country="Francia")]

    assert found(*rows) == [
        (4, "tax_id", "tax_id_wrong"), (5, "size", "choice_unknown"), (5, "trained_on", "date_unreadable"),
        (6, "name", "missing"), (6, "country", "country_unknown"),
    ]  # fmt: skip


def test_one_firm_with_different_facts_about_itself_is_named_at_each_cell():
    assert found(firm(), firm(size="small", entity_type="cooperative", owner_sex="male")) == [
        (5, "entity_type", "firm_differs"), (5, "size", "firm_differs"), (5, "owner_sex", "firm_differs"),
    ]  # fmt: skip


def test_three_spellings_of_a_name_are_one_firm_and_two_names_are_two():
    rows = firm(), firm(name="CAFE ANDINO SAC"), firm(name="Cafe Andno, S.A.C", tax_id="RUC: 20512333797")

    assert found(*rows) == []
    assert found(*rows, notes=True) == [(6, "name", "name_spelled")]
    assert found(firm(), firm(name="Textiles del Sur E.I.R.L.")) == [(5, "name", "name_differs")]


def test_two_rows_do_not_say_two_things_of_one_day():
    jobs = firm(**JOBS)

    assert found(jobs, jobs) == []
    assert found(jobs, jobs | {"jobs_created_women": 1}) == [(5, "jobs_on", "said_twice")]
    assert found(jobs, jobs | {"jobs_line": "Ventas", "jobs_created_women": 1}) == []
    assert found(jobs, jobs | {"jobs_line": "Ventas", "jobs_created_women": 3}) == [
        (5, "staff", "more_jobs_than_staff")
    ]


def test_a_problem_behind_any_number_of_notes_is_not_missed():
    cell = {"size": "Grande", "tax_id": None, "contact": None}
    rows = [firm(**cell) for _turn in range(101)] + [firm(size="enorme")]

    _entries, findings = check(Table.of_rows(enumerate(rows * 1000, start=4)), FRAME)

    assert (findings.problems, findings.notes) == (1000, 202_000)
    assert findings.by_code == {
        "choice_unknown": [1000, 0], "firm_large": [0, 101_000], "firm_unidentified": [0, 101_000],
    }  # fmt: skip
    assert [one.row for one in findings if one.code == "choice_unknown"][:2] == [105, 207]
    assert sum(one.is_note for one in findings) == 2000


def test_an_indicator_the_catalogue_has_not_is_named():
    frame = Frame(period_end=date(2025, 6, 30), indicators=frozenset({"AIV-OP-01"}))
    row = firm(resources_on=date(2025, 5, 1), resources_status="self_declared")

    _entries, findings = check(Table.of_rows([(4, row)]), frame)
    assert list(findings) == [Finding(4, "resources_on", "indicator_unknown", {"codes": ["AIV-OP-05"]})]


# The workbook -----------------------------------------------------------------------------------------


def codes(content):
    return [(one.code, one.params.get("cell", "")) for one in workbook.read(content).findings]


def test_what_is_written_is_read_again():
    row = firm(**JOBS | {"jobs_green": True, "jobs_created_women": Decimal("1.25")}, jobs_digital=False)

    for language in ("es", "pt-br", "en"):
        book = workbook.read(workbook.written([row], language=language, project="922-AIV-001"))
        entries, findings = check(book.table, FRAME, found=book.findings)
        assert (book.project, list(findings), book.table.numbers) == ("922-AIV-001", [], [4])
        assert entries[0].tax_id == row["tax_id"]
        assert entries[0].values | {"tax_id": row["tax_id"]} == row


def test_the_template_keeps_ids_as_text_and_offers_lists():
    book = openpyxl.load_workbook(io.BytesIO(workbook.template("922-AIV-001", "en")))
    firms = book.active

    assert [cell.value for cell in firms[1]] == [column.key for column in COLUMNS]
    assert firms.row_dimensions[1].hidden
    assert firms["D9"].number_format == "@" or firms.column_dimensions["D"].number_format == "@"
    assert len(firms.data_validations.dataValidation) == sum(bool(column.choices) for column in COLUMNS)
    assert {name: book[name].sheet_state for name in ("_listas", "_alinvest")} == {
        "_listas": "hidden", "_alinvest": "veryHidden",
    }  # fmt: skip


def test_a_list_without_our_template_is_read_by_the_names_of_its_columns():
    content = sheet(
        ["Lista de empresas 2025"], [], ["Nome", "País", "Tipo de entidade", "Número fiscal", "Porte", "Apoiada desde"],
        ["Café Andino", "Perú", "empresa", "20512333797", "micro", "2025-01-10"],
    )  # fmt: skip

    book = workbook.read(content)
    assert list(book.findings) == []
    assert list(book.table.rows()) == [
        (4, {"name": "Café Andino", "country": "Perú", "entity_type": "empresa", "tax_id": "20512333797",
             "size": "micro", "supported_on": "2025-01-10"}),
    ]  # fmt: skip


HEAD = ["name", "country", "entity_type", "tax_id", "size", "supported_on"]
ROW = ["Café Andino", "PE", "company", "20512333797", "micro", "2025-01-10"]


def test_last_years_template_is_named(monkeypatch):
    monkeypatch.setattr(workbook, "VERSION", VERSION - 1)
    content = workbook.template("922-AIV-001")
    monkeypatch.undo()

    assert codes(content) == [("template_old", "")]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        ([HEAD], [("no_rows", "")]),
        ([["Empresa", "Monto"], ["Café", 3]], [("no_header", "")]),
        ([[*HEAD, "Ventas"], [*ROW, 3]], [("column_unknown", "G1")]),
        ([[*HEAD, "Nombre"], [*ROW, "Otra"]], [("column_twice", "G1")]),
        ([HEAD[:4], ROW[:4]], [("column_missing", "")]),
        ([HEAD, [*ROW, None, "nota"]], [("cell_outside", "H2")]),
        ([HEAD, ROW, [], ["", " ", "\xa0"], ROW], [("rows_blank", "")]),
        ([HEAD, [*ROW[:5], "#REF!"]], [("cell_error", "")]),
    ],
)
def test_what_is_wrong_with_the_sheet_is_named(rows, expected):
    assert codes(sheet(*rows)) == expected


def test_a_far_cell_is_named_and_not_waited_for():
    book = openpyxl.Workbook()
    for row in (HEAD, ROW):
        book.active.append(row)
    book.active["XFD1048576"] = "x"
    book.active["BA2"] = "x"
    buffer = io.BytesIO()
    book.save(buffer)

    assert codes(buffer.getvalue()) == [("far_cell", "BA2"), ("far_cell", "XFD1048576")]


def test_a_far_cell_that_only_has_a_look_is_no_problem():
    book = openpyxl.Workbook()
    for row in (HEAD, ROW):
        book.active.append(row)
    book.active["XFD1048576"].font = openpyxl.styles.Font(bold=True)
    buffer = io.BytesIO()
    book.save(buffer)

    assert codes(buffer.getvalue()) == []


@pytest.mark.parametrize("content", [b"", b"nothing", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_workbook_is_named(content):
    assert codes(content) == [("not_readable", "")]


def test_a_workbook_that_is_cut_short_is_named():
    whole = workbook.written([firm()])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(buffer, "w") as target:
        for name in source.namelist():
            content = source.read(name)
            target.writestr(name, content[: len(content) // 2] if name.endswith("sheet1.xml") else content)

    assert codes(buffer.getvalue())[0][0] in ("not_readable", "no_header")


# The words --------------------------------------------------------------------------------------------


def test_every_code_has_its_sentence_and_its_kind():
    kinds = [code for _name, codes_of_kind in KINDS.values() for code in codes_of_kind.split()]

    assert sorted(kinds) == sorted(SENTENCES)


def test_a_sentence_names_the_column_in_the_readers_language():
    finding = Finding(4, "training_hours", "missing_in_block")

    with override("en"):
        said = sentence(finding)
    assert said == ("“Hours of training” is needed here, because other columns of “Training” are filled in.")


def test_no_two_columns_have_one_name():
    assert len(header_keys()) == len({(key, name) for name, key in header_keys().items()})
    assert {block.key for block in BLOCKS} == {column.block for column in COLUMNS if column.block}


@settings(max_examples=200)
@given(
    st.dictionaries(
        st.sampled_from([column.key for column in COLUMNS]),
        st.text(max_size=20) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans() | st.dates()
        | st.datetimes() | st.times() | st.integers(-(10**6), 10**15),
    )
)  # fmt: skip
def test_any_row_is_understood_or_named_and_said(cells):
    _entries, findings = check(Table.of_rows([(4, cells)]), FRAME)

    assert all(sentence(finding) for finding in findings)


@pytest.mark.parametrize("cell", [True, 20512333797.5, -20512333797, "20512333798"])
def test_a_wrong_id_of_any_kind_has_its_sentence(cell):
    _entries, findings = check(Table.of_rows([(4, firm() | {"tax_id": cell})]), FRAME)

    assert ["20512333797" in sentence(one) for one in findings if one.column == "tax_id"] == [True]
