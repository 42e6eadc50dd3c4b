"""Real workers, killed in the middle; a broker that goes away; messages that come ten times."""

import os
import re
import signal
import time
from datetime import timedelta

import pytest

from alinvest.devkit.pytest_services import Worker, database_of_the_tests
from grants import clock
from grants.jobs import actions as jobs
from grants.messages import outbox
from grants.models import Job, Message, OrganisationEvent
from tests.mail_server import ACCEPT, HOLD, LOSE_THE_ANSWER, MailServer

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
PATIENCE_SECONDS = 60
"""Of these tests, on a busy machine; the promise is two minutes with leases thirty times as long."""


@pytest.fixture(scope="module")
def mail_server():
    server = MailServer()
    yield server
    server.close()


@pytest.fixture(scope="module")
def running(django_db_setup, mail_server):
    worker = Worker(
        database_of_the_tests(), application="tests.celery_app", EMAIL_URL=f"smtp://127.0.0.1:{mail_server.port}"
    )
    worker.start()
    yield worker
    worker.stop()


@pytest.fixture
def worker(running, mail_server, monkeypatch):
    """A running worker with leases of two seconds, and an empty mail server that takes everything."""
    monkeypatch.setattr(jobs, "BROKER_PAUSE_SECONDS", 0)
    monkeypatch.setattr(jobs, "_publish_again_at", 0.0)
    mail_server.mode = ACCEPT
    mail_server.letters.clear()
    mail_server.holding.clear()
    mail_server.released.clear()
    yield running
    mail_server.released.set()
    if running.process.poll() is not None:
        running.start()


@pytest.fixture
def log(tmp_path):
    """What the jobs of a test wrote down."""
    return lambda: (tmp_path / "log").read_text().splitlines() if (tmp_path / "log").exists() else []


def wait_until(is_so):
    """Sweep as beat does, until it is so; fails when it never is."""
    until = time.monotonic() + PATIENCE_SECONDS
    while not is_so():
        if time.monotonic() > until:
            pytest.fail("It never came to that.")
        jobs.sweep()
        time.sleep(0.3)


def ended(job):
    return lambda: Job.objects.get(pk=job.pk).state in ("done", "failed")


def letter_to(user, chamber):
    event = OrganisationEvent.objects.create(document=chamber, actor=user, action="edit", at=clock.now())
    return outbox.tell(event, "organisation_end_membership", [user])[0]


def is_sent(letter):
    return lambda: Message.objects.get(pk=letter.pk).state == "sent"


@pytest.mark.parametrize("what", ["the whole worker", "the process that runs it"])
def test_a_worker_killed_in_the_middle_is_replaced_and_the_result_is_the_same(worker, tmp_path, log, what):
    job = jobs.enqueue("test_slow", target=tmp_path)
    wait_until(lambda: bool(log()))

    if what == "the whole worker":
        worker.kill()
        worker.start()
    else:
        os.kill(int(re.search(r"\d+", log()[0])[0]), signal.SIGKILL)
    wait_until(ended(job))

    job.refresh_from_db()
    assert (job.state, job.attempts, job.phase, job.done) == ("done", 2, "phase 3", 3)
    assert log()[1:] == ["total 6"]


def test_a_message_that_comes_ten_times_has_one_effect(worker, tmp_path, log):
    job = jobs.enqueue("test_good", target=tmp_path)
    for _ in range(9):
        jobs.publish(job)
    wait_until(ended(job))
    after = jobs.enqueue("test_good", target=tmp_path, key="after")
    wait_until(ended(after))

    assert log() == ["good ", "good after"]


def test_a_job_that_ends_its_worker_is_set_aside_after_three_tries_and_the_queue_goes_on(
    worker, tmp_path, log, monkeypatch
):
    monkeypatch.setitem(jobs.HANDLERS, "test_poison", jobs.Handler(jobs.run, "poison", jobs._nobody))  # it sweeps here
    bad = jobs.enqueue("test_poison", target=tmp_path, most_attempts=3)
    good = jobs.enqueue("test_good", target=tmp_path)
    wait_until(ended(bad))
    wait_until(ended(good))

    bad.refresh_from_db()
    assert (bad.state, bad.attempts, bad.error) == ("failed", 3, jobs.STOPPED_ITS_WORKER)
    assert sorted(log()) == ["good ", "poison", "poison", "poison"]


def test_a_worker_killed_while_handing_over_a_letter_sends_it_once(worker, mail_server, ana, chamber):
    mail_server.mode = HOLD
    letter = letter_to(ana, chamber)
    assert mail_server.holding.wait(PATIENCE_SECONDS)

    worker.kill()
    mail_server.mode = ACCEPT
    worker.start()
    wait_until(is_sent(letter))

    assert mail_server.letters == [(f"<{letter.public_id}@localhost>", "ana@demo.example", "You no longer act for CCC")]


def test_a_letter_taken_whose_answer_was_lost_comes_again_under_the_same_name(worker, mail_server, ana, chamber):
    mail_server.mode = LOSE_THE_ANSWER
    letter = letter_to(ana, chamber)
    assert mail_server.holding.wait(PATIENCE_SECONDS)

    worker.kill()
    mail_server.mode = ACCEPT
    worker.start()
    wait_until(is_sent(letter))

    assert [name for name, _to, _subject in mail_server.letters] == [f"<{letter.public_id}@localhost>"] * 2


def test_without_redis_the_page_answers_and_the_letter_follows_when_it_is_back(
    worker, mail_server, redis_server, login, ana, chamber, diego
):
    letter = letter_to(ana, chamber)
    wait_until(is_sent(letter))
    client = login(diego)
    client.get(f"/messages/{letter.public_id}/")  # the first request of a process imports every page
    redis_server.stop()

    began = time.monotonic()
    answer = client.post(f"/messages/{letter.public_id}/resend/")
    seconds = time.monotonic() - began
    waiting = Message.objects.get().state
    redis_server.start()
    wait_until(is_sent(letter))

    assert (answer.status_code, waiting) == (302, "queued")
    assert seconds < 3
    assert [name for name, _to, _subject in mail_server.letters] == [
        f"<{letter.public_id}@localhost>",
        f"<{letter.public_id}.1@localhost>",
    ]


def test_two_beats_do_nothing_twice(worker, tmp_path, log, monkeypatch):
    monkeypatch.setattr(jobs, "publish", lambda job: False)  # the message to the broker was lost
    jobs.enqueue_each("test_good", [tmp_path], key="a")
    jobs.enqueue_each("test_good", [tmp_path], key="b")
    Job.objects.update(queued_at=clock.now() - timedelta(minutes=1))
    beats = [worker.start_beat(str(tmp_path / name)) for name in ("one", "two")]

    try:
        wait_until(lambda: not Job.objects.filter(kind="test_good").exclude(state="done").exists())
        wait_until(lambda: Job.objects.filter(kind="check_invariants").exists())
        time.sleep(3)
    finally:
        for beat in beats:
            worker.end(beat)

    assert sorted(log()) == [f"good a:{tmp_path}", f"good b:{tmp_path}"]
    assert Job.objects.filter(kind="check_invariants").count() == 1
