"""The pages of calls and the home pages as they are met: accessible, on a desk and in a hand."""

from datetime import timedelta

import pytest
from django.conf import settings

from grants import clock
from grants.calls import actions
from grants.proposals.actions import approve
from grants.questionnaire.actions import copy_version
from tests.factories import ApplicationFactory, CallFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


PLAN = "country=FR&kind=chamber&la=1&eu=0&grant=250.000,00&total=375000&months=24"


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
    asked = actions.ask_question(open_call, by=ana, text="¿Puede liderar una universidad?")
    texts = {"question_es": "¿Puede liderar una universidad?", "answer_es": "Sí, sin fines de lucro."}
    actions.publish_answer(asked, by=diego, **texts)
    actions.ask_question(open_call, by=ana, text="¿Es el IVA elegible?")
    copy_version(open_call.form, by=diego)
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

    for path in (
        "",
        "calls/",
        "calls/third/",
        "calls/third/check/",
        f"calls/third/check/?{PLAN}",
        "privacy/",
        "accessibility/",
        "legal/",
    ):
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
    for name in ("", "counts/", "deadline/", "cancel/", "documents/new/", "copy/", "questions/", "form/correct/"):
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
    waiting = open_call.questions.get(state="asked")
    look_at(page, f"/calls/questions/{waiting.public_id}/")
    look_at(page, f"/calls/questions/{waiting.public_id}/set-aside/")
    look_at(page, f"/calls/ask/{open_call.slug}/")
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
    look_at(page, f"/calls/questions/{open_call.questions.get(state='asked').public_id}/")
    for name in ("", "counts/", "deadline/", "questions/", "form/correct/"):
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
