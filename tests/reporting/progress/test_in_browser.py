"""The pages of an update as people meet them: accessible, on a desk and in a hand; saved as they type."""

import pytest
from django.conf import settings

from reporting.models import IndicatorValue
from reporting.progress.actions.updates import return_update, submit_update
from reporting.progress.actions.values import save_values
from tests.client import StrictClient
from tests.reporting.progress.reporting import PERSONS, list_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def enter(new_page, live_server):
    """A function that opens a page as this person."""

    def sign_in(user, width=1280):
        client = StrictClient()
        client.force_login(user, backend="grants.organisations.backends.AccountBackend")
        page = new_page(width=width, locale="en-GB")
        name = settings.SESSION_COOKIE_NAME
        page.context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": live_server.url}])
        return page

    return sign_in


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_the_pages_are_accessible_and_fit(enter, assert_accessible, submitted, ana, diego):
    return_update(submitted, by=diego, note="Not clear", comments={PERSONS: "Count again"})
    list_of(submitted, ["Uno", "Dos"], by=ana)
    save_values(submitted, by=ana, values={PERSONS: {"": "38"}})
    url = submitted.get_absolute_url()

    def look(person, *addresses):
        for width in (1280, 360):
            page = enter(person, width)
            for address in addresses:
                assert page.goto(address).status == 200, address
                assert_accessible(page)
                assert not scrolls_sideways(page), f"{address} at {width}"

    look(ana, url, f"{url}values/", f"{url}values/history/", f"{url}submit/", "/home/")
    submit_update(submitted, by=ana)
    look(diego, "/updates/", "/updates/new/", f"{url}review/", f"{url}return/", f"{url}approve/")


def test_a_number_is_saved_while_it_is_typed(enter, update, ana):
    page = enter(ana)
    page.goto(f"{update.get_absolute_url()}values/")

    page.fill('[name="answer-P-1.whole"]', "1.234.567")
    page.wait_for_selector('[data-autosave-line][data-state="saved"]')

    assert IndicatorValue.objects.get().value == 1234567
