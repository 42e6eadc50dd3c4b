"""Drafting as people do it: two browsers, a deadline that passes, no scripts, a phone."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from grants import clock
from grants.applications.actions import consortium, drafting
from grants.budgets.actions import save_line
from grants.models import ApplicationPart, Call, Cell, Revision

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FIELD = "#answer-problem"


@pytest.fixture
def open_call(call):
    """The call, open in the real present: browsers live by the real clock."""
    now = clock.now()
    Call.objects.filter(pk=call.pk).update(
        opens_at=now - timedelta(days=5), closes_at=now + timedelta(days=6), questions_until=None
    )
    call.refresh_from_db()
    return call


@pytest.fixture
def draft(open_call, chamber, ana):
    """Ana's application, just started."""
    return drafting.start_application(
        open_call, lot=open_call.lots.first(), organisation=chamber, title="Café", by=ana, start_key=uuid4()
    )


@pytest.fixture
def enter(new_page, live_server):
    """A function that opens a browser in which this person is signed in."""

    def open_for(user, **options):
        client = Client()
        client.force_login(user, backend="grants.organisations.backends.AccountBackend")
        page = new_page(**options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["session"].value}
        page.context.add_cookies([cookie | {"url": live_server.url}])
        return page

    return open_for


def relevance(application):
    return reverse("applications:part", args=[application.public_id, "relevance"])


def wait_until_saved(page):
    page.wait_for_selector("[data-autosave-line][data-state=saved]")


def test_two_browsers_on_one_field_lose_nothing(enter, draft, ana, amalia):
    hers, his = enter(amalia), enter(ana)
    for page in (hers, his):
        page.goto(relevance(draft))

    hers.fill(FIELD, "Hers")
    wait_until_saved(hers)
    his.fill(FIELD, "His")
    his.wait_for_selector("[data-conflict]")
    assert Cell.objects.get().raw == "Hers"
    his.click("[data-conflict] [data-keep=both]")
    wait_until_saved(his)

    assert Cell.objects.get().raw == "His\n\nHers"
    assert set(Revision.objects.values_list("raw", "is_aside")) == {
        ("Hers", False),
        ("His", True),
        ("His\n\nHers", False),
    }


def test_two_browsers_on_one_cell_of_the_logframe_lose_nothing(enter, draft, ana, amalia):
    hers, his = enter(amalia), enter(ana)
    name = f"result-{draft.results.get(level='impact').key}-statement"
    for page in (hers, his):
        page.goto(reverse("applications:logframe", args=[draft.public_id]))

    hers.fill(f"#answer-{name}", "Hers")
    wait_until_saved(hers)
    his.fill(f"#answer-{name}", "His")
    his.wait_for_selector("[data-conflict]")
    assert draft.results.get(level="impact").statement == "Hers"
    assert "Amalia" in his.text_content("[data-conflict] [data-by]")
    his.click("[data-conflict] [data-keep=both]")
    wait_until_saved(his)

    assert draft.results.get(level="impact").statement == "His\n\nHers"
    assert list(draft.logframe_revisions.values_list("cell", "raw", "is_aside", "by__name")) == [
        (name, "His\n\nHers", False, "Ana"),
        (name, "His", True, "Ana"),
        (name, "Hers", False, "Amalia"),
    ]


@pytest.mark.parametrize("place", ["part", "logframe"])
def test_a_colleague_s_text_in_another_cell_is_said_while_one_types(enter, draft, ana, amalia, place):
    if place == "part":
        url, mine, hers = relevance(draft), "problem", "firms"
    else:
        key = draft.results.get(level="impact").key
        url, mine, hers = (
            reverse("applications:logframe", args=[draft.public_id]),
            *(f"result-{key}-{field}" for field in ("statement", "assumptions")),
        )
    page, other = enter(ana), enter(amalia)
    page.clock.install()
    for one in (page, other):
        one.goto(url)
    page.fill(f"#answer-{mine}", "Mine")
    page.clock.run_for(2_100)
    wait_until_saved(page)
    other.fill(f"#answer-{hers}", "120")
    wait_until_saved(other)

    page.clock.run_for(30_100)
    page.wait_for_selector(f'[data-newer-for="{hers}"] >> text=A colleague has saved another text here meanwhile.')

    assert page.input_value(f"#answer-{hers}") == ""
    assert page.locator("[data-newer-for] p").count() == 1


def test_the_deadline_passes_while_somebody_types(enter, open_call, draft, ana):
    page = enter(ana)
    page.goto(relevance(draft))
    Call.objects.filter(pk=open_call.pk).update(closes_at=clock.now() - timedelta(seconds=1))

    page.fill(FIELD, "Typed in the last minute")
    page.wait_for_selector("[data-autosave-line][data-state=wrong]")

    assert "The deadline has passed" in page.text_content("[data-autosave-line]")
    assert page.input_value(FIELD) == "Typed in the last minute"
    assert not Cell.objects.exists()


def test_a_draft_is_written_without_scripts(enter, draft, ana):
    page = enter(ana, java_script_enabled=False)
    page.goto(relevance(draft))

    page.fill(FIELD, "Written without scripts")
    page.click("button[name=next]")

    assert page.url.endswith("/parts/design/")
    assert Cell.objects.get().raw == "Written without scripts"


def test_the_pages_of_a_draft_are_accessible_and_fit_a_phone(
    enter, assert_accessible, draft, partner_organisation, ana, bruno
):
    invitation = consortium.invite_partner(
        draft, name="Verde", email=bruno.email, role="co_applicant", language="en", by=ana
    )
    consortium.accept_partnership(invitation, organisation=partner_organisation, by=bruno)
    line = {"heading": "1.1", "description": "Trainer", "unit": "day", "quantity": "many", "unit_value": "200"}
    save_line(draft.budget, uuid4(), line, based_on=0, by=ana)
    part = ApplicationPart.objects.filter(draft=draft.draft).first()
    pages = [reverse("applications:list"), relevance(draft)]
    pages += [
        reverse(f"applications:{name}", args=[draft.public_id])
        for name in ("detail", "facts", "consortium", "logframe", "logframe_history", "budget", "documents", "print")
    ]
    pages += [
        reverse("applications:history", args=[part.public_id]),
        reverse("applications:tasks", args=[invitation.public_id]),
        reverse("applications:remove_partner", args=[invitation.public_id]),
    ]

    for width in (1280, 360):
        # Tall enough that the saving line, which stays in view, covers nothing while axe measures.
        page = enter(ana, width=width, height=4000)
        for url in pages:
            page.goto(url)
            assert page.evaluate("document.documentElement.scrollWidth") <= width, url
            assert_accessible(page)
