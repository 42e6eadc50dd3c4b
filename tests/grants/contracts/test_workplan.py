"""The workplan that was awarded comes along into the contract, under the keys it had."""

import pytest
from django.urls import reverse

from grants.applications.actions.submission import submit_application
from grants.contracts.actions import preparing, signing
from grants.contracts.queries.content import content
from grants.contracts.queries.printing import pdf_data
from tests.factories import ApplicationFactory, join
from tests.grants.applications.conftest import fill_in, sign
from tests.grants.contracts.conftest import SECTORS, START
from tests.life import award_of, candidate_of, evaluation_of

FIRST, SECOND = "11111111-2222-4333-8444-555555555555", "11111111-2222-4333-8444-666666666666"


@pytest.fixture
def planned(noon, call, chamber, partner_organisation, ana, bruno, diego):
    """The award of an application that was handed in with one activity of the partner, and another."""
    call.workplan = True
    call.save()
    application = ApplicationFactory(call=call, lead=chamber, started_by=ana)
    partner = join(application, partner_organisation)
    fill_in(application, partner, signer=bruno, by=ana)
    result = application.results.get(level="output")
    for key, title, first, last in ((FIRST, "Train the trainers", 3, 8), (SECOND, "Audit", 20, 24)):
        application.activities.create(
            key=key, title=title, result=result, partner=partner, first_month=first, last_month=last, position=last
        )
    sign(partner, bruno)
    submission = submit_application(application, by=ana)
    return award_of(candidate_of(submission, evaluation_of(call, by=diego), state="selected"))


def test_activities_keep_their_keys_results_and_partners(planned, august, annexes, diego, partner_organisation):
    contract = preparing.prepare_contract(planned, by=diego, starts_on=START, sectors=SECTORS, language="en")

    first, second = contract.project.activities.select_related("result", "organisation")
    assert (str(first.key), first.title, first.first_month, first.last_month) == (FIRST, "Train the trainers", 3, 8)
    assert (str(second.key), second.position) == (SECOND, 1)
    assert first.result.statement == "Growers gain: output"
    assert (first.organisation, first.responsible) == (partner_organisation, partner_organisation.legal_name)


def test_the_record_the_version_and_the_paper_show_it(planned, august, annexes, diego, login):
    contract = preparing.prepare_contract(planned, by=diego, starts_on=START, sectors=SECTORS, language="en")
    signing.send_contract(contract, by=diego)
    page = login(diego).get(reverse("contracts:detail", args=[contract.public_id])).text

    frozen = contract.versions.first().document
    assert [row["title"] for row in frozen["workplan"]] == ["Train the trainers", "Audit"]
    assert "months 3 to 8" in page
    printed = pdf_data(frozen, number=1, sha256="0" * 64)["workplan"]
    assert (printed["months"], [row["name"] for row in printed["rows"]]) == (24, ["Train the trainers", "Audit"])


def test_a_call_without_workplan_makes_a_contract_without(prepared):
    assert content(prepared)["workplan"] == []
    assert not prepared.project.activities.exists()


def test_a_contract_of_before_is_printed_without(prepared):
    document = content(prepared)
    del document["workplan"]
    frozen = {**document, "starts_on": None, "ends_on": None, "periods": []}

    assert pdf_data(frozen, number=1, sha256="0" * 64)["workplan"] is None
