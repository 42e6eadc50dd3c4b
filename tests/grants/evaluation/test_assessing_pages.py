"""The pages of who assesses: invitation, grid, autosave, submit; what is locked and what is taken back."""

import pytest
from django.urls import reverse

from grants import models
from grants.evaluation.actions.assessors import invite_assessor
from grants.evaluation.actions.assigning import void_assessments, withdraw_assessment
from tests.grants.evaluation.scored import assign, candidates_of, fill, hash_for, score

pytestmark = pytest.mark.django_db


def address(name, document):
    return reverse(f"evaluation:{name}", args=[document.public_id])


@pytest.fixture
def assessment(eligible, first, sonia):
    """Clara is to assess Ana's application."""
    return assign(eligible, first, by=sonia)


@pytest.fixture
def page(login, clara):
    return login(clara)


def test_nothing_opens_before_the_declaration_is_signed(eligible, evaluation, login, clara, sonia):
    assessor = invite_assessor(evaluation, user=clara, by=sonia)
    page = login(clara)
    invitation = page.get(address("assessor", assessor))

    assert "Sign and accept" in invitation.content.decode()
    assert "Café sin deforestación" not in invitation.content.decode()
    assert page.get(address("assessments", eligible)).status_code == 404
    assert "Nothing is assigned to you" in page.get(reverse("evaluation:assignments")).content.decode()

    refused = page.post(address("accept_assessor", assessor), {"seen_sha256": hash_for(assessor)})
    assert refused.status_code == 422
    signed = page.post(address("accept_assessor", assessor), {"seen_sha256": hash_for(assessor), "signed": "on"})
    assert signed.status_code == 302
    assessor.refresh_from_db()
    assert assessor.state == "accepted"


def test_declining_says_so(evaluation, login, clara, sonia):
    assessor = invite_assessor(evaluation, user=clara, by=sonia)

    login(clara).post(address("decline_assessor", assessor), {"reason": "No time"})

    assessor.refresh_from_db()
    assert assessor.state == "declined"


def test_a_reason_too_long_to_decline_with_stays_on_the_page(evaluation, login, clara, sonia):
    assessor = invite_assessor(evaluation, user=clara, by=sonia)

    page = login(clara).post(address("decline_assessor", assessor), {"reason": "No time " * 300})

    assert page.status_code == 422
    assert "No time No time" in page.content.decode()
    assessor.refresh_from_db()
    assert assessor.state == "invited"


def test_the_list_and_the_home_show_what_is_to_be_done(assessment, page):
    listed = page.get(reverse("evaluation:assignments")).content.decode()
    home = page.get(reverse("home")).content.decode()

    assert "Café sin deforestación" in listed
    assert "0 of 1 submitted." in listed
    assert "Assess “Café sin deforestación”" in home


def test_the_grid_stands_beside_the_proposal_with_every_field(assessment, page):
    html = page.get(assessment.get_absolute_url()).content.decode()

    assert "Coffee growers lose their forest and their market." in html
    assert html.count('type="radio"') == 20
    assert "4 scores are still open." in html
    assert "counts twice" in html


def test_a_score_is_saved_as_one_types_and_the_sums_come_back(assessment, page):
    answer = page.post(address("autosave_assessment", assessment), {"key": "relevance-one", "value": "4", "rev": "0"})

    assert answer.status_code == 200
    told = answer.json()
    assert (told["saved"], told["rev"]) == (True, 1)
    assert "8 / 15" in told["pieces"]["grid-totals"]
    late = page.post(address("autosave_assessment", assessment), {"key": "relevance-one", "value": "5", "rev": "0"})
    assert (late.status_code, late.json()["theirs"]) == (409, "4")


def test_without_scripts_the_whole_grid_is_saved_and_checked(assessment, page):
    sent = {f"answer-{key}": "4" for key in ("capacity-one", "capacity-two", "relevance-one")} | {"next": "1"}

    saved = page.post(address("save_assessment", assessment), sent)

    assert saved.headers["Location"] == address("submit_assessment", assessment)
    check = page.get(saved.headers["Location"]).content.decode()
    assert "Still open: Relevance-Two" in check
    refused = page.post(address("submit_assessment", assessment))
    assert refused.status_code == 422
    assert models.Attempt.objects.filter(action="submit_assessment").count() == 1


def test_submitting_locks_forged_and_stale_posts_answer_409(assessment, page):
    fill(assessment, 4, 4, 4, 4)
    assert "Submit assessment" in page.get(address("submit_assessment", assessment)).content.decode()

    assert page.post(address("submit_assessment", assessment)).status_code == 302

    forged = {"key": "capacity-one", "value": "5", "rev": "1"}
    assert page.post(address("autosave_assessment", assessment), forged).status_code == 409
    stale = page.post(address("save_assessment", assessment), {"answer-capacity-one": "5", "rev-capacity-one": "1"})
    assert stale.status_code == 409
    assert "submitted and locked" in stale.content.decode()
    assert page.post(address("submit_assessment", assessment)).status_code == 409
    assert page.get(address("submit_assessment", assessment)).status_code == 302
    locked = page.get(assessment.get_absolute_url()).content.decode()
    assert "This assessment is locked." in locked
    assert "data-autosave=" not in locked
    assert assessment.draft.cells.get(key="capacity-one").raw == "4"


def test_a_conflict_of_two_tabs_shows_both_texts(assessment, page):
    fill(assessment, 4, 4, 4, 4, comments={"capacity-one-comment": "One"})

    late = page.post(
        address("save_assessment", assessment),
        {"answer-capacity-one-comment": "Two", "rev-capacity-one-comment": "0"},
    )

    assert late.status_code == 409
    assert "One" in late.content.decode()
    assert "Two" in late.content.decode()


def test_what_is_taken_back_while_typing_answers_404_with_a_copy_of_the_own_text(assessment, page, sonia):
    fill(assessment, 4, 4, 4, 4, comments={"capacity-one-comment": "Saved before."})
    withdraw_assessment(assessment, reason="Too late", by=sonia)

    answer = page.post(address("save_assessment", assessment), {"answer-capacity-two-comment": "Typed just now."})

    assert answer.status_code == 404
    html = answer.content.decode()
    assert "Saved before." in html
    assert "Typed just now." in html
    auto = page.post(address("autosave_assessment", assessment), {"key": "capacity-one", "value": "5", "rev": "1"})
    assert (auto.status_code, auto.json()) == (404, {"problem": "This assignment was taken back."})
    assert page.get(assessment.get_absolute_url()).status_code == 404
    assert page.get(address("submit_assessment", assessment)).status_code == 404


def test_a_conflict_of_interest_shuts_every_page_at_once(assessment, eligible, page, clara, chamber, sonia):
    fill(assessment, 4, 4, 4, 4)
    models.Conflict.objects.create(
        person=clara, organisation=chamber, origin="declared", at=eligible.evaluation.opened_at
    )

    for method, name in (("get", "assessment"), ("post", "save_assessment"), ("post", "autosave_assessment")):
        assert getattr(page, method)(address(name, assessment)).status_code == 404
    assert "Café" not in page.get(reverse("evaluation:assignments")).content.decode()
    assert "Café" not in page.get(reverse("home")).content.decode()
    void_assessments(eligible.evaluation, by=sonia)
    assert page.get(assessment.get_absolute_url()).status_code == 404


def test_another_s_assessment_does_not_exist_before_and_after_one_s_own(
    eligible, first, second, sonia, login, clara, carlos
):
    own, other = assign(eligible, first, by=sonia), score(eligible, second, 3, 3, 3, 3, by=sonia)
    page = login(clara)

    for _before_and_after in range(2):
        for name in ("assessment", "submit_assessment", "reopen_assessment", "withdraw_assessment"):
            assert page.get(address(name, other)).status_code == 404
        assert page.post(address("save_assessment", other)).status_code == 404
        assert page.get(address("assessments", eligible)).status_code == 403
        assert page.get(address("review", eligible.evaluation)).status_code == 403
        pages = [own.get_absolute_url(), reverse("evaluation:assignments"), reverse("home")]
        assert not any("Carlos" in page.get(url).content.decode() for url in pages)
        if own.state == "assigned":
            fill(own, 4, 4, 4, 4)
        page.post(address("submit_assessment", own))
        own.refresh_from_db()
    assert own.state == "submitted"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    evaluation, rules, first, sonia, login, clara, django_assert_num_queries, count
):
    for candidate in candidates_of(evaluation, count):
        assign(candidate, first, by=sonia)
    page = login(clara)
    page.get(reverse("evaluation:assignments"))

    with django_assert_num_queries(4):
        page.get(reverse("evaluation:assignments"))
