"""What every page shares: typed text, the moment of arrival, who may open it."""

import uuid
from datetime import timedelta

import pytest
from django import forms
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.http import Http404, HttpResponse, JsonResponse, QueryDict
from django.template import engines
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext
from django.urls import path

from alinvest.urls import urlpatterns as pages
from grants.files.actions import BadFile
from grants.models import Attempt, Organisation
from grants.templatetags.forms import problems
from grants.web import attempt_with, clean_form, needs, received_at
from grants.workflow import Reason, Refused, action
from tests.factories import NOON


def echo(request):
    """What a view reads of what was sent."""
    return JsonResponse({"get": dict(request.GET.lists()), "post": dict(request.POST.lists())})


echo.login_required = False
urlpatterns = [path("try/", echo), *pages]


@pytest.mark.django_db
@pytest.mark.urls(__name__)
@pytest.mark.parametrize("place", ["get", "post"])
def test_no_control_character_reaches_a_view(client, place):
    sent = {"na\x00me": ["a\x00b", "line\r\nbreak", "\ud83d", "cafe\u0301"], "plain": ["1"]}
    encoded = {name: [value.encode("utf-8", "surrogatepass") for value in values] for name, values in sent.items()}

    answer = getattr(client, place)("/try/", encoded)

    received = answer.json()[place]
    assert received["plain"] == ["1"]
    assert received["name"][:2] == ["ab", "line\nbreak"]
    assert set(received["name"][2]) == {"\ufffd"}
    assert received["name"][3] == "café"


@pytest.mark.django_db
@pytest.mark.parametrize(
    "data",
    [
        {"login": "ana\x00@demo.example", "password": "x\x00y"},
        {"login": "ana@demo.example\ud800", "password": "\udfff"},
        {"login": "\u202e" * 300, "password": "x" * 5000},
        {"login\x00": "x"},
    ],
)
def test_the_sign_in_page_survives_any_text(client, data):
    encoded = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}

    assert client.post("/accounts/login/", encoded).status_code in (200, 413, 422)


@pytest.mark.unit
def test_a_clean_form_is_passed_on_as_it_is():
    form = QueryDict("a=1&a=2&b=caf%C3%A9")

    assert clean_form(form) is form


@pytest.mark.parametrize(
    ("header", "seconds_ago"),
    [
        ("", 0),
        ("2026-03-10T11:59:30Z", 30),
        ("2026-03-10T06:59:30-05:00", 30),
        ("2026-03-10T11:58:00+00:00", 120),
        ("2026-03-10T11:00:00Z", 120),  # never earlier than two minutes
        ("2026-03-10T12:00:05Z", 0),  # never later than now
        ("2026-03-10T11:59:30", 0),  # without a zone it says nothing
        ("2026-02-30T11:59:30Z", 0),  # there is no such day
        ("yesterday", 0),
    ],
)
def test_a_request_arrived_when_the_trusted_proxy_says_within_limits(noon, settings, header, seconds_ago):
    settings.TRUSTED_ARRIVAL_HEADER = "X-Arrived"
    request = RequestFactory().post("/", headers={"X-Arrived": header})

    assert received_at(request) == NOON - timedelta(seconds=seconds_ago)


def test_without_a_trusted_proxy_nobody_tells_us_when_it_arrived(noon):
    assert received_at(RequestFactory().post("/", headers={"X-Arrived": "2026-03-10T11:59:30Z"})) == NOON


@needs("grants.edit_organisation", of=Organisation)
def edit(request, organisation):
    """A page for those who manage an organisation."""
    return HttpResponse(organisation.legal_name)


@pytest.mark.django_db
def test_what_one_may_not_see_does_not_exist_and_what_one_may_not_do_is_forbidden(chamber, ana, aldo, fabio):
    def ask(user, public_id):
        request = RequestFactory().get("/")
        request.user = user
        return edit(request, public_id=public_id)

    assert ask(ana, chamber.public_id).content.decode() == "Cámara de Comercio de Cusco"
    with pytest.raises(PermissionDenied):
        ask(aldo, chamber.public_id)
    for public_id in (chamber.public_id, uuid.uuid4()):
        with pytest.raises(Http404):
            ask(fabio, public_id)


@pytest.mark.django_db
def test_a_request_lives_in_one_moment(login, ana):
    client = login(ana)
    with CaptureQueriesContext(connection) as queries:
        client.get("/messages/mine/")

    assert sum("clock_timestamp" in query["sql"] for query in queries.captured_queries) == 1


class NoteForm(forms.Form):
    """What somebody says, with a paper."""

    note = forms.CharField(max_length=20)
    paper = forms.FileField(required=False)


@action
def note_it(organisation, *, by, note, paper, more=()):
    """Refuses a note that says so, and a paper."""
    if note == "elsewhere":
        raise Refused([Reason("Give 100 % of the account first.", url="/accounts/")])
    if note == "no":
        raise Refused([Reason("Not today."), Reason("Not tomorrow.")])
    if note == "never":
        raise Refused([Reason("Write something else.", code="note"), Reason("Nobody else does.", code="hidden")])
    if paper:
        raise BadFile("empty")
    return [organisation, note, *more]


def sent(user, **data):
    """The page's request and its form, as they come from a browser."""
    request = RequestFactory().post("/", data)
    request.user = user
    return request, NoteForm(request.POST or None, request.FILES or None)


@pytest.mark.django_db
def test_what_a_form_says_reaches_the_action_with_what_the_page_knows(chamber, ana):
    request, form = sent(ana, note="yes")

    assert attempt_with(request, form, note_it, chamber, more=("seen",)) == [chamber, "yes", "seen"]
    assert [trace.outcome for trace in Attempt.objects.all()] == ["done"]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("data", "errors", "outcomes"),
    [
        ({}, set(), []),
        ({"note": "far too long to be a note"}, {"note"}, []),
        ({"note": "no"}, {"__all__"}, ["refused"]),
        ({"note": "never"}, {"note", "__all__"}, ["refused"]),
        ({"note": "yes", "paper": SimpleUploadedFile("a.pdf", b"%PDF")}, {"paper"}, ["refused"]),
    ],
)
def test_what_is_refused_stands_on_the_form_where_it_was_typed(chamber, ana, data, errors, outcomes):
    request, form = sent(ana, **data)

    assert attempt_with(request, form, note_it, chamber) is None
    assert set(form.errors) == errors
    assert form["note"].value() == data.get("note")
    assert [trace.outcome for trace in Attempt.objects.all()] == outcomes


@pytest.mark.django_db
def test_after_a_refusal_the_page_has_the_document_as_somebody_else_left_it(chamber, ana):
    Organisation.objects.filter(pk=chamber.pk).update(city="Cusco")
    request, form = sent(ana, note="no")

    attempt_with(request, form, note_it, chamber)

    assert chamber.city == "Cusco"


@pytest.mark.django_db
def test_a_reason_that_can_be_put_right_elsewhere_leads_there(chamber, ana):
    request, form = sent(ana, note="elsewhere")

    attempt_with(request, form, note_it, chamber)

    assert problems(form) == [{"id": "", "url": "/accounts/", "sentence": "Give 100 % of the account first."}]


@pytest.mark.django_db
def test_a_page_without_the_form_tells_the_reasons_of_a_refusal_all_the_same(chamber, ana):
    request, form = sent(ana, note="no")
    attempt_with(request, form, note_it, chamber)
    page = engines["django"].from_string("{% page_content %}<p>Voted</p>{% endpage_content %}")

    without = page.render({}, request)
    assert problems(form)[0]["sentence"] == "Not today."
    shown = page.render({}, request)

    assert "<li>Not today.</li>" in without
    assert without.endswith("<p>Voted</p>")
    assert shown == "<p>Voted</p>"


@pytest.mark.django_db
def test_every_reason_of_a_refusal_is_told(chamber, ana):
    request, form = sent(ana, note="no")

    attempt_with(request, form, note_it, chamber)

    assert form.non_field_errors() == ["Not today.", "Not tomorrow."]
