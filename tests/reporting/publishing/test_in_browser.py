"""Results as people meet them: accessible, in three languages, on a desk and in a hand, and light."""

import pytest
from django.conf import settings

from reporting.publishing.actions.notes import begin_note, save_note
from tests.reporting.publishing.figures import compilation, published, published_note

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

LOCALES = {"es-PE": "es", "pt-BR": "pt", "en-GB": "en"}


def scrolls_sideways(page):
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("locale", LOCALES)
def test_the_public_pages_are_accessible_and_fit(new_page, assert_accessible, noon, diego, locale):
    publication = published()
    row, note = publication.document["projects"][1], published_note(publication, by=diego)
    paths = ["", "method/", "projects/", f"projects/{row['public_id']}/", "countries/pe/", f"notes/{note.public_id}/"]
    for width in (1280, 360):
        page = new_page(locale=locale, width=width)
        for path in paths:
            page.goto(f"/{LOCALES[locale]}/results/{path}")
            page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")

            assert_accessible(page)
            assert not scrolls_sideways(page), path


def test_the_first_page_of_results_weighs_less_than_300_kilobytes(new_page, noon):
    published()
    page = new_page()
    weights = []
    page.on("response", lambda response: weights.append(len(response.body()) if response.ok else 0))

    page.goto("/es/results/", wait_until="networkidle")

    assert 20_000 < sum(weights) < 300_000


def test_the_map_leads_to_a_country_by_keyboard(new_page, noon):
    published()
    page = new_page()
    page.goto("/es/results/")

    page.locator(".map a").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/countries/*/")


@pytest.mark.parametrize(("language", "width"), [("es", 1280), ("pt-br", 360), ("en", 360)])
def test_officers_pages_are_accessible_and_fit(
    new_page, login, live_server, assert_accessible, noon, diego, language, width
):
    publication = published()
    waiting = compilation(cut_off=noon.date())
    note = begin_note(publication, country="PE", language="es", by=diego)
    text = note.text + "\n\nMás de 9,000 mipymes capacitadas y 3 millones de euros."
    save_note(note, title=note.title, text=text, based_on=1, by=diego)
    diego.language = language
    diego.save()
    cookie = login(diego).cookies[settings.SESSION_COOKIE_NAME].value
    page = new_page(width=width)
    page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    address = note.get_absolute_url()
    for path in (
        "/publications/", f"/publications/propose/{waiting.public_id}/", address, f"{address}rewrite/",
        f"{address}publish/", f"/publications/{publication.public_id}/notes/new/",
    ):  # fmt: skip
        page.goto(path)

        assert_accessible(page)
        assert not scrolls_sideways(page), path
