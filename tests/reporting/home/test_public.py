"""The public home page, the door before it, and the plain texts of the house."""

import pytest

from tests.client import html_of
from tests.factories import CallFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("asked", "prefix"), [("pt-BR,pt;q=0.9", "pt"), ("en-GB", "en"), ("es-PE", "es"), ("de", "es"), ("", "es")]
)
def test_the_bare_address_leads_to_a_language_the_browser_asks_for(client, asked, prefix):
    response = client.get("/", headers={"Accept-Language": asked})

    assert (response.status_code, response.url) == (302, f"/{prefix}/")
    assert response.cookies == {}
    assert response["Cache-Control"] == "private, no-cache"


def test_the_bare_address_leads_those_signed_in_to_their_own_home(login, ana):
    assert login(ana).get("/").url == "/home/"


def test_the_home_page_shows_open_calls_with_their_deadline(client, noon):
    CallFactory(slug="third", title_en="Third call")
    CallFactory(slug="past", title_en="First call", closes_at=noon)

    page = html_of(client.get("/en/"))

    assert '<a class="btn btn-primary btn-large" href="/en/calls/third/">' in page
    assert "in 21 days" in page
    assert "1 earlier call is closed." in page
    assert "First call" not in page


def test_without_an_open_call_it_says_so(client, db, noon):
    page = html_of(client.get("/en/"))

    assert "No call is open now" in page
    assert "See the open call" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_home_page_asks_the_same_number_of_queries(client, noon, count, django_assert_num_queries):
    CallFactory.create_batch(count)

    with django_assert_num_queries(2):
        client.get("/es/")


def test_nothing_of_a_session_is_looked_at(login, client, ana, noon, django_assert_num_queries):
    stranger = client.get("/es/")
    signed_in = login(ana)

    with django_assert_num_queries(1):
        response = signed_in.get("/es/")

    assert response.content == stranger.content
    assert response["Cache-Control"] == "public, max-age=60"
    assert "Cookie" not in response.get("Vary", "")


@pytest.mark.parametrize("lang", ["es", "pt", "en"])
@pytest.mark.parametrize("slug", ["privacy", "accessibility", "legal"])
def test_the_plain_texts_stand_in_each_language_and_in_the_footer(client, lang, slug):
    response = client.get(f"/{lang}/{slug}/")

    assert response.status_code == 200
    assert "<h2>" in response.content.decode()
    assert f'href="/{lang}/{slug}/"' in response.content.decode()


def test_other_texts_and_languages_do_not_exist(client, db):
    assert client.get("/en/secret/").status_code == 404
    assert client.get("/de/privacy/").status_code in (302, 404)


def test_robots_read_the_public_pages_only(client):
    lines = client.get("/robots.txt").content.decode().splitlines()

    assert lines == [
        "User-agent: *", "Allow: /es/", "Allow: /pt/", "Allow: /en/", "Disallow: /",
        "Sitemap: http://localhost/sitemap.xml",
    ]  # fmt: skip


def test_the_sitemap_lists_public_calls_in_three_languages_and_no_others(client, noon):
    CallFactory(slug="third")
    CallFactory(slug="hidden", state="draft")
    CallFactory(slug="trial", is_test=True)

    response = client.get("/sitemap.xml")

    xml = response.content.decode()
    assert response["Content-Type"] == "application/xml; charset=utf-8"
    assert xml.count("<loc>") == 3 * 7
    assert "<loc>http://localhost/pt/calls/third/</loc>" in xml
    assert ("hidden" in xml, "trial" in xml) == (False, False)
