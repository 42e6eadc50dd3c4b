"""The pages of firm lists."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.html import strip_tags

from grants import models
from reporting.models import FirmList
from reporting.progress.actions.lists import hand_in_list, take_over_list
from reporting.progress.workbook import written
from tests.reporting.progress.lists.conftest import JULY, firm, workbook

pytestmark = pytest.mark.django_db


def take(update, *rows, by):
    return take_over_list(hand_in_list(update, file=workbook(*rows), by=by))


def of_update(update):
    return f"/lists/update/{update.public_id}/"


def test_ana_hands_in_a_list_and_sees_that_it_is_read(update, ana, login):
    browser = login(ana)
    file = SimpleUploadedFile("firmas.xlsx", written([firm()]))

    answer = browser.post(f"{of_update(update)}hand-in/", {"file": file}, follow=True)

    assert FirmList.objects.get().state == "queued"
    assert "The list is being read" in answer.content.decode()
    assert "at most 20 MB, with up to 60,000 firms" in answer.content.decode()


def test_progress_is_a_fragment_that_asks_again_until_the_list_is_read(update, ana, login):
    firm_list = hand_in_list(update, file=workbook(firm()), by=ana)
    models.Job.objects.filter(kind="read_firm_list").update(phase="checking", done=1000, total=5000)
    browser = login(ana)

    waiting = browser.get(of_update(update), headers={"HX-Request": "true"}).content.decode()
    assert "Checking the rows" in waiting
    assert "1,000 of 5,000 rows" in strip_tags(waiting)
    assert 'hx-trigger="every 3s"' in waiting
    assert "<html" not in waiting
    take_over_list(firm_list)
    done = browser.get(of_update(update), headers={"HX-Request": "true"}).content.decode()
    assert "Rows: 1. Firms new in the register: 1; known before: 0; not identified: 0." in strip_tags(done)
    assert "hx-trigger" not in done


def test_a_file_that_is_no_workbook_is_refused_beside_the_field(update, ana, login):
    file = SimpleUploadedFile("firmas.xlsx", b"not a workbook")

    answer = login(ana).post(f"{of_update(update)}hand-in/", {"file": file})

    assert answer.status_code == 422
    assert "is not what its name" in answer.content.decode()
    assert FirmList.objects.count() == 0


def test_a_form_without_a_file_says_so(update, ana, login):
    answer = login(ana).post(f"{of_update(update)}hand-in/", {})

    assert answer.status_code == 422
    assert "This field is required" in answer.content.decode()


def test_the_template_is_of_the_project_and_in_the_readers_language(update, ana, login):
    ana.language = "pt-br"
    ana.save(update_fields=["language"])

    browser = login(ana)
    assert f'href="{of_update(update)}template/" hreflang="pt-br"' in browser.get(of_update(update)).content.decode()
    answer = browser.get(f"{of_update(update)}template/")

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    assert book.active["A3"].value == "Nome"
    assert book["_alinvest"]["B3"].value == "922-AIV-001"
    assert book["_alinvest"].sheet_state == "veryHidden"


def test_problems_stand_cell_by_cell_with_totals_by_kind(update, ana, login):
    rows = firm(tax_id="20512333798"), firm(tax_id="20100047218", name="Telar", size="enorme")
    firm_list = take(update, *rows, by=ana)

    page = login(ana).get(f"/lists/{firm_list.public_id}/").content.decode()

    assert "2 problems in this list" in page
    assert "D4" in page
    assert "This is no valid RUC" in page
    assert "G5" in page
    assert "“enorme” is not one of the values of this column: Micro, Small, Medium, Large, Unknown." in page
    only = login(ana).get(f"/lists/{firm_list.public_id}/?kind=ids").content.decode()
    assert "D4" in only
    assert "G5" not in only


def test_the_report_is_the_list_with_its_problems_marked(update, ana, login):
    firm_list = take(update, firm(tax_id="20512333798"), by=ana)

    answer = login(ana).get(f"/lists/{firm_list.public_id}/report/")

    book = openpyxl.load_workbook(io.BytesIO(answer.content))
    problems, firms = book.worksheets
    assert [cell.value for cell in problems[2]][:3] == [4, "D4", "Tax id"]
    assert firms["D4"].value == "20512333798"
    assert firms["D4"].fill.start_color.rgb == "FFF7D9D5"


def test_the_page_says_how_many_more_there_are_than_it_names(update, ana, login):
    ids = [f"{number:08}" for number in range(40_100_000, 40_101_003)]
    rows = [firm(tax_id=number, name=f"Firma {number}", size="large") for number in ids]
    firm_list = take(update, *rows, firm(size="enorme"), by=ana)

    assert (firm_list.state, firm_list.problem_count, firm_list.note_count) == ("refused", 1, 1003)
    assert (firm_list.problems.filter(is_note=True).count(), firm_list.problems.filter(is_note=False).count()) == (
        1000,
        1,
    )
    page = strip_tags(login(ana).get(f"/lists/{firm_list.public_id}/").content.decode())
    assert "1 problem in this list" in page
    assert "Of each kind of mistake the first 1,000 cells are named. 3 more cells are counted above" in page


def test_the_rows_of_a_list_are_as_the_project_typed_them(update, ana, login):
    firm_list = take(update, firm(name="CAFE  Andino"), by=ana)

    page = login(ana).get(f"/lists/{firm_list.public_id}/rows/").content.decode()

    assert "CAFE Andino" in page
    assert "AIV-OP-01" in page


@pytest.mark.parametrize("person", ["diego", "marta"])
def test_people_of_the_programme_read_but_hand_in_nothing(update, ana, login, request, person):
    firm_list = take(update, firm(), by=ana)
    browser = login(request.getfixturevalue(person))

    assert browser.get(f"/lists/{firm_list.public_id}/").status_code == 200
    assert "Choose a file" not in browser.get(of_update(update)).content.decode()
    assert browser.post(f"{of_update(update)}hand-in/", {}).status_code == 403


def test_a_long_list_of_values_is_not_told_whole(update, ana, login):
    bad = take(update, firm(section="ZZ"), by=ana)
    page = login(ana).get(f"/lists/{bad.public_id}/").content.decode()

    assert "“ZZ” is not one of the values of this column: A · Agriculture, forestry and fishing, B · Mining" in page
    assert "C · Manufacturing, …." in page


@pytest.mark.parametrize("person", ["fabio", "nadia", "elena", "axel", "olga"])
def test_others_do_not_learn_that_there_is_a_list(update, ana, login, rival, request, person):
    firm_list = take(update, firm(), by=ana)
    browser = login(request.getfixturevalue(person))

    assert browser.get(f"/lists/{firm_list.public_id}/").status_code == 404
    assert browser.get(f"/lists/{firm_list.public_id}/rows/").status_code == 404


@pytest.mark.parametrize(("person", "status"), [("axel", 200), ("olga", 403)])
def test_of_an_approved_update_the_auditor_sees_firms_the_donor_none(update, ana, login, request, person, status):
    firm_list = take(update, firm(), by=ana)
    type(update).objects.filter(pk=update.pk).update(state="approved", approved_at=JULY)

    assert login(request.getfixturevalue(person)).get(f"/lists/{firm_list.public_id}/rows/").status_code == status


@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_ask_as_often_for_one_row_as_for_three(update, ana, login, count):
    ids = ["20512333797", "20100047218", "20100070970"][:count]
    good = take(update, *(firm(tax_id=number, name=f"Firma {number}") for number in ids), by=ana)
    bad = take(update, *(firm(tax_id=f"{number[:-1]}x", name=f"Firma {number}") for number in ids), by=ana)
    browser = login(ana)
    browser.get(of_update(update))

    numbers = []
    for url in (of_update(update), f"/lists/{bad.public_id}/", f"/lists/{good.public_id}/rows/"):
        with CaptureQueriesContext(connection) as queries:
            assert browser.get(url).status_code == 200
        numbers.append(len(queries))
    assert numbers == QUERIES


QUERIES = [4, 5, 8]
