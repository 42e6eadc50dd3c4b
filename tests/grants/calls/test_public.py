"""The public pages of calls: without cookie, session or account; the same for everybody."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock
from grants.calls import actions
from grants.proposals.actions import approve
from tests.client import html_of
from tests.factories import NOON, CallFactory

pytestmark = pytest.mark.django_db


def test_the_page_of_a_call_says_everything_in_three_languages(client, noon):
    CallFactory(slug="third", summary_en="Who helps small firms can apply.")

    pages = {lang: html_of(client.get(f"/{lang}/calls/third/")) for lang in ("es", "pt", "en")}

    assert "<h1>Convocatoria de prueba</h1>" in pages["es"]
    assert "<h1>Chamada de teste</h1>" in pages["pt"]
    assert "<h1>Test call</h1>" in pages["en"]
    assert 'lang="pt-br"' in pages["pt"]
    told = ["Agri-food", "6,000,000.00", "12,000,000.00", "from 200,000 EUR to 300,000 EUR", "from 18 to 27 months"]
    told += ["Statutes", "Relevance", "1 April 2026, 12:00", "/applications/new/third/"]
    assert [words for words in told if words not in pages["en"]] == []


def test_public_pages_set_no_cookie_touch_no_session_and_may_be_kept(client, noon, django_assert_num_queries):
    CallFactory(slug="third")
    client.get("/en/calls/third/")

    response = client.get("/en/calls/third/")

    assert response.cookies == {}
    assert "Cookie" not in response.get("Vary", "")
    assert response["Cache-Control"] == "public, max-age=60"
    again = client.get("/en/calls/third/", headers={"If-None-Match": response["ETag"]})
    assert again.status_code == 304


def test_a_signed_in_person_gets_the_very_same_page_and_is_not_looked_up(
    login, client, noon, ana, django_assert_num_queries
):
    CallFactory(slug="third")
    stranger = client.get("/en/calls/third/")
    signed_in = login(ana)

    with django_assert_num_queries(10):
        response = signed_in.get("/en/calls/third/")

    assert response.content == stranger.content


def test_a_text_that_exists_only_in_spanish_is_marked(client, noon):
    CallFactory(slug="third", title_pt_br="", summary_en="", description_es="## Solo en español", description_en="")

    assert "only in Spanish" not in html_of(client.get("/es/calls/third/"))
    page = html_of(client.get("/en/calls/third/"))
    assert '<span lang="es">Resumen</span> <span class="only-in">only in Spanish</span>' in page
    assert '<section lang="es">' in page


def test_what_staff_write_cannot_act_on_the_page(client, noon):
    CallFactory(
        slug="third", description_en="<script>alert(1)</script> [x](javascript:alert(1))", summary_en="<b>x</b>"
    )

    page = client.get("/en/calls/third/").content.decode()

    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "&lt;b&gt;x&lt;/b&gt;" in page


def test_only_published_calls_are_public(client, new_call, whole_call, diego):
    assert client.get(f"/es/calls/{new_call.slug}/").status_code == 404

    actions.publish_call(whole_call, by=diego)

    assert client.get(f"/es/calls/{whole_call.slug}/").status_code == 200
    actions.cancel_call(whole_call, by=diego, reason="No money.")
    assert client.get(f"/es/calls/{whole_call.slug}/").status_code == 404
    assert client.get("/fr/calls/").status_code in (302, 404)


def test_the_list_has_open_coming_and_closed_calls_and_no_trials(client, noon):
    CallFactory(title_en="Open one")
    CallFactory(title_en="Later one", opens_at=noon + timedelta(days=5))
    CallFactory(title_en="Past one", closes_at=noon - timedelta(days=1))
    CallFactory(title_en="Trial", is_test=True)

    page = html_of(client.get("/en/calls/"))

    positions = [
        page.index(words) for words in ("Open now", "Open one", "Opening later", "Later one", "Closed", "Past one")
    ]
    assert positions == sorted(positions)
    assert "Trial" not in page


def test_a_call_to_try_out_has_no_public_page(client, noon):
    call = CallFactory(is_test=True)

    assert client.get(f"/en/calls/{call.slug}/").status_code == 404


def test_an_empty_list_says_what_would_be_here(client, db, noon):
    assert "No call is open now" in html_of(client.get("/en/calls/"))


@pytest.mark.parametrize("count", [1, 3])
def test_the_public_list_asks_the_same_number_of_queries(client, noon, count, django_assert_num_queries):
    CallFactory.create_batch(count)

    with django_assert_num_queries(2):
        client.get("/en/calls/")


def test_a_call_can_be_begun_only_while_it_is_open(client, call):
    def offers_to_begin(moment):
        with clock.at(moment):
            return "Begin your application" in html_of(client.get(f"/en/calls/{call.slug}/"))

    assert [offers_to_begin(m) for m in (call.opens_at - timedelta(seconds=1), call.opens_at, call.closes_at)] == [
        False, True, False,
    ]  # fmt: skip


def test_a_corrigendum_stands_on_the_page_with_both_deadlines(client, call, diego, dora, noon):
    later = datetime(2026, 4, 3, 10, 0, tzinfo=UTC)
    approve(actions.propose_deadline(call, by=diego, closes_at=later, reason="A national strike."), by=dora)

    page = html_of(client.get(f"/en/calls/{call.slug}/"))

    assert "Corrigendum 1" in page
    assert "A national strike." in page
    assert "1 April 2026, 12:00" in page
    assert "3 April 2026, 12:00" in page


def test_the_deadline_stands_on_the_clocks_of_the_countries(client, noon):
    CallFactory(slug="third")

    page = html_of(client.get("/en/calls/third/"))

    assert "<dt>1 April 2026, 05:00</dt> <dd>Colombia, Peru</dd>" in page
    assert "<dt>1 April 2026, 07:00</dt> <dd>Brazil</dd>" in page


def test_a_published_document_is_downloaded_without_account(client, whole_call, diego, noon):
    pdf = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
    upload = SimpleUploadedFile("guia.pdf", pdf, "application/pdf")
    document = actions.announce_document(whole_call, by=diego, upload=upload, title_es="Guía", title_en="Guide")
    url = f"/en/calls/{whole_call.slug}/documents/{document.public_id}/"
    assert client.get(url).status_code == 404

    actions.publish_call(whole_call, by=diego)

    response = client.get(url)
    assert b"".join(response.streaming_content) == pdf
    assert response["Content-Disposition"] == 'attachment; filename="guia.pdf"'
    assert url in html_of(client.get(f"/en/calls/{whole_call.slug}/"))
    assert client.get(f"/en/calls/other/documents/{document.public_id}/").status_code == 404


def test_the_first_page_stays_small(client, noon):
    CallFactory(slug="third", description_en="## Heading\n\nText. " * 400)

    assert len(client.get("/en/calls/third/").content) < 60_000


def test_the_languages_link_to_each_other(client, noon):
    CallFactory(slug="third")

    page = html_of(client.get("/pt/calls/third/"))

    for prefix, code in (("es", "es"), ("pt", "pt-br"), ("en", "en")):
        assert f'hreflang="{code}" href="http://localhost/{prefix}/calls/third/"' in page


def test_noon_is_the_moment_of_these_tests(call):
    assert call.is_open(NOON)


@pytest.mark.parametrize(
    ("evidence", "edits", "rules"),
    [
        ("either", True, ["on line or on paper.", "may allow the lead applicant later corrections"]),
        ("online", False, ["a scan is not accepted.", "each later correction stands as a warning on the receipt"]),
        ("scan", True, ["signatures on line are not accepted.", "may allow the lead applicant later corrections"]),
    ],
)
def test_the_page_says_how_partners_sign(client, noon, evidence, edits, rules):
    call = CallFactory(mandate_evidence=evidence, mandate_edits=edits)

    page = html_of(client.get(f"/en/calls/{call.slug}/"))

    assert [words for words in rules if words not in page] == []
