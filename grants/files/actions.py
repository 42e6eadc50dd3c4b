"""Taking files in. Their bytes never change afterwards."""

import hashlib
import logging
import os
from functools import partial

from django.conf import settings
from django.core.files.storage import default_storage

from grants import clock, uploads
from grants.files import content
from grants.files.messages import sentence
from grants.files.models import ScanState, StoredFile
from grants.jobs.actions import enqueue
from grants.messages.recipients import administrators
from grants.workflow import Reason, Refused, action, if_undone, locked, record, record_each

log = logging.getLogger(__name__)

MOST_MEGABYTES = 20
"""The largest file where the call says nothing else."""


class BadFile(Refused):
    """The file cannot be taken; the one reason says why, in a sentence with the limit or the list."""

    def __init__(self, code, **params):
        self.code = code
        super().__init__([Reason(sentence(code, params), code=code)])


@action
def store(uploaded, *, by, allow=content.ALLOWED, most_megabytes=MOST_MEGABYTES, is_ours=False):
    """Keep an uploaded file under its hash; returns the StoredFile.

    Raises BadFile when it is empty, larger than ``most_megabytes``, of a kind not in ``allow`` (names
    of ``content.KINDS``), not what its name says, or an office file with macros or too much inside.
    The same bytes sent twice are two rows: who handed in what stays apart. If the action under way
    fails later, the bytes are taken back; where a scanner is configured the file is scanned next,
    unless it ``is_ours``: made by the system from its own templates, like a receipt.
    """
    name, size, sha256, kind = checked(uploaded, allow=allow, most_megabytes=most_megabytes)
    stored = StoredFile(
        original_name=name,
        media_type=kind.media_type,
        size=size,
        sha256=sha256,
        scan_state=ScanState.OWN if is_ours else ScanState.UNSCANNED,
        uploaded_by=by,
        uploaded_at=clock.now(),
    )
    _write(stored, uploaded)
    stored.save()
    if settings.CLAMD_SOCKET and not is_ours:
        enqueue("scan_file", target=stored.pk, key=f"scan_file:{stored.pk}", most_attempts=8)
    return stored


def checked(uploaded, *, allow, most_megabytes=MOST_MEGABYTES):
    """(name, size, SHA-256, Kind) of an uploaded file that can be taken; raises BadFile as ``store``."""
    name = content.clean_name(uploaded.name)
    try:
        size, sha256 = _measure(uploaded, most_megabytes)
        return name, size, sha256, content.check(uploaded, name, size, allow)
    except content.Unacceptable as problem:
        raise BadFile(problem.code, **problem.params) from problem


def _measure(uploaded, most_megabytes):
    """Size and SHA-256, read in pieces: memory stays flat. Stops as soon as it is too large."""
    size, digest = 0, hashlib.sha256()
    for piece in uploaded.chunks():
        size += len(piece)
        if size > most_megabytes * content.MEGABYTE:
            raise content.Unacceptable("too_large", megabytes=most_megabytes)
        digest.update(piece)
    if not size:
        raise content.Unacceptable("empty")
    return size, digest.hexdigest()


def _write(stored, uploaded):
    """Write the bytes so that they survive a power cut once the row is committed."""
    path = uploads.stored_file_path(stored, "")
    if_undone(partial(default_storage.delete, path))
    try:
        uploaded.seek(0)
        stored.content.save(path, uploaded, save=False)
        handle = os.open(default_storage.path(stored.content.name), os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
    except OSError as error:
        log.exception("An uploaded file could not be stored")
        raise BadFile("not_stored") from error


@action
def release(files, *, by, reason):
    """Let files that no scanner has seen be read by all who may read them; each keeps who answers for it, and why.

    A later scan of theirs still blocks what it finds.
    """
    StoredFile.objects.filter(pk__in=[one.pk for one in files]).update(scan_state=ScanState.RELEASED)
    record_each(files, "release", by=by, changes={"reason": reason})


@action
def note_scan(stored, finding, *, by=None):
    """Note what the scanner said: "" for nothing found, else the name of what it found.

    An infected file stays as evidence and is blocked; its uploader and the administrators are told
    once. Documents and submissions that point to it stay as they are.
    """
    stored = locked(stored)
    if stored.scan_state == ScanState.INFECTED:
        return stored
    stored.scan_state = ScanState.INFECTED if finding else ScanState.CLEAN
    stored.save(update_fields=["scan_state"])
    if finding:
        record(stored, "blocked", by=by, note=finding, tells=(_uploader, administrators))
    return stored


def _uploader(stored):
    return [stored.uploaded_by] if stored.uploaded_by else []
