"""The demo's folder: what is kept, and when it is built again."""

import stat
import subprocess
import sys

import pytest

from alinvest.devkit import workplace
from alinvest.devkit.workplace import Workplace

pytestmark = pytest.mark.unit


@pytest.fixture
def place(tmp_path):
    place = Workplace(tmp_path / "demo")
    place.hold()
    yield place
    place.release()


@pytest.fixture
def built(place):
    place.data.mkdir()
    place.media.mkdir()
    place.mark_complete()
    return place


def test_a_first_start_builds(place):
    assert place.why_rebuild(reset=False) == "The demo is built for the first time."


def test_a_second_start_keeps_the_data(built):
    assert built.why_rebuild(reset=False) is None


def test_reset_builds_again(built):
    assert built.why_rebuild(reset=True) == "RESET=1: the demo is built again from nothing."


def test_changed_migrations_build_again_with_a_sentence(built, monkeypatch):
    monkeypatch.setattr(workplace, "migrations_hash", lambda: "another")

    assert built.why_rebuild(reset=False) == "The migrations changed since this demo was made: it is built again."


def test_an_interrupted_build_is_not_taken_for_whole(built):
    built.clear()
    built.data.mkdir()

    assert built.why_rebuild(reset=False) == "The last start did not finish: the demo is built again."


def test_clearing_removes_data_and_keeps_key_and_password(built):
    key, password = built.secret("key"), built.secret("password", length=14)

    built.clear()

    assert not built.data.exists()
    assert not built.media.exists()
    assert (built.secret("key"), built.secret("password")) == (key, password)


def test_secrets_are_random_and_readable_by_their_owner_only(place, tmp_path):
    other = Workplace(tmp_path / "other")
    other.folder.mkdir()

    assert len(place.secret("key")) == 50
    assert place.secret("key") != other.secret("key")
    assert stat.S_IMODE((place.folder / "key").stat().st_mode) == 0o600


def test_two_processes_do_not_share_the_folder(place):
    attempt = f"from alinvest.devkit.workplace import Workplace; Workplace({str(place.folder)!r}).hold()"

    second = subprocess.run([sys.executable, "-c", attempt], capture_output=True, text=True, timeout=30)

    assert second.stderr.strip().endswith("InUse: The demo of this clone is at work already.")
