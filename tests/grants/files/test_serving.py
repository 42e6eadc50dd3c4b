"""Handing files out: always a download, never a page of ours, never a file found harmful."""

import pytest
from django.urls import path

from alinvest.urls import urlpatterns as pages
from grants.files.actions import note_scan, release, store
from grants.files.models import StoredFile
from grants.files.serving import respond
from grants.models import Job
from tests.grants.files.samples import PDF
from tests.grants.files.uploads import upload

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def download(request, public_id):
    """As a stage's view does, after it has checked who asks."""
    return respond(
        request,
        StoredFile.objects.get(public_id=public_id),
        request.GET.get("name", ""),
        only_scanned="scanned" in request.GET,
    )


urlpatterns = [path("try/<uuid:public_id>/", download), *pages]


@pytest.fixture
def get(login, ana, stored):
    return lambda query="": login(ana).get(f"/try/{stored.public_id}/{query}")


def test_a_file_is_a_download_that_can_run_nothing(get, stored):
    answer = get()

    content = b"".join(answer.streaming_content)
    answer.close()
    assert (answer.status_code, content[:4]) == (200, b"%PDF")
    assert {name: answer[name] for name in (
        "Content-Type", "Content-Disposition", "X-Content-Type-Options", "Content-Security-Policy",
        "Cache-Control", "Cross-Origin-Resource-Policy", "Content-Length",
    )} == {
        "Content-Type": "application/pdf",
        "Content-Disposition": 'attachment; filename="Estatutos.pdf"',
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
        "Cache-Control": "private, no-store",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Content-Length": str(stored.size),
    }  # fmt: skip


@pytest.mark.parametrize(
    ("name", "header"),
    [
        ("Acta.pdf", 'attachment; filename="Acta.pdf"'),
        ("Convocatoria año 1.pdf", "attachment; filename*=utf-8''Convocatoria%20a%C3%B1o%201.pdf"),
        ('a".pdf', 'attachment; filename="a_.pdf"'),
        ("a\r\nSet-Cookie: x=y.pdf", 'attachment; filename="aSet-Cookie_ x=y.pdf"'),
    ],
)
def test_a_name_for_saving_cannot_break_the_header(get, name, header):
    from urllib.parse import quote  # noqa: PLC0415 -- only here

    answer = get(f"?name={quote(name)}")
    answer.close()

    assert answer["Content-Disposition"] == header


def test_an_infected_file_is_blocked_with_a_page(get, stored):
    note_scan(stored, "Eicar")

    answer = get()

    assert answer.status_code == 403
    assert "This file is blocked" in answer.content.decode()


def test_where_a_scanner_is_configured_a_file_waits_for_it(get, stored, clamd):
    answer = get()
    note_scan(stored, "")

    assert (answer.status_code, answer["Retry-After"]) == (503, "60")
    assert "This file is being checked" in answer.content.decode()
    served = get()
    served.close()
    assert served.status_code == 200


def test_what_the_system_made_itself_waits_for_no_scanner(login, ana, clamd):
    receipt = store(upload("receipt.pdf", PDF), by=ana, is_ours=True)

    jobs = Job.objects.count()
    answer = login(ana).get(f"/try/{receipt.public_id}/")
    answer.close()

    assert (answer.status_code, receipt.scan_state, jobs) == (200, "own", 0)


def test_readers_from_outside_wait_for_a_scan_or_for_an_officer_who_answers_for_the_file(get, diego, stored):
    held = get("?scanned=1")
    release([stored], by=diego, reason="Looked at in the office.")
    served = b"".join(get("?scanned=1").streaming_content)

    assert (held.status_code, "is not scanned" in held.text, served[:4]) == (403, True, b"%PDF")
    event = stored.events.get()
    assert (event.action, event.actor, event.changes) == ("release", diego, {"reason": "Looked at in the office."})


def test_missing_bytes_are_said_and_logged(get, stored, storage, caplog):
    storage.delete(stored.content.name)

    answer = get()

    assert answer.status_code == 500
    assert "This file cannot be read" in answer.content.decode()
    assert f"The bytes of stored file {stored.public_id} are missing" in caplog.text
