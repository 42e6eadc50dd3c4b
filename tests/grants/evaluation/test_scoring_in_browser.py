"""Scoring as people do it: the sums follow what is ticked, what is typed is kept, submit locks."""

import pytest
from django.conf import settings
from django.urls import reverse

from grants import models
from tests.client import StrictClient
from tests.grants.evaluation.scored import assign

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(new_page, live_server):
    """A function that opens a browser in which this person is signed in, the second factor shown."""

    def open_for(user, **options):
        client = StrictClient()
        client.force_login(user, backend="grants.organisations.backends.AccountBackend")
        page = new_page(**options)
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["session"].value}
        page.context.add_cookies([cookie | {"url": live_server.url}])
        return page

    return open_for


def test_sums_follow_the_ticks_and_submitting_locks(eligible, first, sonia, clara, enter, live_server):
    assessment = assign(eligible, first, by=sonia)
    page = enter(clara)
    page.goto(live_server.url + assessment.get_absolute_url())
    for key, score in (("capacity-one", 4), ("capacity-two", 3), ("relevance-one", 5), ("relevance-two", 2)):
        page.check(f"#answer-{key}-{score}")
    page.fill("#answer-capacity-one-comment", "A solid team.")

    page.wait_for_selector("#grid-totals >> text=19 / 25", timeout=15000)
    page.wait_for_selector(".autosave[data-state=saved]", timeout=15000)
    page.click("button[name=next]")
    page.click("button:has-text('Submit assessment')")

    page.wait_for_url(live_server.url + reverse("evaluation:assignments"))
    assessment.refresh_from_db()
    assert (assessment.state, assessment.total) == ("submitted", 19)
    assert models.Cell.objects.get(draft=assessment.draft, key="capacity-one-comment").raw == "A solid team."


@pytest.mark.parametrize("width", [360, 1280])
def test_the_grid_fits_the_screen(eligible, first, sonia, clara, enter, live_server, width):
    assessment = assign(eligible, first, by=sonia)
    page = enter(clara, width=width, height=900)

    page.goto(live_server.url + assessment.get_absolute_url())

    assert page.evaluate("document.documentElement.scrollWidth") <= width
