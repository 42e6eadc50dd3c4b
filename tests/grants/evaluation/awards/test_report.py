"""The evaluation report: PDF and Word, once all is decided, for who reads the minutes and has no conflict."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from docx import Document

from grants import models
from grants.evaluation.queries.report import evaluation_report
from grants.workshop import workshop
from tests.grants.evaluation.awards.conftest import conflict

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_child():
    with workshop():
        yield


def address(call, form="docx"):
    return reverse("evaluation:report", args=[call.public_id, form])


def rows_under(document, head):
    """The rows below the head of the table whose first cells say ``head``."""
    table = next(table for table in document.tables if [c.text for c in table.rows[0].cells][: len(head)] == head)
    return [[cell.text for cell in row.cells] for row in table.rows[1:]]


def test_the_report_says_who_was_received_scored_and_decided_with_the_sums_of_each_lot(
    decided, ranked, signed, call, login
):
    client = login(signed["ines"])
    assert address(call) in client.get(reverse("evaluation:minutes", args=[call.public_id])).content.decode()

    document = Document(io.BytesIO(client.get(address(call)).content))

    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 1"]
    assert headings[:4] == ["Lots in numbers", "Clarifications", "Conflicts of interest", "Committee and declarations"]
    assert headings[-1] == "Signatures"
    totals = rows_under(document, ["Lot", "Candidates"])
    selected = [one for one in models.Candidate.objects.all() if one.state == "selected"]
    asked = sum((one.requested for one in selected), start=Decimal(0))
    assert [totals[0][1], totals[0][6], totals[0][7]] == [str(len(ranked)), str(len(selected)), f"{asked:,.2f}"]
    assert totals[-1][0] == "All lots"
    grants = rows_under(document, ["Candidate", "State"])
    assert grants[-1] == ["All that were not renounced", str(len(selected)), f"{asked:,.2f}", grants[-1][3]]
    assert rows_under(document, ["Voter"])[0][1] == "Yes"


def test_the_report_is_a_pdf_too_and_nothing_else(decided, signed, call, login):
    client = login(signed["ines"])

    assert client.get(address(call, "pdf")).content.startswith(b"%PDF-")
    assert client.get(address(call, "xlsx")).status_code == 404


def test_before_the_decision_there_are_only_the_minutes(ranked, signed, call, login):
    client, minutes = login(signed["ines"]), reverse("evaluation:minutes", args=[call.public_id])

    assert client.get(address(call)).url == minutes
    assert address(call) not in client.get(minutes).content.decode()


def test_who_has_a_conflict_gets_none(decided, ranked, signed, call, login):
    conflict(signed["ines"], ranked[4].lead)
    response = login(signed["ines"]).get(address(call))

    assert response.status_code == 403
    assert ranked[4].reference.encode() not in response.content


def test_reasons_of_the_checks_and_conflicts_are_named(decided, ranked, evaluation, signed, diego):
    out = ranked[4]
    models.Candidate.objects.filter(pk=out.pk).update(state="ineligible")
    criterion = models.CheckCriterion.objects.create(
        call=evaluation.call, stage="eligibility", slug="kind", text="Is an association", reason="It is no association."
    )
    models.CheckAnswer.objects.create(
        candidate=out, criterion=criterion, verdict="no", note="A firm.", by=diego, at=evaluation.opened_at
    )
    conflict(signed["vera"], ranked[3].lead)

    data = evaluation_report(models.Evaluation.objects.get(), diego).data

    assert [row[1:] for row in data["rejected"]] == [["Not eligible", "It is no association."]]
    assert [(row[0], row[1], row[2]) for row in data["conflicts"]] == [
        ("Vera", str(ranked[3].lead), "Declared by the person"),
    ]  # fmt: skip


@pytest.mark.parametrize("less", [0, 2])
def test_the_report_asks_the_same_whatever_it_tells(
    decided, ranked, evaluation, diego, less, django_assert_num_queries
):
    for one in ranked[len(ranked) - less :]:
        models.Candidate.objects.filter(pk=one.pk).update(state="ineligible")

    with django_assert_num_queries(16):
        evaluation_report(models.Evaluation.objects.select_related("call").get(), diego)
