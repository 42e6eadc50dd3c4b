"""What is done once a night, however many beats there are."""

import logging
from datetime import timedelta

from django.conf import settings
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.models import NOT_SCANNED, StoredFile
from grants.invariants import violations
from grants.jobs.actions import JobFailed, enqueue, handles, renew
from grants.jobs.models import Job
from grants.messages import outbox
from grants.messages.models import Message
from grants.messages.recipients import administrators
from grants.workflow import take_turns

log = logging.getLogger(__name__)

LONGEST_REPORT = 100
ORPHAN_AGE = timedelta(days=1)
RENEW_EVERY = timedelta(seconds=10)

NIGHTLY = ["check_invariants", "tidy_files", "forget_list_files"]
"""Kinds of jobs queued every night; later stages add theirs with ``every_night``."""


def every_night(kind):
    """Have a job of this kind queued every night."""
    if kind not in NIGHTLY:
        NIGHTLY.append(kind)


def nightly():
    """Queue tonight's jobs; asked twice the same day it queues nothing more."""
    for kind in NIGHTLY:
        enqueue_once(kind, f"{clock.now():%Y-%m-%d}")


def enqueue_once(kind, target):
    """Queue a job unless there is one of this kind and target already, in whatever state."""
    with transaction.atomic():
        take_turns(f"{kind} {target}")
        if not Job.objects.filter(kind=kind, target=target).exists():
            enqueue(kind, target=target, key=f"{kind}:{target}")


def _tell_administrators(job, error):
    if not Message.objects.filter(event_model=job._meta.label_lower, event_id=job.pk).exists():
        outbox.tell(job, "job_violations", administrators())


@handles("check_invariants", label=_("Nightly check of what must be true"), gave_up=_tell_administrators)
def check_invariants(job):
    """Check all invariants; violations are logged, shown with the job and sent to the administrators."""
    checking, renewed = "", clock.now()

    def at_work(sentence, done, total):
        nonlocal checking, renewed
        if sentence == checking and clock.now() - renewed < RENEW_EVERY:
            return
        checking, renewed = sentence, clock.now()
        renew(job, phase=sentence[:80], done=done, total=total)

    found = list(violations(at_work))
    for line in found:
        log.error("Invariant violated: %s", line)
    if found:
        raise JobFailed("\n".join(found[:LONGEST_REPORT]))


@handles("tidy_files", label=_("Nightly tidying of uploads"))
def tidy_files(job):
    """Remove bytes of uploads that were never completed, and have scanned what never was.

    A worker killed between writing the bytes and committing the row leaves bytes nobody knows.
    """
    oldest = clock.now() - ORPHAN_AGE
    known = set(StoredFile.objects.values_list("content", flat=True))
    for path in _stored_paths("files"):
        if path not in known and default_storage.get_modified_time(path) < oldest:
            log.warning("Bytes of an upload that was never completed are removed: %s", path)
            default_storage.delete(path)
    if settings.CLAMD_SOCKET:
        for stored in StoredFile.objects.filter(scan_state__in=NOT_SCANNED):
            enqueue("scan_file", target=stored.pk, key=f"scan_file:{stored.pk}", most_attempts=8)


def _stored_paths(folder):
    if not default_storage.exists(folder):
        return
    folders, files = default_storage.listdir(folder)
    for name in files:
        yield f"{folder}/{name}"
    for name in folders:
        yield from _stored_paths(f"{folder}/{name}")
