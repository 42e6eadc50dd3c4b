"""Questions about a call: asked with an account, answered to everybody, nobody's name told."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants.calls import actions
from grants.calls.actions.questions import MOST_WAITING
from grants.calls.workflow import QuestionState
from grants.messages.outbox import render
from grants.models import CallQuestion, Message
from grants.workflow import Refused
from tests.client import html_of

pytestmark = pytest.mark.django_db

WORDS = {
    "question_es": "¿Puede liderar una universidad?", "question_pt_br": "", "question_en": "May a university lead?",
    "answer_es": "Sí, si es <pública> o sin fines.", "answer_pt_br": "", "answer_en": "Yes, if it is non-profit.",
}  # fmt: skip


@pytest.fixture
def asked(call, noon, nadia):
    return actions.ask_question(call, by=nadia, text="We at Universidad X: may we lead?")


def public_page(client, call):
    return html_of(client.get(reverse("public:call", kwargs={"lang": "en", "slug": call.slug})))


def test_a_question_is_asked_on_its_page_and_the_public_page_leads_there(login, client, call, noon, nadia):
    url = reverse("calls:ask", args=[call.slug])
    assert f'href="{url}"' in public_page(client, call)

    login(nadia).post(url, {"text": "  May a university lead?  "})

    question = CallQuestion.objects.get()
    assert (question.text, question.state, question.asked_by) == ("May a university lead?", "asked", nadia)
    page = html_of(login(nadia).get(url))
    assert "May a university lead?" in page
    assert "Waits for an answer" in page
    assert "May a university lead?" not in public_page(client, call)


def test_an_answer_is_published_to_all_without_who_asked(login, client, call, asked, application, diego, nadia, ana):
    page = html_of(login(diego).get(asked.get_absolute_url()))
    assert "We at Universidad X" in page
    assert nadia.name not in page
    assert nadia.email not in page

    login(diego).post(asked.get_absolute_url(), WORDS)

    asked.refresh_from_db()
    assert (asked.state, asked.number) == (QuestionState.PUBLISHED, 1)
    page = public_page(client, call)
    assert "1. May a university lead?" in page
    assert "Yes, if it is non-profit." in page
    assert "Universidad X" not in page
    told = set(Message.objects.filter(kind="callquestion_publish").values_list("recipient__email", flat=True))
    assert {nadia.email, ana.email} <= told
    assert diego.email not in told
    subject, body = render(Message.objects.get(kind="callquestion_publish", recipient=ana))
    assert subject == f"{call.reference}: answer 1"
    assert "May a university lead?" in body
    assert nadia.name not in body


def test_an_answer_is_plain_text_in_a_letter(call, asked, diego, nadia):
    nadia.language = "es"
    nadia.save()
    actions.publish_answer(asked, by=diego, **WORDS)

    assert "si es <pública>" in render(Message.objects.get(kind="callquestion_publish", recipient=nadia))[1]


def test_a_question_is_set_aside_with_a_reason_for_who_asked(login, client, call, asked, diego, nadia):
    url = reverse("calls:question_set_aside", args=[asked.public_id])
    assert login(diego).post(url, {"reason": ""}).status_code == 422
    login(diego).post(url, {"reason": "See answer 1."})

    asked.refresh_from_db()
    assert asked.state == "set_aside"
    assert "See answer 1." in render(Message.objects.get(kind="callquestion_set_aside", recipient=nadia))[1]
    with pytest.raises(Refused):
        actions.publish_answer(asked, by=diego, **WORDS)


def test_questions_end_when_the_call_says_so(login, client, call, noon, nadia):
    call.questions_until = noon - timedelta(seconds=1)
    call.save()

    with pytest.raises(Refused, match="no longer taken"):
        actions.ask_question(call, by=nadia, text="Late?")
    url = reverse("calls:ask", args=[call.slug])
    assert url not in public_page(client, call)
    assert "no longer taken" in html_of(login(nadia).get(url))


def test_one_person_does_not_fill_the_desk(call, noon, nadia, ana):
    for number in range(MOST_WAITING):
        actions.ask_question(call, by=nadia, text=f"Question {number}")

    with pytest.raises(Refused, match="wait for an answer already"):
        actions.ask_question(call, by=nadia, text="One more")
    actions.ask_question(call, by=ana, text="Mine")


def test_an_answer_needs_its_spanish_words(login, asked, diego):
    response = login(diego).post(asked.get_absolute_url(), WORDS | {"answer_es": " "})

    assert response.status_code == 422
    asked.refresh_from_db()
    assert asked.state == "asked"


def test_the_list_takes_the_same_queries_with_one_question_and_with_three(
    login, call, asked, diego, nadia, django_assert_num_queries
):
    client = login(diego)
    url = reverse("calls:questions", args=[call.public_id])
    client.get(url)
    with django_assert_num_queries(5):
        assert "1 question" in html_of(client.get(url))
    for _one in range(2):
        actions.ask_question(call, by=nadia, text="Another")
    with django_assert_num_queries(5):
        assert "3 questions" in html_of(client.get(url))


def test_an_amended_answer_is_dated_and_its_earlier_wording_stays_readable(
    login, client, call, asked, application, diego, nadia, ana
):
    actions.publish_answer(asked, by=diego, **WORDS)
    url = reverse("calls:question_amend", args=[asked.public_id])
    assert f'href="{url}"' in login(diego).get(asked.get_absolute_url()).content.decode()
    sent = WORDS | {"answer_es": "No.", "answer_en": "No, it may only be a partner."}
    assert login(diego).post(url, sent | {"reason": ""}).status_code == 422
    same = login(diego).post(url, WORDS | {"reason": "Again"})
    assert "Nothing is different from the answer that is published." in html_of(same)

    login(diego).post(url, sent | {"reason": "The guidelines say so."})

    page = public_page(client, call)
    now, _summary, before = page.partition("Earlier wording")
    assert "No, it may only be a partner." in now
    assert "Amended on" in now
    assert "The guidelines say so." in now
    assert "Yes, if it is non-profit." in before
    assert list(asked.answers.values_list("number", "reason")) == [(2, "The guidelines say so."), (1, "")]
    told = set(Message.objects.filter(kind="callquestion_amend").values_list("recipient__email", flat=True))
    assert {nadia.email, ana.email} <= told
    subject, body = render(Message.objects.filter(kind="callquestion_amend", recipient=ana).get())
    assert subject == f"{call.reference}: answer 1 is amended"
    assert "Why: The guidelines say so." in body


def test_who_was_told_before_is_told_again_even_after_leaving(call, asked, application, diego, ana):
    actions.publish_answer(asked, by=diego, **WORDS)
    ana.memberships.update(ended_at=call.opens_at)

    actions.amend_answer(asked, by=diego, reason="Corrected.", **WORDS | {"answer_es": "No."})

    assert Message.objects.filter(kind="callquestion_amend", recipient=ana).exists()


def test_an_answer_that_is_not_published_is_not_amended(login, asked, diego):
    assert login(diego).get(reverse("calls:question_amend", args=[asked.public_id])).status_code == 404
    with pytest.raises(Refused):
        actions.amend_answer(asked, by=diego, reason="Why not", **WORDS)
