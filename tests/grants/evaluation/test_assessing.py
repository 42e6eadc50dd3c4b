"""Filling in the grid, submitting it, what is locked, opened again, taken back."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation

from grants import clock, models
from grants.evaluation.actions.assessing import NotYours, reopen_assessment, save_scores, submit_assessment
from grants.evaluation.actions.assigning import withdraw_assessment
from grants.evaluation.actions.conflicts import declare_conflict
from grants.evaluation.models import Assessment
from grants.workflow import Refused
from tests.grants.evaluation.scored import assign, fill, in_three_weeks, more_assessors, score

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def progress(candidate):
    return models.Progress.objects.get(candidate=candidate)


def test_scores_are_kept_as_typed_and_counted_when_submitted(eligible, first, sonia, clara):
    assessment = assign(eligible, first, by=sonia)
    fill(assessment, 4, 3, 5, 2, comments={"capacity-one-comment": "Solid team."})

    submitted = submit_assessment(assessment, by=clara)

    assert submitted.state == "submitted"
    assert submitted.total == Decimal("19.0000")
    assert submitted.scores == {"capacity-one": 4, "capacity-two": 3, "relevance-one": 5, "relevance-two": 2}
    version = submitted.versions.get()
    assert version.is_intact
    assert version.document["sections"] == {"capacity": 7, "relevance": 12}
    assert version.document["texts"] == {"capacity-one-comment": "Solid team."}
    assert "Clara" not in str(version.document)


def test_everything_that_is_missing_is_said_at_once(eligible, rules, first, sonia, clara):
    models.ScoringRules.objects.filter(pk=rules.pk).update(comment_at_most=2, comment_at_least=5)
    assessment = assign(eligible, first, by=sonia)
    save_scores(assessment, answers={"capacity-one": "2", "capacity-two": "9"}, based_on={}, by=clara)

    with pytest.raises(Refused) as refused:
        submit_assessment(assessment, by=clara)

    assert [(str(reason), reason.url.partition("#")[2]) for reason in refused.value.reasons] == [
        ("A score of 2 needs a comment: Capacity-One", "answer-capacity-one-comment"),
        ("Capacity-Two: Write a number of 5 or less.", "answer-capacity-two"),
        ("Still open: Relevance-One", "answer-relevance-one"),
        ("Still open: Relevance-Two", "answer-relevance-two"),
    ]
    assert assessment.versions.count() == 0


def test_a_due_comment_lets_the_score_pass(eligible, rules, first, sonia, clara):
    models.ScoringRules.objects.filter(pk=rules.pk).update(comment_at_most=2)
    assessment = assign(eligible, first, by=sonia)
    fill(assessment, 2, 4, 4, 4, comments={"capacity-one-comment": "Thin."})

    assert submit_assessment(assessment, by=clara).total == 18


def test_what_is_submitted_is_locked(eligible, first, sonia, clara):
    assessment = score(eligible, first, 4, 4, 4, 4, by=sonia)

    with pytest.raises(Refused, match="submitted and locked"):
        save_scores(assessment, answers={"capacity-one": "5"}, based_on={"capacity-one": 1}, by=clara)
    with pytest.raises(Refused, match="submitted and locked"):
        submit_assessment(assessment, by=clara)
    assert assessment.draft.cells.get(key="capacity-one").raw == "4"


def test_a_question_of_another_grid_is_refused(eligible, first, sonia, clara):
    assessment = assign(eligible, first, by=sonia)

    with pytest.raises(Refused, match="no such question"):
        save_scores(assessment, answers={"budget": "5"}, based_on={}, by=clara)


def test_opening_again_needs_a_reason_and_the_next_submission_is_the_next_version(eligible, first, sonia, clara):
    assessment = score(eligible, first, 4, 4, 4, 4, by=sonia)
    with pytest.raises(Refused, match="Say why"):
        reopen_assessment(assessment, reason="", due_at=in_three_weeks(), by=sonia)

    again = reopen_assessment(assessment, reason="Comment missing", due_at=in_three_weeks(), by=sonia)

    assert (again.state, again.total, again.scores) == ("assigned", None, {})
    assert progress(eligible).submitted == 0
    save_scores(again, answers={"capacity-one": "5"}, based_on={"capacity-one": 1}, by=clara)
    assert submit_assessment(again, by=clara).total == 21
    assert [(version.number, version.document["total"]) for version in again.versions.all()] == [
        (2, "21.0000"), (1, "20.0000"),
    ]  # fmt: skip
    assert models.Message.objects.filter(recipient=clara, kind="assessment_reopen_assessment").count() == 1


def test_a_term_in_the_past_opens_nothing(eligible, first, sonia):
    assessment = score(eligible, first, 4, 4, 4, 4, by=sonia)

    with pytest.raises(Refused, match="lies in the past"):
        reopen_assessment(assessment, reason="Why", due_at=clock.now() - timedelta(days=1), by=sonia)
    assessment.refresh_from_db()
    assert assessment.total == 20


def test_what_was_taken_back_is_not_saved_and_stays_for_staff(eligible, first, sonia, clara):
    assessment = assign(eligible, first, by=sonia)
    fill(assessment, 4, 4, 4, 4)
    withdraw_assessment(assessment, reason="Too late", by=sonia)

    with pytest.raises(NotYours, match="taken back"):
        save_scores(assessment, answers={"capacity-one": "5"}, based_on={"capacity-one": 1}, by=clara)

    assert assessment.draft.cells.get(key="capacity-one").raw == "4"


def test_two_that_agree_are_complete(eligible, first, second, sonia):
    score(eligible, first, 4, 4, 4, 4, by=sonia)
    score(eligible, second, 4, 4, 4, 3, by=sonia)

    found = progress(eligible)
    assert (found.standing, found.mean, found.spread) == ("complete", Decimal("19.5000"), Decimal("5.0"))


def test_two_that_diverge_call_for_a_third(eligible, first, second, third, sonia):
    score(eligible, first, 5, 5, 5, 5, by=sonia)
    score(eligible, second, 3, 3, 3, 3, by=sonia)
    assert progress(eligible).standing == "third"
    assert eligible.events.filter(action="diverge").count() == 1

    score(eligible, third, 4, 4, 4, 4, by=sonia, is_third=True)

    found = progress(eligible)
    assert (found.standing, found.mean) == ("complete", Decimal("20.0000"))


def test_a_third_steps_into_the_place_of_one_in_conflict_and_another_can_be_the_third(
    eligible, first, second, third, sonia, clara
):
    score(eligible, first, 5, 5, 5, 5, by=sonia)
    score(eligible, second, 3, 3, 3, 3, by=sonia)
    last = assign(eligible, third, by=sonia, is_third=True)

    declare_conflict(eligible, by=clara)

    last.refresh_from_db()
    assert (last.is_third, progress(eligible).standing) == (False, "missing")
    fill(last, 5, 5, 5, 5)
    submit_assessment(last, by=third.user)
    assert progress(eligible).standing == "third"
    (fourth,) = more_assessors(eligible.evaluation, 1, by=sonia)
    score(eligible, fourth, 4, 4, 4, 4, by=sonia, is_third=True)
    assert progress(eligible).standing == "complete"


def test_an_assessor_sees_own_assessments_only_before_and_after(eligible, first, second, sonia, clara, carlos, ines):
    one, other = score(eligible, first, 4, 4, 4, 4, by=sonia), assign(eligible, second, by=sonia)

    assert list(Assessment.objects.visible_to(clara)) == [one]
    assert list(Assessment.objects.visible_to(carlos)) == [other]
    assert set(Assessment.objects.visible_to(ines)) == {one, other}


@pytest.mark.parametrize("person", ["vera", "nadia", "ana", "elena"])
def test_nobody_else_sees_an_assessment(eligible, first, sonia, person, request):
    score(eligible, first, 4, 4, 4, 4, by=sonia)

    assert not Assessment.objects.visible_to(request.getfixturevalue(person)).exists()


def test_who_comes_to_run_the_evaluation_while_assessing_in_it_sees_own_scores_only(
    eligible, first, second, sonia, clara
):
    own, _other = score(eligible, first, 4, 4, 4, 4, by=sonia), score(eligible, second, 4, 4, 4, 4, by=sonia)
    models.RoleAssignment.objects.create(user=clara, role="secretary", valid_from=eligible.evaluation.opened_at)

    fresh = models.User.objects.get(pk=clara.pk)

    assert list(Assessment.objects.visible_to(fresh)) == [own]
    assert not fresh.has_perm("grants.read_reviews", eligible.evaluation)
