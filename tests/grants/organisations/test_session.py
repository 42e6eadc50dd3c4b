"""The end of a session is said in time, and nothing typed is lost by it (T-A11-05)."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone

LONG = 12 * 3600


@pytest.mark.django_db
def test_asking_does_not_prolong_the_session_and_posting_does(login, nadia):
    client = login(nadia)
    ends_in(seconds=240)

    asked = client.get("/session/").json()["seconds"]
    stays = client.post("/session/")

    assert 200 < asked <= 240
    assert stays.json()["seconds"] == LONG
    assert stays.cookies[settings.SESSION_COOKIE_NAME]["max-age"] == LONG
    assert client.get("/session/").json()["seconds"] > LONG - 60


@pytest.mark.django_db
def test_nobody_signed_in_has_no_session_to_prolong(client):
    assert client.post("/session/").status_code == 302


def ends_in(seconds):
    Session.objects.update(expire_date=timezone.now() + timedelta(seconds=seconds))  # noqa: TID251 - as Django does


@pytest.fixture
def typing(new_page, live_server, nadia):
    """Nadia has typed her name on her profile and not saved it; her page's clock is the test's."""
    page = new_page(locale="en-GB")
    sign_in(page, nadia, live_server)
    page.clock.install()
    page.goto("/profile/")
    page.fill("#id_name", "Nadia Quispe")
    return page


def sign_in(page, user, live_server):
    client = Client()
    client.force_login(user, backend="grants.organisations.backends.AccountBackend")
    cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["session"].value}
    page.context.add_cookies([cookie | {"url": live_server.url}])


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_five_minutes_before_its_end_one_key_is_enough_to_stay(typing, assert_accessible):
    typing.clock.fast_forward((LONG - 310) * 1000)
    assert not typing.locator("#session").is_visible()
    ends_in(seconds=299)

    typing.clock.fast_forward(20_000)
    typing.wait_for_selector("#session >> text=You will be signed out at")
    assert_accessible(typing)
    said = typing.inner_text("#session [data-text]")
    typing.clock.run_for(60_000)
    assert typing.inner_text("#session [data-text]") == said  # no countdown is read out
    typing.keyboard.press("Enter")
    typing.wait_for_selector("#session", state="hidden")

    assert Session.objects.get().expire_date > timezone.now() + timedelta(hours=11)  # noqa: TID251 - as Django does
    assert typing.input_value("#id_name") == "Nadia Quispe"
    assert typing.evaluate("document.activeElement.id") == "id_name"


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_another_window_has_prolonged_it_and_nothing_is_said(typing):
    typing.clock.fast_forward((LONG - 280) * 1000)
    typing.wait_for_timeout(300)

    assert not typing.locator("#session").is_visible()


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_who_signs_in_again_elsewhere_saves_what_was_typed(typing, live_server, nadia):
    Session.objects.all().delete()
    typing.clock.fast_forward(LONG * 1000)
    typing.wait_for_selector("#session >> text=You have been signed out.")
    typing.click("#session [data-session-over] [data-close]")

    sign_in(typing, nadia, live_server)
    typing.evaluate("window.dispatchEvent(new Event('focus'))")
    typing.wait_for_selector("[data-session-over][hidden]", state="attached")
    typing.click("main form:has(#id_name) button[type=submit]")
    typing.wait_for_selector("text=Your profile is saved.")

    nadia.refresh_from_db()
    assert nadia.name == "Nadia Quispe"
