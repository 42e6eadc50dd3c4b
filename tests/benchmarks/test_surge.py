"""The program of the surge itself: a handful of people for a few seconds, and its judge."""

import asyncio
import os
from concurrent.futures import ThreadPoolExecutor

import pytest

from alinvest.devkit.processes import Family
from alinvest.devkit.pytest_services import Worker, database_of_the_tests
from alinvest.devkit.services import free_port
from benchmarks.surge import judge, load
from benchmarks.surge.__main__ import asked, crowd_of, measured, serve
from grants.models import Revision

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def family():
    family = Family("surge")
    yield family
    family.stop()


@pytest.fixture
def worker(django_db_setup):
    worker = Worker(database_of_the_tests(), EMAIL_URL="memorymail://")
    worker.start()
    yield worker
    worker.stop()


@pytest.mark.timeout(300)  # starts three kinds of processes, on a machine that may be busy
def test_a_small_surge_loses_nothing_and_the_judge_would_see_it(family, worker):
    crowd = crowd_of(asked(["--editors", "5", "--submissions", "3", "--uploads", "1"]))
    port, log = free_port(), load.Log()
    with (family.folder / "log").open("w") as lines:
        serve(family, port, os.environ | {"DATABASE_URL": database_of_the_tests()}, lines)
        with ThreadPoolExecutor(1) as aside:  # a browser of an earlier test may hold the loop of this thread
            aside.submit(asyncio.run, load.run(port, crowd, 3, log)).result()

    assert [*log.errors, *judge.faults(crowd, log)] == []
    assert {row["name"]: row["requests"] for row in measured(log)} == {
        "autosave, editors alone": 5,
        "presence": 10,
        "autosave in the surge": 5,
        "page before submitting": 3,
        "submit": 4,
        "receipt": 3,
        "receipt as PDF": 3,
        "PDF": 3,
        "slow upload, after its last byte": 1,
    }

    draft, texts = next(iter(log.sent.items()))
    texts.append(("Never saved.", 200))
    assert list(judge._texts(log)) == [
        f"draft {draft}: 1 texts are in no history",
        f"draft {draft} does not hold the text saved last",
    ]
    assert Revision.objects.filter(draft=draft, key="answer-0").count() == 3
