"""What must be so after the surge: nothing lost, nothing twice."""

import time
from collections import Counter

from grants import invariants, models
from grants.audit import canonical, content_hash
from grants.jobs.models import LIVE

WORKER_SECONDS = 120


def faults(crowd, log):
    """A line for everything that is not as it must be."""
    yield from _texts(log)
    yield from _submissions(crowd, log)
    yield from _uploads(log)
    yield from _letters(crowd)
    yield from invariants.violations()


def faults_of_slow_lines(log):
    """A line for every upload that did not arrive whole, and for all that must be true besides."""
    yield from _uploads(log)
    yield from invariants.violations()


def _texts(log):
    """The cell holds what was sent last, and the history everything that was answered at all."""
    cells = dict(models.Cell.objects.filter(key="answer-0", draft__in=log.sent).values_list("draft_id", "raw"))
    kept = {}
    for draft, raw in models.Revision.objects.filter(key="answer-0", draft__in=log.sent).values_list("draft_id", "raw"):
        kept.setdefault(draft, set()).add(raw)
    for draft, texts in log.sent.items():
        lost = [text for text, status in texts if status in (200, 409) and text.strip() not in kept[draft]]
        saved = [text for text, status in texts if status == 200]
        if lost:
            yield f"draft {draft}: {len(lost)} texts are in no history"
        if saved and cells[draft] != saved[-1].strip():
            yield f"draft {draft} does not hold the text saved last"


def _submissions(crowd, log):
    rows = list(models.Submission.objects.filter(application__in=log.receipts).select_related("application"))
    per_application = Counter(row.application_id for row in rows)
    for member in crowd["submitters"]:
        pk = member.application.pk
        mine = [row for row in rows if row.application_id == pk]
        if per_application[pk] != 1 or log.receipts[pk] != {mine[0].get_absolute_url()}:
            yield f"application {pk}: {per_application[pk]} submissions, led to {sorted(log.receipts[pk])}"
    for row in rows:
        if content_hash(canonical(row.document)) != row.sha256:
            yield f"submission {row.receipt_number} has another content than its hash"
        if row.receipts.count() != 1:
            yield f"submission {row.receipt_number} has {row.receipts.count()} receipts"
    numbers = sorted(int(row.application.reference.rsplit("-", 1)[1]) for row in rows)
    if numbers and numbers != list(range(numbers[0], numbers[0] + len(rows))):
        yield f"the numbers given have gaps or doubles: {numbers}"
    if log.tries > 1:
        return  # a try that ended with its process stays on record as begun
    tries = Counter(models.Attempt.objects.filter(action="submit_application").values_list("outcome", flat=True))
    if tries["done"] < len(rows) or set(tries) > {"done"}:
        yield f"tries on record: {dict(tries)}"


def _uploads(log):
    for application, sha256 in log.uploads.items():
        found = models.ApplicationDocument.objects.filter(application=application, file__sha256=sha256).count()
        if found < 1 or (found > 1 and log.tries == 1):
            yield f"application {application}: the slow upload is there {found} times"


def _letters(crowd):
    """One letter to each person of each consortium, sent by the worker."""
    until = time.monotonic() + WORKER_SECONDS
    while models.Job.objects.filter(state__in=LIVE, kind="send_message").exists() and time.monotonic() < until:
        time.sleep(0.5)
    for member in crowd["submitters"]:
        events = models.ApplicationEvent.objects.filter(document=member.application, action="submit")
        letters = models.Message.objects.filter(kind="application_submit", event_id__in=events.values("pk"))
        states = sorted(letters.values_list("state", flat=True))
        if states != ["sent", "sent"]:
            yield f"application {member.application.pk}: letters {states}"
