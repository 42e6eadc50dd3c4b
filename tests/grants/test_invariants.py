"""What must never be false: each rule is broken on purpose, and seen."""

from datetime import timedelta
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.storage import default_storage
from django.core.management import call_command
from django.db import connection

from grants import clock, models, tasks
from grants.audit import canonical, content_hash
from grants.files.actions import store
from grants.invariants import INVARIANTS, discover
from grants.jobs import actions as jobs
from grants.operations.nightly import nightly
from tests.factories import NOON, ApplicationFactory
from tests.grants.files.samples import PDF
from tests.grants.files.uploads import upload

pytestmark = pytest.mark.django_db
assert tasks  # as a worker does: without the index of tasks it knows no jobs


def check():
    """Exit code and lines of the command."""
    out = StringIO()
    try:
        call_command("check_invariants", stdout=out)
    except SystemExit as ended:
        return ended.code, out.getvalue().splitlines()
    return 0, out.getvalue().splitlines()


def unguarded(model, *constraints):
    """Take the triggers and these constraints away, for this test's transaction."""
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
        for name in constraints:
            cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def submission(application, ana):
    """Handed in at noon, with receipt; made by hand, since what breaks it is the subject here."""
    models.Application.objects.update(state="submitted", submitted_at=NOON, reference="AIV-2026-0001")
    return submit(application, ana, 1)


def submit(application, ana, number, at=NOON):
    document = {"title": "Café", "total": "200000.00", "number": number}
    return models.Submission.objects.create(
        application=application, number=number, document=document, sha256=content_hash(canonical(document)),
        frozen_at=at, frozen_by=ana, received_at=at, receipt_number=f"AIV-2026-0001-{number}",
    )  # fmt: skip


@pytest.fixture
def stored(ana):
    return store(upload("a.pdf", PDF), by=ana)


@pytest.fixture
def line(application):
    partner = application.budget.partners.get()
    return models.BudgetLine.objects.create(
        budget=application.budget, partner=partner, heading="1.1",
        quantity=Decimal("3"), unit_value=Decimal("33.335"), amount=Decimal("100.01"),
    )  # fmt: skip


def test_a_sound_database_has_nothing_but_a_summary(submission, stored, line, application, ana):
    submit(application, ana, 2, NOON + timedelta(hours=1))

    code, lines = check()

    assert (code, lines) == (0, [f"{len(discover())} invariants checked, 0 violations."])


def found():
    code, lines = check()
    assert code == 1
    assert lines[-1] == f"{len(INVARIANTS)} invariants checked, {len(lines) - 1} violations."
    return lines[:-1]


def test_a_flipped_byte_is_seen(stored):
    path = default_storage.path(stored.content.name)
    with open(path, "r+b") as content:
        content.write(b"&")

    assert found() == [
        f"Every stored file still has the bytes it came with, but not: file {stored.public_id} has changed"
    ]


def test_missing_bytes_are_seen(stored):
    default_storage.delete(stored.content.name)

    assert found() == [
        f"Every stored file still has the bytes it came with, but not: file {stored.public_id} is missing"
    ]


def test_a_changed_submission_is_seen(submission):
    unguarded(models.Submission)
    models.Submission.objects.update(document={"title": "Café", "total": "300000.00", "number": 1})

    assert found() == [
        f"Every frozen version still has the hash it was frozen with, but not: grants.Submission {submission.pk}"
    ]


def test_a_lost_submission_is_seen(submission, application, ana):
    submit(application, ana, 3, NOON + timedelta(hours=1))

    assert found() == [
        "The submissions of an application are numbered from one in the order of their receipt, "
        f"but not: application {application.public_id} has the numbers [1, 3]"
    ]


def test_submissions_out_of_order_are_seen(submission, application, ana):
    submit(application, ana, 2, NOON - timedelta(hours=1))

    assert [line.rpartition("not: ")[2] for line in found()] == [
        f"application {application.public_id} has the numbers [2, 1]"
    ]


def test_a_submission_after_the_deadline_is_seen(submission, call):
    models.Call.objects.update(closes_at=NOON)

    assert found() == [
        "Every submission was received before the deadline of its call, but not: receipt AIV-2026-0001-1"
    ]


def test_a_submitted_application_without_a_receipt_is_seen(noon, call, chamber, ana):
    application = ApplicationFactory(
        call=call, lead=chamber, started_by=ana, state="submitted", submitted_at=NOON, reference="AIV-2026-0009"
    )

    assert found() == [
        "Every submitted application has an official submission with a receipt, "
        f"but not: application {application.public_id}"
    ]


def test_a_line_that_is_no_product_is_seen(line):
    unguarded(models.BudgetLine, "budget_line_amount_is_product")
    models.BudgetLine.objects.update(amount=Decimal("100.00"))

    assert found() == [
        "Every budget line is its quantity times its unit value, rounded to the cent, "
        f"but not: line {line.key} of budget {line.budget_id}"
    ]


def test_an_answer_that_bypassed_its_history_is_seen(application, ana):
    models.Cell.objects.create(draft=application.draft, key="problem", raw="x", value="x", by=ana, at=NOON)

    assert found() == [
        "Every answer stands in its history as it is, "
        f"but not: answer problem of draft {application.draft_id}, revision 1"
    ]


def test_a_sent_message_without_text_is_seen(ana):
    message = models.Message.objects.create(
        event_model="grants.callevent", event_id=1, kind="call_publish", recipient=ana, address=ana.email,
        language="es", not_before=NOON, created_at=NOON, state="sent", sent_at=NOON,
    )  # fmt: skip

    assert found() == [
        f"Every message that was sent has a subject and a text, but not: message {message.public_id} (call_publish)"
    ]


def test_a_one_time_link_that_was_sent_and_kept_is_seen(ana):
    message = models.Message.objects.create(
        kind="password_reset_key", recipient=ana, address=ana.email, language="es", not_before=NOON,
        created_at=NOON, state="sent", sent_at=NOON, sealed="x",
    )  # fmt: skip

    assert found() == [
        "No message with a one-time link keeps its text once it is sent, "
        f"but not: message {message.public_id} (password_reset_key)"
    ]


def test_a_job_nobody_takes_up_is_seen(db):
    with clock.at(NOON):
        job = jobs.enqueue("send_message", target=1)
        jobs._claim(job.pk)
    with clock.at(NOON + timedelta(minutes=12)):
        lines = found()

    assert lines == [
        f"Every running job has a living worker, but not: job {job.public_id} (send_message), lease until "
        "2026-03-10 12:01"
    ]


def test_a_decision_by_one_person_is_seen(diego):
    unguarded(models.Proposal, "proposal_second_person")
    proposal = models.Proposal.objects.create(
        action="move_deadline", document_model="grants.call", document_id=1, seen_sha256="", reason="x",
        by=diego, at=NOON, state="approved", decided_by=diego, decided_at=NOON,
    )  # fmt: skip

    assert found() == [
        "Every approved or rejected proposal was decided by a second person, "
        f"but not: proposal {proposal.public_id} (move_deadline)"
    ]


# Every night


def test_the_night_s_jobs_are_queued_once_a_day():
    for hours in (0, 1, 10):
        with clock.at(NOON + timedelta(hours=hours)):
            nightly()
            jobs.run(models.Job.objects.filter(kind="tidy_files").last().pk)
    with clock.at(NOON + timedelta(hours=14)):
        nightly()

    queued = models.Job.objects.filter(kind__in=["check_invariants", "tidy_files"])  # later stages have theirs
    assert sorted(queued.values_list("kind", "target")) == [
        ("check_invariants", "2026-03-10"),
        ("check_invariants", "2026-03-11"),
        ("tidy_files", "2026-03-10"),
        ("tidy_files", "2026-03-11"),
    ]


def test_a_sound_night_ends_well(stored):
    nightly()
    job = models.Job.objects.get(kind="check_invariants")

    assert jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.total) == ("done", len(INVARIANTS))
    assert not models.Message.objects.exists()


def test_a_violation_found_at_night_is_logged_shown_and_told_to_the_administrators(stored, admin, caplog, mailoutbox):
    default_storage.delete(stored.content.name)
    nightly()
    job = models.Job.objects.get(kind="check_invariants")

    jobs.run(job.pk)

    line = f"Every stored file still has the bytes it came with, but not: file {stored.public_id} is missing"
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", line)
    assert f"Invariant violated: {line}" in caplog.text
    letter = models.Message.objects.get()
    assert letter.address == "admin@demo.example"
    jobs.run(models.Job.objects.get(kind="send_message").pk)
    assert line in mailoutbox[0].body


def test_bytes_nobody_knows_are_removed_after_a_day(stored):
    orphan = default_storage.save("files/aa/bb/aabb", upload("x", b"left behind"))
    nightly()
    job = models.Job.objects.get(kind="tidy_files")

    jobs.run(job.pk)
    assert default_storage.exists(orphan)
    models.Job.objects.update(state="queued")
    with clock.at(clock.now() + timedelta(days=2)):
        jobs.run(job.pk)

    assert not default_storage.exists(orphan)
    assert default_storage.exists(stored.content.name)


def test_files_never_scanned_are_scanned_once_there_is_a_scanner(stored, settings):
    settings.CLAMD_SOCKET = "/nowhere"
    nightly()

    jobs.run(models.Job.objects.get(kind="tidy_files").pk)

    assert list(models.Job.objects.filter(kind="scan_file").values_list("target", flat=True)) == [str(stored.pk)]
