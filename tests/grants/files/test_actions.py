"""Taking files in: kept unchanged, refused with a reason, never half."""

import hashlib
import tracemalloc
from pathlib import Path

import pytest
from django.core.files.storage import FileSystemStorage

from grants import clock
from grants.files.actions import BadFile, note_scan, store
from grants.files.content import MEGABYTE
from grants.models import FileEvent, Message, StoredFile
from grants.workflow import Refused, action
from tests.factories import NOON
from tests.grants.files.samples import PDF, docx
from tests.grants.files.uploads import large_upload, upload

pytestmark = pytest.mark.django_db


def test_a_file_is_kept_under_its_hash_with_a_clean_name(ana, noon, bytes_on_disk):
    stored = store(upload("../Estatutos\u202e.pdf", PDF), by=ana)

    stored.refresh_from_db()
    assert (stored.original_name, stored.media_type, stored.size) == ("Estatutos.pdf", "application/pdf", len(PDF))
    assert stored.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (stored.uploaded_by, stored.uploaded_at, stored.scan_state) == (ana, NOON, "unscanned")
    assert bytes_on_disk() == [PDF]


def test_the_bytes_lie_under_a_random_name_only_the_application_can_read(stored):
    path = Path(stored.content.path)

    assert path.name == stored.public_id.hex
    assert path.stat().st_mode & 0o777 == 0o600


def test_the_same_bytes_sent_twice_are_two_files(ana, bruno, bytes_on_disk):
    one, two = store(upload("a.pdf", PDF), by=ana), store(upload("b.pdf", PDF), by=bruno)

    assert one.sha256 == two.sha256
    assert one.content.name != two.content.name
    assert bytes_on_disk() == [PDF, PDF]


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("a.pdf", b"", "The file is empty. Choose it again, or check that it opens on your computer."),
        ("a.exe", PDF, "Files of this kind are not taken here. Use one of these: .pdf, .jpg, .jpeg."),
        ("a.pdf", b"<html>", "The content of this file is not what its name (.pdf) says. Save it again as .pdf in the program it was made with."),  # noqa: E501
        ("a.pdf", PDF + bytes(MEGABYTE), "The file is larger than 1 MB, which is the limit here. Make it smaller or split it."),  # noqa: E501
    ],
)  # fmt: skip
def test_a_file_that_cannot_be_taken_is_refused_with_a_sentence(ana, name, data, sentence, bytes_on_disk):
    with pytest.raises(BadFile) as refused:
        store(upload(name, data), by=ana, allow=("pdf", "jpg"), most_megabytes=1)

    assert [str(reason) for reason in refused.value.reasons] == [sentence]
    assert bytes_on_disk() == []
    assert not StoredFile.objects.exists()


def test_the_limit_itself_is_allowed_and_one_byte_more_is_not(ana):
    full = PDF + bytes(MEGABYTE - len(PDF))

    assert store(upload("a.pdf", full), by=ana, most_megabytes=1).size == MEGABYTE
    with pytest.raises(BadFile):
        store(upload("a.pdf", full + b"x"), by=ana, most_megabytes=1)


def test_a_large_file_is_taken_in_flat_memory(ana):
    file = large_upload("a.pdf", [PDF, *[bytes(MEGABYTE)] * 60])
    tracemalloc.start()

    stored = store(file, by=ana, most_megabytes=100)
    file.close()

    _now, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert stored.size == 60 * MEGABYTE + len(PDF)
    assert peak < 3 * MEGABYTE


def test_reading_stops_at_the_limit_however_much_comes(ana):
    class Endless:
        name = "a.pdf"
        taken = 0

        def chunks(self):
            while True:
                self.taken += 1
                yield bytes(MEGABYTE)

    endless = Endless()
    with pytest.raises(BadFile):
        store(endless, by=ana, most_megabytes=3)

    assert endless.taken == 4


@action
def hand_in(file, *, by):
    """An action that stores two files and then finds that it may not."""
    store(upload("one.pdf", PDF), by=by)
    store(file, by=by)
    raise Refused(["The call closed."])


def test_files_of_an_action_that_fails_later_are_taken_back(ana, bytes_on_disk):
    with pytest.raises(Refused):
        hand_in(upload("two.pdf", PDF), by=ana)

    assert bytes_on_disk() == []
    assert not StoredFile.objects.exists()


def test_a_file_refused_inside_an_action_that_goes_on_is_the_only_one_taken_back(ana, bytes_on_disk):
    @action
    def hand_in_what_can_be():
        """Takes what is good."""
        store(upload("one.pdf", PDF), by=ana)
        with pytest.raises(BadFile):
            store(upload("two.exe", PDF), by=ana)

    hand_in_what_can_be()

    assert bytes_on_disk() == [PDF]


def test_a_full_disk_is_a_sentence_and_leaves_nothing(ana, bytes_on_disk, monkeypatch):
    write = FileSystemStorage._save

    def full(self, name, content):
        write(self, name, content)
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(FileSystemStorage, "_save", full)
    with pytest.raises(BadFile) as refused:
        store(upload("a.pdf", PDF), by=ana)

    assert refused.value.code == "not_stored"
    assert bytes_on_disk() == []


def test_the_signature_of_an_upload_is_no_excuse(ana):
    """The browser's media type is not even looked at."""
    assert store(upload("a.docx", docx()), by=ana).media_type.endswith("wordprocessingml.document")


def test_an_infection_is_told_once_to_the_uploader_and_the_administrators(stored, ana, admin):
    with clock.at(NOON):
        note_scan(stored, "Eicar")
        note_scan(stored, "Eicar")

    stored.refresh_from_db()
    assert stored.scan_state == "infected"
    assert [(e.action, e.note, e.at) for e in FileEvent.objects.all()] == [("blocked", "Eicar", NOON)]
    assert sorted(Message.objects.values_list("kind", "address")) == [
        ("storedfile_blocked", "admin@demo.example"),
        ("storedfile_blocked", "ana@demo.example"),
    ]


def test_a_clean_scan_is_noted_and_nobody_is_written_to(stored):
    note_scan(stored, "")

    stored.refresh_from_db()
    assert stored.scan_state == "clean"
    assert not Message.objects.exists()


def test_what_was_found_once_is_not_forgotten_by_a_later_scan(stored):
    note_scan(stored, "Eicar")
    note_scan(stored, "")

    stored.refresh_from_db()
    assert stored.scan_state == "infected"
