"""The demo's folder ``.demo/``: what it keeps between starts, and whether that still fits the code."""

import fcntl
import hashlib
import json
import os
import secrets
import shutil
import string
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


class InUse(Exception):
    """Another process works in the folder; the text says which."""


class Workplace:
    """One ``.demo/`` folder, held by one process at a time."""

    def __init__(self, folder):
        self.folder = Path(folder)
        self.data = self.folder / "postgres"
        self.media = self.folder / "media"
        self.static = self.folder / "static"
        self.logs = self.folder / "log"
        self._lock = None

    def hold(self):
        """Take the folder until this process ends; raises InUse if another has it."""
        self.folder.mkdir(mode=0o711, parents=True, exist_ok=True)
        self._lock = os.open(self.folder / "lock", os.O_CREAT | os.O_RDWR, 0o600)
        try:
            fcntl.flock(self._lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            self.release()
            raise InUse("The demo of this clone is at work already.") from None
        self.forget_running()  # what a killed demo left

    def release(self):
        """Give the folder back."""
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None

    def running(self):
        """What the running demo wrote down about itself, or None."""
        note = self.folder / "running.json"
        return json.loads(note.read_text()) if note.exists() else None

    def write_running(self, note):
        """Let `make manage` find the servers; the note holds their passwords."""
        path = self.folder / "running.json"
        path.touch(mode=0o600)
        path.write_text(json.dumps(note))

    def forget_running(self):
        (self.folder / "running.json").unlink(missing_ok=True)

    def secret(self, name, length=50):
        """A random word made once and kept, readable by its owner only."""
        path = self.folder / name
        if not path.exists():
            path.touch(mode=0o600)
            letters = string.ascii_letters + string.digits
            path.write_text("".join(secrets.choice(letters) for _ in range(length)))
        return path.read_text()

    def why_rebuild(self, *, reset):
        """The sentence that says why the data must be made again, or None."""
        if reset:
            return "RESET=1: the demo is built again from nothing."
        if not self.data.exists():
            return "The demo is built for the first time."
        if not (self.folder / "complete").exists():
            return "The last start did not finish: the demo is built again."
        if (self.folder / "complete").read_text() != migrations_hash():
            return "The migrations changed since this demo was made: it is built again."
        return None

    def clear(self):
        """Remove the data, keep key and password."""
        (self.folder / "complete").unlink(missing_ok=True)
        for part in (self.data, self.media, self.folder / "mail"):
            shutil.rmtree(part, ignore_errors=True)

    def mark_complete(self):
        """From here on a start keeps the data."""
        (self.folder / "complete").write_text(migrations_hash())

    def static_is_current(self):
        return self._static_note.exists() and self._static_note.read_text() == static_hash()

    def mark_static(self):
        self._static_note.write_text(static_hash())

    @property
    def _static_note(self):
        return self.folder / "static.sha256"

    def environment(self, address):
        """Settings of every process of the demo, besides the servers' addresses."""
        return {
            "DEMO": "1",
            "DEBUG": os.environ.get("DEBUG", "0"),
            "DEMO_FOLDER": str(self.folder),
            "DEMO_PASSWORD": self.secret("password", length=14),
            "SECRET_KEY": self.secret("key"),
            "SITE_URL": address,
            "ALLOWED_HOSTS": "localhost,127.0.0.1",
            "MEDIA_ROOT": str(self.media),
            "STATIC_ROOT": str(self.static),
            "EMAIL_URL": "consolemail://",
            "LOG_FORMAT": "plain",
        }


def migrations_hash():
    """Names the database's shape: the content of every migration."""
    return _hash(path for app in ("grants", "reporting") for path in (ROOT / app / "migrations").glob("*.py"))


def static_hash():
    """Names what collectstatic would collect: our files, and the packages that bring theirs."""
    return _hash(
        [*(path for path in (ROOT / "alinvest" / "static").rglob("*") if path.is_file()), ROOT / "requirements.lock"]
    )


def _hash(paths):
    total = hashlib.sha256()
    for path in sorted(paths):
        total.update(f"{path.relative_to(ROOT)}\n".encode())
        total.update(hashlib.sha256(path.read_bytes()).digest())
    return total.hexdigest()
