"""The opening: once, after the deadline, by two persons, of everything that stands."""

from datetime import timedelta
from decimal import Decimal
from threading import Thread

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants import clock
from grants.applications.actions.submission import submit_application, withdraw_application
from grants.attempts.actions import attempt
from grants.attempts.models import Attempt
from grants.calls.actions.deadline import propose_deadline
from grants.calls.actions.publishing import cancel_call
from grants.calls.models import Call
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.models import Candidate, CandidateParty, Evaluation
from grants.proposals.actions import approve, propose
from grants.workflow import Refused
from tests.factories import ApplicationFactory
from tests.life import several

pytestmark = pytest.mark.django_db


def reasons_of(act, *args, **kwargs):
    with pytest.raises(Refused) as refused:
        act(*args, **kwargs)
    return [str(reason) for reason in refused.value.reasons]


def test_the_opening_makes_a_candidate_of_what_was_handed_in(after_deadline, call, submission, diego, dora, chamber):
    evaluation = open_submissions(call, by=diego, witness=dora)

    candidate = evaluation.candidates.get()
    assert (evaluation.state, evaluation.opened_at, evaluation.opened_by) == ("open", after_deadline, diego)
    assert (candidate.state, candidate.submission, candidate.lead) == ("received", submission, chamber)
    assert (candidate.reference, candidate.title) == ("AIV-2026-0001", "Café sin deforestación")
    assert (candidate.country.code, candidate.language, candidate.lot.code) == ("PE", "en", "1")
    assert (candidate.requested, candidate.total_cost) == (Decimal("250000.00"), Decimal("312500.00"))
    call.refresh_from_db()
    assert call.opened_at == after_deadline


def test_what_was_handed_in_to_try_a_call_out_is_never_opened(after_deadline, call, submission, diego, dora):
    Call.objects.filter(pk=call.pk).update(is_test=True)

    assert reasons_of(open_submissions, call, by=diego, witness=dora) == [
        "This call exists only for trying out: nothing handed in under it is judged."
    ]
    assert Evaluation.objects.count() == 0


def test_the_consortium_is_the_one_of_the_submission(after_deadline, call, submission, chamber, partner_organisation,
                                                     diego, dora):  # fmt: skip
    submission.application.partners.filter(organisation=partner_organisation).update(state="removed")

    open_submissions(call, by=diego, witness=dora)

    parties = CandidateParty.objects.values_list("organisation__legal_name", "role")
    assert list(parties) == [(chamber.legal_name, "lead"), (partner_organisation.legal_name, "co_applicant")]


def test_the_last_submission_counts_and_the_title_is_the_one_handed_in(submission, call, ana, diego, dora):
    application = submission.application
    application.title = "Cacao sin deforestación"
    application.save()
    second = submit_application(application, by=ana)
    application.title = "Never handed in"
    application.save()

    with clock.at(call.closes_at + timedelta(days=2)):
        candidate = open_submissions(call, by=diego, witness=dora).candidates.get()

    assert (candidate.submission, candidate.title) == (second, "Cacao sin deforestación")


def test_withdrawn_applications_and_drafts_are_no_candidates(submission, application, call, ana, diego, dora):
    withdraw_application(submission.application, by=ana)

    with clock.at(call.closes_at + timedelta(days=2)):
        evaluation = open_submissions(call, by=diego, witness=dora)

    assert evaluation.candidates.count() == 0
    assert evaluation.record.document["withdrawn"] == ["AIV-2026-0001"]


def test_the_record_names_both_persons_the_moment_and_each_submission(evaluation, submission, chamber):
    record = evaluation.record

    assert record.is_intact
    assert (record.document["opened_by"], record.document["witness"]) == ("Diego", "Dora")
    assert record.document["opened_at"] == "2026-04-03T10:00:00.000000+00:00"
    assert record.document["count"] == 1
    assert record.document["submissions"] == [
        {
            "reference": "AIV-2026-0001", "receipt": submission.receipt_number, "sha256": submission.sha256,
            "received_at": "2026-03-10T12:00:00.000000+00:00", "lot": "1", "lead": "Cámara de Comercio de Cusco",
            "country": "PE",
        }
    ]  # fmt: skip
    assert evaluation.events.get().action == "open_submissions"


@pytest.mark.django_db(transaction=True)
def test_what_came_late_stands_on_the_record(noon, call, rival, fabio, diego, dora):
    draft = ApplicationFactory(call=call, lead=rival, started_by=fabio)
    late = call.closes_at + timedelta(seconds=30)
    with (
        clock.at(late),
        pytest.raises(Refused),
        attempt("submit_application", draft, by=fabio, received_at=late),
    ):
        submit_application(draft, by=fabio, received_at=late)

    with clock.at(call.closes_at + timedelta(days=2)):
        record = open_submissions(call, by=diego, witness=dora).record

    assert Attempt.objects.get().outcome == "refused"
    assert record.document["late"] == [
        {"reference": "", "lead": "Federación Rival", "first_received_at": "2026-04-01T10:00:30.000000+00:00",
         "tries": 1}
    ]  # fmt: skip


def test_nothing_is_opened_before_the_deadline_nor_in_the_two_minutes_after_it(submission, call, diego, dora):
    with clock.at(call.closes_at + timedelta(seconds=119)):
        [reason] = reasons_of(open_submissions, call, by=diego, witness=dora)
    with clock.at(call.closes_at + timedelta(seconds=120)):
        open_submissions(call, by=diego, witness=dora)

    assert reason.startswith("Applications are opened after the deadline")


def test_a_call_is_opened_once(evaluation, call, diego, dora):
    assert reasons_of(open_submissions, call, by=dora, witness=diego) == [
        "The applications of this call are opened already."
    ]
    assert Evaluation.objects.count() == 1


def test_an_open_proposal_of_a_new_deadline_keeps_the_call_sealed(submission, call, diego, dora):
    later = call.closes_at + timedelta(days=9)
    proposal = propose_deadline(call, by=diego, closes_at=later, reason="Holidays")

    with clock.at(call.closes_at + timedelta(days=2)):
        assert reasons_of(open_submissions, call, by=diego, witness=dora) == [
            "A new deadline is proposed: first somebody decides on it."
        ]
    assert proposal.state == "open"


@pytest.mark.parametrize("who", ["diego", "ana"])
def test_the_witness_is_another_person_of_the_programme(after_deadline, call, diego, ana, who):
    witness = {"diego": diego, "ana": ana}[who]

    [reason] = reasons_of(open_submissions, call, by=diego, witness=witness)

    assert "witness" in reason


def test_an_opened_call_is_locked(evaluation, call, diego, dora):
    call.refresh_from_db()
    later = clock.now() + timedelta(days=9)

    assert "The applications are opened: the deadline moves no more." in reasons_of(
        propose_deadline, call, by=diego, closes_at=later, reason="R", outage="O"
    )
    assert reasons_of(cancel_call, call, by=diego, reason="R") == [
        "The applications are opened: the call is no longer cancelled here."
    ]


def test_an_approval_that_comes_after_the_opening_moves_nothing(submission, call, diego, dora):
    """The guard holds where the proposal was made and approved: no window between them."""
    with clock.at(call.closes_at + timedelta(days=2)):
        open_submissions(call, by=diego, witness=dora)
        call.refresh_from_db()
        payload = {"closes_at": (clock.now() + timedelta(days=5)).isoformat(), "outage": "down"}
        proposal = propose("move_deadline", call, payload, reason="R", by=diego)
        assert "The applications are opened: the deadline moves no more." in reasons_of(approve, proposal, by=dora)


@pytest.mark.parametrize("count", [1, 3])
def test_the_opening_takes_one_number_of_queries_however_many_there_are(noon, call, diego, dora, count):
    several(call, count)

    with clock.at(call.closes_at + timedelta(days=2)), CaptureQueriesContext(connection) as queries:
        open_submissions(call, by=diego, witness=dora)

    assert Candidate.objects.count() == count
    assert len(queries) == 27


@pytest.mark.django_db(transaction=True)
def test_two_who_open_at_the_same_moment_open_once(after_deadline, call, diego, dora):
    moment, outcomes = clock.now(), []

    def open_it(by, witness):
        try:
            with clock.at(moment):
                open_submissions(call, by=by, witness=witness)
            outcomes.append("opened")
        except Refused:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=open_it, args=pair) for pair in ((diego, dora), (dora, diego))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["opened", "refused"]
    assert (Evaluation.objects.count(), Candidate.objects.count()) == (1, 1)
