"""Consolidating: refused while anything is open, the same bytes from any order, ranks within the lot."""

import random
from decimal import Decimal

import pytest
from django.utils import translation

from grants import clock, models
from grants.audit import canonical
from grants.evaluation.actions.assessing import reopen_assessment, save_scores, submit_assessment
from grants.evaluation.actions.assigning import withdraw_assessment
from grants.evaluation.actions.ballots import cast_vote, decide_ballot, put_to_vote
from grants.evaluation.actions.committee import sign_declaration
from grants.evaluation.actions.conflicts import declare_conflict
from grants.evaluation.actions.consolidating import consolidate_evaluation, reopen_scores
from grants.evaluation.queries import consolidation
from grants.evaluation.queries.declaration import declaration_hash
from grants.evaluation.queries.grids import rules_of
from grants.workflow import Refused
from tests.grants.evaluation.scored import assign, candidates_of, in_three_weeks, more_assessors, rules_for, score
from tests.life import AFTER_DEADLINE, evaluation_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def committee(three, ines, sonia, vera, victor, valeria):
    """Chair, secretary and three voters, all of whom have signed."""
    (one, *_others), _people = three
    members = [ines, sonia, vera, victor, valeria]
    for person in members:
        sign_declaration(one.evaluation, by=person, sha256=declaration_hash("en"))
    return members


@pytest.fixture
def three(noon, call, diego, sonia):
    """Three eligible applications of one lot, three assessors who have signed; two days after the deadline."""
    with clock.at(call.closes_at + AFTER_DEADLINE):
        evaluation = evaluation_of(call, by=diego)
        rules_for(call)
        yield candidates_of(evaluation, 3), more_assessors(evaluation, 3, by=sonia)


def states(candidates):
    for candidate in candidates:
        candidate.refresh_from_db()
    return [(candidate.state, candidate.score, candidate.rank) for candidate in candidates]


def test_scores_and_ranks_are_written_and_frozen(three, sonia, ines):
    (low, high, out), (first, second, _third) = three
    for candidate, scores in ((low, (3, 3, 3, 3)), (high, (5, 4, 5, 5)), (out, (1, 4, 4, 4))):
        score(candidate, first, *scores, by=sonia)
        score(candidate, second, *scores, by=sonia)

    version = consolidate_evaluation(low.evaluation, by=ines)

    assert states([low, high, out]) == [
        ("ranked", Decimal("15.0000"), 2),
        ("ranked", Decimal("24.0000"), 1),
        ("below_threshold", Decimal("17.0000"), None),
    ]
    assert (version.number, version.is_intact) == (1, True)
    assert [row["rank"] for row in version.document["candidates"]] == [2, 1, None]
    assert models.Evaluation.objects.get().state == "consolidated"
    findings = out.events.get(action="reject_candidate").changes["findings"]
    assert [finding["code"] for finding in findings] == ["below_section", "lowest_score"]


def test_equal_scores_are_ranked_by_the_section_then_by_receipt(three, sonia, ines):
    (one, two, three_), (first, second, _third) = three
    for candidate, scores in ((one, (4, 4, 3, 4)), (two, (3, 3, 4, 4)), (three_, (3, 3, 4, 4))):
        score(candidate, first, *scores, by=sonia)  # 18 each; relevance 10, 12, 12
        score(candidate, second, *scores, by=sonia)

    consolidate_evaluation(one.evaluation, by=ines)

    assert [rank for _state, _score, rank in states([one, two, three_])] == [3, 1, 2]


def test_nothing_is_consolidated_while_something_is_open(three, sonia, ines):
    (one, two, three_), (first, second, _third) = three
    models.Candidate.objects.filter(pk=three_.pk).update(state="received")
    score(one, first, 5, 5, 5, 5, by=sonia)
    score(one, second, 3, 3, 3, 3, by=sonia)
    assign(two, first, by=sonia)

    with pytest.raises(Refused) as refused:
        consolidate_evaluation(one.evaluation, by=ines)

    assert [str(reason) for reason in refused.value.reasons] == [
        "1 application is not checked for eligibility yet.",
        "1 application lacks assessments.",
        "1 application has divergent assessments: assign a third assessor.",
    ]
    assert models.Consolidation.objects.count() == 0
    assert states([one])[0] == ("eligible", None, None)


def test_a_third_that_is_still_being_written_holds_it_up(three, sonia, ines):
    (one, two, three_), (first, second, third) = three
    for candidate in (two, three_):
        score(candidate, first, 4, 4, 4, 4, by=sonia)
        score(candidate, second, 4, 4, 4, 4, by=sonia)
    score(one, first, 5, 5, 5, 5, by=sonia)
    diverging = score(one, second, 3, 3, 3, 3, by=sonia)
    assign(one, third, by=sonia, is_third=True)
    reopen_assessment(diverging, reason="Look again", due_at=in_three_weeks(), by=sonia)
    save_scores(
        diverging, answers={"capacity-one": "5", "capacity-two": "5", "relevance-one": "5"},
        based_on=dict.fromkeys(("capacity-one", "capacity-two", "relevance-one"), 1), by=second.user,
    )  # fmt: skip
    submit_assessment(diverging, by=second.user)

    with pytest.raises(Refused, match="1 assessment is still being written"):
        consolidate_evaluation(one.evaluation, by=ines)


def test_after_it_nothing_of_an_assessment_changes(three, sonia, ines):
    (one, two, three_), (first, second, _third) = three
    made = [score(candidate, who, 4, 4, 4, 4, by=sonia) for candidate in (one, two, three_) for who in (first, second)]

    consolidate_evaluation(one.evaluation, by=ines)

    with pytest.raises(Refused, match="consolidated"):
        reopen_assessment(made[0], reason="Why", due_at=in_three_weeks(), by=sonia)
    with pytest.raises(Refused, match="not possible while the state"):
        consolidate_evaluation(one.evaluation, by=ines)


def test_a_conflict_declared_after_scoring_is_left_out_and_named(three, sonia, ines):
    (one, two, three_), (first, second, _third) = three
    for candidate in (one, two, three_):
        score(candidate, first, 4, 4, 4, 4, by=sonia)
        score(candidate, second, 4, 4, 4, 4, by=sonia)
    models.Conflict.objects.create(
        person=first.user, organisation=one.lead, origin="declared", at=one.evaluation.opened_at
    )

    with pytest.raises(Refused, match="1 application lacks assessments"):
        consolidate_evaluation(one.evaluation, by=ines)


def test_the_next_version_is_without_who_came_into_conflict(three, sonia, ines):
    (one, two, three_), (first, second, third) = three
    for candidate in (one, two, three_):
        score(candidate, first, 4, 4, 4, 4, by=sonia)
        score(candidate, second, 4, 4, 4, 4, by=sonia)
    consolidate_evaluation(one.evaluation, by=ines)
    conflict = models.Conflict.objects.create(
        person=first.user, organisation=one.lead, origin="declared", at=one.evaluation.opened_at
    )

    reopen_scores(one.evaluation, reason="Conflict declared", by=ines)
    assert states([one])[0] == ("eligible", None, None)
    one = models.Candidate.objects.get(pk=one.pk)
    score(one, third, 3, 4, 4, 4, by=sonia)
    version = consolidate_evaluation(one.evaluation, by=ines)

    assert version.number == 2
    assert version.document["left_out"] == [str(one.assessments.get(state="void").public_id)]
    assert states([one])[0] == ("ranked", Decimal("19.5000"), 3)
    assert conflict.ended_at is None


def test_nobody_is_put_to_the_vote_on_a_score_of_somebody_in_conflict_since(three, sonia, ines):
    (one, two, three_), (first, second, third) = three
    for candidate in (one, two, three_):
        score(candidate, first, 4, 4, 4, 4, by=sonia)
        score(candidate, second, 4, 4, 4, 4, by=sonia)
    consolidate_evaluation(one.evaluation, by=ines)
    sentence = f"The score of {one.reference} counts an assessment by somebody with a conflict of interest since"

    declare_conflict(one, by=first.user)

    with pytest.raises(Refused, match=sentence):
        put_to_vote(one.lot, by=sonia)
    reopen_scores(one.evaluation, reason="Conflict declared", by=ines)
    score(models.Candidate.objects.get(pk=one.pk), third, 4, 4, 4, 4, by=sonia)
    consolidate_evaluation(one.evaluation, by=ines)
    with pytest.raises(Refused) as others:
        put_to_vote(one.lot, by=sonia)
    assert sentence not in str(others.value)


def test_scores_are_opened_again_for_the_lots_that_are_not_decided(three, committee, call, sonia, ines):
    (one, two, three_), (first, second, third) = three
    decided, other = call.lots.all()
    models.Candidate.objects.filter(pk=one.pk).update(lot=decided)
    models.Candidate.objects.filter(pk__in=[two.pk, three_.pk]).update(lot=other)
    for candidate in (one, two, three_):
        candidate.refresh_from_db()
        score(candidate, first, 4, 4, 4, 4, by=sonia)
        score(candidate, second, 4, 4, 4, 4, by=sonia)
    consolidate_evaluation(one.evaluation, by=ines)
    ballot = put_to_vote(decided, by=sonia)
    with pytest.raises(Refused, match="put to the vote on these scores"):
        reopen_scores(one.evaluation, reason="Conflict declared", by=ines)
    for voter in committee[2:]:
        cast_vote(ballot, by=voter, choice="yes")
    decide_ballot(ballot, by=ines)
    declare_conflict(two, by=first.user)
    with pytest.raises(Refused, match=f"The score of {two.reference} counts an assessment by somebody"):
        put_to_vote(other, by=sonia)

    reopen_scores(one.evaluation, reason="Conflict declared", by=ines)

    assert [state for state, _score, _rank in states([one, two, three_])] == ["selected", "eligible", "eligible"]
    theirs = models.Assessment.objects.filter(candidate=one).first()
    with pytest.raises(Refused, match="nothing of an assessment changes"):
        withdraw_assessment(theirs, reason="Why", by=sonia)
    score(models.Candidate.objects.get(pk=two.pk), third, 3, 4, 4, 4, by=sonia)
    version = consolidate_evaluation(one.evaluation, by=ines)
    assert [(row["lot"], row["score"], row["rank"]) for row in version.document["candidates"]] == [
        ("1", "20.0000", 1), ("2", "19.5000", 2), ("2", "20.0000", 1),
    ]  # fmt: skip
    assert states([one, two, three_]) == [
        ("selected", Decimal("20.0000"), 1),
        ("ranked", Decimal("19.5000"), 2),
        ("ranked", Decimal("20.0000"), 1),
    ]
    put_to_vote(other, by=sonia)


def test_a_person_in_conflict_does_not_consolidate(three, ines):
    (one, *_others), _people = three
    models.Conflict.objects.create(person=ines, organisation=one.lead, origin="declared", at=one.evaluation.opened_at)

    with pytest.raises(Refused, match="somebody without one"):
        consolidate_evaluation(one.evaluation, by=ines)


def test_shuffled_input_gives_the_same_bytes(three, sonia):
    (one, two, three_), (first, second, _third) = three
    for candidate, scores in ((one, (4, 4, 3, 4)), (two, (3, 3, 4, 4)), (three_, (3, 3, 4, 4))):
        score(candidate, first, *scores, by=sonia)
        score(candidate, second, *scores, by=sonia)
    evaluation = one.evaluation
    rules, rows = rules_of(evaluation.call), consolidation.assessed(evaluation)

    def compiled(rows):
        return canonical(consolidation.content(evaluation, rules, rows, consolidation.placed(rows, rules), ["b", "a"]))

    straight = compiled(rows)
    for seed in range(10):
        shuffled = random.Random(seed).sample(rows, len(rows))  # noqa: S311
        turned = [
            consolidation.Assessed(r.reference, r.lot, r.received_at, r.submission_sha256, r.inputs[::-1])
            for r in shuffled
        ]
        assert compiled(turned) == straight
