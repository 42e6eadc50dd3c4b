"""The demo's door: a stranger enters as anybody, but only in the demo and only from this machine."""

import re

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.totp.internal.auth import validate_totp_code
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage
from django.core.management import CommandError, call_command
from django.urls import include, path, reverse

import alinvest.urls
from alinvest.devkit.mail import DemoBackend
from grants import clock
from grants.organisations.models import RoleAssignment
from grants.permissions import Role

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

handler404 = alinvest.urls.handler404
urlpatterns = [*alinvest.urls.urlpatterns, path("demo/", include("alinvest.devkit.urls"))]


@pytest.fixture(autouse=True)
def demo(settings, tmp_path):
    settings.DEMO = True
    settings.DEMO_FOLDER = tmp_path
    settings.DEMO_PASSWORD = "Wiñay wayna 2026"
    settings.ALLOWED_HOSTS = ["localhost", "testserver", "grants.example.org"]


@pytest.fixture
def visitor(client):
    """A browser on this machine."""
    client.defaults |= {"HTTP_HOST": "localhost:8000", "REMOTE_ADDR": "127.0.0.1"}
    return client


@pytest.fixture
def people():
    """Rosa, an applicant, and Diego, an officer, who needs a second factor; both with their login."""
    users = get_user_model().objects
    rosa = users.create_user("rosa@demo.example", name="Rosa Huamán")
    diego = users.create_user("diego@demo.example", name="Diego Paredes")
    RoleAssignment.objects.create(user=diego, role=Role.OFFICER, valid_from=clock.now())
    call_command("open_demo_door")
    return rosa, diego


def test_everybody_gets_the_password_a_verified_address_and_where_asked_a_second_factor(people):
    rosa, diego = people

    rosa.refresh_from_db()
    diego.refresh_from_db()

    assert (rosa.check_password("Wiñay wayna 2026"), diego.check_password("Wiñay wayna 2026")) == (True, True)
    assert list(EmailAddress.objects.values_list("verified", flat=True)) == [True, True]
    assert [person.authenticator_set.count() for person in people] == [0, 1]


def test_the_command_refuses_to_work_outside_the_demo(settings):
    settings.DEMO = False

    with pytest.raises(CommandError):
        call_command("open_demo_door")


def test_the_door_lists_people_with_code_and_password(visitor, people):
    page = visitor.get("/demo/").content.decode()

    assert re.findall(r"[a-z]+@demo\.example", page) == ["diego@demo.example", "rosa@demo.example"]
    assert "Wiñay wayna 2026" in page
    secret = re.search(r'class="hash">([A-Z2-7]{32})<', page)[1]
    code = re.search(r'class="hash">(\d{6})<', page)[1]
    assert validate_totp_code(secret, code)


def test_one_click_enters_with_the_second_factor_satisfied(visitor, people):
    diego = people[1]

    answer = visitor.post(reverse("demo_enter", args=[diego.public_id]))

    assert (answer.status_code, answer.headers["Location"]) == (302, "/home/")
    assert visitor.session["_auth_user_id"] == str(diego.pk)
    methods = [record["method"] for record in visitor.session["account_authentication_methods"]]
    assert methods == ["password", "mfa"]


def test_entering_is_never_a_get(visitor, people):
    assert visitor.get(reverse("demo_enter", args=[people[0].public_id])).status_code == 405


def test_nobody_outside_the_cast_can_be_entered_as(visitor, people):
    stranger = get_user_model().objects.create_user("somebody@example.org")

    assert visitor.post(reverse("demo_enter", args=[stranger.public_id])).status_code == 404


@pytest.mark.parametrize(
    "defaults",
    [{"REMOTE_ADDR": "203.0.113.7"}, {"HTTP_HOST": "grants.example.org"}],
    ids=["another machine", "another name"],
)
@pytest.mark.parametrize("address", ["/demo/", "/demo/mail/"])
def test_others_find_nothing(visitor, defaults, address):
    visitor.defaults |= defaults

    assert visitor.get(address).status_code == 404


def test_without_the_demo_there_is_no_door(visitor, settings):
    settings.DEMO = False

    assert visitor.get("/demo/").status_code == 404


def test_mail_is_read_with_its_links_and_nothing_else_alive(visitor):
    text = "Confirm: http://localhost:8000/accounts/confirm-email/x/ <script>alert(1)</script>"
    DemoBackend().send_messages([EmailMessage("Su correo", text, "a@x.org", ["rosa@demo.example"])])
    listed = visitor.get("/demo/mail/").content.decode()
    link = re.search(r"/demo/mail/[0-9a-f]{64}/", listed)[0]

    page = visitor.get(link).content.decode()

    address = "http://localhost:8000/accounts/confirm-email/x/"
    assert f'<a href="{address}">{address}</a>' in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page


def test_an_unknown_mail_is_not_found(visitor):
    assert visitor.get("/demo/mail/nothing/").status_code == 404
