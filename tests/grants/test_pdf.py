"""Documents from our own templates: readable by people and machines, made within limits."""

import io
from datetime import UTC, datetime

import pytest
from pypdf import PdfReader

from grants import pdf, workshop

pytestmark = pytest.mark.unit

MADE_AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
MANDATE = {
    "frame": {
        "title": "Mandato de Łódź",
        "subject": "98DD-C530",
        "programme": "AL-INVEST Verde",
        "funded": "Financiado por la Unión Europea",
        "page": "Página {page} de {pages}",
    },
    "sentences": ["Una frase con *asteriscos*, #llaves y $fórmulas$."],
    "material": [{"label": "Importe", "value": "90.000,00 EUR"}],
    "rest": [{"label": "Proyecto", "value": "Café"}],
    "edits": "Se puede corregir.",
    "control": "98DD-C530",
    "words": {"material": "Cubre", "rest": "Proyecto", "signature": "Firma", "control": "Número"},
    "lines": [{"label": "Firma", "value": ""}],
}


def test_a_document_is_tagged_has_its_language_title_and_words():
    content = pdf.make("mandate", MANDATE, language="pt-br", made_at=MADE_AT)

    reader = PdfReader(io.BytesIO(content))
    root, text = reader.trailer["/Root"], " ".join(reader.pages[0].extract_text().split())
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"], reader.metadata.title) == ("pt", True, "Mandato de Łódź")
    assert "Una frase con *asteriscos*, #llaves y $fórmulas$." in text
    assert "98DD-C530" in text
    assert "Página 1 de 1" in text


def test_the_same_data_make_the_same_bytes():
    made = {pdf.make("mandate", MANDATE, language="es", made_at=MADE_AT) for _time in range(2)}

    assert len(made) == 1


@pytest.mark.parametrize(("template", "data"), [("no_such", MANDATE), ("mandate", {"frame": {}})])
def test_a_document_that_cannot_be_made_says_why(template, data):
    with pytest.raises(pdf.NotMade, match=template):
        pdf.make(template, data, language="es", made_at=MADE_AT)


def test_a_document_that_takes_too_much_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(workshop, "MEGABYTES", 20)

    with pytest.raises(pdf.NotMade):
        pdf.make("mandate", MANDATE, language="es", made_at=MADE_AT)


def test_a_document_that_takes_too_long_is_given_up(monkeypatch):
    monkeypatch.setattr(workshop, "SECONDS", -5)

    with pytest.raises(pdf.NotMade, match="seconds"):
        pdf.make("mandate", MANDATE, language="es", made_at=MADE_AT)


def test_a_workshop_makes_many_documents_and_goes_on_after_one_that_fails():
    alone = pdf.make("mandate", MANDATE, language="es", made_at=MADE_AT)

    with workshop.workshop():
        first = pdf.make("mandate", MANDATE, language="es", made_at=MADE_AT)
        with pytest.raises(pdf.NotMade, match="no_such"):
            pdf.make("no_such", MANDATE, language="es", made_at=MADE_AT)
        second = pdf.make("mandate", MANDATE, language="es", made_at=MADE_AT)

    assert first == second == alone
