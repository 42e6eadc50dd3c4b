"""Two people, or two clicks, at one moment: one decides, one envelope is consumed once (security.md T-MO-06)."""

from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from grants import clock, models
from grants.evaluation.actions.announcement import announce_evaluation, tell_candidates
from grants.evaluation.actions.ballots import decide_ballot, put_to_vote
from grants.evaluation.actions.envelopes import propose_envelope_move
from grants.evaluation.queries.envelopes import envelope_of
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.factories import UserFactory
from tests.grants.evaluation.awards.conftest import JUNE, ranked_candidate, sign, states, vote

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def together(*functions):
    """Run the functions at the same moment, each on a connection of its own; True where it was done."""
    barrier = Barrier(len(functions))

    def run(function):
        try:
            with clock.at(JUNE):
                barrier.wait(timeout=10)
                function()
        except (Refused, IntegrityError):
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def test_two_chairs_deciding_at_once_decide_once(ballot, signed, ranked, evaluation):
    second = UserFactory(name="Irma", role="chair")
    sign(evaluation, second)
    vote(ballot, signed["vera"], signed["victor"])

    outcome = together(*[lambda who=who: decide_ballot(ballot, by=who) for who in (signed["ines"], second) * 2])

    assert sorted(outcome) == [False, False, False, True]
    assert models.Award.objects.count() == 2
    assert ballot.events.filter(action="accept").count() == 1
    assert states(ranked) == ["selected", "selected", "reserve", "reserve", "reserve"]
    assert evaluation.minutes.count() == 1


def test_two_lots_decided_at_once_end_the_evaluation_once(ballot, signed, evaluation, call):
    other = call.lots.last()
    ranked_candidate(evaluation, other, rank=1)
    second = put_to_vote(other, by=signed["sonia"])
    for one in (ballot, second):
        vote(one, signed["vera"], signed["victor"])

    outcome = together(*[lambda one=one: decide_ballot(one, by=signed["ines"]) for one in (ballot, second)])

    assert outcome == [True, True]
    evaluation.refresh_from_db()
    assert (evaluation.state, evaluation.minutes.count()) == ("decided", 1)


def test_the_last_money_of_a_lot_awarded_twice_at_once_is_awarded_once(decided, ranked, lot):
    """Whatever code does it: the rows are written here without any action."""

    def award(candidate):
        models.Award.objects.create(
            candidate=candidate, lot=lot, grant=Decimal("200000.00"), total_cost=Decimal("375000.00"), decided_at=JUNE
        )

    outcome = together(lambda: award(ranked[2]), lambda: award(ranked[3]))

    assert sorted(outcome) == [False, True]
    assert envelope_of(lot).left == Decimal("50000.00")


def test_the_last_money_moved_and_decided_at_once_is_used_once(ballot, signed, lot, call, diego, dora):
    vote(ballot, signed["vera"], signed["victor"])
    other = call.lots.last()
    proposal = propose_envelope_move(lot, by=diego, to_lot=other, amount=Decimal("250000.01"), reason="R")

    outcome = together(lambda: decide_ballot(ballot, by=signed["ines"]), lambda: approve(proposal, by=dora))

    assert sorted(outcome) == [False, True]
    assert envelope_of(lot).left >= 0


def test_two_workers_that_write_the_same_letters_write_each_once(decided, evaluation, diego):
    announce_evaluation(evaluation, by=diego, at=JUNE)

    together(*[lambda: tell_candidates(models.Evaluation.objects.get())] * 2)

    assert models.CandidateEvent.objects.filter(action="announce").count() == 5
    letters = models.Message.objects.filter(kind="candidate_announced")
    assert letters.count() == letters.values("address").distinct().count() == 6
