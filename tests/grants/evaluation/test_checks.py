"""The checks: criteria, answers, decisions with reasons, taken back until consolidation."""

import pytest

from grants.evaluation.actions import checks as actions
from grants.evaluation.models import CheckAnswer, CheckCriterion, Conflict, Evaluation
from grants.evaluation.queries.checks import checks_of, reasons_told
from tests.factories import CallFactory
from tests.grants.evaluation.test_opening import reasons_of

pytestmark = pytest.mark.django_db


def all_yes(candidate, by, **others):
    """Every criterion answered with yes but those named: {slug with _ for -: (verdict, note)}."""
    slugs = [row.criterion.slug for row in checks_of(candidate).rows]
    answers = dict.fromkeys(slugs, ("yes", "")) | {name.replace("_", "-"): value for name, value in others.items()}
    return actions.answer_checks(candidate, by=by, answers=answers)


def test_the_opening_gives_a_call_without_criteria_the_standard_ones(evaluation, call):
    assert CheckCriterion.objects.filter(call=call).count() == 15
    first = CheckCriterion.objects.get(call=call, slug="in-time")
    assert (first.stage, first.rule, first.text_en) == (
        "administrative", "in_time", "The application was received before the deadline.",
    )  # fmt: skip


def test_criteria_are_set_up_until_the_first_answer(candidate, call, diego):
    own = {"text_es": "Propio", "reason_es": "No", "stage": "eligibility", "slug": "own", "position": 20}
    added = actions.add_criterion(call, by=diego, **own)
    actions.change_criterion(added, by=diego, text_es="Cambiado")
    assert "This key is used already." in reasons_of(actions.add_criterion, call, by=diego, **own)
    actions.remove_criterion(CheckCriterion.objects.get(call=call, slug="language"), by=diego)
    actions.answer_checks(candidate, by=diego, answers={"own": ("yes", "")})

    closed = ["The checks have begun: the criteria stay as they are, the same for all."]
    assert reasons_of(actions.add_criterion, call, by=diego, **own | {"slug": "more"}) == closed
    assert reasons_of(actions.change_criterion, added, by=diego, text_es="Otra") == closed
    assert reasons_of(actions.remove_criterion, added, by=diego) == closed
    assert CheckCriterion.objects.get(slug="own").text_es == "Cambiado"


def test_the_standard_criteria_are_adopted_once(diego):
    call = CallFactory()

    assert len(actions.adopt_standard_criteria(call, by=diego)) == 15
    assert reasons_of(actions.adopt_standard_criteria, call, by=diego) == ["The call has criteria already."]


def test_answers_say_who_and_when_and_may_change(candidate, diego, dora, after_deadline):
    actions.answer_checks(candidate, by=diego, answers={"lead": ("yes", ""), "language": ("", "")})
    actions.answer_checks(candidate, by=dora, answers={"lead": ("unclear", "Which statutes?")})

    answer = CheckAnswer.objects.get()
    assert (answer.verdict, answer.note, answer.by, answer.at) == ("unclear", "Which statutes?", dora, after_deadline)
    assert [event.changes["answers"]["lead"] for event in candidate.events.all()] == [["", "yes"], ["yes", "unclear"]]


def test_a_no_says_why(candidate, diego):
    assert reasons_of(actions.answer_checks, candidate, by=diego, answers={"lead": ("no", "  ")}) == [
        "Say why not: “The lead applicant is an eligible, non-profit organisation.”"
    ]
    assert not CheckAnswer.objects.exists()


@pytest.mark.parametrize("answers", [{"foreign": ("yes", "")}, {"lead": ("perhaps", "")}])
def test_what_is_not_asked_is_refused(candidate, diego, answers):
    assert reasons_of(actions.answer_checks, candidate, by=diego, answers=answers) == [
        "This criterion is not asked in this call."
    ]


def test_who_keeps_everything_is_eligible(candidate, diego):
    all_yes(candidate, diego)

    found = actions.find_eligible(candidate, by=diego)

    assert found.state == "eligible"
    assert found.events.last().action == "find_eligible"


def test_nobody_is_eligible_with_a_criterion_open_or_failed(candidate, diego):
    all_yes(candidate, diego, lead=("unclear", ""), language=("no", "In Guarani"))

    assert reasons_of(actions.find_eligible, candidate, by=diego) == ["2 criteria are not answered with yes."]


def test_not_admissible_rests_on_the_administrative_check(candidate, diego):
    all_yes(candidate, diego, lead=("no", "A company"))
    assert reasons_of(actions.find_inadmissible, candidate, by=diego) == [
        "No criterion of the administrative check is answered with no."
    ]
    all_yes(candidate, diego, readable=("no", "Page 2 is black"))

    found = actions.find_inadmissible(candidate, by=diego, note="Asked twice")

    assert (found.state, found.events.last().changes) == ("inadmissible", {"failed": ["readable"]})


def test_not_eligible_rests_on_the_eligibility_check_and_the_letter_on_the_words_of_the_call(candidate, diego):
    all_yes(candidate, diego)
    assert reasons_of(actions.find_ineligible, candidate, by=diego) == [
        "No criterion of the eligibility check is answered with no."
    ]
    all_yes(candidate, diego, lead=("no", "CANARY-NOTE a company"))

    found = actions.find_ineligible(candidate, by=diego, note="CANARY-FILE")

    assert found.state == "ineligible"
    assert reasons_told(found, "pt-br") == ["O proponente principal não é uma organização elegível."]
    assert reasons_told(found, "en") == ["The lead applicant is not an eligible organisation."]


def test_a_decided_check_takes_no_answer_until_it_is_opened_again_with_a_reason(candidate, diego):
    all_yes(candidate, diego)
    actions.find_eligible(candidate, by=diego)
    closed = ["The check is decided. Open it again to change an answer."]
    assert reasons_of(actions.answer_checks, candidate, by=diego, answers={"lead": ("no", "X")}) == closed
    assert reasons_of(actions.reopen_check, candidate, by=diego, reason=" ") == ["Say why the check is opened again."]

    reopened = actions.reopen_check(candidate, by=diego, reason="The statutes were of another body")

    assert (reopened.state, reopened.events.last().note) == ("received", "The statutes were of another body")
    actions.answer_checks(candidate, by=diego, answers={"lead": ("no", "X")})


def test_after_consolidation_no_check_is_touched(candidate, diego):
    all_yes(candidate, diego)
    Evaluation.objects.update(state="consolidated")
    candidate.refresh_from_db()
    closed = "The scores are consolidated: the checks are closed."

    assert reasons_of(actions.answer_checks, candidate, by=diego, answers={"lead": ("no", "X")}) == [closed]
    assert closed in reasons_of(actions.find_eligible, candidate, by=diego)
    assert reasons_of(actions.find_all_eligible, candidate.evaluation, by=diego)[0] == closed


def test_a_decided_candidate_is_not_decided_again(candidate, diego):
    all_yes(candidate, diego)
    actions.find_eligible(candidate, by=diego)

    [reason, *_more] = reasons_of(actions.find_eligible, candidate, by=diego)

    assert reason == "This is not possible while the state is “Eligible, being assessed”."


def test_all_that_keep_everything_are_found_eligible_at_once(candidate, diego):
    assert reasons_of(actions.find_all_eligible, candidate.evaluation, by=diego) == [
        "There is no candidate whose every criterion is answered with yes."
    ]
    all_yes(candidate, diego)

    assert [found.state for found in actions.find_all_eligible(candidate.evaluation, by=diego)] == ["eligible"]


def test_who_is_in_conflict_finds_nothing_eligible_in_bulk(candidate, diego, dora, chamber, after_deadline):
    all_yes(candidate, diego)
    Conflict.objects.create(person=dora, organisation=chamber, origin="recorded", at=after_deadline)

    assert reasons_of(actions.find_all_eligible, candidate.evaluation, by=dora) == [
        "There is no candidate whose every criterion is answered with yes."
    ]
