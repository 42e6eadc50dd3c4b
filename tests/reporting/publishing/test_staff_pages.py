"""Officers' pages: publications, the proposal, the note's editor; and what the public can take away."""

import csv
import io
import json

import openpyxl
import pytest
from django.urls import reverse
from docx import Document
from pypdf import PdfReader

from grants.audit import content_hash
from grants.models import Proposal
from grants.proposals.actions import approve
from reporting.models import Note
from reporting.publishing.actions.notes import begin_note, save_note
from reporting.publishing.actions.publications import propose_publication
from tests.client import text_of
from tests.reporting.publishing.figures import compilation, project, published, published_note

pytestmark = pytest.mark.django_db


@pytest.fixture
def note(publication, diego):
    return begin_note(publication, country="PE", language="es", by=diego)


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(login, diego, noon, count, django_assert_num_queries):
    for place in range(count):
        made = published(compilation(cut_off=noon.date().replace(month=1, day=1 + place)))
        begin_note(made, country="PE", language="es", by=diego)
        compilation(cut_off=noon.date().replace(month=2, day=1 + place))
    client = login(diego)
    client.get("/publications/")

    with django_assert_num_queries(7):
        client.get("/publications/")


def test_notes_are_searched_filtered_and_left_as_a_file(login, diego, note, noon):
    client = login(diego)

    for query, found in (("country=PE&language=es", True), ("country=CO", False), ("state=published", False)):
        assert (note.get_absolute_url() in client.get(f"/publications/?{query}").content.decode()) is found, query
    file = client.get("/publications/", {"export": "csv", "search": note.title.split()[-1]})

    assert note.title in b"".join(file.streaming_content).decode()


def test_an_empty_list_says_what_would_be_there(login, diego, noon):
    page = text_of(login(diego).get("/publications/"))

    assert "Nothing waits to be published" in page
    assert "No publication yet" in page


def test_the_proposal_shows_what_leaves_and_where_half_is_in_one_country(login, diego, noon):
    made = compilation()

    client = login(diego)
    page = text_of(client.get(f"/publications/propose/{made.public_id}/"))
    response = client.post(f"/publications/propose/{made.public_id}/", {"reason": "The half-year is approved."})

    assert "Small firms trained 31,940" in page
    assert "More than half in one country small firms applying sustainability standards: Peru, 55 %" in page
    assert response.url == reverse("proposals:detail", args=[Proposal.objects.get().public_id])
    assert "The half-year is approved." in text_of(client.get(response.url))


def test_a_correction_asks_for_the_errata_and_keeps_what_was_typed(login, diego, publication, noon):
    made = compilation(as_of=noon)

    response = login(diego).post(
        f"/publications/propose/{made.public_id}/", {"reason": "x", "erratum_es": "Faltaba Perú"}
    )

    assert response.status_code == 422
    assert "This is a correction" in text_of(response)
    assert "Faltaba Perú" in response.content.decode()
    assert Proposal.objects.count() == 0


def test_a_note_is_begun_edited_and_checked_on_the_page(login, diego, publication):
    client = login(diego)
    begun = client.post(f"/publications/{publication.public_id}/notes/new/", {"country": "PE", "language": "es"})
    page = client.get(begun.url)
    assert "Publish the note" in text_of(page)

    typed = {"title": "Perú", "text": "Más de 9,000 mipymes capacitadas.", "based_on": 1}
    saved = client.post(begun.url, typed, follow=True)

    assert "Saved. 1 number or claim below is not borne out by the figures." in text_of(saved)
    assert '<mark class="judged judged--bad" id="text-7"' in saved.content.decode()
    assert "The figure is 7,042: what stands before 9,000 is not true of it." in text_of(saved)
    assert "Publish the note" not in text_of(saved)
    assert Note.objects.get().text == "Más de 9,000 mipymes capacitadas."


def test_both_texts_are_shown_when_a_colleague_was_faster(login, diego, dora, note):
    save_note(note, title="Perú", text="Texto de Dora.", based_on=1, by=dora)

    response = login(diego).post(note.get_absolute_url(), {"title": "Perú", "text": "Texto de Diego.", "based_on": 1})

    assert response.status_code == 422
    assert "Texto de Diego.</textarea>" in response.content.decode()
    assert "What your colleague saved Perú Texto de Dora." in text_of(response)


def test_publishing_an_untrue_note_by_its_address_is_refused_with_the_reasons(login, diego, note):
    save_note(note, title="Perú", text="9,999 mipymes capacitadas.", based_on=1, by=diego)

    client, address = login(diego), reverse("publishing:note_publish", args=[note.public_id])

    before = client.get(address)
    assert "No figure is 9,999." in text_of(before)
    assert f'href="{note.get_absolute_url()}#text-0"' in before.content.decode()
    response = client.post(address, {"reason": "Now."})
    assert response.status_code == 422
    assert "No figure is 9,999." in text_of(response)


def test_each_figure_is_offered_with_its_true_ways(login, diego, note):
    client = login(diego)
    address = reverse("publishing:note_rewrite", args=[note.public_id])
    page = client.get(address).content.decode()
    assert '<option value="more_than 7000" selected>más de 7,000</option>' in page
    assert "8,000</option>" not in page

    choices = dict.fromkeys(["trained"], "exact 7042") | {
        name: "exact " + value
        for name, value in {
            "practices": "1963", "green_jobs": "1400", "standards": "1365", "turnover": "718", "projects": "8",
            "projects_region": "66", "countries": "4", "institutions": "173", "money_total": "3030000",
            "money_eu": "2354100", "elapsed": "65",
        }.items()
    }  # fmt: skip
    client.post(address, choices)

    assert "1,963 mipymes aplican" in Note.objects.get().text


@pytest.mark.parametrize("lang", ["es", "pt", "en"])
def test_a_published_note_links_each_number_to_its_figure(client, publication, diego, lang):
    note = published_note(publication, by=diego)

    page = client.get(f"/{lang}/results/notes/{note.public_id}/").content.decode()

    edition = f"/{lang}/results/editions/{publication.public_id}"
    assert f'<a href="{edition}/countries/co/#figure-trained">6.000</a>' in page
    assert f'<a href="{edition}/#figure-facts">66</a>' in page


def test_a_draft_is_nobodys_to_read(client, note):
    assert client.get(f"/es/results/notes/{note.public_id}/").status_code == 404


def test_the_note_is_a_tagged_pdf_and_a_word_document_with_its_figures(client, publication, diego):
    note = published_note(publication, by=diego, country="PE")

    response = client.get(f"/es/results/notes/{note.public_id}/pdf/")

    text = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(response.content)).pages)
    assert "Más de 7,000 mipymes se capacitaron" in " ".join(text.split())
    known = {"If-None-Match": response["ETag"]}
    assert client.get(f"/es/results/notes/{note.public_id}/pdf/", headers=known).status_code == 304

    page = client.get(f"/es/results/notes/{note.public_id}/").content.decode()
    assert f"/es/results/notes/{note.public_id}/word/" in page
    response = client.get(f"/es/results/notes/{note.public_id}/word/")
    document = Document(io.BytesIO(response.content))
    assert (document.core_properties.title, document.core_properties.language) == (note.title, "es-ES")
    lines = [paragraph for paragraph in document.paragraphs if "Más de 7,000 mipymes se capacitaron" in paragraph.text]
    assert len(lines) == 1
    known = {"If-None-Match": response["ETag"]}
    assert client.get(f"/es/results/notes/{note.public_id}/word/", headers=known).status_code == 304


# Downloads --------------------------------------------------------------------------------------------


def test_the_figures_are_a_csv_with_a_data_dictionary(client, publication):
    rows = list(csv.DictReader(io.StringIO(client.get("/en/results/download/results.csv").content.decode("utf-8-sig"))))
    dictionary = client.get("/en/results/download/dictionary.csv").content.decode("utf-8-sig")

    peru = next(row for row in rows if row["indicator"] == "AIV-OP-01" and row["country"] == "PE")
    assert (peru["net"], peru["cut_off"], peru["name"]) == ("7042.00", "2025-06-30", "MSMEs trained")
    assert all(f'"figures","{column}",' in dictionary for column in rows[0])


def test_the_workbook_has_numbers_as_numbers_and_no_formulas(client, noon):
    made = published(rows=None)
    book = openpyxl.load_workbook(io.BytesIO(client.get("/en/results/download/results.xlsx").content))

    assert book.sheetnames == ["results", "projects", "dictionary"]
    sheet = book["projects"]
    heads = [cell.value for cell in sheet[1]]
    assert sheet.cell(2, heads.index("total_cost_eur") + 1).value == 375000
    assert sheet.cell(2, heads.index("title") + 1).data_type == "s"
    assert made.number == 1


def test_the_json_is_byte_for_byte_what_was_frozen(client, publication):
    response = client.get("/en/results/download/results.json")

    assert content_hash(response.content) == publication.sha256
    assert json.loads(response.content)["cut_off"] == "2025-06-30"


@pytest.mark.parametrize("name", ["results.csv", "results.xlsx", "results.json", "projects.csv", "dictionary.csv"])
def test_who_has_a_file_is_told_so_before_it_is_made(client, publication, name):
    first = client.get(f"/pt/results/download/{name}")

    again = client.get(f"/pt/results/download/{name}", headers={"If-None-Match": first["ETag"]})

    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize("name", ["firms.csv", "results.pdf", "dictionary.xlsx"])
def test_other_files_do_not_exist(client, publication, name):
    assert client.get(f"/en/results/download/{name}").status_code == 404


def test_a_title_that_looks_like_a_formula_is_a_text(client, noon):
    titles = {"=1+1": "'=1+1", "\uff1d2+2": "'\uff1d2+2", "Café;=3+3": "Café;=3+3"}
    published(rows=[project() | {"title": title} for title in titles])

    content = client.get("/en/results/download/projects.csv").content.decode()
    assert [f',"{cell}",' in content for cell in titles.values()] == [True, True, True]


def test_a_second_officer_finds_the_proposal_on_the_home_page(login, diego, dora, noon):
    propose_publication(compilation(), by=diego, reason="Now.")

    assert "Decide: Publish the figures" in text_of(login(dora).get("/home/"))
    assert "Decide: Publish the figures" not in text_of(login(diego).get("/home/"))


def test_a_superuser_passes_no_check_of_reporting_either(fabio, noon):
    fabio.is_superuser = True

    assert not fabio.has_perm("reporting.propose_publication", compilation())


WHYS = {"why_es": "Una cifra era errónea.", "why_pt_br": "Um número estava errado.", "why_en": "A figure was wrong."}


def test_a_withdrawn_note_keeps_its_page_which_says_when_why_and_what_to_read_instead(
    login, diego, dora, publication, client
):
    note = published_note(publication, by=diego, country="PE")
    officer = login(diego)
    assert f"/publications/notes/{note.public_id}/withdraw/" in officer.get(note.get_absolute_url()).content.decode()
    response = officer.post(f"/publications/notes/{note.public_id}/withdraw/", {"reason": "Wrong.", **WHYS})
    proposal = Proposal.objects.get()
    assert response.url == reverse("proposals:detail", args=[proposal.public_id])
    assert "A figure was wrong." in text_of(login(dora).get(response.url))
    approve(proposal, by=dora)
    better = published_note(publication, by=diego, country="PE")

    said = {"es": WHYS["why_es"], "pt": WHYS["why_pt_br"], "en": WHYS["why_en"]}
    for lang, sentence in said.items():
        page = client.get(f"/{lang}/results/notes/{note.public_id}/")
        assert sentence in text_of(page)
        assert note.text.split("\n")[0][:30] in text_of(page)
        assert f"/{lang}/results/notes/{better.public_id}/" in page.content.decode()
    for form in ("pdf", "word"):
        assert client.get(f"/es/results/notes/{note.public_id}/{form}/").url == f"/es/results/notes/{note.public_id}/"
    assert str(note.public_id) not in client.get("/es/results/countries/pe/").content.decode()
    assert "Withdraw</a>" not in officer.get(note.get_absolute_url()).content.decode()
