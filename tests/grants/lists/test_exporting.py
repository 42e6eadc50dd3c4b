"""A list as a file: all rows the filters leave, as the page shows them."""

import csv
import io

import pytest
from openpyxl import load_workbook

from grants.lists import listing
from grants.models import Reading
from tests.factories import OrganisationFactory

LIST = "/organisations/directory/"

pytestmark = pytest.mark.django_db


@pytest.fixture
def sixty(noon):
    for number in range(60):
        OrganisationFactory(legal_name=f"Cámara {number:02}", short_name="", country="PE" if number else "CO")


def read(response):
    """The rows of a CSV answer."""
    content = b"".join(response).decode("utf-8")
    assert content.startswith("\ufeff")
    return list(csv.reader(io.StringIO(content.removeprefix("\ufeff"))))


def sheet(response):
    return [[cell.value for cell in row] for row in load_workbook(io.BytesIO(b"".join(response))).active.iter_rows()]


def test_a_csv_file_has_all_rows_the_filters_leave_not_only_the_page(sixty, login, elena):
    answer = login(elena).get(f"{LIST}?country=PE&order=-name&export=csv")
    rows = read(answer)

    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="organisations-2026-03-10.csv"'
    assert rows[0] == ["Organisations", "Country: Peru", "10 March 2026, 13:00 (Brussels time)", "Elena"]
    assert rows[1] == ["Organisation", "Short name", "Country", "Kind", "People", "Registered"]
    assert [row[0] for row in rows[2:]] == [f"Cámara {number:02}" for number in range(59, 0, -1)]
    assert rows[2][2:] == ["Peru", "Chamber of commerce or industry", "0", "2025-08-22T14:00:00+02:00"]


def test_a_workbook_has_the_same_rows_with_real_numbers_and_dates(sixty, login, elena):
    rows = sheet(login(elena).get(f"{LIST}?country=CO&export=xlsx"))

    assert rows[0][:2] == ["Organisations", "Country: Colombia"]
    rows[2][5] = f"{rows[2][5]:%Y-%m-%d %H:%M}"  # a date for the sheet
    assert rows[2:] == [["Cámara 00", None, "Colombia", "Chamber of commerce or industry", 0, "2025-08-22 14:00"]]


def test_heads_words_and_moment_are_in_the_reader_s_language(sixty, login, elena):
    elena.language = "es"
    elena.save()

    rows = read(login(elena).get(f"{LIST}?country=CO&export=csv"))

    assert rows[1][2] == "País"
    assert rows[2][3].startswith("Cámara de comercio")


def test_a_name_that_would_be_a_formula_is_a_text(noon, login, elena):
    OrganisationFactory(legal_name='=HYPERLINK("http://evil.example")')
    client = login(elena)

    assert read(client.get(f"{LIST}?export=csv"))[2][0] == '\'=HYPERLINK("http://evil.example")'
    book = load_workbook(io.BytesIO(b"".join(client.get(f"{LIST}?export=xlsx"))))
    assert (book.active["A3"].data_type, book.active["A3"].hyperlink) == ("s", None)


def test_rows_are_read_in_batches_and_the_first_line_leaves_before_any(
    sixty, login, elena, monkeypatch, django_assert_num_queries
):
    monkeypatch.setattr(listing, "BATCH", 20)
    client = login(elena)
    with django_assert_num_queries(4):  # session, person and moment, count, reading noted
        answer = client.get(f"{LIST}?export=csv")
    pieces = iter(answer.streaming_content)

    with django_assert_num_queries(0):
        assert next(pieces).decode().startswith('\ufeff"Organisations","without filters"')
    with django_assert_num_queries(4):  # numbers, three batches
        assert b"".join(pieces).count(b"\r\n") == 61


def test_who_of_the_programme_takes_a_list_along_is_kept(noon, login, elena):
    b"".join(login(elena).get(f"{LIST}?export=csv"))

    assert list(Reading.objects.values_list("user__name", "address")) == [("Elena", f"{LIST}?export=csv")]


def test_a_filter_that_is_not_understood_is_named_and_left_out(sixty, login, elena):
    client = login(elena)

    page = client.get(f"{LIST}?country=ZZ&search=59").content.decode()
    rows = read(client.get(f"{LIST}?country=ZZ&search=59&export=csv"))

    assert "Not understood, and left out of what is shown: Country." in page
    assert [row[0] for row in rows[2:]] == ["Cámara 59"]
    assert rows[0][1] == "Name or tax id: 59"


def test_an_empty_list_offers_no_file(noon, login, elena):
    assert "export=csv" not in login(elena).get(f"{LIST}?search=nobody").content.decode()


def test_what_is_no_kind_of_file_is_the_page(noon, login, elena):
    assert "<h1" in login(elena).get(f"{LIST}?export=pdf").content.decode()


def test_nobody_without_the_list_gets_its_file(noon, login, ana):
    assert login(ana).get(f"{LIST}?export=csv").status_code == 403
