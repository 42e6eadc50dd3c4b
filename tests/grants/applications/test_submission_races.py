"""Handing in at the same moment as others, as a moved deadline, as a save, as the end of a process."""

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import OperationalError, connection, connections, transaction

from grants import clock
from grants.applications.actions.drafting import lock_for_drafting, save_part
from grants.applications.actions.submission import submit_application
from grants.applications.models import Application, Submission
from grants.applications.queries.receipts import official
from grants.calls.models import Call
from grants.organisations.models import User
from grants.workflow import Refused
from tests.factories import NOON

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

WAIT_SECONDS = 20


def in_thread(pool, function, *args, **kwargs):
    """Run in a thread with a connection and the frozen clock of its own."""

    def work():
        try:
            with clock.at(NOON):
                return function(*args, **kwargs)
        finally:
            connections.close_all()

    return pool.submit(work)


def wait_until_blocked():
    """Return when another session waits for a lock of this one, with its number."""
    with connection.cursor() as cursor:
        for _look in range(WAIT_SECONDS * 20):
            cursor.execute(
                "SELECT pid FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"
            )
            found = cursor.fetchone()
            if found:
                return found[0]
            threading.Event().wait(0.05)
    pytest.fail("Nobody waits for a lock.")


def test_twenty_at_once_get_twenty_numbers_without_gaps(twenty_complete, ana):
    with ThreadPoolExecutor(max_workers=20) as pool:
        done = [in_thread(pool, submit_application, one, by=ana) for one in twenty_complete]
        receipts = {future.result(timeout=WAIT_SECONDS).receipt_number for future in done}

    assert len(receipts) == 20
    references = Application.objects.order_by("reference").values_list("reference", flat=True)
    assert list(references) == [f"AIV-2026-{number:04d}" for number in range(1, 21)]


@pytest.mark.parametrize(("moved_back", "is_taken"), [(True, False), (False, True)])
def test_a_deadline_moved_meanwhile_judges_a_submission_once_by_one_value(complete, ana, moved_back, is_taken):
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            # Still uncommitted while the submission arrives: it has to wait for the outcome.
            Call.objects.filter(pk=complete.call_id).update(
                closes_at=NOON - timedelta(seconds=1) if moved_back else NOON + timedelta(days=30)
            )
            submitting = in_thread(pool, submit_application, complete, by=ana)
            wait_until_blocked()
        if is_taken:
            assert submitting.result(timeout=WAIT_SECONDS).number == 1
        else:
            with pytest.raises(Refused) as refused:
                submitting.result(timeout=WAIT_SECONDS)
            assert [reason.code for reason in refused.value.reasons] == ["too_late"]


def test_submissions_of_one_call_do_not_wait_for_each_other_s_look_at_the_deadline(complete, ana):
    with transaction.atomic(), ThreadPoolExecutor(max_workers=1) as pool:
        list(Call.objects.raw("SELECT * FROM grants_call WHERE id = %s FOR SHARE", [complete.call_id]))

        assert in_thread(pool, submit_application, complete, by=ana).result(timeout=WAIT_SECONDS).number == 1


def test_two_tabs_at_once_get_one_receipt(complete, ana):
    with ThreadPoolExecutor(max_workers=2) as pool:
        both = [in_thread(pool, submit_application, complete, by=ana) for _tab in range(2)]
        numbers = {future.result(timeout=WAIT_SECONDS).receipt_number for future in both}

    assert len(numbers) == 1
    assert Submission.objects.count() == 1


def test_a_save_under_way_is_in_the_submission_whole_or_not_at_all(complete, ana):
    part = complete.draft.parts.get(slug="relevance")
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            lock_for_drafting(complete)
            submitting = in_thread(pool, submit_application, complete, by=ana)
            wait_until_blocked()
            with clock.at(NOON):
                save_part(
                    complete, part=part, by=ana, based_on={"problem": 1, "firms": 1},
                    answers={"problem": "Rewritten.", "firms": "99"},
                )  # fmt: skip
        answers = submitting.result(timeout=WAIT_SECONDS).document["answers"]

    assert (answers["problem"]["raw"], answers["firms"]["raw"]) == ("Rewritten.", "99")


def test_killed_in_the_middle_of_the_second_the_first_stays_official(complete, ana):
    first = submit_application(complete, by=ana)
    Application.objects.filter(pk=complete.pk).update(title="Second version")
    with ThreadPoolExecutor(max_workers=1) as pool:
        with transaction.atomic():
            # The new submission names its author: it is written, and waits here to be checked.
            User.objects.select_for_update().get(pk=ana.pk)
            submitting = in_thread(pool, submit_application, complete, by=ana)
            blocked = wait_until_blocked()
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_terminate_backend(%s)", [blocked])
        with pytest.raises(OperationalError):
            submitting.result(timeout=WAIT_SECONDS)

    complete.refresh_from_db()
    assert list(Submission.objects.all()) == [first]
    assert official(complete) == first
    assert complete.events.filter(action="submit").count() == 1
