"""A walk through the product: opens browsers for people, and looks at every page it comes to."""

import time
from functools import cache

import pytest
from babel.messages.pofile import read_po
from django.conf import settings
from django.db import connection
from django.urls import reverse

from alinvest.devkit.catalogues import LOCALE
from grants.jobs import actions as jobs
from tests.client import StrictClient

LANGUAGES = {"es": ("es-PE", "es"), "pt-br": ("pt-BR", "pt"), "en": ("en-GB", "en")}
"""Language -> locale of the browser, first part of public addresses."""

SHOWN = "h1, h2, button, a.btn, label, legend, nav a, th"
BUTTON = "main form button[type=submit].btn-primary"


@cache
def english_left_in(language):
    """Texts of ours that have another form in this language: a page that shows one is not translated."""
    folder = {"es": "es", "pt-br": "pt_BR"}.get(language)
    if folder is None:
        return frozenset()
    with (LOCALE / folder / "LC_MESSAGES" / "django.po").open("rb") as lines:
        messages = [m for m in read_po(lines) if m.id and isinstance(m.id, str)]
    same = {m.id for m in messages if m.id == m.string} | {m.string for m in messages}
    return frozenset(m.id for m in messages if m.id not in same)


class Walk:
    """The walk in one language."""

    def __init__(self, language, new_page, look):
        self.language, self.new_page, self.look = language, new_page, look
        self.locale, self.prefix = LANGUAGES[language]
        self.foreign = english_left_in(language)

    def browser(self, user=None, live_server=None):
        """A browser of one's own, in which this person is signed in, the second factor shown."""
        page = self.new_page(locale=self.locale)
        if user is not None:
            client = StrictClient()
            client.force_login(user, backend="grants.organisations.backends.AccountBackend")
            cookie = {"name": settings.SESSION_COOKIE_NAME, "value": client.cookies["session"].value}
            page.context.add_cookies([cookie | {"url": live_server.url}])
        return page

    def stands(self, page):
        """Accessible, in the language."""
        assert page.get_attribute("html", "lang") == self.language, page.url
        shown = {" ".join(text.split()) for text in page.locator(SHOWN).all_inner_texts()}
        shown.add(page.title().rpartition(" – ")[0].partition(" · ")[0])
        assert shown & self.foreign == set(), page.url
        self.look(page)

    def goto(self, page, address):
        """Open an address."""
        page.goto(address)
        self.stands(page)

    def follow(self, page, address):
        """Click on the link to this address, in the page or the navigation: it fails where there is none."""
        link = page.locator(f"main a[href='{address}']")
        if not link.count():
            link = page.locator(f".navigation a[href='{address}']")
            folded = page.locator(".navigation details:not([open])", has=page.locator(f"a[href='{address}']"))
            if folded.count():
                folded.locator("summary").click()
        assert link.count(), f"{page.url} has no link to {address}: {page.inner_text('main')[:1500]}"
        with page.expect_navigation():
            link.first.click()
        self.stands(page)

    def press(self, page, button=BUTTON):
        """Press a button whose form is accepted."""
        assert page.locator(button).count(), f"{page.url} has no {button}: {page.inner_text('main')[:1500]}"
        with page.expect_navigation():
            page.locator(button).first.click()
        assert page.locator(".field__error, .errors, .messages .callout--bad").all_inner_texts() == [], page.url
        self.stands(page)


class Office:
    """The desks of a programme: whose home page one looks at, in which browser."""

    def __init__(self, walk, people, live_server):
        self.walk, self.people, self.live_server = walk, people, live_server
        self.pages = {}

    def home(self, name):
        """The page of a person, at home."""
        if name not in self.pages:
            self.pages[name] = self.walk.browser(self.people[name], self.live_server)
        self.walk.goto(self.pages[name], reverse("home"))
        return self.pages[name]

    def at(self, name, *addresses):
        """The page of a person, gone from home by links from one address to the next."""
        page = self.home(name)
        for address in addresses:
            self.walk.follow(page, address)
        return page


def to(name, document=None, **kwargs):
    return reverse(name, args=[document.public_id] if document else [], kwargs=kwargs or None)


def wait_until(is_so):
    """Sweep as beat does, until it is so."""
    for _second in range(300):
        if is_so():
            return
        jobs.sweep()
        connection.close()
        time.sleep(0.2)
    pytest.fail("It never came to that.")
