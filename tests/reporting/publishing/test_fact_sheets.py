"""The fact sheet of the region or of a country: a PDF and a Word document with the figures of the page."""

import io

import pytest
from docx import Document
from pypdf import PdfReader

from grants.workshop import workshop
from tests.reporting.publishing.figures import compilation, published

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_child():
    with workshop():
        yield


def word(client, address):
    return Document(io.BytesIO(client.get(address).content))


def words(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_a_country_s_sheet_says_what_its_page_says_with_how_it_was_counted(client, publication):
    page = client.get("/es/results/countries/pe/").content.decode()
    assert "/es/results/countries/pe/fact-sheet.docx" in page
    response = client.get("/es/results/countries/pe/fact-sheet.docx")
    document = Document(io.BytesIO(response.content))

    assert 'filename="alinvest-verde-fact-sheet-pe-2025-06-30-es.docx"' in response["Content-Disposition"]
    figures = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 2"]
    assert figures[0].startswith("Más de 7,000 ")
    assert len(figures) == 5
    assert any("7,042" in line for line in words(document))
    assert publication.sha256 in words(document)
    assert document.core_properties.language == "es-ES"
    projects = document.tables[-1]
    assert [cell.text for cell in projects.rows[1].cells] == [
        "Café 922-AIV-002 · 922-AIV-002",
        "Cámara PE",
        "Perú",
        "375,000",
    ]


def test_the_region_s_sheet_has_every_country_and_the_sum(client, publication):
    document = word(client, "/en/results/fact-sheet.docx")

    countries = next(table for table in document.tables if table.rows[0].cells[0].text == "Country")
    assert [row.cells[0].text for row in countries.rows] == ["Country", "Peru", "Colombia", "Brazil", "Paraguay", "All"]
    assert document.core_properties.subject == "Publication 1"


def test_the_same_as_a_pdf_and_who_has_it_is_told_so(client, publication):
    response = client.get("/pt/results/countries/co/fact-sheet.pdf")

    reader = PdfReader(io.BytesIO(response.content))
    assert (reader.trailer["/Root"]["/Lang"], reader.trailer["/Root"]["/MarkInfo"]["/Marked"]) == ("pt", True)
    assert "5.860" in " ".join(page.extract_text() for page in reader.pages)
    known = {"If-None-Match": response["ETag"]}
    assert client.get("/pt/results/countries/co/fact-sheet.pdf", headers=known).status_code == 304
    assert client.get("/pt/results/countries/co/fact-sheet.docx", headers=known).status_code == 200


def test_a_corrected_publication_s_sheet_says_what_was_wrong(client, publication):
    address = f"/en/results/editions/{publication.public_id}/fact-sheet.docx"
    before = client.get(address)
    published(
        compilation(as_of=publication.as_of.replace(month=9)), corrects=publication,
        erratum_es="Un error.", erratum_en="A list counted twice.", erratum_pt_br="Um erro.",
    )  # fmt: skip

    after = client.get(address, headers={"If-None-Match": before["ETag"]})

    assert after.status_code == 200
    assert "These figures were corrected later: A list counted twice." in words(Document(io.BytesIO(after.content)))


@pytest.mark.parametrize("page", ["fact-sheet.xlsx", "countries/zz/fact-sheet.pdf", "countries/PE/fact-sheet.pdf"])
def test_there_is_none_of_what_is_not_published(client, publication, page):
    assert client.get(f"/es/results/{page}").status_code == 404
