"""The two health addresses, in good and bad times."""

from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import connection

from grants import clock
from grants.jobs.tasks import HEARTBEAT


def test_live_asks_nothing_of_the_database(client):
    # pytest-django refuses any query in a test without the django_db mark
    answer = client.get("/health/live")

    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})


@pytest.mark.django_db
def test_ready_names_each_part(client):
    cache.set(HEARTBEAT, clock.now().isoformat())

    answer = client.get("/health/ready")

    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok", "database": "ok", "migrations": "ok", "redis": "ok", "worker": "ok", "clock": "ok"
    }  # fmt: skip


@pytest.mark.django_db
def test_ready_fails_when_the_heartbeat_is_old(client):
    cache.set(HEARTBEAT, (clock.now() - timedelta(minutes=10)).isoformat())

    answer = client.get("/health/ready")

    assert answer.status_code == 503
    assert answer.json()["worker"] == "last seen 10 minutes ago"


@pytest.mark.django_db
def test_ready_fails_when_a_migration_is_missing(client):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'grants'")

    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["migrations"]) == (503, "missing")


@pytest.mark.django_db
def test_ready_fails_in_words_when_redis_is_down(client, redis_away):
    answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["redis"], answer.json()["worker"]) == (503, "not reached", "unknown")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("off", "word"), [(120, "+120 seconds from the database's"), (-3, "-3 seconds from the database's")]
)
def test_a_machine_whose_clock_is_off_says_so(client, off, word):
    cache.set(HEARTBEAT, clock.now().isoformat())

    with clock.at(clock.now() - timedelta(seconds=off)):
        answer = client.get("/health/ready")

    assert (answer.status_code, answer.json()["clock"]) == (503, word)
