"""The administrators' page of background work."""

from datetime import timedelta

import pytest

from grants import clock
from grants.jobs.actions import _claim, enqueue, handles, run
from grants.models import Attempt, Job

pytestmark = pytest.mark.django_db
tries = []


@handles("test_fails", label="Fails on purpose")
def fails(job):
    """Fails until somebody tries it often enough."""
    tries.append(job.attempts)
    if len(tries) < 3:
        raise RuntimeError("Not yet.")


@pytest.fixture(autouse=True)
def forget():
    tries.clear()


@pytest.fixture
def failed(admin):
    job = enqueue("test_fails", target=7, most_attempts=1)
    run(job.pk)
    job.refresh_from_db()
    return job


def test_a_failed_job_is_shown_with_its_reason_and_tried_again(failed, login, admin):
    client = login(admin)

    page = client.get("/jobs/").content.decode()
    client.post(f"/jobs/{failed.public_id}/retry/")

    assert "1 job failed and waits for you." in page
    assert "Fails on purpose" in page
    assert "RuntimeError: Not yet." in page
    failed.refresh_from_db()
    assert (failed.state, failed.attempts, failed.most_attempts, failed.finished_at) == ("queued", 1, 4, None)
    assert not run(failed.pk)
    with clock.at(clock.now() + timedelta(minutes=5)):
        assert run(failed.pk)
    assert tries == [1, 2, 3]
    assert list(Attempt.objects.values_list("action", "outcome", "user__name")) == [("retry_job", "done", "Admin")]


def test_a_worker_that_held_an_old_attempt_cannot_end_the_new_one(failed, login, admin):
    login(admin).post(f"/jobs/{failed.public_id}/retry/")

    claimed = _claim(failed.pk)

    assert claimed.attempts == 2


@pytest.mark.parametrize("state", ["queued", "running", "done"])
def test_only_a_failed_job_is_tried_again(failed, login, admin, state):
    Job.objects.update(state=state, lease_until=clock.now())

    answer = login(admin).post(f"/jobs/{failed.public_id}/retry/", follow=True)

    assert "Only a job that failed can be tried again." in answer.content.decode()


def test_a_job_is_not_tried_again_beside_its_successor(login, admin):
    old = enqueue("test_fails", key="one", most_attempts=1)
    run(old.pk)
    enqueue("test_fails", key="one")

    answer = login(admin).post(f"/jobs/{old.public_id}/retry/", follow=True)

    assert "The same work is waiting or running already." in answer.content.decode()


def test_progress_and_filters_are_shown(login, admin):
    Job.objects.filter(pk=enqueue("test_fails").pk).update(
        state="running", lease_until=clock.now(), phase="lines", done=3, total=9
    )
    client = login(admin)

    assert "3 of 9" in client.get("/jobs/?state=running").content.decode()
    assert "No job fits" in client.get("/jobs/?state=done").content.decode()
    assert "3 of 9" in client.get("/jobs/?state=nonsense").content.decode()


@pytest.mark.parametrize("who", ["ana", "diego", "clara", "olga", "axel"])
def test_nobody_but_administrators_sees_or_moves_jobs(failed, login, request, who):
    client = login(request.getfixturevalue(who))

    assert client.get("/jobs/").status_code == 403
    assert client.post(f"/jobs/{failed.public_id}/retry/").status_code == 404
    failed.refresh_from_db()
    assert failed.state == "failed"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_costs_the_same_for_one_and_for_three(login, admin, rows, django_assert_num_queries):
    for number in range(rows):
        enqueue("test_fails", target=number)
    client = login(admin)

    with django_assert_num_queries(5):
        client.get("/jobs/")
