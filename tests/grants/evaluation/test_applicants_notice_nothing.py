"""Until the announcement every applicant reads the same, whatever becomes of the candidate."""

import re

import pytest

from grants import clock
from grants.evaluation.actions import checks as actions
from grants.evaluation.actions.conflicts import declare_conflict
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.models import Candidate
from tests.factories import OrganisationFactory, UserFactory
from tests.grants.evaluation.test_checks import all_yes
from tests.life import AFTER_DEADLINE, hand_in

pytestmark = pytest.mark.django_db

PAGES = ("/applications/", "/home/", "/messages/mine/", "/applications/{}/", "/applications/{}/print/",
         "/applications/{}/check/", "/applications/{}/tries/")  # fmt: skip


@pytest.fixture
def three(noon, call, diego, dora):
    """Three consortia that differ in nothing but names; the candidates after the opening."""
    people = []
    for number in range(3):
        manager, signer = UserFactory(name=f"Manager{number}"), UserFactory(name=f"Signer{number}")
        lead = OrganisationFactory(legal_name=f"Lead{number}", short_name=f"Lead{number}", manager=manager)
        partner = OrganisationFactory(legal_name=f"Partner{number}", country="IT", kind="association", manager=signer)
        hand_in(call, lead, partner, by=manager, signer=signer, title=f"Title{number}")
        people.append(manager)
    with clock.at(call.closes_at + AFTER_DEADLINE):
        yield people, open_submissions(call, by=diego, witness=dora)


def pages_of(person, application, login):
    client, seen = login(person), {}
    for page in PAGES:
        response = client.get(page.format(application.public_id))
        if response.status_code == 200:
            seen[page] = response
    return {page: plain(response) for page, response in seen.items()}


def plain(response):
    """The page and its headers without what is the applicant's own: names, numbers, addresses."""
    body = response.content.decode() + str(sorted(response.headers.items()))
    body = re.sub(
        r"[0-9a-f]{64}|[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|csrf\w+\" value=\"[^\"]+\"|X-CSRFToken\": \"[^\"]+\"",
        "",
        body,
    )
    body = re.sub(r"(Manager|Signer|Lead|Partner|Title|person|presidencia|Comercio )\d+", r"\1", body)
    body = re.sub(r"AIV-2026-\d{4}(-\d-\w{8})?|data-seconds=\"\d+\"|nonce-[\w+/=-]+|'Content-Length', '\d+'", "", body)
    return re.sub(r"(value|id|for|name)=\"[^\"]*\d[^\"]*\"", "", body)


def test_the_pages_of_a_rejected_an_eligible_and_a_selected_candidate_are_the_same(three, diego, login):
    """T-RV-13."""
    people, evaluation = three
    rejected, eligible, selected = evaluation.candidates.order_by("reference")
    all_yes(rejected, diego, lead=("no", "CANARY-NOTE"))
    actions.find_ineligible(rejected, by=diego, note="CANARY-FILE")
    all_yes(eligible, diego)
    actions.find_eligible(eligible, by=diego)
    Candidate.objects.filter(pk=selected.pk).update(state="selected", score=91, rank=1)

    seen = [
        pages_of(person, candidate.application, login)
        for person, candidate in zip(people, (rejected, eligible, selected), strict=True)
    ]

    assert len(seen[0]) >= 6
    for page in seen[0]:
        assert seen[0][page] == seen[1][page] == seen[2][page], page
    assert "Received, under evaluation" in seen[0]["/applications/{}/"]
    assert "Received, under evaluation" in seen[0]["/applications/"]


def test_checking_changes_nothing_the_applicant_can_see(three, diego, vera, login):
    """T-RV-11 and T-RV-02: pages and letters before and after; no word of a note, no name of who checked."""
    [person, *_others], evaluation = three
    candidate = evaluation.candidates.order_by("reference").first()
    before = pages_of(person, candidate.application, login)

    all_yes(candidate, diego, lead=("no", "CANARY-NOTE"))
    actions.find_ineligible(candidate, by=diego, note="CANARY-FILE")
    actions.reopen_check(candidate, by=diego, reason="CANARY-REASON")
    declare_conflict(candidate, by=vera, reason="CANARY-CONFLICT")

    after = pages_of(person, candidate.application, login)
    assert after == before
    for page in after.values():
        assert "CANARY" not in page
        assert "Diego" not in page
        assert "Vera" not in page


def test_the_opening_itself_changes_one_word_alone(submission, call, ana, diego, dora, login):
    with clock.at(call.closes_at + AFTER_DEADLINE):
        before = pages_of(ana, submission.application, login)
        open_submissions(call, by=diego, witness=dora)
        after = pages_of(ana, submission.application, login)

    for page in before:
        assert after[page].replace("Received, under evaluation", "Submitted") == before[page], page
