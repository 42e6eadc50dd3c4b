"""Word documents from our own templates: real headings and table heads, texts from people as texts, within limits."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document

from alinvest.devkit import word
from grants import docx, workshop

pytestmark = pytest.mark.unit

MADE_AT = datetime(2026, 3, 10, 12, 0, tzinfo=UTC)
HOSTILE = '{{ 7*7 }} {_{ x }_} {_% y %_} {% raw %} {# z #} A & B <w:p/> ]]> &lt; "q" ${1} «ñ»'
MINUTES = {
    "frame": {
        "title": "Acta del comité",
        "subject": "AIV-2026",
        "programme": "AL-INVEST Verde · AIV-2026",
        "funded": "Financiado por la Unión Europea",
        "page": "Página {page} de {pages}",
    },
    "lead": "Borrador.",
    "facts": [{"label": "Convocatoria", "value": "AIV-2026\nVerde"}],
    "counts": [{"label": "Candidatos", "value": "2"}],
    "committee": [["Ines", "Secretaria", "10 de marzo"]],
    "moves": ["10,00 EUR de L1 a L2"],
    "lots": [{
        "title": "L1 Café",
        "facts": [{"label": "Dotación", "value": "1.000,00"}],
        "ranking": [["1", "AIV-2026-0001 Café", "85,30", "250.000,00", "Adjudicada"]],
        "votes": [{"sentence": "Propuesta 1.", "sha256": "ab" * 32, "rows": [["Vera", "Sí", "Buena"]]}],
    }],
    "sha256": "cd" * 32,
    "words": {
        "counts": "Solicitudes", "committee": "Comité", "moves": "Traslados", "ranking": "Clasificación",
        "votes": "Votos", "signatures": "Firmas", "hash": "SHA-256 del acta",
        "committee_columns": ["Nombre", "Función", "Declaración"],
        "ranking_columns": ["Puesto", "Solicitud", "Puntos", "EUR", "Decisión"],
        "vote_columns": ["Quien", "Voto", "Motivo"],
        "signature_columns": ["Nombre", "Función", "Firma"],
    },
}  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def one_child():
    """All documents of this file come from one child, and from the next once one was given up."""
    with workshop.workshop():
        yield


def made(data=MINUTES, template="minutes", language="es"):
    return docx.make(template, data, language=language, made_at=MADE_AT)


def opened(content):
    return Document(io.BytesIO(content))


def test_headings_tables_language_and_properties_are_those_of_word():
    document = opened(made())

    outline = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith(("Title", "Heading"))]
    assert outline == [
        ("Title", "Acta del comité"),
        ("Heading 1", "Solicitudes"),
        ("Heading 1", "Comité"),
        ("Heading 1", "Traslados"),
        ("Heading 1", "L1 Café"),
        ("Heading 2", "Clasificación"),
        ("Heading 2", "Votos"),
        ("Heading 1", "Firmas"),
    ]
    heads = [[cell.text for cell in table.rows[0].cells] for table in document.tables if b"tblHeader" in head_of(table)]
    assert heads == [MINUTES["words"][f"{name}_columns"] for name in ("committee", "ranking", "vote", "signature")]
    assert [cell.text for cell in document.tables[0].rows[0].cells] == ["Convocatoria", "AIV-2026\nVerde"]
    about = document.core_properties
    assert (about.title, about.subject, about.author, about.language) == (
        "Acta del comité", "AIV-2026", "AL-INVEST Verde", "es-ES",
    )  # fmt: skip
    assert (about.created.replace(tzinfo=UTC), about.comments) == (MADE_AT, "")
    assert 'w:lang w:val="es-ES"' in part(document, "styles.xml")


def head_of(table):
    from lxml import etree  # noqa: PLC0415 - with python-docx

    return etree.tostring(table.rows[0]._tr)


def part(document, name):
    saved = io.BytesIO()
    document.save(saved)
    return zipfile.ZipFile(saved).read(f"word/{name}").decode()


@pytest.mark.parametrize(("language", "tag"), [("es", "es-ES"), ("pt-br", "pt-BR"), ("en", "en-GB")])
def test_the_emblem_speaks_and_pages_are_numbered_in_each_language(language, tag):
    frame = MINUTES["frame"] | {"funded": f"Union & {language}", "page": "Page {page} of {pages}."}
    document = opened(made(MINUTES | {"frame": frame}, language=language))
    footer = document.sections[0].footer

    assert document.core_properties.language == tag
    assert footer.paragraphs[0].text == f"\tUnion & {language}\tPage  of ."  # the numbers are fields
    xml = part(document, "footer1.xml")
    assert f'descr="Union &amp; {language}"' in xml
    assert [name in xml for name in (' PAGE "', ' NUMPAGES "', "image")] == [True, True, True]
    assert document.sections[0].header.paragraphs[0].text == "AL-INVEST Verde · AIV-2026"


def test_a_text_is_never_a_template_nor_markup():
    """T-IN-03: wherever people's texts go, they stand there letter by letter."""
    data = MINUTES | {
        "frame": MINUTES["frame"] | {"title": HOSTILE, "programme": HOSTILE, "funded": HOSTILE},
        "lead": HOSTILE,
        "facts": [{"label": HOSTILE, "value": HOSTILE}],
        "committee": [[HOSTILE, "x", "y"]],
        "moves": [HOSTILE],
    }
    document = opened(made(data))

    texts = [p.text for p in document.paragraphs]
    assert (texts[0], texts[1], texts.count(HOSTILE)) == (HOSTILE, HOSTILE, 3)
    assert [cell.text for cell in document.tables[0].rows[0].cells] == [HOSTILE, HOSTILE]
    assert document.tables[2].rows[1].cells[0].text == HOSTILE
    assert document.sections[0].header.paragraphs[0].text == HOSTILE
    assert document.core_properties.title == HOSTILE
    assert "49" not in " ".join(texts)


def test_characters_that_are_no_text_are_left_out_and_lines_stay():
    lead = "a\x00b\x07c\x0cd\x1b[31m\ud800e\ufffff\r\ng\th\x85"
    assert opened(made(MINUTES | {"lead": lead})).paragraphs[1].text == "abcd[31mef\ng h"


def test_a_title_longer_than_a_property_takes_is_cut_only_there():
    document = opened(made(MINUTES | {"frame": MINUTES["frame"] | {"title": "ñ" * 300}}))

    assert (len(document.core_properties.title), document.paragraphs[0].text) == (255, "ñ" * 300)


def test_the_same_data_make_the_same_bytes_also_after_one_that_failed():
    first = made()
    with pytest.raises(docx.NotMade, match="no_such"):
        made(template="no_such")

    assert made() == first


@pytest.mark.parametrize("missing", ["lead", "lots"])
def test_what_the_data_do_not_say_is_refused_and_not_left_blank(missing):
    with pytest.raises(docx.NotMade, match=f"'{missing}' is undefined"):
        made({name: value for name, value in MINUTES.items() if name != missing})


def test_a_document_that_takes_too_much_memory_is_given_up(monkeypatch):
    monkeypatch.setattr(workshop, "MEGABYTES", 20)

    with pytest.raises(docx.NotMade):
        made()


def test_the_templates_are_as_written():
    found = {path.stem: path.read_bytes() for path in word.TEMPLATES.glob("*.docx")}

    assert sorted(found) == sorted(word.DOCUMENTS)
    for name, content in found.items():
        assert parts(content) == parts(word.written(name)), f"{name}: run python -m alinvest.devkit.word"


def parts(content):
    """The texts of a package; its picture may be drawn a shade otherwise elsewhere."""
    package = zipfile.ZipFile(io.BytesIO(content))
    return {name: package.read(name) for name in package.namelist() if not name.endswith(".png")}
