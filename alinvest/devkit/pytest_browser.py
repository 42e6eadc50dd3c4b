"""pytest plugin: the system's Chromium through Playwright, and axe.

``page`` opens pages of ``live_server`` and fails the test on a script error or on anything the
content security policy refused. ``assert_accessible(page)`` runs the WCAG 2.2 AA rules of axe.
"""

import shutil

import pytest

PROGRAM = shutil.which("chromium") or shutil.which("chromium-browser")
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser():
    """One Chromium for the session."""
    from playwright.sync_api import sync_playwright

    if PROGRAM is None:
        pytest.fail("Browser tests need Chromium. As root: apt-get install chromium fonts-liberation")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=PROGRAM)
        yield chromium
        chromium.close()


@pytest.fixture
def new_page(browser, live_server):
    """A function that opens a page in a browser of its own: ``new_page(locale="pt-BR", width=360)``."""
    contexts, complaints = [], []

    def open_page(*, locale="es-PE", width=1280, height=800, **options):
        context = browser.new_context(
            base_url=live_server.url,
            locale=locale,
            viewport={"width": width, "height": height},
            reduced_motion="reduce",
            **options,
        )
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if _is_complaint(line) else None)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert complaints == []


@pytest.fixture
def page(new_page):
    """A desktop browser in Spanish."""
    return new_page()


@pytest.fixture
def assert_accessible():
    """A function that fails with axe's findings, if there are any, for the page as it stands."""
    from axe_playwright_python.sync_playwright import Axe

    def check(page):
        results = Axe().run(page, options={"runOnly": WCAG, "resultTypes": ["violations"]})
        assert results.response["violations"] == [], results.generate_report()

    return check


def _is_complaint(line):
    """Errors count, except the browser's own note that an answer was a 4xx: tests ask for those."""
    return line.type == "error" and not line.text.startswith("Failed to load resource")
