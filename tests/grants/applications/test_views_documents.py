"""The documents' page: upload, download, taking away."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants import clock
from grants.models import ApplicationDocument, StoredFile

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


def pdf(name="statutes.pdf", content=PDF):
    return SimpleUploadedFile(name, content, content_type="application/pdf")


@pytest.fixture
def slot(call):
    """The statutes: one file for the whole application."""
    return call.required_documents.get(slug="statutes")


@pytest.fixture
def own_slot(call):
    """A declaration each organisation uploads for itself."""
    return call.required_documents.create(
        slug="declaration", title_es="Declaración", title_pt_br="Declaração", title_en="Declaration", per_partner=True
    )


def page(application):
    return reverse("applications:documents", args=[application.public_id])


def upload(client, application, slot, file=None):
    url = reverse("applications:upload", args=[application.public_id, slot.slug])
    return client.post(url, {"file": file or pdf()})


def upload_for(client, partner, slot):
    return client.post(reverse("applications:upload_for_partner", args=[partner.public_id, slot.slug]), {"file": pdf()})


@pytest.fixture
def document(login, application, slot, ana):
    """The statutes, uploaded by Ana."""
    upload(login(ana), application, slot)
    return ApplicationDocument.objects.get()


def address(name, document):
    return reverse(f"applications:{name}", args=[document.public_id])


def test_a_file_is_uploaded_and_downloaded_by_the_consortium(login, application, partner, document, bruno):
    response = login(bruno).get(address("document", document))

    assert b"".join(response.streaming_content) == PDF
    assert response["Content-Disposition"] == 'attachment; filename="statutes.pdf"'
    assert response["Cache-Control"] == "private, no-store"


def test_strangers_and_staff_get_no_file(login, document, fabio, diego, rival):
    assert [login(person).get(address("document", document)).status_code for person in (fabio, diego)] == [404, 404]


def test_without_a_file_the_slot_says_so(login, application, slot, ana):
    url = reverse("applications:upload", args=[application.public_id, slot.slug])

    response = login(ana).post(url, {})

    assert response.status_code == 422
    assert "Choose a file first." in response.content.decode()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("statutes.exe", b"MZ" * 50, "Files of this kind are not taken here"),
        ("statutes.pdf", b"<html><script>alert(1)</script></html>", "is not what its name"),
        ("statutes.pdf", b"", "empty"),
    ],
)
def test_a_file_that_cannot_be_taken_is_explained_in_its_slot(login, application, slot, ana, name, content, words):
    response = upload(login(ana), application, slot, pdf(name, content))

    assert response.status_code == 422
    assert words in response.content.decode()
    assert not StoredFile.objects.exists()


def test_a_slot_takes_the_kinds_it_names(login, application, slot, ana):
    slot.file_kinds = ["docx"]
    slot.save()
    assert "DOCX; at most 10 MB." in login(ana).get(page(application)).content.decode()

    refused = upload(login(ana), application, slot)

    assert "Use one of these: .docx." in refused.content.decode()


def test_a_file_above_the_limit_of_the_slot_is_refused(login, application, slot, ana):
    slot.most_megabytes = 1
    slot.save()

    response = upload(login(ana), application, slot, pdf(content=PDF + b"0" * 1024 * 1024))

    assert response.status_code == 422
    assert "larger than 1 MB" in response.content.decode()
    assert not ApplicationDocument.objects.exists()


def test_a_removed_file_is_gone_for_everybody_and_stays_on_record(login, application, document, ana):
    """T-FI-18."""
    client = login(ana)

    client.post(address("remove_document", document))

    document.refresh_from_db()
    assert document.removed_at is not None
    assert client.get(address("document", document)).status_code == 404
    assert [event.action for event in application.events.all()] == ["add_document", "remove_document"]


def test_a_partner_uploads_its_own_document_and_no_other(login, application, partner, slot, own_slot, bruno):
    """T-AC-10."""
    client = login(bruno)
    lead = application.partners.get(role="lead")

    answers = [
        upload_for(client, partner, own_slot).status_code,
        upload_for(client, lead, own_slot).status_code,
        upload(client, application, slot).status_code,
    ]

    assert answers == [302, 403, 403]
    assert [document.partner for document in ApplicationDocument.objects.all()] == [partner]


def test_a_partner_removes_its_own_document_and_no_other(login, application, partner, own_slot, document, bruno):
    client = login(bruno)
    upload_for(client, partner, own_slot)
    own = ApplicationDocument.objects.get(partner=partner)

    answers = [client.post(address("remove_document", one)).status_code for one in (own, document)]

    assert answers == [302, 403]


@pytest.mark.parametrize("slug", ["nothing", "declaration"])
def test_a_slot_there_is_not_is_missing(login, application, own_slot, ana, slug):
    response = login(ana).post(reverse("applications:upload", args=[application.public_id, slug]), {"file": pdf()})

    assert response.status_code == 404


def test_readers_upload_nothing(login, application, slot, aldo):
    assert upload(login(aldo), application, slot).status_code == 403


def test_after_the_deadline_nothing_is_uploaded_or_removed(login, call, application, slot, document, ana):
    """T-DL-06: the late file is not kept, the applicant is told."""
    client = login(ana)
    with clock.at(call.closes_at):
        late = upload(client, application, slot)
        client.post(address("remove_document", document))

    assert late.status_code == 422
    assert "The deadline has passed" in late.content.decode()
    assert ApplicationDocument.objects.get().removed_at is None
    assert StoredFile.objects.count() == 1


def test_a_missing_document_looks_like_a_foreign_one(login, document, fabio, rival):
    client = login(fabio)

    foreign = client.get(address("document", document))
    missing = client.get(reverse("applications:document", args=[uuid.uuid4()]))

    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert len(foreign.content) == len(missing.content)
