"""The pages of calls and the home pages as they are met: accessible, on a desk and in a hand."""

from datetime import timedelta

import pytest
from django.conf import settings

from grants import clock
from grants.calls import actions
from grants.proposals.actions import approve
from tests.factories import ApplicationFactory, CallFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture
def calls(diego, dora, chamber, ana):
    """An open call with a corrigendum, an application and a waiting proposal; one that is being set up."""
    now = clock.now()
    dates = {"opens_at": now - timedelta(days=9), "closes_at": now + timedelta(days=30)}
    text = "## Quién\n\n- cámaras\n- cooperativas\n\n[Guía](https://example.org/)"
    open_call = CallFactory(slug="third", description_es=text, contact="calls@sequa.example", **dates)
    actions.choose_form(
        draft := actions.copy_call(open_call, by=diego, reference="NEXT", slug="next", **dates),
        by=diego,
        version=open_call.form,
    )
    move = {"by": diego, "reason": "Paro nacional."}
    approve(actions.propose_deadline(open_call, closes_at=now + timedelta(days=40), **move), by=dora)
    actions.propose_deadline(open_call, closes_at=now + timedelta(days=41), **move)
    ApplicationFactory(call=open_call, lead=chamber, started_by=ana, started_at=now, changed_at=now)
    return open_call, draft


@pytest.fixture
def look_at(assert_accessible):
    """Open a page and see that it is accessible and no wider than the window."""

    def look(page, address):
        page.goto(address)
        assert page.url.endswith(address)
        assert_accessible(page)
        assert page.evaluate(OVERFLOW) <= 0, address

    return look


@pytest.mark.parametrize(("lang", "width"), [("es", 1280), ("pt", 360)])
def test_public_pages(calls, new_page, look_at, lang, width):
    page = new_page(width=width)

    for path in ("", "calls/", "calls/third/", "privacy/", "accessibility/", "legal/"):
        look_at(page, f"/{lang}/{path}")

    assert page.context.cookies() == []


def test_the_first_page_is_light_and_asks_nobody_else(calls, page, live_server):
    page.goto("/es/", wait_until="networkidle")

    loaded = page.evaluate(
        "[...performance.getEntriesByType('navigation'), ...performance.getEntriesByType('resource')]"
        ".map((entry) => [entry.name, entry.encodedBodySize])"
    )
    assert len(loaded) >= 4
    assert [name for name, _size in loaded if not name.startswith(live_server.url)] == []
    assert sum(size for _name, size in loaded) < 300_000


def test_staff_pages_on_a_desk(calls, new_page, look_at, live_server, login, dora):
    open_call, draft = calls
    page = new_page()
    cookie = login(dora).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    lot, slot = draft.lots.first(), draft.required_documents.first()

    look_at(page, "/home/")
    look_at(page, "/calls/")
    look_at(page, "/calls/?q=nothing-fits")
    for name in ("", "counts/", "deadline/", "cancel/", "documents/new/", "copy/"):
        look_at(page, f"/calls/{open_call.public_id}/{name}")
    for name in (
        "",
        "basics/",
        "countries/",
        "indicators/",
        "form/",
        "lots/new/",
        "slots/new/",
        "publish/",
        "preview/",
    ):
        look_at(page, f"/calls/{draft.public_id}/{name}")
    look_at(page, f"/calls/lots/{lot.public_id}/")
    look_at(page, f"/calls/slots/{slot.public_id}/")


def test_staff_pages_in_a_hand(calls, new_page, look_at, live_server, login, dora):
    open_call, draft = calls
    dora.language = "pt-br"
    dora.save()
    page = new_page(width=360)
    cookie = login(dora).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    look_at(page, "/calls/")
    for name in ("", "counts/", "deadline/"):
        look_at(page, f"/calls/{open_call.public_id}/{name}")
    for name in ("basics/", "countries/", "indicators/"):
        look_at(page, f"/calls/{draft.public_id}/{name}")


def test_a_form_with_everything_wrong(calls, new_page, assert_accessible, live_server, login, dora):
    page = new_page()
    cookie = login(dora).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    page.goto("/calls/new/")

    page.get_by_label("Largest grant, EUR").fill("300,000")
    page.get_by_role("button", name="Save and go on").click()

    assert page.locator("#errors").evaluate("element => element === document.activeElement")
    assert page.get_by_label("Largest grant, EUR").input_value() == "300,000"
    assert_accessible(page)


@pytest.mark.parametrize("who", ["ana", "nadia", "olga"])
def test_homes(calls, request, new_page, look_at, live_server, login, who):
    page = new_page(width=360)
    cookie = login(request.getfixturevalue(who)).cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    look_at(page, "/home/")
