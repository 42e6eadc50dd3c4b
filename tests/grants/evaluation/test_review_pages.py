"""The cockpit, one candidate, assessors, the lot, consolidation, the rules: who sees what, what it costs."""

import re

import pytest
from django.urls import reverse

from grants import models
from grants.evaluation.actions.assessing import submit_assessment
from tests.grants.evaluation.scored import (
    assign,
    candidates_of,
    fill,
    more_assessors,
    score,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("committee_signed")]


def address(name, document):
    return reverse(f"evaluation:{name}", args=[document.public_id])


def test_the_cockpit_shows_totals_spread_and_divergence(eligible, first, second, sonia, login):
    score(eligible, first, 5, 5, 5, 5, by=sonia)
    score(eligible, second, 3, 3, 3, 3, by=sonia)

    html = login(sonia).get(address("review", eligible.evaluation)).content.decode()

    assert re.search(r"Clara: .*25", html)
    assert re.search(r"Carlos: .*15", html)
    assert "40.0" in html
    assert "Divergent, a third is needed" in html
    filtered = login(sonia).get(address("review", eligible.evaluation), {"standing": "complete"})
    assert "No candidate fits" in filtered.content.decode()


def test_who_has_a_conflict_sees_neither_the_row_nor_its_count(eligible, sonia, chamber, login):
    models.Conflict.objects.create(
        person=sonia, organisation=chamber, origin="declared", at=eligible.evaluation.opened_at
    )

    page = login(sonia)

    html = page.get(address("review", eligible.evaluation)).content.decode()
    assert "Café" not in html
    assert "0 of 0 applications are assessed." in html
    assert page.get(address("assessments", eligible)).status_code == 404
    assert "Café" not in page.get(address("assign_by_lot", eligible.evaluation)).content.decode()


@pytest.mark.parametrize("person", ["vera", "clara", "elena", "marta"])
def test_voters_and_others_see_no_single_score(eligible, first, second, sonia, login, person, request):
    score(eligible, first, 5, 5, 5, 5, by=sonia)
    page = login(request.getfixturevalue(person))

    for name, document in (
        ("review", eligible.evaluation), ("assessors", eligible.evaluation), ("assessments", eligible),
    ):  # fmt: skip
        assert page.get(address(name, document)).status_code in (403, 404)


def test_a_third_is_assigned_on_the_page_of_the_candidate(eligible, first, second, third, sonia, login):
    score(eligible, first, 5, 5, 5, 5, by=sonia)
    score(eligible, second, 3, 3, 3, 3, by=sonia)
    page = login(sonia)
    assert "Assign a third assessor" in page.get(address("assessments", eligible)).content.decode()
    assert page.post(address("assign", eligible), {}).status_code == 422

    page.post(address("assign", eligible), {"assessor": third.public_id, "days": "14"})

    assert models.Assessment.objects.get(assessor=third).is_third


def test_scores_and_comments_stand_side_by_side_once_submitted(eligible, first, second, sonia, login):
    score(eligible, first, 5, 4, 5, 5, by=sonia)
    score(eligible, second, 5, 5, 5, 4, by=sonia)

    html = login(sonia).get(address("assessments", eligible)).content.decode()

    assert "Final score" in html
    assert "24.0000" in html
    assert html.count("Open again") == 2


def test_opening_again_and_taking_back_ask_for_a_reason(eligible, first, second, sonia, login):
    submitted, assigned = score(eligible, first, 5, 4, 5, 5, by=sonia), assign(eligible, second, by=sonia)
    page = login(sonia)

    assert page.post(address("reopen_assessment", submitted), {"days": "7"}).status_code == 422
    assert page.get(address("withdraw_assessment", assigned)).status_code == 200
    page.post(address("reopen_assessment", submitted), {"days": "7", "reason": "A comment is missing"})
    page.post(address("withdraw_assessment", assigned), {"reason": "Ill"})

    submitted.refresh_from_db()
    assigned.refresh_from_db()
    assert (submitted.state, assigned.state) == ("assigned", "withdrawn")


def test_assessors_are_invited_reminded_and_ended_on_their_page(eligible, evaluation, first, carlos, sonia, login):
    assign(eligible, first, by=sonia)
    page = login(sonia)
    chosen = {"user": carlos.public_id, "languages": ["es"], "country": "DE", "employer": ""}

    page.post(address("invite_assessor", evaluation), chosen)
    page.post(address("remind_assessor", first))
    page.post(address("end_assessor", first), {"reason": "Over"})

    assert models.Assessor.objects.get(user=carlos).state == "invited"
    first.refresh_from_db()
    assert first.state == "ended"
    assert "Carlos" in page.get(address("assessors", evaluation)).content.decode()


def test_means_are_shown_from_three_assessments_on(evaluation, rules, sonia, login):
    (one, two), candidates = more_assessors(evaluation, 2, by=sonia), candidates_of(evaluation, 3)
    for candidate in candidates[:2]:
        score(candidate, one, 5, 5, 5, 5, by=sonia)
        score(candidate, two, 4, 4, 4, 5, by=sonia)
    page = login(sonia)
    assert "25.0" not in page.get(address("assessors", evaluation)).content.decode()

    score(candidates[2], one, 5, 5, 5, 5, by=sonia)

    html = page.get(address("assessors", evaluation)).content.decode()
    assert "25.0" in html
    assert "21.0" not in html


def test_the_lot_is_shown_before_it_is_drawn_and_drawn_as_shown(evaluation, rules, first, second, sonia, login):
    candidates_of(evaluation, 2)
    page = login(sonia)
    shown = page.get(address("assign_by_lot", evaluation), {"seed": "abc"}).content.decode()
    assert "Drawn with the seed abc" in shown

    page.post(address("assign_by_lot", evaluation), {"seed": "abc", "days": "21"})

    assert models.Assessment.objects.count() == 4
    assert "Nothing to assign" in page.get(address("assign_by_lot", evaluation)).content.decode()


def test_consolidating_is_the_chair_s_or_the_secretary_s_and_says_what_is_open(
    eligible, first, second, sonia, ines, diego, login
):
    score(eligible, first, 5, 4, 5, 5, by=sonia)
    chair = login(ines)
    assert "lacks assessments" in chair.get(address("consolidate", eligible.evaluation)).content.decode()
    assert login(diego).get(address("consolidate", eligible.evaluation)).status_code == 403
    score(eligible, second, 5, 5, 5, 4, by=sonia)

    chair.post(address("consolidate", eligible.evaluation))
    assert chair.get(address("consolidate", eligible.evaluation)).status_code == 302

    eligible.refresh_from_db()
    assert (eligible.state, eligible.rank) == ("ranked", 1)
    chair.post(address("reopen_scores", eligible.evaluation), {"reason": "Conflict"})
    eligible.refresh_from_db()
    assert (eligible.state, eligible.rank) == ("eligible", None)


def test_the_secretary_and_the_chair_find_the_assessments_on_their_home(eligible, sonia, ines, login):
    for person in (sonia, ines):
        html = login(person).get(reverse("home")).content.decode()
        assert "0 of 1 candidates assessed, 0 divergent" in html


def test_what_brings_the_assessments_forward_waits_on_the_home_page(eligible, first, second, third, sonia, ines, login):
    def waits(person):
        html = login(person).get(reverse("home")).content.decode().partition("All evaluations")[0]
        titles = ("has no assessor", "needs a third assessor", "Consolidate the scores")
        return [title for title in titles if title in html]

    assert (waits(sonia), waits(ines)) == (["has no assessor"], [])

    score(eligible, first, 5, 5, 5, 5, by=sonia)
    score(eligible, second, 3, 3, 3, 3, by=sonia)
    assert (waits(sonia), waits(ines)) == (["needs a third assessor"], [])

    page = address("assessments", eligible)
    assert "Assign a third assessor." in login(sonia).get(page).content.decode()
    assigned = assign(eligible, third, by=sonia, is_third=True)
    assert waits(sonia) == []
    html = login(sonia).get(page).content.decode()
    assert "A third assessor is at work." in html
    assert "Assign a third assessor" not in html
    assert "Divergent, a third is assigned" in login(sonia).get(address("review", eligible.evaluation)).content.decode()

    fill(assigned, 5, 5, 5, 5)
    submit_assessment(assigned, by=third.user)
    assert waits(sonia) == waits(ines) == ["Consolidate the scores"]


def test_the_stages_of_an_evaluation_lead_to_each_other(eligible, diego, login):
    call, evaluation = eligible.call, eligible.evaluation
    pages = [address("record", evaluation), evaluation.get_absolute_url(), address("review", evaluation)]
    pages += [address("decisions", call), address("announcement", call), address("awards", call)]

    for page in pages:
        html = login(diego).get(page).content.decode()
        assert [other for other in pages if f'<a href="{other}"' not in html] == []
        assert html.count(f'<a href="{page}" aria-current="page">') >= 1


def test_officers_set_up_the_rules_until_they_are_fixed(noon, call, diego, login):
    page = login(diego)
    page.post(address("load_grids", call))
    grid = models.QuestionnaireVersion.objects.get(questionnaire__name="PRAG full application")
    sent = {
        "grid": grid.pk, "threshold": "70", "assessors": "2", "days": "21", "percent": "30", "across": "on",
        "third": "closest", "comment_at_most": "2", "comment_at_least": "5", "tie_section": "relevance",
    }  # fmt: skip
    assert page.post(address("rules", call), sent | {"assessors": "9"}).status_code == 422

    assert page.post(address("rules", call), sent).status_code == 302

    rules = models.ScoringRules.objects.get(call=call)
    assert (rules.threshold, rules.third, rules.grid) == (70, "closest", grid)
    html = page.get(address("rules", call)).content.decode()
    assert "(20 points)" in html
    models.ScoringRules.objects.update(set_at=call.opens_at.replace(year=2025))
    assert "The rules are fixed" in page.get(address("rules", call)).content.decode()
    page.post(address("rules", call), sent | {"threshold": "60"})
    rules.refresh_from_db()
    assert rules.threshold == 70


def assessed(evaluation, count, *, by):
    """So many candidates with two submitted assessments each."""
    first, second = more_assessors(evaluation, 2, by=by)
    for candidate in candidates_of(evaluation, count):
        score(candidate, first, 5, 4, 5, 5, by=by)
        score(candidate, second, 5, 4, 5, 4, by=by)
    return candidate


@pytest.mark.parametrize("count", [1, 3])
def test_the_cockpit_asks_the_same_number_of_queries(evaluation, rules, sonia, login, django_assert_num_queries, count):
    assessed(evaluation, count, by=sonia)
    page = login(sonia)
    page.get(address("review", evaluation))

    with django_assert_num_queries(10):
        page.get(address("review", evaluation))


@pytest.mark.parametrize("count", [1, 3])
def test_the_assessors_ask_the_same_number_of_queries(
    evaluation, rules, sonia, login, django_assert_num_queries, count
):
    more_assessors(evaluation, count, by=sonia)
    page = login(sonia)

    with django_assert_num_queries(7):
        page.get(address("assessors", evaluation))
