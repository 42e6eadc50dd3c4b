"""Money moved between lots, awards renounced, the reserve list called: by two persons, within the envelope."""

from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from grants import models
from grants.evaluation.actions.announcement import announce_evaluation, conclude_announcement, tell_candidates
from grants.evaluation.actions.awards import propose_promotion, renounce_award
from grants.evaluation.actions.ballots import decide_ballot
from grants.evaluation.actions.envelopes import propose_envelope_move
from grants.evaluation.queries.envelopes import envelope_of, moves_of
from grants.evaluation.queries.minutes import minutes_content
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.factories import CallFactory
from tests.grants.evaluation.awards.conftest import JUNE, conflict, states, vote

pytestmark = pytest.mark.django_db


def sentences(refused):
    return [str(reason) for reason in refused.value.reasons]


@pytest.fixture
def announced(decided, evaluation, diego):
    """The decided lot, told to everybody."""
    announce_evaluation(evaluation, by=diego, at=JUNE)
    tell_candidates(models.Evaluation.objects.get())
    return conclude_announcement(evaluation, by=diego)


def award_of(candidate):
    return models.Award.objects.get(candidate=candidate)


def move(lot, to_lot, amount, *, by, approved_by):
    proposal = propose_envelope_move(lot, by=by, to_lot=to_lot, amount=Decimal(amount), reason="Left over.")
    return approve(proposal, by=approved_by)


def test_money_moves_to_another_call_when_a_second_person_approves(lot, diego, dora, june):
    other = CallFactory(reference="AIV-OTHER").lots.last()

    proposal = propose_envelope_move(lot, by=diego, to_lot=other, amount=Decimal("285000.00"), reason="Left over.")
    assert envelope_of(lot).in_force == Decimal("800000.00")
    approve(proposal, by=dora)

    assert (envelope_of(lot).in_force, envelope_of(other).in_force) == (Decimal("515000.00"), Decimal("6285000.00"))
    [moved] = moves_of([other])
    assert (moved.proposal.by, moved.proposal.decided_by, moved.reason) == (diego, dora, "Left over.")
    for call in (lot.call, other.call):
        assert call.events.get(action="move_envelope").note == "Left over."


def test_only_what_no_award_holds_can_be_moved(decided, lot, call, diego):
    with pytest.raises(Refused) as refused:
        propose_envelope_move(lot, by=diego, to_lot=call.lots.last(), amount=Decimal("250000.01"), reason="All of it.")

    assert sentences(refused) == ["Only what is unconsumed can be moved: 250,000.00\xa0EUR."]


@pytest.mark.parametrize("amount", ["0.00", "-5.00"])
def test_nothing_and_less_than_nothing_do_not_move(lot, call, diego, june, amount):
    with pytest.raises(Refused):
        propose_envelope_move(lot, by=diego, to_lot=call.lots.last(), amount=Decimal(amount), reason="R")


def test_a_move_onto_itself_is_refused(lot, diego, june):
    with pytest.raises(Refused):
        propose_envelope_move(lot, by=diego, to_lot=lot, amount=Decimal("1.00"), reason="R")


def test_a_move_whose_lot_was_awarded_meanwhile_has_to_be_proposed_again(ballot, signed, lot, call, diego, dora):
    proposal = propose_envelope_move(
        lot, by=diego, to_lot=call.lots.last(), amount=Decimal("250000.00"), reason="Left over."
    )
    vote(ballot, signed["vera"], signed["victor"])
    decide_ballot(ballot, by=signed["ines"])

    with pytest.raises(Refused):
        approve(proposal, by=dora)
    assert not models.EnvelopeMove.objects.exists()


def test_the_database_refuses_to_move_what_is_awarded(decided, lot, call, diego, dora):
    proposal = propose_envelope_move(lot, by=diego, to_lot=call.lots.last(), amount=Decimal("1.00"), reason="R")

    with pytest.raises(IntegrityError, match="in its envelope"), transaction.atomic():
        models.EnvelopeMove.objects.create(
            from_lot=lot, to_lot=call.lots.last(), amount=Decimal("250000.01"), reason="R", proposal=proposal, at=JUNE
        )


def test_the_lead_renounces_with_a_reason_and_the_money_is_free(announced, ranked, lot, ana, diego):
    award = award_of(ranked[0])
    with pytest.raises(Refused):
        renounce_award(award, by=ana, note=" ")

    renounce_award(award, by=ana, note="Our partner closes.")

    assert award_of(ranked[0]).state == "renounced"
    assert states(ranked)[0] == "renounced"
    assert envelope_of(lot).left == Decimal("550000.00")
    assert models.Message.objects.filter(kind="award_renounce", recipient=diego).exists()


def test_what_is_not_announced_yet_cannot_be_renounced(decided, ranked, ana):
    with pytest.raises(Refused):
        renounce_award(award_of(ranked[0]), by=ana, note="We heard of it.")


def test_the_next_of_the_reserve_list_is_promoted_by_two_persons_and_told_at_once(announced, ranked, lot, diego, dora):
    renounce_award(award_of(ranked[0]), by=diego, note="By letter of 2 June.")

    proposal = propose_promotion(lot, by=diego, reason="An award was renounced.")
    with pytest.raises(Refused):
        approve(proposal, by=diego)
    approve(proposal, by=dora)

    assert states(ranked) == ["renounced", "selected", "selected", "reserve", "reserve"]
    award = award_of(ranked[2])
    assert (award.state, award.announced_at, award.grant) == ("announced", JUNE, Decimal("300000.00"))
    letter = models.Message.objects.get(kind="candidate_promoted")
    assert letter.recipient == ranked[2].lead.memberships.get().user


def test_nobody_is_promoted_without_the_money(announced, lot, diego):
    with pytest.raises(Refused) as refused:
        propose_promotion(lot, by=diego, reason="They are good.")

    assert sentences(refused) == ["The envelope does not hold it: 250,000.00\xa0EUR are unconsumed."]


def test_money_moved_in_lets_the_first_in_reserve_be_promoted(decided, ranked, lot, call, diego, dora):
    move(call.lots.last(), lot, "50000.00", by=diego, approved_by=dora)

    approve(propose_promotion(lot, by=diego, reason="Money came."), by=dora)

    assert states(ranked) == ["selected", "selected", "selected", "reserve", "reserve"]
    assert award_of(ranked[2]).state == "decided"  # told with all the others
    assert envelope_of(lot).left == Decimal("0.00")
    promoted = [row.get("promoted") for row in minutes_content(lot.call.evaluation)["lots"][0]["ranking"]]
    assert promoted[2] == {"at": JUNE, "proposed_by": "Diego", "approved_by": "Dora", "reason": "Money came."}
    assert promoted[:2] == [None, None]


def test_nobody_is_promoted_between_the_arrangement_and_the_instant(decided, evaluation, lot, call, diego, dora):
    move(call.lots.last(), lot, "50000.00", by=diego, approved_by=dora)
    announce_evaluation(evaluation, by=diego, at=JUNE.replace(day=5))

    with pytest.raises(Refused) as refused:
        propose_promotion(lot, by=diego, reason="Money came.")

    assert sentences(refused) == ["The announcement is under way: promote after it."]


def test_who_has_a_conflict_in_the_lot_neither_proposes_nor_approves_a_promotion(
    decided, ranked, lot, call, diego, dora
):
    move(call.lots.last(), lot, "50000.00", by=diego, approved_by=dora)
    proposal = propose_promotion(lot, by=diego, reason="Money came.")
    conflict(dora, ranked[2].lead)

    with pytest.raises(Refused):
        approve(proposal, by=dora)

    assert states(ranked)[2] == "reserve"
