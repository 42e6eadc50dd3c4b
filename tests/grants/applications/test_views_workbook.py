"""The pages of working offline: download, bring back, confirm."""

import io

import openpyxl
import pytest
from django.urls import reverse

from grants.applications.models import WorkbookReturn
from grants.applications.workbook.writing import OPTIONS
from tests.grants.applications.test_workbook import answer, bring_back, cell, export, save_answer, uploaded

pytestmark = pytest.mark.django_db


def url(name, of):
    return reverse(f"applications:{name}", args=[of.public_id])


@pytest.fixture
def page(login, ana):
    return login(ana)


def test_the_whole_way_from_download_to_done(page, complete):
    assert "Work offline" in page.get(complete.get_absolute_url()).content.decode()
    answer_ = page.post(url("make_workbook", complete))
    book = openpyxl.load_workbook(io.BytesIO(answer_.content))
    cell(book, "questions", "answer-problem", "answer").value = "Written on the bus <b>home</b>"

    seen = page.post(url("return_workbook", complete), {"file": uploaded(book)}, follow=True)
    assert "Written on the bus &lt;b&gt;home&lt;/b&gt;" in seen.content.decode()
    assert "Coffee growers lose their forest" in seen.content.decode()
    done = page.post(url("take_workbook", WorkbookReturn.objects.get()), follow=True)

    assert "Ana took one field over from the workbook." in done.content.decode()
    assert answer(complete, "problem").raw == "Written on the bus <b>home</b>"


def test_both_texts_stand_side_by_side_and_a_missing_choice_is_asked_for(page, complete, ana, amalia):
    book = export(complete, ana)
    cell(book, "questions", "answer-problem", "answer").value = "Of the workbook"
    returned = bring_back(complete, book, ana)
    save_answer(complete, "relevance", "problem", "Of a colleague", amalia)

    shown = page.get(returned.get_absolute_url()).content.decode()
    refused = page.post(url("take_workbook", returned))

    assert "Of the workbook" in shown
    assert "Of a colleague" in shown
    assert refused.status_code == 409
    assert "Choose what stays in the 1 place" in refused.content.decode()
    assert answer(complete, "problem").raw == "Of a colleague"


def test_what_is_wrong_stands_with_its_sheet_and_cell(page, complete, ana):
    book = export(complete, ana)
    line = complete.budget.lines.get(description="Trainer")
    target = cell(book, "budget", f"line-{line.key}", "year")
    target.value = 9
    cell(book, "budget", f"line-{line.key}", "quantity").value = "1,234"
    returned = bring_back(complete, book, ana)

    shown = page.get(returned.get_absolute_url()).content.decode()

    assert f"<div>{target.coordinate}</div>" in shown
    assert "“9” is not in the list. Choose one of its words." in shown
    assert "This could mean a thousand or a decimal." in shown


def test_a_file_that_is_no_workbook_says_why_at_the_field(page, complete):
    book = openpyxl.Workbook()

    refused = page.post(url("return_workbook", complete), {"file": uploaded(book)})

    assert refused.status_code == 422
    assert "This is no workbook of an application." in refused.content.decode()


def test_nothing_in_a_workbook_that_goes_out_becomes_a_formula(page, complete, ana):
    """T-XL-07."""
    save_answer(complete, "relevance", "problem", '=HYPERLINK("http://x")', ana)

    book = openpyxl.load_workbook(io.BytesIO(page.post(url("make_workbook", complete)).content))

    found = cell(book, "questions", "answer-problem", "answer")
    assert (found.data_type, found.value) == ("s", '=HYPERLINK("http://x")')
    assert OPTIONS["strings_to_formulas"] is False
