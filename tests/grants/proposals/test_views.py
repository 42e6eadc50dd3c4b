"""The pages of decisions for two persons."""

import re

import pytest

from grants.models import Attempt, Proposal
from grants.permissions import Role
from grants.proposals.actions import propose, reject
from tests.factories import CallFactory, UserFactory
from tests.grants.proposals import kinds

assert kinds
pytestmark = pytest.mark.django_db


@pytest.fixture
def proposal(noon, call, diego):
    return propose("rename_call", call, {"new_title": "Second", "title": "Second"}, reason="It misleads.", by=diego)


def test_a_colleague_sees_what_is_proposed_and_approves(proposal, call, login, dora):
    client = login(dora)

    listed = client.get("/proposals/").content.decode()
    page = client.get(f"/proposals/{proposal.public_id}/").content.decode()
    answer = client.post(f"/proposals/{proposal.public_id}/approve/", {"note": "Agreed."}, follow=True)

    assert "1 waits for your decision." in listed
    assert "Rename the call" in page
    assert "It misleads." in page
    assert "Approve and carry out" in page
    assert "Approved and carried out." in answer.content.decode()
    call.refresh_from_db()
    assert call.title_en == "Second"
    assert list(Attempt.objects.values_list("action", "outcome")) == [("approve", "done")]


def test_a_rejection_without_a_note_is_asked_for_one_and_keeps_what_was_typed(proposal, login, dora):
    answer = login(dora).post(f"/proposals/{proposal.public_id}/reject/", {"note": " "})

    assert answer.status_code == 422
    assert "Say why not" in answer.content.decode()
    assert Proposal.objects.get().state == "open"


def test_its_author_sees_that_it_waits_and_can_withdraw_it(proposal, login, diego):
    client = login(diego)

    page = client.get(f"/proposals/{proposal.public_id}/").content.decode()
    client.post(f"/proposals/{proposal.public_id}/withdraw/")

    assert "It waits for a colleague" in page
    assert "Approve and carry out" not in page
    assert Proposal.objects.get().state == "withdrawn"


def test_its_author_who_posts_an_approval_all_the_same_is_refused(proposal, call, login, diego):
    answer = login(diego).post(f"/proposals/{proposal.public_id}/approve/", {"note": ""})

    call.refresh_from_db()
    assert "The person who proposes cannot decide. Ask a colleague." in answer.content.decode()
    assert call.title_en == "Test call"


def test_a_changed_document_is_said_before_anybody_decides(proposal, call, login, dora):
    call.summary_en = "Edited"
    call.save()

    page = login(dora).get(f"/proposals/{proposal.public_id}/").content.decode()

    assert "The document has changed since" in page
    assert "Approve and carry out" not in page


def test_an_officer_of_another_call_alone_does_not_decide_on_this_one(proposal, login):
    stranger = UserFactory(role=Role.OFFICER)
    stranger.role_assignments.update(call=CallFactory())
    client = login(stranger)

    assert client.get("/proposals/").status_code == 200
    assert client.get(f"/proposals/{proposal.public_id}/").status_code == 403
    assert client.post(f"/proposals/{proposal.public_id}/approve/").status_code == 403
    assert Proposal.objects.get().state == "open"


@pytest.mark.parametrize("who", ["ana", "clara", "nadia", "axel", "olga"])
@pytest.mark.parametrize("page", ["", "approve/", "reject/", "withdraw/"])
def test_nobody_else_learns_that_it_exists(proposal, login, request, who, page):
    client = login(request.getfixturevalue(who))
    missing = "/proposals/00000000-0000-4000-8000-000000000000/"

    for address in (f"/proposals/{proposal.public_id}/{page}", missing + page):
        assert client.post(address).status_code == (404 if page else 405) or client.get(address).status_code == 404


def test_what_was_decided_is_searched_filtered_and_left_as_a_file(proposal, login, diego, dora):
    client = login(dora)
    reject(proposal, by=dora, note="Not now.")

    for query, found in (("", True), ("search=diego", True), ("search=nobody", False), ("state=approved", False)):
        assert ("Rename the call" in rows_of(client.get(f"/proposals/?{query}"))) is found, query
    file = client.get("/proposals/?export=csv&state=rejected")

    assert "Rename the call" in b"".join(file.streaming_content).decode()


def rows_of(answer):
    return re.sub(r"<(form|ul)\b.*?</\1>", "", answer.content.decode(), flags=re.DOTALL)


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(noon, login, diego, dora, rows, django_assert_num_queries):
    for _ in range(rows):
        propose("rename_call", CallFactory(), {"title": "New"}, reason="Why not.", by=diego)
    client = login(dora)

    with django_assert_num_queries(7):
        client.get("/proposals/")
