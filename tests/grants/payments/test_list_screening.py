"""Parties and their representatives compared with the list kept here; what stops a payment."""

from datetime import date, timedelta

import pytest

from grants import clock
from grants.diligence.actions.records import escalate_flag, propose_clearing_flag, raise_flag
from grants.models import Membership, Message, Proposal, Screening
from grants.organisations.actions.legal import add_representative
from grants.payments.actions.list_screening import rescreen, screen_contract
from grants.payments.actions.payments import approve_payment
from grants.payments.actions.screening import propose_clearing, propose_confirming
from grants.payments.standing import seen_hash
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.client import html_of
from tests.factories import UserFactory
from tests.grants.diligence.listed import entry, listed
from tests.grants.payments.paying import LATER

pytestmark = pytest.mark.django_db

NOBODY = entry("Somebody Entirely Else")


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def approved(payment, hugo):
    return approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))


def treasurer(chamber, ana, name="Iván Petróvich Sidorov"):
    return add_representative(
        chamber, by=ana, name=name, position="Tesorero", may_sign=True, since=date(2026, 1, 1)
    )  # fmt: skip


SIDOROV = entry("Ivan Petrovich Sidorov", reference="EU.7.7")


def test_without_a_list_or_with_an_old_one_nothing_is_compared(contract, later, elena):
    with pytest.raises(Refused) as error:
        screen_contract(contract, by=elena)
    assert codes(error) == ["no_list"]

    listed(NOBODY, by=elena, made="2026-09-19T11:00:00Z")
    with pytest.raises(Refused) as error:
        screen_contract(contract, by=elena)
    assert codes(error) == ["old_list"]


def test_no_match_lets_the_payment_go(payment, contract, elena, hugo):
    Screening.objects.update(at=LATER - timedelta(days=2))
    found = listed(NOBODY, by=elena)

    assert [(row.state, row.list_version) for row in screen_contract(contract, by=elena)] == [("clear", "1001")] * 2
    assert found.screenings.count() == 2
    assert approved(payment, hugo).state == "approved"


def test_a_representative_on_the_list_stops_the_payment_until_two_persons_clear_it(
    payment, contract, chamber, ana, elena, hugo
):
    treasurer(chamber, ana)
    listed(SIDOROV, by=elena)
    hit, other = screen_contract(contract, by=elena)

    assert (hit.state, other.state) == ("hit", "clear")
    assert [(c.subject, c.matched_name, c.likeness) for c in hit.candidates.all()] == [
        ("Iván Petróvich Sidorov", "Ivan Petrovich Sidorov", 100)
    ]
    assert {m.recipient for m in Message.objects.filter(kind="screening_record")} == {elena, hugo}
    with pytest.raises(Refused) as error:
        approved(payment, hugo)
    assert codes(error) == ["sanctions_hit"]

    approve(propose_clearing(hit, by=elena, reason="Born in another year"), by=hugo)
    assert approved(payment, hugo).state == "approved"


def test_a_new_representative_or_another_name_is_compared_anew(payment, chamber, contract, ana, elena, hugo):
    listed(SIDOROV, by=elena)
    screen_contract(contract, by=elena)
    treasurer(chamber, ana, "Luz Mamani")

    with pytest.raises(Refused) as error:
        approved(payment, hugo)
    assert codes(error) == ["not_screened"]
    screen_contract(contract, by=elena)
    assert approved(payment, hugo).state == "approved"


def test_a_new_list_is_compared_with_everybody_under_contract_once(contract, chamber, ana, elena, later):
    treasurer(chamber, ana)
    listed(NOBODY, by=elena, number="1", made="2026-09-20T00:00:00Z")
    new = listed(SIDOROV, by=elena, number="2")

    assert rescreen(new) == 2
    assert rescreen(new) == 0
    assert [row.state for row in Screening.objects.filter(sanctions_list=new).order_by("-state")] == ["hit", "clear"]


def test_what_two_persons_cleared_opens_nothing_more_unless_the_entry_changed(
    contract, chamber, ana, elena, hugo, later
):
    treasurer(chamber, ana)
    listed(SIDOROV, by=elena, number="1", made="2026-09-20T00:00:00Z")
    first = screen_contract(contract, by=elena)[0]
    again = screen_contract(contract, by=elena)[0]
    assert (first.state, again.state) == ("hit", "clear")  # asked once, also while it is open
    approve(propose_clearing(first, by=elena, reason="Another person"), by=hugo)

    rescreen(listed(SIDOROV, NOBODY, by=elena, number="2", made="2026-09-21T00:00:00Z"))
    same = Screening.objects.filter(organisation=chamber).first()
    assert same.state == "clear"
    assert same.candidates.get().decided_in == first

    changed = entry("Ivan Petrovich Sidorov", reference="EU.7.7", born="1971-01-01")
    rescreen(listed(changed, by=elena, number="3", made="2026-09-22T00:00:00Z"))
    assert Screening.objects.filter(organisation=chamber).first().state == "hit"


def test_two_persons_confirm_a_match_and_two_can_put_either_finding_right(payment, contract, chamber, ana, elena, hugo):
    treasurer(chamber, ana)
    listed(SIDOROV, by=elena)
    hit = screen_contract(contract, by=elena)[0]
    with pytest.raises(Refused):
        propose_confirming(hit, by=hugo, reason=" ")
    proposal = propose_confirming(hit, by=hugo, reason="Same passport")
    with pytest.raises(Refused):
        approve(proposal, by=hugo)
    hit.refresh_from_db()
    assert hit.state == "hit"
    approve(proposal, by=elena)
    with pytest.raises(Refused) as error:
        approved(payment, hugo)
    assert codes(error) == ["sanctions_hit"]

    with clock.at(LATER + timedelta(minutes=5)):
        approve(propose_clearing(hit, by=elena, reason="The passport was another one"), by=hugo)
    with clock.at(LATER + timedelta(minutes=9)):
        approve(propose_confirming(hit, by=elena, reason="It was not"), by=hugo)
    with pytest.raises(Refused) as error:
        approved(payment, hugo)
    assert codes(error) == ["sanctions_hit"]
    assert [(event.action, event.note, event.at - LATER) for event in hit.events.order_by("pk")][1:] == [
        ("confirm", "Same passport", timedelta(0)),
        ("clear", "The passport was another one", timedelta(minutes=5)),
        ("confirm", "It was not", timedelta(minutes=9)),
    ]


def test_what_two_persons_found_meanwhile_makes_the_other_proposal_void(contract, chamber, ana, elena, hugo, later):
    treasurer(chamber, ana)
    listed(SIDOROV, by=elena)
    hit = screen_contract(contract, by=elena)[0]
    other = propose_confirming(hit, by=elena, reason="The same")
    approve(propose_clearing(hit, by=hugo, reason="Another"), by=elena)

    with pytest.raises(Refused, match="changed"):
        approve(other, by=hugo)


def test_an_escalated_concern_stops_the_payment_until_two_persons_clear_it(payment, chamber, elena, hugo, diego):
    flag = raise_flag(chamber, by=elena, concern="The address is a letter box", severity="minor")
    flag = escalate_flag(flag, by=elena, reason="Seen by a visitor")
    with pytest.raises(Refused) as error:
        approved(payment, hugo)
    assert codes(error) == ["flagged"]

    approve(propose_clearing_flag(flag, by=elena, reason="The office has moved"), by=diego)
    assert approved(payment, hugo).state == "approved"


def test_elena_compares_in_the_browser_and_sees_who_is_meant(login, contract, chamber, ana, elena, hugo, later):
    treasurer(chamber, ana)
    client, url = login(elena), f"/payments/contracts/{contract.public_id}/"
    assert "No list of sanctions is here yet" in html_of(client.post(f"{url}compare/", follow=True))
    listed(SIDOROV, by=elena)
    assert "Possible matches are open" in html_of(client.post(f"{url}compare/", follow=True))

    hit = Screening.objects.get(state="hit")
    page = html_of(client.get(hit.get_absolute_url()))
    assert "Ivan Petrovich Sidorov" in page
    assert "EU.7.7" in page
    confirm = f"{hit.get_absolute_url()}confirm/"
    assert login(hugo).post(confirm, {"reason": ""}).status_code == 422
    assert login(hugo).post(confirm, {"reason": "Same passport"}).status_code == 302
    assert "A second person decides" in html_of(client.get(hit.get_absolute_url()))
    (proposal,) = Proposal.objects.all()
    assert client.post(f"/proposals/{proposal.public_id}/approve/").status_code == 302
    page = html_of(client.get(hit.get_absolute_url()))
    assert "Match, confirmed by two persons" in page
    assert "Propose to clear it" in page
    assert "Propose to confirm it" not in page


def test_nobody_screens_or_reads_about_an_organisation_they_act_for(login, contract, chamber, ana, elena, hugo, later):
    treasurer(chamber, ana)
    listed(SIDOROV, by=elena)
    screen_contract(contract, by=hugo)
    hit = Screening.objects.get(state="hit")
    Membership.objects.create(user=elena, organisation=chamber, role="reader", since=later)

    client = login(elena)

    assert client.post(f"/payments/contracts/{contract.public_id}/compare/").status_code in (403, 404)
    assert client.get(hit.get_absolute_url()).status_code in (403, 404)
    assert login(hugo).get(hit.get_absolute_url()).status_code == 200
    assert not Message.objects.visible_to(UserFactory(role="officer")).filter(kind__contains="screening").exists()


@pytest.mark.parametrize("rows", [1, 3])
def test_a_screening_costs_the_same_with_one_and_with_three_candidates(
    login, django_assert_num_queries, contract, chamber, ana, elena, later, rows
):
    treasurer(chamber, ana)
    listed(*[entry("Ivan Petrovich Sidorov", reference=f"EU.{n}") for n in range(rows)], by=elena)
    hit = screen_contract(contract, by=elena)[0]
    client = login(elena)
    assert hit.candidates.count() == rows
    with clock.at(LATER + timedelta(minutes=1)), django_assert_num_queries(6):
        client.get(hit.get_absolute_url())
