"""When something goes wrong the page says what, and gives back what was typed."""

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import RequestFactory

from alinvest import errors
from tests.client import StrictClient, faults_of


@pytest.fixture
def posted(rf, client, db):
    """A request with an answer and a password in it, by nobody in particular."""

    def post(path="/applications/", **fields):
        request = RequestFactory().post(path, fields)
        request.user = client.get("/accounts/login/").wsgi_request.user
        return request

    return post


def test_a_form_from_an_old_page_comes_back_with_its_text(db):
    client = StrictClient(enforce_csrf_checks=True)

    response = client.post("/accounts/login/", {"login": "<b>ana</b>", "password": "secreto largo", "note": "Café"})

    assert response.status_code == 403
    assert "&lt;b&gt;ana&lt;/b&gt;" in response.content.decode()
    assert "Café" in response.content.decode()
    assert "secreto largo" not in response.content.decode()


@pytest.mark.parametrize(
    ("referer", "back"), [("http://testserver/parts/?a=1", "%2Fparts%2F"), ("https://evil.example/x/", "%2Fhome%2F")]
)
def test_a_form_sent_after_the_session_ended_comes_back_with_its_text(client, db, referer, back):
    headers = {"Accept": "text/html,*/*", "Referer": referer}

    response = client.post("/applications/new/", {"note": "Café"}, headers=headers)

    assert response.status_code == 403
    assert "Café" in response.content.decode()
    assert f'href="/accounts/login/?next={back}"' in response.content.decode()
    assert "no-store" in response.headers["Cache-Control"]


@pytest.mark.parametrize(
    ("accept", "fields"), [("application/json", {"note": "Café"}), ("*/*", {"note": "Café"}), ("text/html", {})]
)
def test_scripts_and_who_typed_nothing_are_sent_to_sign_in(client, db, accept, fields):
    response = client.post("/applications/new/", fields, headers={"Accept": accept})

    assert (response.status_code, response.headers["Location"]) == (302, "/accounts/login/?next=/applications/new/")


def test_what_comes_back_is_what_was_typed_and_not_the_marks_of_the_page(posted):
    fields = {"answer-relevance-needs": "Falta crédito", "rev-relevance-needs": "3", "based_on": "abc", "key": "needs"}

    assert errors.typed(posted(**fields)) == [{"name": "relevance needs", "text": "Falta crédito", "rows": 2}]


@pytest.mark.parametrize(("path", "layout"), [("/es/nada/", "public_base.html"), ("/nada/", "base.html")])
def test_a_missing_page_keeps_the_layout_of_its_part_of_the_site(client, db, path, layout):
    response = client.get(path)

    assert response.status_code == 404
    assert layout in [template.name for template in response.templates]


def test_a_missing_public_page_sets_no_cookie(client, db):
    assert client.get("/es/nada/").cookies == {}


def test_too_large_a_form_is_answered_as_too_large(posted):
    response = errors.bad_request(posted(), RequestDataTooBig("too much"))

    assert (response.status_code, faults_of(response.content.decode())) == (413, [])


def test_one_field_too_many_is_said_and_nothing_typed_is_lost(client, db, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 3
    sent = "line-1-amount=1.234%2C56&line-1-title=Caf%C3%A9+%3Cb%3E&password=secreto&csrfmiddlewaretoken=abc"

    response = client.post("/applications/new/", sent, content_type="application/x-www-form-urlencoded")

    assert response.status_code == 413
    assert "line 1 amount\t1.234,56\nline 1 title\tCafé &lt;b&gt;</textarea>" in response.content.decode()
    assert "secreto" not in response.content.decode()


def test_an_unreadable_request_is_answered_as_such(posted):
    assert errors.bad_request(posted(), ValueError("?")).status_code == 400


def test_a_refused_page_gives_the_text_back(posted):
    response = errors.forbidden(posted(summary="Nuestro café"), None)

    assert response.status_code == 403
    assert "Nuestro café" in response.content.decode()


def test_a_fault_of_ours_gives_the_text_back_without_asking_the_database(posted, django_assert_num_queries):
    request = posted(summary="Nuestro café")

    with django_assert_num_queries(0):
        response = errors.server_error(request)

    assert (response.status_code, faults_of(response.content.decode())) == (500, [])
    assert "Nuestro café" in response.content.decode()


def test_a_database_that_does_not_answer_is_not_available_for_a_moment(posted):
    try:
        raise OperationalError
    except OperationalError:
        response = errors.server_error(posted())

    assert (response.status_code, response["Retry-After"]) == (503, "30")
