"""Assessors: invited, signed before anything opens, declined, ended; conflicts shut the door."""

from datetime import timedelta

import pytest
from django.utils import translation

from grants import models
from grants.evaluation.actions.assessors import (
    accept_assessor,
    decline_assessor,
    end_assessor,
    invite_assessor,
    remind_assessor,
)
from grants.evaluation.actions.assigning import (
    assign_assessment,
    assign_by_lot,
    void_assessments,
    withdraw_assessment,
)
from grants.evaluation.models import Assessment, Candidate
from grants.evaluation.queries.assigning import proposed
from grants.permissions import Role
from grants.workflow import Refused
from tests.factories import CallFactory, UserFactory
from tests.grants.evaluation.scored import (
    assign,
    candidates_of,
    hash_for,
    in_three_weeks,
    more_assessors,
    score,
    signed_assessor,
)
from tests.life import evaluation_of, sign_declaration

pytestmark = pytest.mark.django_db

LOT_QUERIES = 26


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


def letters(user):
    return list(models.Message.objects.filter(recipient=user).order_by("pk").values_list("kind", flat=True))


def test_an_invitation_is_a_letter_and_opens_nothing(eligible, evaluation, clara, sonia):
    assessor = invite_assessor(evaluation, user=clara, languages=["es"], country="DE", by=sonia)

    assert (assessor.state, assessor.languages) == ("invited", ["es"])
    assert letters(clara) == ["assessor_invite"]
    assert not Candidate.objects.visible_to(clara).exists()
    with pytest.raises(Refused, match="has not signed the declaration"):
        assign(eligible, assessor, by=sonia)


def test_the_declaration_is_signed_as_it_was_read(evaluation, clara, sonia):
    assessor = invite_assessor(evaluation, user=clara, by=sonia)
    with pytest.raises(Refused, match="Read it again"):
        accept_assessor(assessor, seen_sha256="0" * 64, by=clara)

    signed = accept_assessor(assessor, seen_sha256=hash_for(assessor), by=clara)

    assert signed.state == "accepted"
    assert (signed.declaration.person, signed.declaration.evaluation) == (clara, evaluation)
    assert (signed.declaration.sha256, signed.declaration.language) == (hash_for(assessor), "en")
    with pytest.raises(Refused, match="not possible while the state"):
        decline_assessor(signed, by=clara)


def test_a_voter_who_assesses_signs_the_declaration_once(evaluation, vera, sonia, login):
    models.RoleAssignment.objects.create(user=vera, role=Role.ASSESSOR, valid_from=evaluation.opened_at)
    signed = sign_declaration(evaluation, vera)
    assessor = invite_assessor(evaluation, user=vera, by=sonia)

    page = login(vera).get(assessor.get_absolute_url()).content.decode()
    assert "You have signed it for this evaluation already" in page
    assert 'name="signed"' not in page
    login(vera).post(f"{assessor.get_absolute_url()}accept/")

    assessor.refresh_from_db()
    assert (assessor.state, assessor.declaration) == ("accepted", signed)


def test_who_has_signed_to_assess_does_not_sign_again_in_the_committee(evaluation, vera, sonia, login):
    models.RoleAssignment.objects.create(user=vera, role=Role.ASSESSOR, valid_from=evaluation.opened_at)
    signed_assessor(evaluation, vera, by=sonia)

    assert login(vera).get(f"/evaluation/calls/{evaluation.call.public_id}/decisions/").status_code == 200
    assert models.Declaration.objects.filter(person=vera).count() == 1


def test_the_declaration_of_another_evaluation_does_not_serve(evaluation, clara, sonia):
    sign_declaration(evaluation_of(CallFactory(), by=sonia), clara)
    assessor = invite_assessor(evaluation, user=clara, by=sonia)

    with pytest.raises(Refused, match="Read it again"):
        accept_assessor(assessor, by=clara)


def test_who_runs_the_evaluation_or_has_not_the_role_is_not_invited(evaluation, clara, sonia, diego, nadia):
    models.RoleAssignment.objects.create(user=diego, role=Role.ASSESSOR, valid_from=evaluation.opened_at)

    for person, sentence in ((nadia, "has not the role of an assessor"), (diego, "do not score")):
        with pytest.raises(Refused, match=sentence):
            invite_assessor(evaluation, user=person, by=sonia)
    invite_assessor(evaluation, user=clara, by=sonia)
    with pytest.raises(Refused):
        invite_assessor(evaluation, user=clara, by=sonia)


def test_the_consortia_of_an_employer_are_barred(eligible, evaluation, chamber, clara, sonia):
    assessor = signed_assessor(evaluation, clara, employer=chamber, by=sonia)

    with pytest.raises(Refused, match="has a conflict of interest"):
        assign(eligible, assessor, by=sonia)
    assert models.Conflict.objects.get(person=clara).origin == "detected"


def test_an_assignment_opens_the_application_to_the_assessor_alone(eligible, first, second, sonia, clara, carlos):
    assessment = assign(eligible, first, by=sonia)

    assert assessment.state == "assigned"
    assert list(Candidate.objects.visible_to(clara)) == [eligible]
    assert not Candidate.objects.visible_to(carlos).exists()
    assert letters(clara) == ["assessor_invite", "assessor_assign"]
    assert eligible.progress.standing == "missing"


def test_the_first_assignment_fixes_rules_and_grid(eligible, rules, first, sonia):
    assign(eligible, first, by=sonia)

    rules.refresh_from_db()
    assert rules.frozen_at is not None
    assert rules.grid.frozen_at is not None


def test_no_more_assessors_than_the_rule_says_and_nobody_twice(eligible, first, second, third, sonia):
    assign(eligible, first, by=sonia)
    with pytest.raises(Refused, match="has this candidate already"):
        assign(eligible, first, by=sonia)
    assign(eligible, second, by=sonia)
    with pytest.raises(Refused, match="has its 2 assessors"):
        assign(eligible, third, by=sonia)
    with pytest.raises(Refused, match="only when two assessments diverge"):
        assign(eligible, third, by=sonia, is_third=True)


def test_only_eligible_applications_in_time_under_rules_are_assigned(candidate, first, sonia, call):
    with pytest.raises(Refused, match="no scoring rules"):
        assign(candidate, first, by=sonia)


def test_a_candidate_that_is_not_eligible_and_a_past_term_are_refused(candidate, rules, first, sonia):
    past = candidate.evaluation.opened_at - timedelta(days=1)

    with pytest.raises(Refused) as refused:
        assign_assessment(candidate, assessor=first, due_at=past, by=sonia)

    assert [str(reason) for reason in refused.value.reasons] == [
        "Only eligible candidates are assessed.",
        "The term lies in the past.",
    ]


def test_the_lot_gives_each_application_two_without_conflict_and_one_letter_each(
    eligible, evaluation, first, second, third, chamber, carlos, sonia
):
    models.Conflict.objects.create(person=carlos, organisation=chamber, origin="declared", at=evaluation.opened_at)

    made = assign_by_lot(evaluation, seed="one", due_at=in_three_weeks(), by=sonia)

    assert {one.assessor for one in made} == {first, third}
    assert letters(first.user) == ["assessor_invite", "assessor_assign"]
    with pytest.raises(Refused, match="nothing to assign"):
        assign_by_lot(evaluation, seed="two", due_at=in_three_weeks(), by=sonia)


@pytest.mark.parametrize("applications", [1, 3])
def test_sharing_out_takes_one_number_of_queries(
    evaluation, rules, first, second, sonia, applications, django_assert_num_queries
):
    drawn_among = candidates_of(evaluation, applications)
    assign_by_lot(evaluation, seed="warm", due_at=in_three_weeks(), by=sonia)
    Assessment.objects.update(state="withdrawn")
    signed = more_assessors(evaluation, 2, by=sonia)
    for person in (first, second):
        end_assessor(person, reason="Done", by=sonia)

    with django_assert_num_queries(LOT_QUERIES):
        made = assign_by_lot(evaluation, seed="one", due_at=in_three_weeks(), by=sonia)

    assert {one.assessor_id for one in made} == {one.pk for one in signed}
    assert len(made) == 2 * applications
    told = models.AssessmentEvent.objects.filter(document__in=made).values_list("action", "before", "after", "actor")
    assert list(told) == [("assign", "assigned", "assigned", sonia.pk)] * len(made)
    for candidate in drawn_among:
        assert (candidate.progress.assigned, candidate.progress.submitted) == (2, 0)
        assert set(candidate.assessments.live().values_list("draft__parts__slug", flat=True)) == {
            "capacity",
            "relevance",
        }


def test_nothing_is_shared_out_with_a_term_in_the_past_or_after_the_consolidation(evaluation, eligible, first, sonia):
    with pytest.raises(Refused, match="The term lies in the past"):
        assign_by_lot(evaluation, seed="one", due_at=evaluation.opened_at - timedelta(days=1), by=sonia)
    models.Evaluation.objects.filter(pk=evaluation.pk).update(state="consolidated")
    with pytest.raises(Refused, match="The scores are consolidated"):
        assign_by_lot(evaluation, seed="one", due_at=in_three_weeks(), by=sonia)

    assert not Assessment.objects.exists()


def test_the_same_seed_draws_the_same(eligible, evaluation, rules, sonia):
    more_assessors(evaluation, 4, by=sonia)

    one, again = proposed(evaluation, rules, seed="s"), proposed(evaluation, rules, seed="s")

    assert one == again
    assert len(one.pairs) == 2


def test_ending_withdraws_what_is_open_and_keeps_what_is_submitted(eligible, first, second, sonia):
    submitted, assigned = score(eligible, first, 4, 4, 4, 4, by=sonia), assign(eligible, second, by=sonia)

    end_assessor(first, reason="Contract over", by=sonia)
    end_assessor(second, reason="Contract over", by=sonia)

    submitted.refresh_from_db()
    assigned.refresh_from_db()
    assert (submitted.state, assigned.state) == ("submitted", "withdrawn")
    assert letters(second.user)[-2:] == ["assessment_withdraw_assessment", "assessor_end_assessor"]
    assert not Candidate.objects.visible_to(second.user).exists()


def test_a_reminder_names_what_is_open(eligible, first, sonia):
    with pytest.raises(Refused, match="submitted everything"):
        remind_assessor(first, by=sonia)
    assign(eligible, first, by=sonia)

    remind_assessor(first, by=sonia)

    assert first.events.get(action="remind").changes["count"] == 1
    assert letters(first.user)[-1] == "assessor_remind"


def test_taking_back_needs_a_reason_and_ends_access(eligible, first, sonia, clara):
    assessment = assign(eligible, first, by=sonia)
    with pytest.raises(Refused, match="Say why"):
        withdraw_assessment(assessment, reason=" ", by=sonia)

    withdraw_assessment(assessment, reason="Too much to do", by=sonia)

    assert not Candidate.objects.visible_to(clara).exists()
    assert models.Progress.objects.get(candidate=eligible).assigned == 0
    assert assign(eligible, first, by=sonia).state == "assigned"


def test_a_conflict_after_scoring_voids_the_score_and_keeps_it(eligible, first, second, chamber, sonia, clara):
    assessment = score(eligible, first, 4, 4, 4, 4, by=sonia)
    score(eligible, second, 4, 4, 4, 4, by=sonia)
    models.Conflict.objects.create(
        person=clara, organisation=chamber, origin="declared", at=eligible.evaluation.opened_at
    )
    assert not Candidate.objects.visible_to(clara).exists()
    assert not Assessment.objects.visible_to(clara).exists()

    void_assessments(eligible.evaluation, by=sonia)

    assessment.refresh_from_db()
    eligible.progress.refresh_from_db()
    assert (assessment.state, assessment.total) == ("void", 20)
    assert assessment.versions.count() == 1
    assert (eligible.progress.standing, eligible.progress.submitted) == ("missing", 1)


def test_an_assessor_of_another_evaluation_is_refused(eligible, first, sonia, diego):
    stranger = UserFactory(role=Role.ASSESSOR)
    other = models.Evaluation.objects.create(
        call=CallFactory(), opened_at=eligible.evaluation.opened_at, opened_by=diego
    )
    assessor = signed_assessor(other, stranger, by=sonia)

    with pytest.raises(Refused, match="different evaluations"):
        assign(eligible, assessor, by=sonia)
