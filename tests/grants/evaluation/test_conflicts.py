"""Conflicts: declared at once effective, recorded, found, ended by two others."""

import pytest

from grants.evaluation.actions import conflicts as actions
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.models import Candidate, Conflict
from grants.organisations.models import Membership
from grants.proposals.actions import approve
from tests.factories import OrganisationFactory, UserFactory
from tests.grants.evaluation.test_opening import reasons_of
from tests.grants.evaluation.test_visibility import member, sees
from tests.life import sign_declaration

pytestmark = pytest.mark.django_db


def test_who_declares_a_conflict_sees_the_candidate_no_more(candidate, vera, chamber, after_deadline):
    conflict = actions.declare_conflict(candidate, by=vera, reason="My brother works there")

    assert (conflict.origin, conflict.organisation, conflict.at) == ("declared", chamber, after_deadline)
    assert not sees(vera, candidate)
    assert candidate.events.get().changes["person"] == str(vera.public_id)


def test_declared_twice_it_is_one(candidate, vera):
    first = actions.declare_conflict(candidate, by=vera)

    assert actions.declare_conflict(candidate, by=vera) == first
    assert Conflict.objects.count() == 1


def test_a_conflict_with_a_partner_counts_as_one_with_the_lead(candidate, vera, partner_organisation, rival):
    actions.declare_conflict(candidate, by=vera, organisation=partner_organisation)

    assert not sees(vera, candidate)
    assert reasons_of(actions.declare_conflict, candidate, by=vera, organisation=rival) == [
        "This organisation is not in the consortium."
    ]


def test_what_follows_a_conflict_is_told_the_person_and_the_candidates(candidate, vera, monkeypatch):
    told = []
    monkeypatch.setattr(actions, "FOLLOW_UPS", [])
    actions.when_a_conflict_begins(lambda conflict, candidates, *, by: told.append((conflict.person, candidates, by)))

    actions.declare_conflict(candidate, by=vera)

    assert told == [(vera, [candidate], vera)]


def test_the_secretariat_records_a_conflict_it_has_learned_of(candidate, sonia, clara, chamber, rival, ana):
    evaluation = candidate.evaluation
    conflict = actions.record_conflict(evaluation, by=sonia, person=clara, organisation=chamber, reason="A contract")

    assert (conflict.origin, conflict.by, conflict.reason) == ("recorded", sonia, "A contract")
    for wrong in ({"organisation": rival}, {"person": ana}, {"reason": " "}):
        given = {"person": clara, "organisation": chamber, "reason": "R"} | wrong
        assert len(reasons_of(actions.record_conflict, evaluation, by=sonia, **given)) == 1


def test_the_opening_puts_shared_organisations_on_record(after_deadline, call, diego, dora, vera, clara, chamber,
                                                         partner_organisation, fabio):  # fmt: skip
    member(vera, chamber)
    member(clara, partner_organisation, ended=100)
    member(fabio, chamber)  # no role in the programme

    evaluation = open_submissions(call, by=diego, witness=dora)

    found = Conflict.objects.order_by("person__name").values_list("person__name", "organisation", "origin")
    assert list(found) == [("Clara", partner_organisation.pk, "detected"), ("Vera", chamber.pk, "detected")]
    assert evaluation.candidates.count() == 1


@pytest.mark.usefixtures("committee_signed")
def test_a_conflict_ends_by_two_others(candidate, vera, diego, dora):
    conflict = actions.declare_conflict(candidate, by=vera)
    proposal = actions.propose_end_of_conflict(conflict, by=diego, reason="He left the chamber")
    assert not sees(vera, candidate)

    approve(proposal, by=dora)

    assert sees(vera, candidate)
    assert [event.action for event in candidate.events.all()] == ["declare_conflict", "end_conflict"]
    conflict.refresh_from_db()
    assert reasons_of(actions.propose_end_of_conflict, conflict, by=diego, reason="R") == [
        "This conflict is over already."
    ]


def test_nobody_proposes_or_decides_the_end_of_a_conflict_of_their_own(candidate, diego, dora, sonia):
    conflict = actions.declare_conflict(candidate, by=diego)
    assert reasons_of(actions.propose_end_of_conflict, conflict, by=diego, reason="R") == [
        "Nobody decides on a conflict of their own."
    ]
    proposal = actions.propose_end_of_conflict(conflict, by=dora, reason="R")

    assert reasons_of(approve, proposal, by=diego) == ["Nobody decides on a conflict of their own."]
    assert reasons_of(approve, proposal, by=dora) == ["The person who proposes cannot decide. Ask a colleague."]
    approve(proposal, by=sonia)


def test_a_conflict_is_declared_by_choosing_an_organisation(candidate, vera, partner_organisation, login):
    sign_declaration(candidate.evaluation, vera)
    page, address = login(vera), f"/evaluation/candidates/{candidate.public_id}/conflict/"
    shown = page.get(address).content.decode()
    assert "checked" not in shown
    assert partner_organisation.legal_name in shown

    answer = page.post(address, {"reason": ""})

    assert answer.status_code == 422
    assert "Choose the organisation." in answer.content.decode()
    assert not Conflict.objects.exists()
    page.post(address, {"organisation": partner_organisation.pk, "reason": ""})
    assert Conflict.objects.get().organisation == partner_organisation


def test_a_lifted_shared_organisation_is_seen_again(after_deadline, call, diego, dora, vera, chamber):
    member(vera, chamber)
    candidate = open_submissions(call, by=diego, witness=dora).candidates.get()
    sign_declaration(candidate.evaluation, vera)
    assert not sees(vera, candidate)
    proposal = actions.propose_end_of_conflict(Conflict.objects.get(), by=diego, reason="Reads only the newsletter")

    approve(proposal, by=dora)

    assert sees(vera, candidate)


def test_the_page_shows_recorded_and_found_conflicts(candidate, diego, vera, sonia, clara, chamber, login):
    actions.declare_conflict(candidate, by=vera, reason="My brother works there")
    member(clara, chamber)

    page = login(diego).get(f"/evaluation/{candidate.evaluation.public_id}/conflicts/").content.decode()

    assert "My brother works there" in page
    assert "Shared organisation" in page
    assert "not on record yet" in page
    assert candidate.title not in page


def test_the_page_hides_from_a_reader_in_conflict_that_the_organisation_takes_part(candidate, diego, vera, chamber,
                                                                                   login):  # fmt: skip
    actions.declare_conflict(candidate, by=vera)
    member(diego, chamber)

    page = login(diego).get(f"/evaluation/{candidate.evaluation.public_id}/conflicts/").content.decode()

    assert chamber.legal_name not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_of_conflicts_takes_one_number_of_queries(candidate, diego, chamber, login, count,
                                                           django_assert_num_queries):  # fmt: skip
    for _one in range(count):
        Membership.objects.create(
            user=UserFactory(role="assessor"), organisation=chamber, role="reader", since=candidate.evaluation.opened_at
        )
    client = login(diego)
    with django_assert_num_queries(13):
        client.get(f"/evaluation/{candidate.evaluation.public_id}/conflicts/")


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("committee_signed")
def test_declaring_on_the_page_leads_away_from_the_candidate(candidate, vera, chamber, login):
    url = f"/evaluation/candidates/{candidate.public_id}/"
    client = login(vera)
    assert client.get(f"{url}conflict/").status_code == 200

    answer = client.post(f"{url}conflict/", {"organisation": chamber.pk, "reason": "R"})

    assert (answer.status_code, answer.headers["Location"]) == (302, "/evaluation/")
    assert client.get(url).status_code == 404


@pytest.mark.usefixtures("committee_signed")
def test_another_organisation_in_conflict_hides_nothing(candidate, vera):
    Conflict.objects.create(
        person=vera, organisation=OrganisationFactory(), origin="declared", at=candidate.evaluation.opened_at
    )

    assert Candidate.objects.visible_to(vera).count() == 1
