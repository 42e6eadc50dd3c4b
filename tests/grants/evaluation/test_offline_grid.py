"""The grid as a workbook: out, filled in, back, and saved by the page of the grid."""

import io

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants import models
from grants.evaluation.actions.assigning import withdraw_assessment
from tests.grants.evaluation.scored import assign, fill
from tests.grants.evaluation.test_assessing_pages import address

pytestmark = pytest.mark.django_db


@pytest.fixture
def assessment(eligible, first, sonia):
    """Clara is to assess Ana's application."""
    return assign(eligible, first, by=sonia)


@pytest.fixture
def page(login, clara):
    return login(clara)


def taken_along(page, assessment):
    return openpyxl.load_workbook(io.BytesIO(page.get(address("assessment_workbook", assessment)).content))


def answer(book, key):
    sheet = next(sheet for sheet in book if sheet["A1"].value == "questions")
    return next(row[3] for row in sheet.iter_rows(min_row=4) if row[0].value == f"answer-{key}")


def brought_back(page, assessment, book):
    buffer = io.BytesIO()
    book.save(buffer)
    file = SimpleUploadedFile("grid.xlsx", buffer.getvalue())
    return page.post(address("offline_assessment", assessment), {"file": file})


def test_a_grid_goes_out_comes_back_and_is_saved_after_every_difference_was_shown(assessment, page):
    fill(assessment, 4, 4, 4, 4)
    book = taken_along(page, assessment)
    assert answer(book, "capacity-one").value == 4
    answer(book, "capacity-one").value = 2
    answer(book, "capacity-one-comment").value = "Too few people.\nNo plan."

    shown = brought_back(page, assessment, book)

    html = shown.content.decode()
    assert shown.status_code == 200
    assert "2 fields changed in the workbook" in html
    assert "Too few people.<br>No plan." in html
    assert assessment.draft.cells.get(key="capacity-one").raw == "4"
    sent = {"answer-capacity-one": "2", "rev-capacity-one": "1"}
    assert f'<input type="hidden" name="rev-capacity-one" value="{sent["rev-capacity-one"]}">' in html
    assert page.post(address("save_assessment", assessment), sent).status_code == 302
    assert assessment.draft.cells.get(key="capacity-one").raw == "2"


def test_what_changed_here_meanwhile_is_kept_and_shown_beside_the_workbooks(assessment, page):
    fill(assessment, 4, 4, 4, 4)
    book = taken_along(page, assessment)
    answer(book, "capacity-one").value = 2
    page.post(address("autosave_assessment", assessment), {"key": "capacity-one", "value": "5", "rev": "1"})
    page.post(address("autosave_assessment", assessment), {"key": "capacity-two", "value": "5", "rev": "1"})

    html = brought_back(page, assessment, book).content.decode()
    late = page.post(address("save_assessment", assessment), {"answer-capacity-one": "2", "rev-capacity-one": "1"})

    assert "One field changed in the workbook" in html
    assert "Changed here meanwhile, too" in html
    assert late.status_code == 409
    assert assessment.draft.cells.get(key="capacity-one").raw == "5"


def test_what_is_wrong_is_named_and_what_is_not_ours_is_refused(assessment, page, candidate, second, sonia):
    book = taken_along(page, assessment)
    answer(book, "capacity-one").value = 7
    answer(book, "capacity-two").value = "#REF!"
    other = assign(candidate, second, by=sonia)

    html = brought_back(page, assessment, book).content.decode()
    next(sheet for sheet in book if sheet["A1"].value == "format")["B3"].value = str(other.public_id)
    foreign = brought_back(page, assessment, book)
    no_book = page.post(address("offline_assessment", assessment), {"file": SimpleUploadedFile("a.xlsx", b"no")})

    assert "The formula here went wrong: #REF!" in html
    assert "Take over" not in html
    assert foreign.status_code == 422
    assert "This workbook did not go out from this assessment." in foreign.content.decode()
    assert no_book.status_code == 422
    assert models.Attempt.objects.filter(action="read_grid", outcome="refused").count() == 2


def test_of_what_is_locked_or_taken_back_nothing_goes_out(assessment, page, sonia):
    assert "Work offline" in page.get(assessment.get_absolute_url()).content.decode()
    assert "Download the workbook" in page.get(address("offline_assessment", assessment)).content.decode()

    withdraw_assessment(assessment, reason="Illness", by=sonia)

    for name in ("offline_assessment", "assessment_workbook"):
        assert page.get(address(name, assessment)).headers["Location"] == reverse(
            "evaluation:assessment", args=[assessment.public_id]
        )
