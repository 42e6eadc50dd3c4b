"""Registering, signing in, resetting a password: from outside (security.md B3)."""

import re
from datetime import timedelta
from pathlib import Path
from urllib.parse import urljoin, urlsplit

import allauth
import pytest
from allauth.account.models import EmailAddress
from django.core.cache import cache

from alinvest.cache import ForgivingRedisCache
from alinvest.settings import BASE_DIR
from grants import clock, models
from grants.jobs import actions as jobs
from grants.messages import outbox
from grants.operations.actions import resend_message
from grants.organisations.actions import deactivate_user, invite_member
from tests.factories import PASSWORD, UserFactory
from tests.mail_server import ACCEPT, BUSY, delivered

pytestmark = pytest.mark.django_db

EVIL = [
    "//evil.example",
    "https://evil.example/",
    "javascript:alert(1)",
    "/\\evil.example",
    "data:text/html,x",
    "\r\n/x",
]


@pytest.fixture(autouse=True)
def fresh_counters():
    """Attempts are counted in the cache, which outlives a test."""
    cache.clear()


def text(response):
    return response.content.decode()


def bare(response):
    return re.sub(r"[A-Za-z0-9]{64}", "", text(response))


def sign_up(client, email, **more):
    return client.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD, **more})


def sign_in(client, email, password=PASSWORD, **more):
    return client.post("/accounts/login/", {"login": email, "password": password, **more})


def link_in(letter, path):
    return re.search(rf"http://localhost({path}\S+)", letter.body)[1]


def test_from_the_address_to_the_first_steps(client):
    answer = sign_up(client, " New@Camara.Example ")
    assert (answer.status_code, answer.url) == (302, "/accounts/confirm-email/")
    assert sign_in(client, "new@camara.example").url == "/accounts/confirm-email/"

    link = link_in(delivered()[0], "/accounts/confirm-email/")
    client.get(link)
    client.post(link)
    answer = sign_in(client, "new@camara.example")

    assert answer.status_code == 302
    page = client.get("/first-steps/")
    assert page.status_code == 200
    assert "data-own-zone" in page.text  # the script offers the zone of the machine
    user = models.User.objects.get()
    assert (user.email, user.is_staff, user.is_superuser) == ("new@camara.example", False, False)
    assert EmailAddress.objects.get().verified


def test_who_belongs_nowhere_lands_on_the_first_steps_and_everybody_else_at_home(client, nadia, ana, chamber):
    assert sign_in(client, nadia.email).url == "/first-steps/"
    client.post("/accounts/logout/")
    assert sign_in(client, ana.email).url == "/home/"


def test_the_language_of_the_page_becomes_that_of_the_account(client):
    client.post("/language/", {"language": "pt-br"})
    sign_up(client, "new@camara.example")

    assert models.User.objects.get().language == "pt-br"


@pytest.mark.parametrize(
    "password", ["uva pera miel", "a" * 30 + " \U0001f33f" + "b" * 32, "long " * 25 + "end", "quinoa-" * 20000]
)
def test_long_passwords_with_spaces_and_pictures_are_taken(client, password):
    client.post("/accounts/signup/", {"email": "new@camara.example", "password1": password, "password2": password})

    assert models.User.objects.get().check_password(password)


@pytest.mark.parametrize("password", ["short", "password1234", "new@camara.example"])
def test_weak_passwords_are_refused(client, password):
    answer = client.post(
        "/accounts/signup/", {"email": "new@camara.example", "password1": password, "password2": password}
    )

    assert (answer.status_code, models.User.objects.count()) == (200, 0)


def test_changing_the_password_ends_the_other_sessions_and_tells_the_owner(client, login, nadia):
    other = login(nadia)
    sign_in(client, nadia.email)
    words = {"oldpassword": PASSWORD, "password1": "another long pass phrase", "password2": "another long pass phrase"}

    client.post("/accounts/password/change/", words)

    assert client.get("/organisations/").status_code == 200
    assert other.get("/organisations/").status_code == 302
    assert [letter.to for letter in delivered()] == [["nadia@demo.example"]]


@pytest.mark.parametrize("field", ["is_staff", "is_superuser", "name", "is_active", "role"])
def test_nothing_else_is_taken_from_the_sign_up_form(client, field):
    sign_up(client, "new@camara.example", **{field: "1"})

    user = models.User.objects.get()
    assert (user.is_staff, user.is_superuser, user.name) == (False, False, "")


@pytest.mark.parametrize("written", ["Nadia@Demo.Example", " nadia@demo.example ", "NADIA@DEMO.EXAMPLE"])
def test_one_account_for_an_address_however_it_is_written(client, nadia, written):
    sign_up(client, written)

    assert models.User.objects.count() == 1
    assert [letter.to for letter in delivered()] == [["nadia@demo.example"]]


@pytest.mark.parametrize("written", ["\uff4eadia@demo.example", "nadia@demo.example.", "nad\u0131a@demo.example"])
def test_letters_that_only_look_alike_are_refused_in_words(client, nadia, written):
    answers = [sign_up(client, written), client.post("/accounts/password/reset/", {"email": written})]

    assert [answer.status_code for answer in answers] == [200, 200]
    assert models.User.objects.count() == 1
    assert delivered() == []


def test_registering_a_known_address_looks_like_registering_a_new_one(client, nadia):
    known = sign_up(client, nadia.email)
    page_known = client.get(known.url)
    new = sign_up(client, "new@demo.example")
    page_new = client.get(new.url)

    assert (known.status_code, known.url) == (new.status_code, new.url)
    assert bare(page_known).replace("nadia@", "new@") == bare(page_new)
    assert [letter.to for letter in delivered()] == [["nadia@demo.example"], ["new@demo.example"]]
    assert "/accounts/confirm-email/" not in delivered()[0].body


def test_a_wrong_password_an_unknown_address_and_a_closed_account_look_alike(client, nadia, admin):
    closed = UserFactory(email="closed@demo.example")
    deactivate_user(closed, by=admin)
    nobody = UserFactory(email="nobody@demo.example")
    nobody.set_unusable_password()
    nobody.save()

    answers = [
        sign_in(client, "unknown@demo.example"),
        sign_in(client, nadia.email, "wrong"),
        sign_in(client, closed.email, "wrong"),
        sign_in(client, nobody.email, "wrong"),
        sign_in(client, closed.email),
    ]

    assert {answer.status_code for answer in answers} == {200}
    pages = {re.sub(r'value="[^"]*@demo\.example"', "", bare(answer)) for answer in answers}
    assert len(pages) == 1


def test_a_reset_answers_alike_for_known_and_unknown_addresses(client, nadia):
    known = client.post("/accounts/password/reset/", {"email": nadia.email})
    unknown = client.post("/accounts/password/reset/", {"email": "unknown@demo.example"})

    assert {(answer.status_code, answer.url) for answer in (known, unknown)} == {
        (302, "/accounts/password/reset/done/")
    }


def test_without_mail_system_the_account_stands_and_the_letter_follows(client, smtp):
    smtp.mode = BUSY
    assert sign_up(client, "new@camara.example").status_code == 302
    assert models.User.objects.count() == 1
    delivered()
    letter = models.Message.objects.get()
    assert (letter.state, letter.attempts, smtp.letters) == ("queued", 1, [])
    assert "451" in letter.error

    smtp.mode = ACCEPT
    with clock.at(clock.now() + timedelta(hours=1)):
        delivered()

    assert [to for _name, to, _subject in smtp.letters] == ["new@camara.example"]


@pytest.mark.worker
@pytest.mark.slow
def test_without_redis_the_account_stands_and_the_letter_follows(client, redis_server, monkeypatch):
    monkeypatch.setattr(jobs, "_publish_again_at", 0.0)
    monkeypatch.setattr(ForgivingRedisCache, "_away_until", 0.0)
    redis_server.stop()

    assert sign_up(client, "new@camara.example").status_code == 302
    assert [(user.email, user.is_active) for user in models.User.objects.all()] == [("new@camara.example", True)]
    assert models.Message.objects.get().state == "queued"

    redis_server.start()
    assert [letter.to for letter in delivered()] == [["new@camara.example"]]


def test_a_letter_with_a_one_time_link_is_read_by_nobody_else(client, login, nadia, diego, admin):
    client.post("/accounts/password/reset/", {"email": nadia.email})
    letter = models.Message.objects.get()
    waiting = "".join(str(value) for value in models.Message.objects.values_list().get())
    link = link_in(delivered()[0], "/accounts/password/reset/key/")
    secret = link.rstrip("/").rpartition("-")[2]

    assert secret not in waiting
    assert secret not in "".join(str(value) for value in models.Message.objects.values_list().get())
    for reader in (diego, admin, nadia):
        page = login(reader).get(f"/messages/{letter.public_id}/").text
        assert "The text is not kept" in page or "the text is not kept here" in page
        assert secret not in page
        assert "Send again" not in page
    assert "Letter with a one-time link" in login(diego).get("/messages/").text
    assert "Letter with a one-time link" in login(nadia).get("/messages/mine/").text
    assert login(diego).post(f"/messages/{letter.public_id}/resend/", follow=True).status_code == 200
    assert len(delivered()) == 1


def test_a_letter_with_a_one_time_link_that_failed_is_sent_again_to_no_other_address(client, nadia, diego):
    client.post("/accounts/password/reset/", {"email": nadia.email})
    letter = models.Message.objects.get()
    outbox.give_up(letter.pk, "The mail server did not take it.")
    models.User.objects.filter(pk=nadia.pk).update(email="other@demo.example")

    resend_message(letter, by=diego)

    assert [one.to for one in delivered()] == [["nadia@demo.example"]]


def test_a_reset_goes_to_the_stored_address_alone(client, nadia):
    client.post("/accounts/password/reset/", {"email": "NADIA@demo.example"})
    client.post("/accounts/password/reset/", {"email": " nadia@Demo.example "})

    assert [letter.to for letter in delivered()] == [["nadia@demo.example"], ["nadia@demo.example"]]
    assert "http://localhost/accounts/password/reset/key/" in delivered()[0].body


def test_the_first_letter_says_who_writes_and_what_to_do(client):
    sign_up(client, "new@demo.example")

    (letter,) = delivered()
    words, _address, rest = re.split(r"(http://localhost/accounts/confirm-email/\S+)", letter.body)
    assert letter.subject == "Confirm your e-mail address"
    assert words == (
        "This address was given for an account for the grants of AL-INVEST Verde. If it was you, open this page and "
        "confirm the address:\n\n"
    )
    assert rest == (
        "\n\nThe link is valid for three days and works once.\nIf it was not you, ignore this mail: nothing happens."
        "\n\n-- \nAL-INVEST Verde\nhttp://localhost\n"
    )


def test_a_changed_password_is_told_with_when_and_from_where(client, nadia):
    set_password(client, reset_link(client, nadia), "Cordillera-verde-9173")

    letter = delivered()[-1]
    assert letter.subject == "Your password is new"
    assert "From the network address: 127.0.0.1" in letter.body
    assert "choose a new password at once:\nhttp://localhost/accounts/password/reset/" in letter.body
    assert "<" not in letter.body


NEVER_SENT = {"login_code", "password_reset_code", "password_set"}
"""Letters of ways to sign in that are switched off here."""


@pytest.mark.parametrize("folder", ["account/email", "mfa/email"])
def test_every_letter_about_an_account_is_written_in_our_words(folder):
    theirs = Path(allauth.__file__).parent / "templates" / folder
    names = {path.name for path in theirs.glob("*.txt")} - {
        f"{name}_{part}.txt" for name in NEVER_SENT for part in ("subject", "message")
    }
    forms_of_others = {name for name in names if name.startswith("email_confirmation_signup")}

    assert sorted(names - forms_of_others - {path.name for path in (BASE_DIR / "templates" / folder).iterdir()}) == []


def reset_link(client, user):
    client.post("/accounts/password/reset/", {"email": user.email})
    return link_in(delivered()[-1], "/accounts/password/reset/key/")


def set_password(client, link, password):
    form = client.get(link)
    where = form.url if form.status_code == 302 else link
    return client.post(where, {"password1": password, "password2": password})


def test_a_reset_link_works_once(client, nadia):
    link = reset_link(client, nadia)
    set_password(client, link, "another long pass phrase")
    set_password(client, link, "a third long pass phrase")

    nadia.refresh_from_db()
    assert nadia.check_password("another long pass phrase")


def test_a_reset_link_of_an_account_closed_since_is_dead(client, nadia, admin):
    link = reset_link(client, nadia)
    deactivate_user(nadia, by=admin)

    set_password(client, link, "another long pass phrase")

    nadia.refresh_from_db()
    assert nadia.check_password(PASSWORD)


def test_closing_an_account_ends_its_open_sessions(login, nadia, admin):
    session = login(nadia)
    assert session.get("/organisations/").status_code == 200

    deactivate_user(nadia, by=admin)

    assert session.get("/organisations/").status_code == 302
    assert session.post("/organisations/register/?country=PE", {}).status_code == 302


def test_five_wrong_passwords_close_the_door_and_a_forged_header_does_not_open_it(client, nadia):
    for _ in range(10):
        sign_in(client, nadia.email, "wrong")

    refused = sign_in(client, nadia.email)
    forged = client.post(
        "/accounts/login/", {"login": nadia.email, "password": PASSWORD}, HTTP_X_FORWARDED_FOR="203.0.113.9"
    )

    assert [refused.status_code, forged.status_code] == [200, 200]
    assert "_auth_user_id" not in client.session


def test_signing_in_and_registering_go_on_while_redis_is_away(client, nadia, redis_away):

    assert sign_up(client, "new@demo.example").status_code == 302
    assert sign_in(client, nadia.email).url == "/first-steps/"
    assert client.post("/organisations/register/?country=PE", {}).status_code == 422


@pytest.mark.slow
def test_fifty_honest_people_behind_one_address_get_in(client, nadia):
    for _ in range(10):
        sign_in(client, nadia.email, "wrong")
    people = [UserFactory(email=f"chamber{number}@demo.example") for number in range(50)]

    landed = []
    for person in people:
        client.cookies.clear()
        landed.append(sign_in(client, person.email).status_code)

    assert landed == [302] * 50


@pytest.mark.parametrize("header", ["HTTP_HOST", "HTTP_X_FORWARDED_HOST"])
def test_a_foreign_host_never_gets_into_a_mailed_link(client, nadia, ana, chamber, header, settings):
    settings.ALLOWED_HOSTS = ["*"]  # where somebody was careless
    client.post("/accounts/password/reset/", {"email": nadia.email}, **{header: "evil.example"})
    client.post("/accounts/signup/", {"email": "x@demo.example", "password1": PASSWORD, "password2": PASSWORD},
                **{header: "evil.example"})  # fmt: skip
    invite_member(chamber, by=ana, email=nadia.email, role="reader")

    letters = delivered()
    assert [letter for letter in letters if "evil" in letter.body or "evil" in letter.subject] == []
    links = ("/accounts/password/reset/key/", "/accounts/confirm-email/")
    assert all(any(f"http://localhost{link}" in letter.body for letter in letters) for link in links)


@pytest.mark.parametrize("page", EVIL)
def test_signing_in_leads_nowhere_else(client, ana, chamber, page):
    landed = urlsplit(urljoin("http://localhost/accounts/login/", sign_in(client, ana.email, next=page).url))

    assert (landed.scheme, landed.netloc) == ("http", "localhost")


@pytest.mark.parametrize("page", EVIL)
def test_choosing_a_language_or_saving_the_profile_leads_nowhere_else(client, login, nadia, page):
    assert client.post("/language/", {"language": "en", "next": page}).url == "/"
    profile = {"name": "Nadia", "language": "en", "time_zone": "America/Lima", "next": page}
    assert login(nadia).post("/profile/", profile).url == "/profile/"


def test_the_language_is_kept_in_the_profile_or_in_a_cookie(client, login, nadia):
    anonymous = client.post("/language/", {"language": "en", "next": "/accounts/login/"})
    signed_in = login(nadia).post("/language/", {"language": "pt-br", "next": "/organisations/"})

    cookie = anonymous.cookies["language"]
    assert (cookie.value, cookie["httponly"], cookie["samesite"]) == ("en", True, "Lax")
    assert "Sign in" in text(client.get("/accounts/login/"))
    assert "language" not in signed_in.cookies
    nadia.refresh_from_db()
    assert nadia.language == "pt-br"


def test_a_public_page_is_shown_at_its_address_in_the_chosen_language(client):
    answers = {
        page: client.post("/language/", {"language": "pt-br", "next": page}).url
        for page in ("/es/", "/en/calls/verde-2026/?page=2", "/accounts/login/?next=/x/")
    }

    assert answers == {
        "/es/": "/pt/",
        "/en/calls/verde-2026/?page=2": "/pt/calls/verde-2026/?page=2",
        "/accounts/login/?next=/x/": "/accounts/login/?next=/x/",
    }


def test_an_unknown_language_changes_nothing(client, nadia):
    answer = client.post("/language/", {"language": "xx"})

    assert (answer.status_code, "language" in answer.cookies) == (302, False)
    assert client.get("/language/").status_code == 405


def test_a_profile_names_a_real_time_zone(login, nadia):
    answer = login(nadia).post("/profile/", {"name": "", "language": "xx", "time_zone": "Mars/Olympus"})

    assert answer.status_code == 422
    assert "Enter your name" in text(answer)
    nadia.refresh_from_db()
    assert nadia.time_zone == "Europe/Brussels"
