"""Questions answered by files: uploaded, counted, kept in the submission, read by assessors, taken away."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.applications.queries.completeness import checklist
from grants.applications.queries.content import content
from grants.files.models import ScanState
from grants.models import ApplicationDocument, ApplicationPart, Cell, Part
from grants.questionnaire import actions as forms
from tests.client import html_of
from tests.grants.applications.test_views_documents import PDF, pdf

pytestmark = pytest.mark.django_db


@pytest.fixture
def part(application, diego):
    """A part of Ana's application that asks for its statements: two PDF files of 1 MB at most."""
    version = forms.new_questionnaire(purpose="application", name="Files", by=diego).versions.get()
    section = forms.add_section(version, slug="past", title="Experience", by=diego)
    limits = {"most_files": 2, "most_megabytes": 1, "file_kinds": ["pdf"]}
    forms.add_question(section, key="statements", kind="file", label="Statements", by=diego, **limits)
    forms.add_question(section, key="word", kind="short", label="A word", required=False, by=diego)
    forms.freeze_version(version, by=diego)
    application.draft.version = version
    application.draft.save()
    Part.objects.filter(draft=application.draft).delete()
    return ApplicationPart.objects.create(draft=application.draft, slug="past")


def page_of(part):
    return reverse("applications:part", args=[part.draft.application.public_id, part.slug])


def upload(client, part, *files, key="statements"):
    return client.post(reverse("applications:upload_answer", args=[part.public_id, key]), {"file": list(files)})


def missing(application):
    return [(str(r), r.url.rpartition("#")[2]) for r in checklist(application).reasons() if r.code == "answer_missing"]


def test_a_file_answers_its_question_and_is_part_of_what_is_handed_in(login, application, part, ana, bruno, partner):
    client = login(ana)
    assert missing(application) == [("“Statements” is not answered yet.", "slot-statements")]
    page = html_of(client.get(page_of(part)))
    assert "At most 2 files: PDF; at most 1 MB each." in page

    response = upload(client, part, pdf("año 2024.pdf"), pdf("2025.pdf"))

    assert response.headers["Location"] == f"{page_of(part)}#slot-statements"
    assert missing(application) == []
    value = content(application)["answers"]["statements"]["value"]
    assert [(row["name"], row["size"]) for row in value] == [("año 2024.pdf", len(PDF)), ("2025.pdf", len(PDF))]
    assert {len(row["sha256"]) for row in value} == {64}
    assert content(application)["documents"] == []
    first = ApplicationDocument.objects.order_by("pk").first()
    for person, url in ((ana, page_of(part)), (ana, reverse("applications:print", args=[application.public_id]))):
        assert reverse("applications:document", args=[first.public_id]) in login(person).get(url).content.decode()
    download = login(bruno).get(reverse("applications:document", args=[first.public_id]))
    assert b"".join(download.streaming_content) == PDF


def test_a_question_takes_no_more_no_larger_and_no_other_files_than_it_says(login, application, part, ana):
    client = login(ana)
    picture = SimpleUploadedFile("photo.png", b"\x89PNG\r\n\x1a\n" + b"0" * 100, content_type="image/png")
    large = pdf("large.pdf", PDF + b" " * 1024 * 1024)

    refused = upload(client, part, picture, large, pdf("1.pdf"), pdf("2.pdf"), pdf("3.pdf"))

    assert refused.status_code == 422
    page = html_of(refused)
    assert "photo.png: Files of this kind are not taken here. Use one of these: .pdf." in page
    assert "large.pdf: The file is larger than 1 MB" in page
    assert "3.pdf: There are 2 files here already. Remove one first." in page
    assert [row["name"] for row in Cell.objects.get(key="statements").value] == ["1.pdf", "2.pdf"]
    assert "No more files are taken here." in page


def test_a_file_taken_away_is_gone_from_the_answer_and_for_its_readers(login, application, part, ana, fabio):
    client = login(ana)
    upload(client, part, pdf("1.pdf"), pdf("2.pdf"))
    document = ApplicationDocument.objects.order_by("pk").first()
    remove = reverse("applications:remove_document", args=[document.public_id])
    assert login(fabio).post(remove).status_code == 404

    assert login(ana).post(remove).headers["Location"] == f"{page_of(part)}#slot-statements"
    assert [row["name"] for row in Cell.objects.get(key="statements").value] == ["2.pdf"]
    assert client.get(reverse("applications:document", args=[document.public_id])).status_code == 404
    history = html_of(client.get(reverse("applications:history", args=[part.public_id])))
    assert "1.pdf<br>2.pdf" in history
    assert "Bring this text back" not in history


def test_files_are_never_typed(login, application, part, ana):
    client = login(ana)
    upload(client, part, pdf())
    url = reverse("applications:autosave", args=[part.public_id])

    typed = client.post(url, {"key": "statements", "value": "x.pdf\t1\tabc\t1", "rev": 1})

    assert (typed.status_code, typed.json()["problem"][:18]) == (422, "Files are uploaded")
    client.post(
        reverse("applications:save_part", args=[part.public_id]),
        {"answer-statements": "x", "rev-statements": 1, "answer-word": "y", "rev-word": 0},
    )
    assert Cell.objects.get(key="statements").value[0]["name"] == "statutes.pdf"
    assert upload(client, part, pdf(), key="word").status_code == 422


def test_a_harmful_file_stands_against_handing_in(login, application, part, ana):
    upload(login(ana), part, pdf())
    ApplicationDocument.objects.get().file.__class__.objects.update(scan_state=ScanState.INFECTED)

    assert "document_infected" in [reason.code for reason in checklist(application).reasons()]


def test_the_page_takes_the_same_queries_with_one_file_and_with_two(
    login, application, part, ana, django_assert_num_queries
):
    client = login(ana)
    upload(client, part, pdf("1.pdf"))
    client.get(page_of(part))
    with django_assert_num_queries(15):
        client.get(page_of(part))
    upload(client, part, pdf("2.pdf"))
    client.get(page_of(part))
    with django_assert_num_queries(15):
        client.get(page_of(part))
