"""Files as an attacker sends them, by their numbers in docs/hostile.md; what others test stands there, too."""

import io
import struct
import time
import tracemalloc
import zlib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from grants.applications.actions import documents
from grants.applications.queries.content import content_sha256
from grants.files import content
from grants.files.actions import note_scan, store
from grants.models import ApplicationDocument, Message, StoredFile
from grants.workflow import Refused
from tests.grants.files.samples import PDF, docx
from tests.grants.files.uploads import upload

pytestmark = pytest.mark.django_db


@pytest.fixture
def slot(call):
    return call.required_documents.get(slug="statutes")


@pytest.fixture
def upload_url(application, slot):
    return reverse("applications:upload", args=[application.public_id, slot.slug])


@pytest.fixture
def document(application, slot, ana):
    return documents.add_document(application, slot=slot, uploaded=upload("statutes.pdf", PDF), by=ana)


def multipart(data, name="statutes.pdf", more=""):
    head = f'--cut\r\nContent-Disposition: form-data; name="file"; filename="{name}"\r\n'
    head += f"Content-Type: application/pdf\r\n{more}\r\n"
    return head.encode() + data + b"\r\n--cut--\r\n"


def send(client, url, body, *, length=None, **more):
    """The body as the web process hands it on, whatever length was promised; returns the status."""
    environ = {"PATH_INFO": url, "REQUEST_METHOD": "POST", "CONTENT_TYPE": "multipart/form-data; boundary=cut", **more}
    environ["wsgi.input"] = io.BytesIO(body)
    environ |= {} if length is None else {"CONTENT_LENGTH": str(length)}
    return client.request(**environ).status_code


def test_t_fi_02_a_picture_that_is_also_a_page_is_only_ever_a_download(login, application, slot, ana):
    polyglot = b"\x89PNG\r\n\x1a\n" + b"<script>alert(1)</script>" * 10
    kept = documents.add_document(application, slot=slot, uploaded=upload("p.png", polyglot), by=ana)

    response = login(ana).get(reverse("applications:document", args=[kept.public_id]))

    assert response["Content-Disposition"].startswith("attachment")
    assert response["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in response["Content-Security-Policy"]
    assert b"".join(response.streaming_content) == polyglot


def test_t_fi_03_a_body_without_length_holds_no_file(login, upload_url, ana):
    assert send(login(ana), upload_url, multipart(PDF), HTTP_TRANSFER_ENCODING="chunked") == 422
    assert not StoredFile.objects.exists()


def test_t_fi_05_names_inside_an_office_file_lead_nowhere(ana, bytes_on_disk, tmp_path):
    names = ["../../out.xml", "/etc/out.xml", "C:\\out.xml", "word/../../out.xml"]

    store(upload("a.docx", docx(dict.fromkeys(names, "x"))), by=ana)

    assert len(bytes_on_disk()) == 1
    assert not list(tmp_path.rglob("out.xml"))


def test_t_fi_08_two_files_of_one_name_are_both_kept(login, application, upload_url, ana, amalia):
    for person, text in ((ana, b"%1"), (amalia, b"%2")):
        login(person).post(upload_url, {"file": SimpleUploadedFile("budget.pdf", PDF + text)})

    kept = ApplicationDocument.objects.values_list("file__original_name", "file__uploaded_by__email")
    assert sorted(kept) == sorted([("budget.pdf", ana.email), ("budget.pdf", amalia.email)])


def test_t_fi_10_harm_found_after_handing_in_blocks_the_file_and_not_the_application(
    login, application, document, ana, bruno, partner, admin
):
    before = content_sha256(application)
    for _twice in range(2):
        note_scan(document.file, "Eicar")

    assert content_sha256(application) == before
    assert login(bruno).get(reverse("applications:document", args=[document.public_id])).status_code == 403
    told = Message.objects.filter(kind="storedfile_blocked").values_list("recipient__email", flat=True)
    assert sorted(told) == sorted([ana.email, admin.email])


def test_t_fi_11_a_picture_of_fifty_thousand_pixels_a_side_is_never_unpacked(ana):
    def chunk(name, data):
        return struct.pack(">L", len(data)) + name + data + struct.pack(">L", zlib.crc32(name + data))

    head = struct.pack(">LLBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    picture = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(bytes(90_000)))
    tracemalloc.start()
    stored = store(upload("map.png", picture + chunk(b"IEND", b"")), by=ana)
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert stored.media_type == "image/png"
    assert most < 5 * content.MEGABYTE


@pytest.mark.parametrize(
    "inside",
    [b"/Encrypt 5 0 R", b"/OpenAction << /S /JavaScript /JS (app.alert(1)) >>", b"/Launch /F (cmd.exe)",
     b"/EmbeddedFiles 7 0 R", b"<< /Type /Page >>\n" * 10_000, b"xref\n0 99999999\nbroken"],
    ids=["password", "script", "launch", "embedded", "10,000 pages", "broken table"],
)  # fmt: skip
def test_t_fi_12_a_pdf_is_kept_as_it_is_and_never_opened(ana, inside):
    before = time.monotonic()
    stored = store(upload("a.pdf", PDF + inside), by=ana)

    assert (stored.media_type, stored.size) == ("application/pdf", len(PDF) + len(inside))
    assert time.monotonic() - before < 2


def test_t_fi_13_an_application_takes_so_many_files_and_no_more(application, slot, document, ana, monkeypatch):
    monkeypatch.setattr(documents, "MOST_FILES", 1)

    with pytest.raises(Refused, match="has been given 1 files, more than it takes"):
        documents.add_document(application, slot=slot, uploaded=upload("b.pdf", PDF), by=ana)
    assert ApplicationDocument.objects.count() == 1


def test_t_fi_16_blanks_in_a_base64_part_are_read_in_no_time(login, upload_url, ana):
    body = multipart(b" " * 3_000_000 + b"JVBERi0=", more="Content-Transfer-Encoding: base64\r\n")
    client, before = login(ana), time.monotonic()

    assert send(client, upload_url, body, length=len(body)) < 500
    assert time.monotonic() - before < 2


@pytest.mark.parametrize(
    "asked",
    [{}, {"HTTP_RANGE": "bytes=0-3"}, {"HTTP_IF_NONE_MATCH": "*"},
     {"HTTP_IF_MODIFIED_SINCE": "Sat, 01 Jan 2050 00:00:00 GMT"}],
    ids=["plain", "range", "etag", "since"],
)  # fmt: skip
def test_t_fi_17_nobody_gets_a_piece_of_a_foreign_file(login, document, fabio, rival, asked):
    client, url = login(fabio), reverse("applications:document", args=[document.public_id])

    assert client.get(url, **asked).status_code == 404
    missing = reverse("applications:document", args=[application_of_nobody()])
    assert client.head(url, **asked).status_code == client.head(missing, **asked).status_code


def application_of_nobody():
    return "00000000-0000-4000-8000-000000000000"
