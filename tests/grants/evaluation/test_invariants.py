"""The nightly check finds what contradicts the opening."""

import pytest

from grants import clock
from grants.applications.actions.submission import submit_application
from grants.evaluation import invariants
from grants.evaluation.actions.opening import open_submissions
from grants.evaluation.models import Candidate, CandidateParty, Evaluation
from tests.life import AFTER_DEADLINE, hand_in

pytestmark = pytest.mark.django_db

CHECKS = (
    invariants.opened_calls_have_their_record,
    invariants.submitted_applications_are_candidates,
    invariants.candidates_name_their_consortium,
)


def found():
    return [line for check in CHECKS for line in check()]


def test_an_opened_call_contradicts_nothing(candidate):
    assert found() == []


def test_a_missing_candidate_is_found(evaluation, candidate):
    application = candidate.application
    CandidateParty.objects.all().delete()
    Candidate.objects.all().delete()

    assert found() == [f"application {application.public_id} is no candidate"]


def test_a_candidate_with_an_earlier_submission_is_found(noon, call, chamber, partner_organisation, ana, bruno, diego,
                                                         dora):  # fmt: skip
    first = hand_in(call, chamber, partner_organisation, by=ana, signer=bruno)
    application = first.application
    application.title = "Again"
    application.save()
    submit_application(application, by=ana)
    with clock.at(call.closes_at + AFTER_DEADLINE):
        open_submissions(call, by=diego, witness=dora)
    assert found() == []

    Candidate.objects.update(submission=first)

    assert found() == ["candidate AIV-2026-0001 has not its official submission"]


def test_a_candidate_without_its_lead_is_found(candidate):
    CandidateParty.objects.filter(role="lead").delete()

    assert found() == ["candidate AIV-2026-0001"]


def test_moments_that_differ_are_found(evaluation, noon):
    Evaluation.objects.update(opened_at=noon)

    assert found() == [f"evaluation {evaluation.public_id} and its call name different moments"]
