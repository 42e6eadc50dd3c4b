"""Receipts: the PDF, the content file, and the public page that says whether they are ours and unchanged."""

import hashlib
import io
import json

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from pypdf import PdfReader

from grants.applications.actions.receipts import make_receipt
from grants.applications.actions.submission import submit_application
from grants.applications.models import Receipt
from grants.applications.queries.verification import verify
from grants.audit import canonical
from grants.files.models import StoredFile

pytestmark = pytest.mark.django_db


@pytest.fixture
def submission(complete, ana):
    return submit_application(complete, by=ana)


def pdf_of(submission, language, by):
    with make_receipt(submission, language=language, by=by).file.content.open() as stream:
        return stream.read()


def text_of(reader):
    return " ".join(" ".join(page.extract_text().split()) for page in reader.pages)


# The PDF ------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "tag", "title"),
    [("en", "en", "Receipt of your application"), ("es", "es", None), ("pt-br", "pt", None)],
)
def test_the_pdf_is_tagged_titled_and_carries_number_and_hash(submission, ana, language, tag, title):
    content = pdf_of(submission, language, ana)

    reader = PdfReader(io.BytesIO(content))
    root, text = reader.trailer["/Root"], text_of(reader)
    assert (root["/Lang"], root["/MarkInfo"]["/Marked"]) == (tag, True)
    assert reader.metadata.title == (title or reader.metadata.title) != ""
    assert submission.receipt_number in text
    assert submission.sha256 in text.replace(" ", "")
    assert "5" * 64 in text.replace(" ", "")
    assert "12:00:00 (UTC)" in text


def test_a_receipt_is_made_once_per_language_and_keeps_its_bytes(submission, ana, bruno):
    first = make_receipt(submission, language="es", by=ana)
    again = make_receipt(submission, language="es", by=bruno)
    other = make_receipt(submission, language="en", by=bruno)

    assert again == first
    assert other != first
    assert Receipt.objects.count() == 2


def test_what_people_typed_is_text_and_no_markup_in_the_pdf(complete, ana):
    complete.title = '#panic("x") $x$ *y* <b> \\ Łódź “ñ”'
    complete.save()
    submission = submit_application(complete, by=ana)

    content = pdf_of(submission, "en", ana)

    assert '#panic("x") $x$ *y* <b> \\ Łódź “ñ”' in text_of(PdfReader(io.BytesIO(content)))


# Verifying ----------------------------------------------------------------------------------------


def file(content, name="file"):
    return ContentFile(content, name=name)


def test_a_number_of_ours_is_known_and_another_is_not(submission):
    assert verify(submission.receipt_number).verdict == "number"
    assert verify(f" {submission.receipt_number.lower()} ").verdict == "number"
    assert verify(submission.receipt_number.replace("-", " ", 2).replace("-", "–")).verdict == "number"
    assert verify("AIV-2026-0001-1-AAAAAAAA").verdict == "no_number"
    assert verify("AIV-2026-0001").verdict == "no_number"


def test_the_content_file_verifies_until_one_byte_is_changed(submission):
    content = canonical(submission.document)

    assert verify("", file(content)).verdict == "content"
    assert verify(submission.receipt_number, file(content)).verdict == "content"
    assert verify("", file(content.replace(b"312500.00", b"312500.01"))).verdict == "no_file"
    assert verify("", file(json.dumps(json.loads(content)).encode())).verdict == "no_file"


def test_the_receipt_s_pdf_verifies_until_one_byte_is_changed(submission, ana):
    content = pdf_of(submission, "es", ana)

    assert verify("", file(content)).verdict == "receipt"
    assert verify("", file(content[:-10] + b"x" + content[-9:])).verdict == "no_file"


def test_a_handed_in_file_verifies_only_with_the_number_of_its_receipt(complete, ana):
    statutes = b"our statutes"
    StoredFile.objects.filter(pk=complete.documents.get().file_id).update(sha256=hashlib.sha256(statutes).hexdigest())
    submission = submit_application(complete, by=ana)

    assert verify(submission.receipt_number, file(statutes)).verdict == "file"
    assert verify(submission.receipt_number, file(b"our Statutes")).verdict == "no_file"
    assert verify("", file(statutes)).verdict == "no_file"


def test_content_with_the_number_of_another_receipt_is_told_apart(submission, complete, ana):
    content = canonical(submission.document)
    complete.refresh_from_db()
    complete.title = "Another"
    complete.save()
    second = submit_application(complete, by=ana)

    assert verify(second.receipt_number, file(content)).verdict == "other_receipt"


# The public page ----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["es", "pt", "en"])
def test_the_public_page_answers_without_cookie_and_tells_nothing_of_the_content(client, submission, language):
    address = f"/{language}/verify/"
    content = io.BytesIO(canonical(submission.document))

    empty = client.get(address)
    answer = client.post(address, {"number": submission.receipt_number, "uploaded": content})

    assert (empty.status_code, answer.status_code) == (200, 200)
    assert submission.receipt_number in answer.text
    assert submission.document["title"] not in answer.text
    assert "Cusco" not in answer.text
    assert not empty.cookies
    assert not answer.cookies


def test_the_public_page_asks_for_something_to_verify(client, db):
    answer = client.post("/en/verify/", {"number": "  "})

    assert answer.status_code == 422
    assert "Type the receipt number, or choose a file." in answer.text
    empty = client.post("/en/verify/", {"uploaded": ContentFile(b"", name="receipt.pdf")})
    assert (empty.status_code, "The file is empty." in empty.text) == (422, True)


def test_the_public_page_needs_no_token_from_a_browser_that_checks(submission):
    answer = Client(enforce_csrf_checks=True).post("/en/verify/", {"number": submission.receipt_number})

    assert answer.status_code == 200
    assert "Yes, this is the number of a receipt of ours" in answer.text
