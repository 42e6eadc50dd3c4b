"""The virus scan, against a scanner that speaks clamd's protocol."""

import pytest

from grants.files.actions import release, store
from grants.files.scanning import ScannerFailed, scan
from grants.jobs import actions as jobs
from grants.models import Job, StoredFile
from grants.tasks import files_tasks
from tests.grants.files.conftest import EICAR
from tests.grants.files.samples import PDF
from tests.grants.files.uploads import upload

pytestmark = pytest.mark.django_db
assert files_tasks  # the worker imports the index of tasks, and so do we


def verdict(tmp_path, data):
    """What the scanner says of these bytes."""
    (tmp_path / "file").write_bytes(data)
    with (tmp_path / "file").open("rb") as content:
        return scan(content)


def test_the_scanner_names_what_it_finds(clamd, tmp_path):
    assert verdict(tmp_path, PDF * 5000) == ""
    assert verdict(tmp_path, PDF * 5000 + EICAR) == "Eicar-Test-Signature"


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"stream: ERROR\0"])
def test_a_scanner_in_trouble_gives_no_verdict(clamd, tmp_path, answer):
    clamd.answer = answer

    with pytest.raises(ScannerFailed):
        verdict(tmp_path, PDF)


def test_a_new_file_is_scanned_by_a_job_of_its_own(ana, clamd):
    clean, bad = store(upload("a.pdf", PDF), by=ana), store(upload("b.pdf", PDF + EICAR), by=ana)

    for job in Job.objects.filter(kind="scan_file"):
        assert jobs.run(job.pk)

    assert list(StoredFile.objects.order_by("pk").values_list("pk", "scan_state")) == [
        (clean.pk, "clean"),
        (bad.pk, "infected"),
    ]


def test_what_was_released_without_a_scan_is_still_scanned(ana, diego, clamd):
    bad = store(upload("b.pdf", PDF + EICAR), by=ana)
    release([bad], by=diego, reason="The scanner is away.")

    assert jobs.run(Job.objects.get(kind="scan_file").pk)

    bad.refresh_from_db()
    assert bad.scan_state == "infected"


def test_without_a_scanner_no_job_is_queued(ana):
    store(upload("a.pdf", PDF), by=ana)

    assert not Job.objects.exists()


def test_a_scanner_that_is_away_is_asked_again_later(ana, clamd, settings):
    stored = store(upload("a.pdf", PDF), by=ana)
    settings.CLAMD_SOCKET = "127.0.0.1:1"

    job = Job.objects.get()
    assert not jobs.run(job.pk)

    job.refresh_from_db()
    stored.refresh_from_db()
    assert (job.state, job.error) == ("queued", "The virus scanner did not answer (ConnectionRefusedError).")
    assert stored.scan_state == "unscanned"
