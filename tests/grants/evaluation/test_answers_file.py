"""All answers of the candidates as a file: a column per question, what one may read and no more."""

import csv
import datetime
import io
from decimal import Decimal

import pytest
from openpyxl import load_workbook

from grants import clock
from grants.evaluation.queries.answers import READERS
from grants.evaluation.views import answers
from grants.jobs.actions import run
from grants.models import Conflict, Job, ListFile, Reading
from grants.questionnaire.specs import ColumnSpec, OptionSpec, QuestionSpec, WordSpec

pytestmark = pytest.mark.django_db


def read(response):
    return list(csv.reader(io.StringIO(b"".join(response).decode("utf-8-sig"))))


def address(evaluation):
    return f"{evaluation.get_absolute_url()}answers/"


def test_an_officer_takes_every_answer_along_a_column_for_each_question(candidate, login, diego):
    rows = read(login(diego).get(f"{address(candidate.evaluation)}?export=csv"))
    heads, row = rows[1], rows[2]
    told = dict(zip(heads, row, strict=True))

    assert rows[0][0] == f"Answers of {candidate.call.reference}"
    assert len(rows) == 3
    assert [told[name] for name in ("Reference", "Title", "Lead applicant", "Partners", "Countries")] == [
        candidate.reference, "Café sin deforestación", "Cámara de Comercio de Cusco", "Associazione Verde", "Peru",
    ]  # fmt: skip
    assert told["EU contribution asked for, EUR"] == "250000.00"
    asked = [name for name in heads if name.endswith(")")]
    given = candidate.submission.document["answers"]
    assert {name.rpartition("(")[2] for name in asked if told[name]} == {f"{key})" for key in given}
    assert told["How many firms will take part? (firms)"] == "120"
    assert told["Which approach comes nearest? (approach-kind)"] == "Training"
    assert told["Answers to questions no longer asked"] == ""
    assert list(Reading.objects.values_list("user__name", flat=True)) == ["Diego"]


def test_nobody_but_officers_gets_it_and_nobody_before_the_opening(
    candidate, login, ines, clara, ana, committee_signed
):
    for person, status in ((ines, 403), (clara, 404), (ana, 404)):
        assert login(person).get(f"{address(candidate.evaluation)}?export=csv").status_code == status


def test_who_is_in_conflict_finds_neither_row_nor_count(candidate, login, diego, partner_organisation):
    Conflict.objects.create(
        person=diego, organisation=partner_organisation, origin="declared", at=clock.now(), by=diego
    )
    client = login(diego)

    page = client.get(address(candidate.evaluation)).content.decode()
    content = b"".join(client.get(f"{address(candidate.evaluation)}?export=csv")).decode()

    assert "No application to take along" in page
    assert candidate.reference not in content
    assert "Café" not in content


def test_a_conflict_declared_meanwhile_keeps_the_row_out_of_the_worker_s_file(
    candidate, login, diego, partner_organisation, monkeypatch
):
    monkeypatch.setattr(answers, "AT_ONCE", 0)
    client, path = login(diego), address(candidate.evaluation)
    assert "Make the workbook" in client.get(f"{path}?export=xlsx").content.decode()
    client.post("/exports/new/", {"path": path, "query": "", "title": "Answers"})
    Conflict.objects.create(
        person=diego, organisation=partner_organisation, origin="declared", at=clock.now(), by=diego
    )

    assert run(Job.objects.get(kind="make_list_file").pk)

    with ListFile.objects.get().content.open() as content:
        rows = list(load_workbook(content).active.iter_rows(values_only=True))
    assert len(rows) == 2


def test_the_list_leads_there_whom_it_is_open_to(candidate, login, diego, ines, committee_signed):
    assert address(candidate.evaluation) in login(diego).get(candidate.evaluation.get_absolute_url()).content.decode()
    assert (
        address(candidate.evaluation) not in login(ines).get(candidate.evaluation.get_absolute_url()).content.decode()
    )


COLUMNS = (ColumnSpec("what", "short", "What"), ColumnSpec("kind", "choice", "Kind", words=(WordSpec("a", "Seed"),)))


@pytest.mark.parametrize(
    ("kind", "value", "cell"),
    [
        ("number", "1200.50", Decimal("1200.50")),
        ("money", "10.00", Decimal("10.00")),
        ("score", "4", Decimal("4")),
        ("date", "2026-12-31", datetime.date(2026, 12, 31)),
        ("choice", "coffee", "Coffee"),
        ("choices", ["coffee", "cocoa"], "Coffee; cocoa"),
        ("confirm", True, "yes"),
        ("file", [{"name": "a.pdf", "size": 1, "sha256": "", "id": ""}, {"name": "b.pdf"}], "a.pdf; b.pdf"),
        ("table", {"rows": [{"what": "Maize", "kind": "a"}, {"what": "Rice", "kind": None}], "totals": {}},
         "What: Maize | Kind: Seed\nWhat: Rice"),
    ],
)  # fmt: skip
def test_each_kind_of_answer_becomes_what_a_table_can_sort(kind, value, cell):
    question = QuestionSpec("q", kind, options=(OptionSpec("coffee", "Coffee"),), columns=COLUMNS)

    assert READERS[kind](question, value) == cell
