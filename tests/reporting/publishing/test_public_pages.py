"""The public pages of results: one frozen row, three languages, nothing that names a firm."""

from datetime import timedelta
from decimal import Decimal

import pytest

from grants.models import IndicatorVersion
from tests.client import text_of
from tests.factories import NOON
from tests.reporting.publishing.figures import compilation, published, version

pytestmark = pytest.mark.django_db

LANGUAGES = ["es", "pt", "en"]
PAGES = ["", "method/", "projects/", "countries/pe/"]


def test_before_the_first_publication_the_page_says_so_and_the_others_are_not_there(client, db):
    assert "No results are published yet" in text_of(client.get("/en/results/"))
    assert [client.get(f"/en/results/{page}").status_code for page in PAGES[1:]] == [404, 404, 404]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("page", PAGES)
def test_every_page_stands_in_three_languages_without_cookie(client, publication, lang, page):
    response = client.get(f"/{lang}/results/{page}")

    assert response.status_code == 200
    assert response.cookies == {}
    assert response["Cache-Control"] == "public, max-age=60"
    assert len(response.content) < 100_000


@pytest.mark.parametrize("page", PAGES)
def test_who_has_the_page_is_told_so(client, publication, page):
    first = client.get(f"/en/results/{page}")

    assert client.get(f"/en/results/{page}", headers={"If-None-Match": first["ETag"]}).status_code == 304


def test_the_large_figures_have_true_qualifiers_and_say_how_they_were_counted(client, publication):
    page = text_of(client.get("/es/results/countries/pe/"))

    assert "más de 7,000" in page
    assert "cerca de 2,000" in page
    assert "1,400" in page
    assert "1,365" in page
    assert "más de 700" in page
    assert "7,042" in page


def test_a_country_writes_numbers_its_own_way(client, publication):
    page = text_of(client.get("/es/results/countries/co/"))

    assert "5.860" in page
    assert "5,860" not in page


@pytest.mark.parametrize(("lang", "place"), [("es", "en Perú:"), ("pt", "no Peru:"), ("en", "in Peru:")])
def test_a_country_stands_with_its_preposition(client, publication, lang, place):
    assert place in text_of(client.get(f"/{lang}/results/countries/pe/"))


def test_the_own_actions_of_a_country_lead_to_their_pages(client, publication):
    own = next(one for one in publication.document["projects"] if one["kind"] == "own_action")
    page = client.get("/en/results/countries/pe/").content.decode()

    assert f'<a href="/en/results/projects/{own["public_id"]}/">{own["title"]}</a>, {own["lead"]["name"]}' in page


def test_money_is_three_figures_each_with_its_name(client, publication):
    page = text_of(client.get("/en/results/"))

    assert "EU contribution, EUR 19,385,500" in page
    assert "Co-financing, EUR 5,354,500" in page
    assert "Total cost, EUR 24,740,000" in page


def test_a_project_shows_public_facts_only(client, publication):
    row = publication.document["projects"][1]

    page = text_of(client.get(f"/en/results/projects/{row['public_id']}/"))

    assert "Café 922-AIV-002" in page
    assert "Associazione Verde Italy" in page
    assert "300,000" in page


def test_a_project_of_colombia_writes_numbers_as_colombia_does(client, publication):
    row = publication.document["projects"][0]

    page = text_of(client.get(f"/en/results/projects/{row['public_id']}/"))

    assert "300.000" in page
    assert "300,000" not in page


def test_a_project_shows_the_figures_it_reported(client):
    made = published(compilation(extra=[("AIV-OP-01", "4118", {"project": "922-AIV-002"})]))
    address = f"/en/results/projects/{made.document['projects'][1]['public_id']}/"

    page = text_of(client.get(address))

    assert "Small firms trained 4,118" in page
    assert "No figures of this project" not in page


@pytest.mark.parametrize(
    "address", ["countries/xx/", "countries/PE/", "projects/7f3c0c52-0f7c-4a76-8d3a-0a6d7f0b3d11/"]
)
def test_what_is_not_in_the_publication_does_not_exist(client, publication, address):
    assert client.get(f"/en/results/{address}").status_code == 404


def test_the_newest_publication_of_the_latest_cut_off_is_shown_and_older_ones_stay(client, publication):
    correction = published(
        compilation(as_of=publication.as_of + timedelta(days=9)), corrects=publication, at=NOON + timedelta(days=10),
        erratum_es="Faltaba Perú.", erratum_pt_br="Faltava o Peru.", erratum_en="Peru was missing.",
    )  # fmt: skip

    newest = text_of(client.get("/en/results/"))
    older = text_of(client.get(f"/en/results/editions/{publication.public_id}/"))

    assert "This is publication 2" in newest
    assert "These figures correct an earlier publication Peru was missing." in newest
    assert "This is publication 1" in older
    assert "These figures were corrected later Peru was missing." in older
    assert (
        f"/en/results/editions/{correction.public_id}/"
        in client.get(f"/en/results/editions/{publication.public_id}/").content.decode()
    )


def test_pages_of_an_older_publication_lead_to_their_like(client, publication):
    page = client.get(f"/en/results/editions/{publication.public_id}/").content.decode()

    assert f'href="/en/results/editions/{publication.public_id}/countries/pe/"' in page
    assert 'href="/en/results/countries/pe/"' not in page


@pytest.mark.parametrize("count", [1, 3])
def test_pages_ask_the_same_few_queries_however_much_is_published(client, noon, count, django_assert_num_queries):
    rows = None
    first = published(rows=rows)
    for place in range(1, count):
        published(compilation(cut_off=first.cut_off - timedelta(days=180 * place)))
    client.get("/en/results/")

    with django_assert_num_queries(3):
        client.get("/en/results/")
    with django_assert_num_queries(3):
        client.get("/en/results/countries/pe/")
    with django_assert_num_queries(2):
        client.get("/en/results/projects/")
    with django_assert_num_queries(3):
        client.get("/en/results/method/")


def test_the_method_leads_those_who_may_to_the_compilation_behind(client, publication):
    address = publication.compilation.get_absolute_url()
    page = client.get("/en/results/method/").content.decode()

    assert f'<a href="{address}">the compilation behind this publication</a>' in page
    assert client.get(address).status_code == 302


def test_the_method_says_what_is_asked_of_a_fact_as_it_was_when_it_left(client, noon):
    trained = version("AIV-OP-01")
    asked = {"least_amount": Decimal(4), "needs_evidence": True, "statuses": ["certified", "verified"]}
    IndicatorVersion.objects.filter(pk=trained.pk).update(value_form="register", **asked)
    published()

    page = client.get("/en/results/method/").content.decode()
    assert "What is under 4 does not count, and several smaller amounts of a firm are not added up." in page
    assert "Only what has its evidence named counts." in page
    assert "The headline counts: Certified, Verified." in page
    assert "Large firms and public bodies never count" in page


def test_nothing_of_a_session_is_looked_at(login, client, ana, publication):
    assert login(ana).get("/es/results/").content == client.get("/es/results/").content
