"""Accounts, sessions and links tried from outside (security.md B3): what tests/grants/organisations does not."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.core.cache import cache

from grants.models import Message, User
from tests.client import StrictClient
from tests.factories import PASSWORD
from tests.grants.organisations.test_second_factor import SECRET
from tests.grants.organisations.test_sign_up import reset_link, set_password, sign_in
from tests.mail_server import delivered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def fresh_counters():
    cache.clear()


def test_a_reset_link_dies_after_an_hour_with_the_password_and_with_the_address(client, nadia, settings):
    """T-AU-07."""
    assert settings.PASSWORD_RESET_TIMEOUT == 3600
    link = reset_link(client, nadia)
    settings.PASSWORD_RESET_TIMEOUT = -1  # as if it had passed
    set_password(client, link, "too late a pass phrase")
    settings.PASSWORD_RESET_TIMEOUT = 3600
    nadia.set_password(PASSWORD + "!")
    nadia.save()
    set_password(client, link, "after another pass phrase")
    link = reset_link(StrictClient(), nadia)
    User.objects.filter(pk=nadia.pk).update(email="other@demo.example")
    set_password(client, link, "after another address")

    nadia.refresh_from_db()
    assert nadia.check_password(PASSWORD + "!")
    assert link not in "".join(Message.objects.values_list("body", flat=True))


def test_the_session_changes_at_sign_in_and_is_dead_after_leaving(client, ana, chamber):
    """T-AU-12."""
    client.get("/accounts/login/")
    before = client.session.session_key
    sign_in(client, ana.email)
    cookie = client.cookies["session"]
    assert cookie.value != before
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    page = client.get(chamber.get_absolute_url())
    assert (page.status_code, page.headers["Cache-Control"]) == (200, "private, no-store")

    client.post("/accounts/logout/")
    thief = StrictClient()
    thief.cookies["session"] = cookie.value
    answer = thief.get(chamber.get_absolute_url(), headers={"HX-Request": "true"})
    assert chamber.legal_name not in answer.content.decode()
    assert answer.status_code == 302


def test_another_address_asks_for_the_password_and_tells_the_old_one(client, nadia):
    """T-AU-13."""
    sign_in(client, nadia.email)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": time.time() - 700}]
    session.save()
    new = {"email": "new@demo.example", "action_add": ""}

    assert client.post("/accounts/email/", new).url.startswith("/accounts/reauthenticate/")
    client.post("/accounts/reauthenticate/", {"password": PASSWORD})
    client.post("/accounts/email/", new)
    (link,) = re.findall(r"http://localhost(/accounts/confirm-email/\S+)", delivered()[-1].body)
    client.post(link)

    nadia.refresh_from_db()
    assert nadia.email == "new@demo.example"
    assert any("nadia@demo.example" in letter.to and "new@demo.example" in letter.body for letter in delivered())


def test_every_post_without_or_with_a_foreign_token_is_refused_and_gives_the_text_back(ana, chamber):
    """T-AU-14."""
    client = StrictClient(enforce_csrf_checks=True)
    client.force_login(ana, backend="grants.organisations.backends.AccountBackend")
    url = f"/organisations/{chamber.public_id}/edit/"
    client.get(url)
    for sent, headers in (
        ({}, {}), ({"csrfmiddlewaretoken": ""}, {}), ({"csrfmiddlewaretoken": "x" * 64}, {}),
        ({}, {"Origin": "null"}), ({}, {"HX-Request": "true"}), ({}, {"X-CSRFToken": "y" * 64}),
    ):  # fmt: skip
        answer = client.post(url, {"legal_name": "Cámara tecleada", **sent}, headers=headers)
        assert answer.status_code == 403, (sent, headers)
        assert "Cámara tecleada" in answer.content.decode()
    chamber.refresh_from_db()
    assert chamber.legal_name == "Cámara de Comercio de Cusco"


def test_a_password_of_a_megabyte_is_refused_at_once(client, nadia):
    """T-AU-17."""
    begun = time.monotonic()
    answer = sign_in(client, nadia.email, "x" * 1_000_000)

    assert answer.status_code in (200, 400)
    assert "_auth_user_id" not in client.session
    assert time.monotonic() - begun < 1


def test_keys_of_second_factors_are_not_in_the_database_to_be_read(nadia):
    """T-AU-11."""
    TOTP.activate(nadia, SECRET)
    RecoveryCodes.activate(nadia)
    codes = RecoveryCodes(Authenticator.objects.get(user=nadia, type="recovery_codes")).get_unused_codes()

    stored = str(list(Authenticator.objects.filter(user=nadia).values_list("data", flat=True)))
    assert SECRET not in stored
    assert len(codes) == 10
    assert not any(code in stored for code in codes)
    assert stored.count("sealed:") == 2


def test_a_recovery_code_lets_in_once_and_is_not_guessed(client, nadia):
    """T-AU-11."""
    TOTP.activate(nadia, SECRET)
    RecoveryCodes.activate(nadia)
    first, second, *_more = RecoveryCodes(
        Authenticator.objects.get(user=nadia, type="recovery_codes")
    ).get_unused_codes()

    def is_let_in(*codes):
        client.cookies.clear()
        sign_in(client, nadia.email)
        for code in codes:
            client.post("/accounts/2fa/authenticate/", {"code": code})
        return "_auth_user_id" in client.session

    assert [is_let_in(first), is_let_in(first)] == [True, False]
    assert not is_let_in(*(f"{guess:08}" for guess in range(5)), second)
