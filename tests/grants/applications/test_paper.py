"""The whole application on paper: a draft as it stands, a submission as it was handed in."""

import io

import pytest
from django.urls import reverse
from pypdf import PdfReader

from grants.applications.actions.submission import submit_application
from grants.applications.models import Application
from grants.applications.queries.paper import draft_paper, submission_paper
from grants.budgets.models import BudgetLine
from tests.factories import NOON

pytestmark = pytest.mark.usefixtures("english")


@pytest.fixture
def planned(call, complete, partner):
    """The application with one activity of the partner, where the call asks for a workplan."""
    call.workplan = True
    call.save()
    complete.call.workplan = True
    result = complete.results.get(level="output")
    complete.activities.create(
        title="Train the trainers", result=result, partner=partner, first_month=3, last_month=8, position=1
    )
    return complete


def test_everything_the_consortium_says_stands_on_the_paper(planned, ana, partner):
    paper = draft_paper(planned, ana, at=NOON)

    assert paper["status"].startswith("Draft, not handed in. As it stood on 10 March 2026")
    assert [row["name"] for row in paper["partners"]] == [planned.lead.legal_name, partner.organisation.legal_name]
    assert "Coffee growers lose their forest and their market." in [
        row["text"] for part in paper["parts"] for row in part["answers"]
    ]
    assert paper["workplan"]["rows"][0] | {"result": ""} == {
        "name": "Train the trainers", "result": "", "partner": partner.organisation.legal_name,
        "span": "months 3 to 8", "first": 3, "last": 8,
    }  # fmt: skip
    assert paper["logframe"][2]["indicators"][0][2:] == ["120", "Attendance lists"]
    assert [(row[0], row[2], row[4]) for row in paper["documents"]] == [("Statutes", "statutes.pdf", "5" * 64)]


def test_the_budget_stands_by_heading_by_partner_by_year_and_by_source(complete, ana, partner):
    budget = draft_paper(complete, ana, at=NOON)["budget"]

    assert budget["years"] == ["Year 1", "Year 2"]
    assert budget["by_heading"][0][1:] == ["306,000.00", "0.00", "306,000.00"]
    assert budget["by_heading"][4][1:] == ["0.00", "6,500.00", "6,500.00"]
    assert budget["by_partner"] == [
        [complete.lead.legal_name, "216,000.00", "6,500.00", "222,500.00"],
        [partner.organisation.legal_name, "90,000.00", "0.00", "90,000.00"],
    ]
    assert [row[1] for row in budget["sources"]] == ["250,000.00", "62,500.00", "312,500.00"]


def test_a_submission_on_paper_stays_as_it_was(complete, ana):
    submission = submit_application(complete, by=ana)
    before = submission_paper(submission, ana)
    BudgetLine.objects.filter(budget=complete.budget).update(description="Changed since")
    elsewhere = complete.call.lots.exclude(pk=complete.lot_id).first()
    Application.objects.filter(pk=complete.pk).update(lot=elsewhere)
    submission.application.refresh_from_db()

    after = submission_paper(submission, ana)

    assert after == before
    assert after["sha256"] == submission.sha256
    assert submission.receipt_number in after["status"]


@pytest.mark.parametrize("language", ["es", "en"])
def test_the_paper_can_be_downloaded_and_read(login, planned, ana, language):
    ana.language = language
    ana.save()

    made = login(ana).get(reverse("applications:draft_pdf", args=[planned.public_id]))

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(made.content)).pages)
    assert "Train the trainers" in text
    assert "statutes.pdf" in text
    assert made["Cache-Control"] == "private, no-store"


def test_an_empty_draft_makes_a_paper_too(login, application, ana):
    made = login(ana).get(reverse("applications:draft_pdf", args=[application.public_id]))

    assert made.content.startswith(b"%PDF-")
