"""Health for load balancers and people on call: is the process alive, can it do its work."""

import time
from datetime import datetime, timedelta

from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from redis.exceptions import RedisError

from grants import clock
from grants.jobs.tasks import HEARTBEAT
from grants.web import public_page

MOST_SKEW_SECONDS = 2
"""The database's clock judges deadlines; a machine whose own is further off also writes wrong logs (T-DL-02)."""

OLDEST_HEARTBEAT = timedelta(minutes=3)
"""Beat sends one a minute; two may be lost."""


@public_page
@never_cache
@require_safe
def live(request):
    """200 as long as the process answers; asks nothing of database or Redis."""
    return JsonResponse({"status": "ok"})


@public_page
@never_cache
@require_safe
def ready(request):
    """200 if every part works, else 503; a word per part, no versions and no addresses."""
    parts = {
        "database": _database(),
        "migrations": _migrations(),
        "redis": _redis(),
        "worker": _worker(),
        "clock": _clock(),
    }
    fine = all(word == "ok" for word in parts.values())
    return JsonResponse({"status": "ok" if fine else "unavailable", **parts}, status=200 if fine else 503)


def _database():
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "not reached"
    return "ok"


def _migrations():
    try:
        executor = MigrationExecutor(connection)
        missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    except DatabaseError:
        return "unknown"
    return "missing" if missing else "ok"


def _redis():
    try:
        cache.ping()
    except RedisError:
        return "not reached"
    return "ok"


def _worker():
    """Beat puts a heartbeat on the queue and a worker writes it down: its age tells of both."""
    try:
        cache.ping()
        written = cache.get(HEARTBEAT)
        if written is None:
            return "not seen yet"
        age = clock.now() - datetime.fromisoformat(written)
    except (RedisError, DatabaseError):
        return "unknown"
    return "ok" if age <= OLDEST_HEARTBEAT else f"last seen {int(age.total_seconds() // 60)} minutes ago"


def _clock():
    try:
        skew = time.time() - clock.now().timestamp()
    except DatabaseError:
        return "unknown"
    return "ok" if abs(skew) <= MOST_SKEW_SECONDS else f"{skew:+.0f} seconds from the database's"
