"""Jobs as rows: queued with what caused them, done once, tried again, set aside in the end."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from grants import clock
from grants.jobs import actions as jobs
from grants.jobs.models import LeaseLost
from grants.models import Job
from tests.factories import NOON

pytestmark = pytest.mark.django_db
LATER = timedelta(seconds=Job.LEASE_SECONDS + 1)


@pytest.fixture
def told(monkeypatch):
    """What the broker would have been told."""
    calls = []
    monkeypatch.setattr(jobs.current_app, "send_task", lambda name, **options: calls.append((name, options)))
    monkeypatch.setattr(jobs, "_publish_again_at", 0.0)
    return calls


@pytest.fixture
def done(monkeypatch):
    """Kinds that do what their name says; the list holds what was done."""
    effects = []

    def kind(name, do, gave_up=lambda job, error: effects.append(("gave up", error))):
        monkeypatch.setitem(jobs.HANDLERS, name, jobs.Handler(do, name, gave_up))

    def fail(job):
        raise RuntimeError(f"Attempt {job.attempts} failed")

    def impossible(job):
        raise jobs.JobFailed("The call does not exist any more.")

    def later(job):
        raise jobs.TryAgain("The scanner sleeps.")

    kind("good", lambda job: effects.append(job.target))
    kind("fail", fail)
    kind("impossible", impossible)
    kind("later", later)
    return effects


def fresh(job):
    job.refresh_from_db()
    return job


# Queueing


def test_a_job_is_told_to_the_workers_after_the_commit_and_behind_the_heartbeat(
    told, done, django_capture_on_commit_callbacks
):
    with django_capture_on_commit_callbacks(execute=True):
        job = jobs.enqueue("good", target=5)
        assert told == []

    assert told == [("grants.tasks.run_job", {"args": [job.pk], "countdown": None, "priority": 6})]


def test_a_job_of_a_transaction_that_fails_was_never_there(told):
    def queue_and_fail():
        with transaction.atomic():
            jobs.enqueue("good")
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        queue_and_fail()

    assert (Job.objects.count(), told) == (0, [])


def test_the_same_key_is_queued_once_while_it_lives(done):
    first, second = jobs.enqueue("good", key="a"), jobs.enqueue("good", key="a", target=2)
    jobs.run(first.pk)
    third = jobs.enqueue("good", key="a")

    assert first == second
    assert third != first


def test_the_database_refuses_a_second_live_job_of_a_key():
    jobs.enqueue("good", key="a")

    with pytest.raises(IntegrityError, match="job_one_live_per_key"), transaction.atomic():
        Job.objects.create(kind="good", key="a", not_before=NOON, queued_at=NOON)


def test_many_targets_cost_one_query(django_assert_num_queries):
    with clock.at(NOON), django_assert_num_queries(1):
        queued = jobs.enqueue_each("good", range(200), key="letter")

    assert (len(queued), queued[7].key, queued[7].target) == (200, "letter:7", "7")


def test_a_job_for_later_waits_in_the_table_not_in_the_broker(told, django_capture_on_commit_callbacks):
    with clock.at(NOON), django_capture_on_commit_callbacks(execute=True):
        jobs.enqueue("good", not_before=NOON + timedelta(seconds=30))
        jobs.enqueue("good", not_before=NOON + timedelta(hours=1))

    assert [options["countdown"] for _name, options in told] == [30.0]


def test_a_dead_broker_is_asked_once_not_for_every_job(monkeypatch, done):
    asked = []

    def refuse(name, **options):
        asked.append(name)
        raise ConnectionRefusedError

    monkeypatch.setattr(jobs.current_app, "send_task", refuse)
    monkeypatch.setattr(jobs, "_publish_again_at", 0.0)
    with clock.at(NOON):
        told = [jobs.publish(jobs.enqueue("good")) for _ in range(10)]

    assert told == [False] * 10
    assert asked == ["grants.tasks.run_job"]


# Running


def test_a_job_is_done_once_however_often_it_is_looked_at(done):
    job = jobs.enqueue("good", target=5)

    results = [jobs.run(job.pk) for _ in range(10)]

    assert results == [True] + [False] * 9
    assert done == ["5"]
    assert (fresh(job).state, job.attempts, job.lease_until) == ("done", 1, None)


def test_a_job_that_is_gone_is_nothing_to_do():
    assert jobs.run(999_999) is False


def test_a_job_is_not_done_before_its_time(done):
    with clock.at(NOON):
        job = jobs.enqueue("good", not_before=NOON + timedelta(hours=1))
        assert not jobs.run(job.pk)
    with clock.at(NOON + timedelta(hours=1)):
        assert jobs.run(job.pk)


def test_a_failure_is_tried_again_with_growing_pauses_and_then_set_aside(done):
    with clock.at(NOON):
        job = jobs.enqueue("fail", most_attempts=4)
    pauses, moment = [], NOON
    for _ in range(4):
        with clock.at(moment):
            jobs.run(job.pk)
        if fresh(job).state == "queued":
            pauses.append(int((job.not_before - moment).total_seconds()))
            moment = job.not_before

    assert pauses == [10, 60, 360]
    assert (job.state, job.error, job.attempts) == ("failed", "RuntimeError: Attempt 4 failed", 4)
    assert done == [("gave up", "RuntimeError: Attempt 4 failed")]


def test_ten_tries_at_a_letter_take_about_a_day():
    pauses = [min(10 * 6**n, jobs.LONGEST_PAUSE_SECONDS) for n in range(9)]

    assert 18 * 3600 < sum(pauses) < 26 * 3600


def test_what_can_never_succeed_is_set_aside_at_once(done):
    job = jobs.enqueue("impossible")
    jobs.run(job.pk)

    assert (fresh(job).state, job.error, job.attempts) == ("failed", "The call does not exist any more.", 1)


def test_known_trouble_outside_is_no_traceback_in_the_log(done, caplog):
    job = jobs.enqueue("later")
    jobs.run(job.pk)

    assert (fresh(job).state, job.error) == ("queued", "The scanner sleeps.")
    assert [record.exc_info for record in caplog.records] == [None]


def test_a_kind_of_a_newer_version_waits_an_hour_for_a_worker_that_knows_it(told, done, monkeypatch):
    with clock.at(NOON):
        job, other = jobs.enqueue("from the future", key="a"), jobs.enqueue("from the past")
        assert not jobs.run(job.pk)
    with clock.at(NOON + timedelta(minutes=59)):
        assert jobs.sweep() == (2, 0)
        assert (fresh(job).state, job.attempts, job.error) == ("queued", 0, "")
        monkeypatch.setitem(jobs.HANDLERS, "from the future", jobs.HANDLERS["good"])
        assert jobs.run(job.pk)
    with clock.at(NOON + timedelta(minutes=61)):
        assert jobs.sweep() == (0, 1)

    assert (fresh(other).state, other.error) == ("failed", jobs.KNOWN_TO_NOBODY)


def test_a_kind_that_was_renamed_while_its_worker_died_ends_as_failed(told, done):
    with clock.at(NOON):
        job = jobs.enqueue("good")
        jobs._claim(job.pk)
    Job.objects.update(kind="old name")
    with clock.at(NOON + timedelta(hours=1) + LATER):
        assert jobs.sweep()[1] == 1

    assert (fresh(job).state, job.error) == ("failed", jobs.KNOWN_TO_NOBODY)


def test_an_error_with_signs_the_database_refuses_is_kept_without_them(monkeypatch):
    def fail(job):
        raise ValueError("nul \x00 and half \ud800")

    # Half a letter in a captured log line stops pytest itself when two processes share the tests.
    monkeypatch.setattr(jobs.log, "disabled", True)
    monkeypatch.setitem(jobs.HANDLERS, "odd", jobs.Handler(fail, "odd", print))
    job = jobs.enqueue("odd")
    jobs.run(job.pk)

    assert fresh(job).error == "ValueError: nul  and half \ufffd"


def test_telling_those_concerned_and_setting_aside_happen_together(monkeypatch, done):
    def gave_up(job, error):
        raise RuntimeError("The mail table is locked.")

    monkeypatch.setitem(jobs.HANDLERS, "fail", jobs.HANDLERS["fail"]._replace(gave_up=gave_up))
    job = jobs.enqueue("fail", most_attempts=1)
    with pytest.raises(RuntimeError):
        jobs.run(job.pk)

    assert fresh(job).state == "running"


# Leases


def test_a_job_whose_worker_died_is_taken_up_when_its_lease_ends(done):
    with clock.at(NOON):
        job = jobs.enqueue("good", target=5)
        jobs._claim(job.pk)  # and the worker dies here
        assert not jobs.run(job.pk)
    with clock.at(NOON + LATER):
        assert jobs.run(job.pk)

    assert (done, fresh(job).attempts) == (["5"], 2)


def test_a_worker_that_lost_its_lease_learns_it_and_changes_nothing(done):
    with clock.at(NOON):
        job = jobs.enqueue("good", target=5)
        slow = jobs._claim(job.pk)
    with clock.at(NOON + LATER):
        jobs.run(job.pk)
        with pytest.raises(LeaseLost):
            jobs.renew(slow, phase="half", done=1, total=2)
        assert not jobs._finish(slow, "failed", "too late")

    assert (fresh(job).state, job.error, job.phase) == ("done", "", "")


def test_a_renewed_lease_keeps_the_job_and_shows_progress(done):
    with clock.at(NOON):
        job = jobs.enqueue("good")
        held = jobs._claim(job.pk)
    with clock.at(NOON + timedelta(seconds=50)):
        jobs.renew(held, phase="lines", done=40, total=90)
    with clock.at(NOON + timedelta(seconds=100)):
        assert not jobs.run(job.pk)

    assert (fresh(job).phase, job.done, job.total) == ("lines", 40, 90)


# Sweeping


def test_the_sweeper_tells_again_what_lies_about(told, done):
    with clock.at(NOON):
        lost = jobs.enqueue("good")
        abandoned = jobs.enqueue("good")
        jobs._claim(abandoned.pk)
        jobs.enqueue("good", not_before=NOON + timedelta(hours=1))
        finished = jobs.enqueue("good")
        jobs.run(finished.pk)
        assert jobs.sweep() == (0, 0)  # what was queued a moment ago is still on its way
    with clock.at(NOON + LATER):
        assert jobs.sweep() == (2, 0)

    assert [options["args"] for _name, options in told] == [[lost.pk], [abandoned.pk]]


def test_a_job_that_ends_its_worker_each_time_is_set_aside_and_told(told, done, caplog):
    with clock.at(NOON):
        job = jobs.enqueue("good", target=5, most_attempts=3)
    for number in range(3):
        with clock.at(NOON + number * LATER):
            assert jobs._claim(job.pk)
    with clock.at(NOON + 3 * LATER):
        assert not jobs.run(job.pk)
        assert jobs.sweep() == (0, 1)

    assert (fresh(job).state, job.error, job.attempts) == ("failed", jobs.STOPPED_ITS_WORKER, 3)
    assert done == [("gave up", jobs.STOPPED_ITS_WORKER)]
    assert "The worker stopped each time" in caplog.text


def test_one_whose_end_cannot_be_told_keeps_nobody_waiting_and_ends_all_the_same(told, done, monkeypatch):
    def gave_up(job, error):
        raise RuntimeError("The mail table is locked.")

    monkeypatch.setitem(jobs.HANDLERS, "fail", jobs.HANDLERS["fail"]._replace(gave_up=gave_up))
    with clock.at(NOON):
        job = jobs.enqueue("fail", most_attempts=1)
        jobs._claim(job.pk)
        other = jobs.enqueue("good")
    with clock.at(NOON + LATER):
        assert jobs.sweep() == (1, 1)
    assert fresh(job).state == "running"
    with clock.at(NOON + timedelta(hours=1) + LATER):
        jobs.sweep()

    assert (fresh(job).state, job.error) == ("failed", jobs.STOPPED_ITS_WORKER)
    assert told[0][1]["args"] == [other.pk]


def test_a_sweep_costs_the_same_for_one_and_for_fifty(told, done, django_assert_num_queries):
    with clock.at(NOON):
        jobs.enqueue_each("good", range(50), key="k")
    with clock.at(NOON + LATER), django_assert_num_queries(2):
        assert jobs.sweep() == (50, 0)


def test_a_running_job_without_a_lease_cannot_be_stored():
    job = jobs.enqueue("good")

    with pytest.raises(IntegrityError, match="job_running_has_lease"), transaction.atomic():
        Job.objects.filter(pk=job.pk).update(state="running")
    assert connection.is_usable()
