"""Pages as a person meets them: accessible, in three languages, on a desk and in a hand."""

import pytest

from tests.factories import PASSWORD, UserFactory

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOCALES = ["es-PE", "pt-BR", "en-GB"]
LANGUAGES = {"es-PE": "es", "pt-BR": "pt-br", "en-GB": "en"}
SIGNED_OUT = [
    "/accounts/login/",
    "/accounts/signup/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-nada/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/nada/",
    "/accounts/inactive/",
    "/nada/",
]
SIGNED_IN = [
    "/accounts/email/",
    "/accounts/password/change/",
    "/accounts/logout/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/reauthenticate/",
]


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.fixture
def sign_in():
    """A function that signs Nadia in on a page, as she would."""

    def enter(page, language="es"):
        nadia = UserFactory(name="Nadia", email="nadia@demo.example", language=language)
        page.goto("/accounts/login/")
        page.fill("[name=login]", nadia.email)
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        page.wait_for_selector("details[data-menu]")

    return enter


@pytest.mark.parametrize("locale", LOCALES)
def test_every_component_is_accessible_and_fits(new_page, assert_accessible, locale):
    for width in (1280, 360):
        page = new_page(locale=locale, width=width)
        page.goto("/components/")

        assert_accessible(page)
        assert not scrolls_sideways(page)


def test_an_open_dialog_and_an_open_sheet_are_accessible(new_page, assert_accessible):
    page = new_page(width=360)
    page.goto("/components/")

    page.click(".sheet--filters summary")
    page.click("[data-dialog=withdraw]")

    assert_accessible(page)


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_of_the_signed_out_are_accessible_and_fit(new_page, assert_accessible, locale):
    page = new_page(locale=locale, width=360)
    for path in SIGNED_OUT:
        page.goto(path)
        assert_accessible(page)
        assert not scrolls_sideways(page), path


def test_errors_at_signing_in_are_listed_and_linked(new_page, assert_accessible):
    page = new_page()
    page.goto("/accounts/login/")

    page.click("main button[type=submit]")
    page.wait_for_selector("#errors")

    assert page.evaluate("document.activeElement.id") == "errors"
    assert_accessible(page)
    page.click("#errors a >> nth=0")
    assert page.evaluate("document.activeElement.name") == "login"


@pytest.mark.parametrize("locale", LOCALES)
def test_pages_of_an_account_are_accessible_and_fit(new_page, sign_in, assert_accessible, locale):
    page = new_page(locale=locale, width=360)
    sign_in(page, LANGUAGES[locale])
    for path in SIGNED_IN:
        page.goto(path)
        assert_accessible(page)
        assert not scrolls_sideways(page), path


def test_the_account_menu_opens_by_keyboard_and_closes_by_escape(new_page, sign_in, assert_accessible):
    page = new_page()
    sign_in(page)

    page.focus("details[data-menu] summary")
    page.keyboard.press("Enter")
    assert page.locator(".menu__list").is_visible()
    assert_accessible(page)
    page.keyboard.press("Escape")

    assert not page.locator(".menu__list").is_visible()


def test_the_first_key_leads_to_the_content(new_page):
    page = new_page()
    page.goto("/accounts/login/")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")

    assert page.evaluate("document.activeElement.id") == "main"


@pytest.mark.parametrize("width", [1280, 320])
def test_wide_spacing_of_text_breaks_nothing(new_page, width):
    page = new_page(width=width)
    page.goto("/components/")

    page.evaluate(
        """() => { for (const one of document.querySelectorAll("body *")) {
            one.style.lineHeight = "1.5"; one.style.letterSpacing = "0.12em"; one.style.wordSpacing = "0.16em"; } }"""
    )

    assert not scrolls_sideways(page)


def test_a_first_page_weighs_less_than_300_kilobytes(new_page):
    page = new_page()
    weights = []
    page.on("response", lambda response: weights.append(len(response.body()) if response.ok else 0))

    page.goto("/accounts/login/", wait_until="networkidle")

    assert 20_000 < sum(weights) < 300_000
