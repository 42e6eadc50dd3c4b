"""The contract for Word: lawyers read along until it is signed; what is signed is the PDF."""

import io
from datetime import timedelta

import pytest
from django.urls import reverse
from docx import Document

from grants import clock
from tests.grants.contracts.conftest import IN_AUGUST, set_facts

pytestmark = pytest.mark.django_db


def word(client, contract):
    """The response, and the document in it."""
    response = client.get(reverse("contracts:word", args=[contract.public_id]))
    return response, Document(io.BytesIO(response.content)) if response.status_code == 200 else None


def lines(document):
    return [paragraph.text for paragraph in document.paragraphs]


def test_before_it_is_sent_officers_take_the_contract_along_as_it_stands(login, prepared, diego, ana):
    response, document = word(login(diego), prepared)

    assert 'filename="922-AIV-001-draft-2026-08-03-0900-en.docx"' in response["Content-Disposition"]
    assert lines(document)[0] == "Grant contract 922-AIV-001"
    assert any(line.startswith("Draft to read along, as it stood on 3 August 2026") for line in lines(document))
    assert "Cámara de Comercio de Cusco" in lines(document)
    assert document.core_properties.language == "en-GB"
    assert not any(line.startswith("Version") for line in lines(document))
    assert word(login(ana), prepared)[0].status_code == 403


def test_what_still_misses_leaves_a_dash(login, prepared, diego):
    set_facts(prepared, by=diego, starts_on=None, sectors={})

    document = word(login(diego), prepared)[1]

    facts = {row.cells[0].text: row.cells[1].text for table in document.tables for row in table.rows}
    assert (facts["Start"], facts["Sectors"], facts["Duration"]) == ("–", "–", "24 months")


def test_the_parties_read_the_version_that_was_sent_and_not_what_is_corrected_after(login, sent, diego, ana):
    with clock.at(IN_AUGUST + timedelta(days=1)):
        set_facts(sent, by=diego, language="pt-br")
        response, theirs = word(login(ana), sent)
        corrected = word(login(diego), sent)[1]

    assert any(line.startswith("Copy of version 1 to read along, sent on 3 August 2026") for line in lines(theirs))
    assert sent.versions.get().sha256 in lines(theirs)
    assert 'filename="922-AIV-001-1-en.docx"' in response["Content-Disposition"]
    assert corrected.core_properties.language == "pt-BR"
    assert sent.versions.get().sha256 not in lines(corrected)


def test_the_version_is_read_in_the_language_it_was_sent_in(login, sent, ana):
    document = word(login(ana), sent)[1]

    tables = [[cell.text for cell in table.rows[0].cells] for table in document.tables]
    assert ["Cost", "Year", "EUR"] in tables
    assert ["Indicator", "Baseline", "Target", "Source of data"] in tables


def test_once_signed_there_is_no_copy_to_change(login, signed, diego, ana):
    address = reverse("contracts:word", args=[signed.public_id])

    for person in (diego, ana):
        client = login(person)
        assert client.get(address).status_code == 404
        assert address not in client.get(signed.get_absolute_url()).content.decode()
