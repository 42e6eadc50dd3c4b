"""What must be true of decisions and awards is, and is missed when it is not."""

from datetime import timedelta

import pytest
from django.db import connection

from grants import models
from grants.evaluation import invariants
from grants.evaluation.actions.announcement import announce_evaluation, conclude_announcement, tell_candidates
from grants.invariants import INVARIANTS
from tests.grants.evaluation.awards.conftest import JUNE

pytestmark = pytest.mark.django_db


def found(check):
    return [line for line in check() if line]


def test_what_decision_and_announcement_leave_behind_is_right(decided, evaluation, diego):
    announce_evaluation(evaluation, by=diego, at=JUNE)
    tell_candidates(models.Evaluation.objects.get())
    conclude_announcement(evaluation, by=diego)

    checks = [one.violations for one in INVARIANTS if one.violations.__module__ == invariants.__name__]

    assert len(checks) >= 7
    assert [found(check) for check in checks] == [[]] * len(checks)


def test_an_award_beyond_its_envelope_is_found(decided, lot):
    models.Lot.objects.filter(pk=lot.pk).update(envelope=1)

    assert found(invariants.awards_are_within_envelopes) == [f"lot {lot.public_id}: 550000.00 of 1.00"]


def test_a_selected_candidate_without_award_and_an_award_without_candidate_are_found(decided, ranked):
    models.Candidate.objects.filter(pk=ranked[0].pk).update(state="reserve")
    models.Candidate.objects.filter(pk=ranked[2].pk).update(state="selected")

    assert found(invariants.selected_candidates_have_awards) == [
        "candidate AIV-2026-0001 is reserve",
        "candidate AIV-2026-0003 is selected",
    ]


def test_an_even_number_of_seats_and_a_missing_majority_are_found(ballot, signed):
    models.BallotSeat.objects.filter(voter=signed["vera"]).delete()
    models.Ballot.objects.update(state="accepted", decided_by=signed["ines"], decided_at=JUNE)

    assert found(invariants.ballots_are_in_order) == [
        f"ballot {ballot.public_id} has 2 seats",
        f"ballot {ballot.public_id} is accepted with 0 yes of 2",
    ]


def test_an_evaluation_decided_without_its_minutes_is_found(ranked, evaluation):
    models.Evaluation.objects.update(state="decided")

    assert found(invariants.decided_evaluations_are_complete) == [f"evaluation {evaluation.public_id}"]


def test_a_frozen_list_that_was_changed_by_hand_is_found(ballot):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE grants_awardlist DISABLE TRIGGER USER")
        cursor.execute("""UPDATE grants_awardlist SET document = '{"schema": 1}'""")
        cursor.execute("ALTER TABLE grants_awardlist ENABLE TRIGGER USER")

    assert found(invariants.frozen_decisions_are_intact) == [f"awardlist {ballot.proposed_id}"]


def test_a_letter_that_is_missing_is_found(decided, evaluation, diego):
    announce_evaluation(evaluation, by=diego, at=JUNE + timedelta(days=1))
    tell_candidates(models.Evaluation.objects.get())
    lost = models.Message.objects.filter(kind="candidate_announced").latest("pk")
    lost.delete()

    assert found(invariants.everybody_was_told_once) == [f"event {lost.event_id}: 0 letters of 1"]
