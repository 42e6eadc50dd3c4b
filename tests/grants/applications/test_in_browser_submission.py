"""Handing in as people meet it: accessible in every state, on a desk and in a hand, with a real click."""

from datetime import UTC, datetime

import pytest
from django.conf import settings
from django.urls import reverse

from grants.applications.actions.mandates import request_mandate
from grants.applications.models import Submission
from grants.applications.queries.mandates import link_token
from tests.factories import NOON

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

OVERFLOW = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


def address(name, document):
    return reverse(f"applications:{name}", args=[document.public_id])


@pytest.fixture
def open_now(complete):
    """The complete application under a call that is open by the browser's clock too."""
    type(complete.call).objects.update(
        opens_at=datetime(2020, 1, 1, tzinfo=UTC), closes_at=datetime(2120, 1, 1, tzinfo=UTC)
    )
    return complete


@pytest.fixture
def page_of(new_page, live_server, login):
    """A browser in which this person is signed in."""

    def open_page(user, **options):
        page = new_page(**options)
        session = login(user).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        return page

    return open_page


@pytest.fixture
def stands(assert_accessible):
    """The page as it is, is accessible and no wider than the window."""

    def look(page):
        assert_accessible(page)
        assert page.evaluate(OVERFLOW) <= 0, page.url

    return look


@pytest.mark.parametrize("width", [1280, 360])
def test_from_the_check_over_the_click_to_the_receipt(open_now, ana, page_of, stands, width):
    page = page_of(ana, width=width)
    for name in ("check", "tries", "mandates"):
        page.goto(address(name, open_now))
        stands(page)

    page.goto(address("submit", open_now))
    stands(page)
    page.get_by_role("button", name="Submit application").press("Enter")
    page.wait_for_url("**/submissions/**")
    stands(page)

    submission = Submission.objects.get()
    assert submission.receipt_number in page.inner_text("main")
    with page.expect_download() as download:
        page.get_by_role("button", name="Receipt as PDF").click()
    assert download.value.suggested_filename == "AIV-2026-0001-1-en.pdf"
    for name in ("submit", "withdraw", "tries", "detail"):
        page.goto(address(name, open_now))
        stands(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_what_stands_against_it_is_listed_and_linked(open_now, ana, bruno, page_of, stands, width):
    open_now.months = 99
    open_now.save()
    partner = open_now.partners.get(role="co_applicant")
    partner.tasks = "Other tasks."
    partner.save()
    page = page_of(ana, width=width)

    for name, document in (("check", open_now), ("submit", open_now), ("mandates", open_now), ("mandate", partner)):
        page.goto(address(name, document))
        stands(page)
    page.goto(address("submit", open_now))
    page.get_by_role("link", name="The project takes 99 months").first.press("Enter")
    assert page.url.endswith(address("facts", open_now) + "#id_months")

    page = page_of(bruno, width=width)
    page.goto(address("mandate", partner))
    stands(page)


@pytest.mark.parametrize("width", [1280, 360])
def test_the_representative_signs_and_a_stranger_verifies(open_now, ana, new_page, stands, width):
    partner = open_now.partners.get(role="co_applicant")
    partner.mandates.update(void_since=NOON, void_reason="For this test")
    asked, code = request_mandate(partner, name="Rosa Quispe", address="rosa@test.example", language="en", by=ana)
    type(asked).objects.update(expires_at=datetime(2120, 1, 1, tzinfo=UTC))
    page = new_page(width=width)

    page.goto(reverse("public:sign_by_link", kwargs={"lang": "en", "token": link_token(asked)}))
    stands(page)
    page.get_by_label("Your code").fill(code)
    page.get_by_role("button", name="Continue").click()
    stands(page)
    page.get_by_label("I have read what is written above").check()
    page.get_by_role("button", name="Sign the mandate").click()
    assert page.inner_text("h1") == "The mandate is signed"
    stands(page)

    page.goto("/en/verify/")
    stands(page)
    page.get_by_label("Receipt number").fill("AIV-2026-0001-1-AAAAAAAA")
    page.get_by_role("button", name="Verify").click()
    assert "No receipt of ours has this number" in page.inner_text("main")
    stands(page)
    assert page.context.cookies() == []
