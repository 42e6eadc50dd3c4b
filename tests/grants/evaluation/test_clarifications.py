"""Clarifications: one term for all, a letter, an answer in time and none after it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock
from grants.attempts.models import Attempt
from grants.evaluation.actions import clarifications as actions
from grants.evaluation.models import Clarification, Evaluation
from grants.messages.models import Message
from grants.messages.outbox import render
from tests.grants.evaluation.test_opening import reasons_of

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture
def asked(candidate, diego):
    """Diego's question to Ana's chamber, with a term of five days."""
    actions.set_clarification_term(candidate.evaluation, by=diego, days=5)
    return actions.request_clarification(candidate, by=diego, question="Which page of the statutes counts?")


def test_the_term_ends_with_the_day_in_the_zone_of_the_call(asked):
    # Asked on 3 April 2026 at noon in Brussels: until the end of the 8th there.
    assert asked.due_at == datetime(2026, 4, 8, 22, 0, tzinfo=UTC)


@pytest.mark.parametrize("days", [1, 16])
def test_the_term_is_short_but_not_too_short(evaluation, diego, days):
    assert reasons_of(actions.set_clarification_term, evaluation, by=diego, days=days) == ["The term has 2 to 15 days."]


def test_the_term_stays_once_somebody_was_asked(asked, diego):
    assert reasons_of(actions.set_clarification_term, asked.candidate.evaluation, by=diego, days=9) == [
        "Somebody was asked already: the term is the same for all and stays."
    ]


def test_nobody_is_asked_before_the_term_is_set_or_without_a_question(candidate, diego):
    assert reasons_of(actions.request_clarification, candidate, by=diego, question=" ") == [
        "Write what is to be clarified.", "First set the term that is the same for all.",
    ]  # fmt: skip


def test_what_waits_for_its_answer_is_not_asked_twice_and_stands_beside_the_checks(asked, diego, login):
    assert reasons_of(actions.request_clarification, asked.candidate, by=diego, question=f" {asked.question} ") == [
        "This is asked already, and not answered yet."
    ]
    page = login(diego).get(f"/evaluation/candidates/{asked.candidate.public_id}/checks/").content.decode()

    assert f"“{asked.question}”" in page
    assert "Not answered." in page


def test_nobody_is_asked_after_consolidation(asked, diego):
    Evaluation.objects.update(state="consolidated")

    assert reasons_of(actions.request_clarification, asked.candidate, by=diego, question="And?") == [
        "The scores are consolidated: the checks are closed."
    ]


def test_the_lead_gets_a_letter_with_the_question_and_the_term(asked, ana, amalia):
    letters = Message.objects.filter(kind="candidate_request_clarification").order_by("address")

    assert [letter.address for letter in letters] == ["amalia@demo.example", "ana@demo.example"]
    subject, body = render(letters[1])
    assert subject == "A question about your application AIV-2026-0001"
    assert "Which page of the statutes counts?" in body
    assert "9 April 2026, 00:00:00 (Brussels time)" in body
    assert f"/evaluation/clarifications/{asked.public_id}/" in body
    assert "Diego" not in body


def test_the_answer_with_its_file_is_kept_and_may_be_given_again(asked, ana):
    file = SimpleUploadedFile("statutes.pdf", PDF, "application/pdf")
    actions.answer_clarification(asked, by=ana, text="Page 2", files=[file])
    actions.answer_clarification(asked, by=ana, text="Page 3")

    asked.refresh_from_db()
    assert (asked.answer, asked.answered_by) == ("Page 3", ana)
    assert [row.file.original_name for row in asked.files.all()] == ["statutes.pdf"]
    events = asked.candidate.events.filter(action="answer_clarification")
    assert [event.changes["answer"] for event in events] == ["Page 2", "Page 3"]


def test_after_the_term_no_answer_is_taken(asked, ana):
    late = ["The term for the answer is over. No answer is taken any more."]
    assert reasons_of(actions.answer_clarification, asked, by=ana, text="P", received_at=asked.due_at) == late
    actions.answer_clarification(asked, by=ana, text="P", received_at=asked.due_at - timedelta(microseconds=1))


def test_an_answer_has_words_and_few_files(asked, ana):
    files = [SimpleUploadedFile(f"{n}.pdf", PDF, "application/pdf") for n in range(11)]

    assert reasons_of(actions.answer_clarification, asked, by=ana, text=" ") == [
        "Write your answer. Files alone do not say what they answer."
    ]
    assert reasons_of(actions.answer_clarification, asked, by=ana, text="Here", files=files) == [
        "At most 10 files can be handed in with the answer."
    ]


def test_the_consortium_and_those_who_evaluate_see_it_and_nobody_else(asked, request, ana, bruno, fabio, diego, clara):
    seeing = [
        user.name for user in (ana, bruno, fabio, diego, clara) if Clarification.objects.visible_to(user).exists()
    ]

    assert seeing == ["Ana", "Bruno", "Diego"]


@pytest.mark.django_db(transaction=True)
def test_the_applicant_answers_on_a_page_and_the_try_is_on_record(asked, ana, bruno, login):
    url = f"/evaluation/clarifications/{asked.public_id}/"
    page = login(ana).get(url).content.decode()
    assert "Which page of the statutes counts?" in page
    assert "Send answer" in page
    assert "Send answer" not in login(bruno).get(url).content.decode()

    file = SimpleUploadedFile("statutes.pdf", PDF, "application/pdf")
    answered = login(ana).post(url, {"text": "Page 2", "files": [file]})
    login(bruno).post(url, {"text": "Mine"})

    assert answered.status_code == 302
    asked.refresh_from_db()
    assert asked.answer == "Page 2"
    assert asked.files.count() == 1
    assert Attempt.objects.get(action="answer_clarification").outcome == "done"


@pytest.mark.django_db(transaction=True)
def test_a_late_answer_stays_on_the_page_with_the_reason(asked, ana, login):
    with clock.at(asked.due_at + timedelta(minutes=3)):
        answered = login(ana).post(f"/evaluation/clarifications/{asked.public_id}/", {"text": "Page 2"})

    assert answered.status_code == 422
    assert "The term for the answer is over." in answered.content.decode()
    assert Attempt.objects.get(action="answer_clarification").outcome == "refused"


def test_the_question_waits_on_the_home_page_of_who_writes_for_the_lead(asked, ana, bruno, login):
    assert "Answer a question about" in login(ana).get("/home/").content.decode()
    assert "Answer a question about" not in login(bruno).get("/home/").content.decode()
