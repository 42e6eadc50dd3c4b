"""Putting a lot to the vote, voting, closing the vote: what the committee's decision makes."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from grants import models
from grants.diligence.actions.records import propose_clearing_flag, raise_flag
from grants.evaluation.actions.ballots import cast_vote, decide_ballot, decide_evaluation, put_to_vote, withdraw_ballot
from grants.evaluation.actions.committee import set_award_rules, sign_declaration
from grants.evaluation.queries.envelopes import envelope_of
from grants.evaluation.queries.minutes_text import minutes_words
from grants.evaluation.voting import Count
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.grants.evaluation.awards.conftest import conflict, ranked_candidate, sign, states, vote

pytestmark = pytest.mark.django_db


def sentences(refused):
    return [str(reason) for reason in refused.value.reasons]


def test_what_is_put_to_the_vote_is_frozen_with_line_envelope_and_committee(ballot, ranked, signed):
    document = ballot.proposed.document

    assert (ballot.state, ballot.proposed.number, ballot.proposed.is_intact) == ("open", 1, True)
    assert (document["envelope"], document["used"], document["left"]) == ("800000.00", "550000.00", "250000.00")
    assert [row["place"] for row in document["ranking"]] == ["selected", "selected", "reserve", "reserve", "reserve"]
    assert [row["role"] for row in document["committee"]] == ["chair", "secretary", "voter", "voter", "voter"]
    assert {seat.voter for seat in ballot.seats.all()} == {signed["vera"], signed["victor"], signed["valeria"]}


def test_every_voter_has_a_letter_when_something_is_put_to_the_vote(ballot, signed):
    letters = models.Message.objects.filter(kind="ballot_put")

    assert {letter.recipient for letter in letters} == {signed["vera"], signed["victor"], signed["valeria"]}


def test_the_majority_selects_puts_in_reserve_and_makes_the_awards(decided, ranked, lot, evaluation):
    assert decided.state == "accepted"
    assert states(ranked) == ["selected", "selected", "reserve", "reserve", "reserve"]
    awards = models.Award.objects.order_by("candidate__rank")
    assert [(award.candidate_id, award.grant, award.state) for award in awards] == [
        (ranked[0].pk, Decimal("300000.00"), "decided"),
        (ranked[1].pk, Decimal("250000.00"), "decided"),
    ]
    assert envelope_of(lot).left == Decimal("250000.00")
    evaluation.refresh_from_db()
    assert evaluation.state == "decided"
    assert evaluation.minutes.get().is_intact


def test_an_evaluation_is_decided_with_its_last_lot(ranked, evaluation, call, lot, signed):
    other = call.lots.last()
    ranked_candidate(evaluation, other, rank=1)
    first = put_to_vote(lot, by=signed["sonia"])
    vote(first, signed["vera"], signed["victor"])
    decide_ballot(first, by=signed["ines"])
    evaluation.refresh_from_db()
    assert evaluation.state == "consolidated"

    second = put_to_vote(other, by=signed["sonia"])
    vote(second, signed["vera"], signed["victor"])
    decide_ballot(second, by=signed["ines"])

    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.minutes.count()) == ("decided", 1)


def test_a_rejected_proposal_changes_nobody_and_another_can_be_put(ballot, ranked, lot, signed):
    vote(ballot, signed["vera"], signed["victor"], choice="no", reason="The third is better placed.")

    assert decide_ballot(ballot, by=signed["ines"]).state == "rejected"

    assert states(ranked) == ["ranked"] * 5
    assert put_to_vote(lot, by=signed["sonia"]).proposed.number == 2


def test_a_candidate_is_passed_over_with_a_reason_and_stays_first_in_reserve(ranked, lot, signed):
    ballot = put_to_vote(lot, by=signed["sonia"], passed_over={ranked[2]: "Does not fit; the next one does."})
    vote(ballot, signed["vera"], signed["victor"])
    decide_ballot(ballot, by=signed["ines"])

    assert states(ranked) == ["selected", "selected", "reserve", "selected", "reserve"]
    assert ballot.proposed.document["ranking"][2]["passed_over"] == "Does not fit; the next one does."


@pytest.mark.parametrize(
    ("place", "reason", "sentence"),
    [
        (2, " ", "Say for each candidate that is passed over why."),
        (1, "Too cheap", "AIV-2026-0002 fits into what is left, and cannot be passed over."),
    ],
)
def test_nobody_is_passed_over_without_need_or_reason(ranked, lot, signed, place, reason, sentence):
    with pytest.raises(Refused) as refused:
        put_to_vote(lot, by=signed["sonia"], passed_over={ranked[place]: reason})

    assert sentences(refused) == [sentence]


def test_the_quality_line_of_the_call_cuts_before_the_money(call, ranked, lot, signed, evaluation, diego):
    models.Evaluation.objects.update(state="open")
    set_award_rules(call, by=diego, quality_line=Decimal("90"), reserve_places=None, complaint_days=45)
    models.Evaluation.objects.update(state="consolidated")
    lot = models.Lot.objects.get(pk=lot.pk)

    document = put_to_vote(lot, by=signed["sonia"]).proposed.document

    assert [row["place"] for row in document["ranking"]] == ["selected"] + ["unfunded"] * 4


def test_the_rules_of_the_award_do_not_change_once_the_ranking_is_known(call, evaluation, diego):
    with pytest.raises(Refused):
        set_award_rules(call, by=diego, quality_line=Decimal("90"), reserve_places=1, complaint_days=45)


def test_a_committee_of_two_or_four_voters_cannot_decide(ranked, lot, signed, victor):
    models.RoleAssignment.objects.filter(user=victor).update(valid_until=models.Evaluation.objects.get().opened_at)

    with pytest.raises(Refused) as refused:
        put_to_vote(lot, by=signed["sonia"])

    assert sentences(refused) == ["The committee needs an odd number of voters, at least three. It has 2."]


def test_a_lot_is_put_to_the_vote_once_at_a_time(ballot, lot, signed):
    with pytest.raises(Refused) as refused:
        put_to_vote(lot, by=signed["sonia"])

    assert sentences(refused) == ["This lot is put to the vote or decided already."]


def test_a_vote_is_cast_once_and_a_no_says_why(ballot, vera, victor):
    cast_vote(ballot, by=vera, choice="yes")

    with pytest.raises(Refused) as again:
        cast_vote(ballot, by=vera, choice="no", reason="On reflection")
    with pytest.raises(Refused) as silent:
        cast_vote(ballot, by=victor, choice="no", reason="  ")

    assert sentences(again) == ["You have voted already. A vote is not changed."]
    assert sentences(silent) == ["Say why not: the reason stands in the minutes."]


def test_nobody_votes_without_seat_or_declaration(ballot, sonia, vera, evaluation):
    with pytest.raises(Refused) as no_seat:
        cast_vote(ballot, by=sonia, choice="yes")

    assert sentences(no_seat) == ["You had no seat on the committee when this was put to the vote."]


def test_a_voter_who_has_not_signed_cannot_vote(ranked, lot, evaluation, committee, sonia, vera):
    sign(evaluation, sonia)
    ballot = put_to_vote(lot, by=sonia)

    with pytest.raises(Refused) as refused:
        cast_vote(ballot, by=vera, choice="yes")

    assert sentences(refused) == ["Sign the declaration of impartiality and confidentiality first."]


def test_a_declaration_is_signed_as_it_was_read_and_once(evaluation, vera):
    with pytest.raises(Refused):
        sign_declaration(evaluation, by=vera, sha256="0" * 64)
    sign(evaluation, vera, vera)

    assert models.Declaration.objects.filter(person=vera).count() == 1


def test_a_voter_with_a_conflict_in_the_lot_can_only_abstain(ballot, ranked, vera, signed):
    conflict(vera, ranked[4].lead)

    with pytest.raises(Refused) as refused:
        cast_vote(ballot, by=vera, choice="yes")
    cast_vote(ballot, by=vera, choice="abstain")

    assert sentences(refused) == ["You have a conflict of interest in this lot: you can only abstain."]


def test_a_conflict_with_a_partner_declared_after_the_vote_takes_the_vote_out_of_the_count(ballot, signed, ranked):
    vote(ballot, signed["vera"], signed["victor"])
    partner = ranked[3].application.partners.get(role="co_applicant").organisation
    conflict(signed["vera"], partner)

    with pytest.raises(Refused) as refused:
        decide_ballot(ballot, by=signed["ines"])

    assert sentences(refused) == ["Votes are still missing that can change the outcome."]
    assert models.Vote.objects.count() == 2


def test_a_conflict_declared_after_the_closing_changes_nothing_that_was_decided(ballot, signed, ranked, evaluation):
    vote(ballot, *(signed[name] for name in ("vera", "victor", "valeria")))
    conflict(signed["vera"], ranked[0].lead)
    ballot = decide_ballot(ballot, by=signed["ines"])
    conflict(signed["victor"], ranked[0].lead)

    assert ballot.count() == Count(seats=3, yes=2, abstained=1)
    [told] = minutes_words(evaluation).lots[0].votes
    assert told["sentence"].split(": ")[1].startswith("Accepted with 2 yes, 0 no, 1 abstained, of 3 seats.")
    assert [row[1] for row in told["rows"]] == ["Yes", "Yes · not counted: conflict of interest", "Yes"]


def test_who_has_a_conflict_in_the_lot_neither_puts_nor_closes_its_vote(ballot, lot, signed, ranked):
    vote(ballot, signed["vera"], signed["victor"])
    for name in ("ines", "sonia"):
        conflict(signed[name], ranked[0].lead)
    sentence = "You have a conflict of interest in this lot: another person has to do this."

    with pytest.raises(Refused) as closing:
        decide_ballot(ballot, by=signed["ines"])
    with pytest.raises(Refused) as putting:
        put_to_vote(lot, by=signed["sonia"])

    assert sentences(closing) == [sentence]
    assert sentence in sentences(putting)


def test_a_vote_is_not_closed_while_the_outcome_is_open(ballot, signed):
    vote(ballot, signed["vera"])

    with pytest.raises(Refused):
        decide_ballot(ballot, by=signed["ines"])


def test_a_ranking_that_changed_meanwhile_is_not_decided(ballot, signed, ranked):
    vote(ballot, signed["vera"], signed["victor"])
    models.Candidate.objects.filter(pk=ranked[0].pk).update(score=Decimal("20"))

    with pytest.raises(Refused) as refused:
        decide_ballot(ballot, by=signed["ines"])

    assert sentences(refused) == [
        "The ranking has changed since it was put to the vote. Withdraw the proposal and put it anew."
    ]
    assert not models.Award.objects.exists()


def test_a_withdrawn_proposal_makes_room_for_another(ballot, lot, sonia):
    with pytest.raises(Refused):
        withdraw_ballot(ballot, by=sonia, note=" ")
    withdraw_ballot(ballot, by=sonia, note="The envelope grows.")

    assert put_to_vote(lot, by=sonia).proposed.number == 2


def test_a_decided_vote_is_decided_once(decided, ines):
    with pytest.raises(Refused):
        decide_ballot(decided, by=ines)

    assert models.Award.objects.count() == 2


def test_the_database_refuses_what_a_lot_does_not_hold(decided, ranked):
    third = ranked[2]

    with pytest.raises(IntegrityError, match=r"of 800000\.00 in its envelope"), transaction.atomic():
        models.Award.objects.create(
            candidate=third, lot=third.lot, grant=third.requested, total_cost=third.total_cost,
            decided_at=models.Evaluation.objects.get().opened_at,
        )  # fmt: skip


def test_votes_and_frozen_lists_are_never_changed(ballot, signed):
    vote(ballot, signed["vera"])

    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        models.Vote.objects.update(choice="no")
    with pytest.raises(Exception, match="append-only"), transaction.atomic():
        models.AwardList.objects.update(number=3)


def test_nobody_is_put_to_the_vote_or_awarded_while_a_concern_stops_awards(
    ranked, lot, signed, elena, hugo, partner_organisation, login
):
    minor, serious = (
        raise_flag(organisation, by=elena, concern="Its register", severity=severity)
        for organisation, severity in ((ranked[0].lead, "minor"), (partner_organisation, "serious"))
    )
    sentence = "Associazione Verde: a concern about this organisation is open and stops this until it is cleared."
    with pytest.raises(Refused) as error:
        put_to_vote(lot, by=signed["sonia"])
    assert sentences(error) == [sentence]

    approve(propose_clearing_flag(serious, by=elena, reason="Moved"), by=hugo)
    ballot = put_to_vote(lot, by=signed["sonia"])
    vote(ballot, signed["vera"], signed["victor"])
    raise_flag(partner_organisation, by=elena, concern="Again", severity="excluding")
    assert login(signed["ines"]).get(f"/evaluation/ballots/{ballot.public_id}/").context["concerns"] == [sentence]
    assert login(signed["vera"]).get(f"/evaluation/ballots/{ballot.public_id}/").context["concerns"] == []
    with pytest.raises(Refused) as error:
        decide_ballot(ballot, by=signed["ines"])
    assert sentences(error) == [sentence]
    assert minor.state == "raised"
    assert not models.Award.objects.exists()


def test_where_nobody_reached_the_threshold_the_chair_decides_without_a_vote(ranked, evaluation, signed, login):
    address = f"/evaluation/calls/{evaluation.call.public_id}/decisions/"
    with pytest.raises(Refused) as somebody:
        decide_evaluation(evaluation, by=signed["ines"])
    assert sentences(somebody) == ["Not every lot is decided yet."]
    assert "Decide without a vote" not in login(signed["ines"]).get(address).content.decode()

    evaluation.candidates.update(state="below_threshold", rank=None)
    assert "Decide without a vote" not in login(signed["sonia"]).get(address).content.decode()
    client = login(signed["ines"])
    assert "Decide without a vote" in client.get(address).content.decode()
    assert client.post(f"/evaluation/{evaluation.public_id}/decide/").status_code == 302

    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.minutes.get().is_intact) == ("decided", True)


def test_who_has_a_conflict_does_not_decide_without_a_vote(ranked, evaluation, signed):
    evaluation.candidates.update(state="below_threshold", rank=None)
    conflict(signed["ines"], ranked[0].lead)

    with pytest.raises(Refused):
        decide_evaluation(evaluation, by=signed["ines"])
