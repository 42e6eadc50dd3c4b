"""Roles that see sealed, personal or money matters, and the second factor (security.md T-AU-11)."""

import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.core.cache import cache

from grants.permissions import SECOND_FACTOR_ROLES, Role
from tests.factories import PASSWORD, UserFactory
from tests.grants.organisations.test_sign_up import reset_link, set_password, sign_in
from tests.mail_server import delivered

pytestmark = pytest.mark.django_db

SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


@pytest.fixture
def vera():
    """An officer who has really enrolled a telephone."""
    user = UserFactory(name="Vera", email="vera@demo.example", role=Role.OFFICER)
    Authenticator.objects.filter(user=user).delete()
    TOTP.activate(user, SECRET)
    return user


def code():
    return format_hotp_value(hotp_value(SECRET, int(time.time()) // 30))


def test_which_roles_ask_for_it():
    assert set(Role) - SECOND_FACTOR_ROLES == {Role.DONOR, Role.CHAMBER_REPORTER}


@pytest.mark.parametrize("role", sorted(SECOND_FACTOR_ROLES))
def test_who_has_such_a_role_and_no_factor_is_led_to_enrolling_from_every_page(client, role):
    person = UserFactory(role=role)
    Authenticator.objects.filter(user=person).delete()
    client.force_login(person, backend="grants.organisations.backends.AccountBackend")

    for page in ("/organisations/", "/profile/", "/home/", "/admin/"):
        answer = client.get(page)
        assert (answer.status_code, answer.url) == (302, "/accounts/2fa/totp/activate/")


def test_who_has_none_of_these_roles_is_left_alone(login, nadia, olga):
    assert [login(person).get("/organisations/").status_code for person in (nadia, olga)] == [200, 200]


def test_the_code_is_asked_at_sign_in_and_works_once(client, vera):
    first = sign_in(client, vera.email)
    assert first.url == "/accounts/2fa/authenticate/"
    assert client.get("/organisations/").status_code == 302
    used = code()

    client.post("/accounts/2fa/authenticate/", {"code": used})
    assert client.get("/organisations/").status_code == 200

    client.post("/accounts/logout/")
    sign_in(client, vera.email)
    client.post("/accounts/2fa/authenticate/", {"code": used})
    assert client.get("/organisations/").status_code == 302


def test_a_reset_password_does_not_replace_the_code(client, vera):
    set_password(client, reset_link(client, vera), "another long pass phrase")

    assert client.get("/organisations/").status_code == 302
    assert sign_in(client, vera.email, "another long pass phrase").url == "/accounts/2fa/authenticate/"
    assert delivered() != []


def test_the_door_of_the_administration_asks_for_it_too(client, vera):
    answer = client.post("/admin/login/", {"username": vera.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session
    assert answer.status_code in (302, 403)


def test_a_session_opened_with_the_password_alone_is_asked_for_the_code(client, nadia, vera, admin):
    sign_in(client, nadia.email)
    assert client.get("/profile/").status_code == 200
    nadia.role_assignments.create(role=Role.FINANCE_APPROVER, valid_from=nadia.joined_at)
    assert client.get("/profile/").url == "/accounts/2fa/totp/activate/"

    TOTP.activate(nadia, SECRET)
    asked = client.get("/profile/")

    assert asked.url == "/accounts/2fa/reauthenticate/?next=%2Fprofile%2F"
    client.post(asked.url, {"code": code()})
    assert client.get("/profile/").status_code == 200


def test_an_administrator_without_factor_gets_no_further_than_enrolling(client, admin):
    Authenticator.objects.filter(user=admin).delete()
    client.force_login(admin, backend="grants.organisations.backends.AccountBackend")

    assert client.get("/admin/grants/user/").url == "/accounts/2fa/totp/activate/"
