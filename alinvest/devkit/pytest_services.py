"""pytest plugin: `python -m pytest` alone starts what the tests need, and stops it.

Loaded by ``-p`` in pyproject.toml, hence before pytest-django reads the settings. A private
PostgreSQL and Redis start once, in the controlling process; xdist's workers share them, each with
a database and a Redis number of its own. A DATABASE_URL set from outside is respected.
"""

import atexit
import os
import re
import sys
import tempfile
import time

import pytest

from alinvest.devkit.catalogues import compile_catalogues
from alinvest.devkit.processes import Family
from alinvest.devkit.services import NotPossible, Postgres, Redis, environment

WORKER_SECONDS = 60
XDIST_WORKER = os.environ.get("PYTEST_XDIST_WORKER", "")

families = []
servers = {}


def _family():
    """This process's family, made when first needed."""
    if not families:
        families.append(Family("test"))
        atexit.register(families[0].stop)
    return families[0]


def _start_servers():
    family = _family()
    try:
        servers["postgres"] = Postgres(family, family.folder / "data", durable=False)
        servers["redis"] = Redis(family)
    except NotPossible as reason:
        sys.exit(str(reason))
    os.environ.update(environment(servers["postgres"], servers["redis"]))


if XDIST_WORKER:
    own = int(XDIST_WORKER.removeprefix("gw")) + 1
    os.environ["REDIS_URL"] = re.sub(r"/\d+$", f"/{own}", os.environ["REDIS_URL"])
else:
    compile_catalogues()
    if "DATABASE_URL" not in os.environ:
        _start_servers()
    os.environ.update(
        DEBUG="1",
        DEMO="0",
        SECRET_KEY="only-for-tests-" + "x" * 50,
        SITE_URL="http://localhost",
        STATIC_ROOT=str(_family().folder / "static"),  # not the demo's, which may be older than the sources
        MEDIA_ROOT=tempfile.mkdtemp(prefix="media-", dir=_family().folder),
        # Playwright's loop runs in the tests' thread, and Django would refuse the database there.
        DJANGO_ALLOW_ASYNC_UNSAFE="1",
    )


def pytest_report_header():
    return [server.label for server in servers.values()]


@pytest.hookimpl(trylast=True)
def pytest_configure():
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    # Emptying tables between tests is the one change the append-only triggers let through.
    settings.DATABASES["default"]["OPTIONS"]["options"] += " -c grants.allow_truncate=tests"


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items):
    """Mark ``alone`` what stops the servers that the others share, before ``-m`` chooses.

    What may take longest by its ``timeout`` begins first, the rest in the order it has: of two
    processes neither comes upon the longest journey when the other has ended.
    """
    for item in items:
        if "redis_server" in item.fixturenames:
            item.add_marker("alone")
    yield
    items.sort(key=_most_seconds, reverse=True)


def _most_seconds(item):
    own = item.get_closest_marker("timeout")
    return own.args[0] if own else 0


@pytest.hookimpl(trylast=True)
def pytest_unconfigure():
    while families:
        families.pop().stop()


class Worker:
    """A real Celery worker process on the test database; ``kill`` is kill -9 of all of it.

    ``application`` is the module of its Celery application, ``variables`` are for its environment.
    """

    def __init__(self, database_url, application="alinvest", **variables):
        self.application = application
        self.environment = os.environ | {"DATABASE_URL": database_url, "PROCESS": "worker"} | variables
        self.log_path = _family().folder / f"worker-{time.monotonic_ns()}.log"
        self.process = None

    def start(self):
        """Start and return when it takes tasks; raises RuntimeError with its log if it does not."""
        command = [sys.executable, "-m", "celery", "-A", self.application, "worker", "-c", "2", "-l", "INFO"]
        command += ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        seen = len(self.log())
        with self.log_path.open("a") as lines:
            self.process = _family().start(command, env=self.environment, stdout=lines, stderr=lines)
        until = time.monotonic() + WORKER_SECONDS
        while " ready." not in self.log()[seen:]:
            if self.process.poll() is not None or time.monotonic() > until:
                raise RuntimeError(f"The worker did not start:\n{self.log()}")
            time.sleep(0.05)

    def start_beat(self, schedule):
        """Start a beat of the same application beside it, its memory in ``schedule``; returns the process."""
        command = [sys.executable, "-m", "celery", "-A", self.application, "beat", "-s", schedule, "--pidfile="]
        with self.log_path.open("a") as lines:
            return _family().start(command, env=self.environment, stdout=lines, stderr=lines)

    def end(self, process):
        """End a process started beside it."""
        _family().end(process)

    def stop(self):
        """Let it finish what it holds."""
        _family().end(self.process)

    def kill(self):
        """As the kernel does when memory runs out."""
        _family().kill(self.process)

    def log(self):
        """All it has written so far."""
        return self.log_path.read_text() if self.log_path.exists() else ""


@pytest.fixture(scope="module")
def celery_worker(django_db_setup):
    """A running worker for tests marked ``worker`` with ``django_db(transaction=True)``.

    One per module, since a start costs seconds, and not two at once: they share one queue. A test
    that kills it starts it again.
    """
    worker = Worker(database_of_the_tests())
    worker.start()
    yield worker
    worker.stop()


def database_of_the_tests():
    """DATABASE_URL with the name of the test database: what another process needs to see its rows."""
    from django.db import connection

    return re.sub(r"/\w+\?", f"/{connection.settings_dict['NAME']}?", os.environ["DATABASE_URL"], count=1)


@pytest.fixture
def redis_server():
    """The private Redis, to stop and start; it runs again after the test, whatever happened."""
    if "redis" not in servers:
        pytest.fail("Tests that stop Redis run in the process that started it: without xdist.")
    redis = servers["redis"]
    yield redis
    if redis.process.poll() is not None:
        redis.start()
