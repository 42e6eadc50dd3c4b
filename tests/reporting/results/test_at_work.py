"""Compilations beside other work: approvals, a second request, a killed worker; and the web without polars."""

import subprocess
import sys
import time
from threading import Event, Thread

import pytest
from django.db import connection, transaction
from django.utils.translation import override

from alinvest.devkit.pytest_services import Worker, database_of_the_tests
from grants.jobs import actions as jobs
from grants.models import Job
from grants.workflow import Refused
from reporting.models import Compilation, Figure
from reporting.results.actions import compiling
from reporting.results.actions.requesting import request_compilation
from reporting.results.queries import inputs as reading
from tests.reporting.results.approved import APPROVED, CUT_OFF, fact, firm, update_of

together = pytest.mark.django_db(transaction=True)
PATIENCE_SECONDS = 60


def in_a_thread(work):
    """Start ``work`` with a connection of its own."""

    def run():
        try:
            work()
        finally:
            connection.close()

    thread = Thread(target=run)
    thread.start()
    return thread


def sweep():
    """As beat does, by the real clock: in a thread, where that of the test does not stand still."""
    in_a_thread(jobs.sweep).join(PATIENCE_SECONDS)


def test_the_web_starts_without_what_only_others_need():
    """Polars is for workers and commands, what makes documents for a child process (performance.md, PROC-RSS)."""
    program = (
        "import sys, django; django.setup(); from django.urls import get_resolver; "
        "[p.pattern for p in get_resolver().url_patterns]; import reporting.results.views.figures; "
        "print([name for name in ('polars', 'typst', 'docxtpl', 'lxml') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"


@together
def test_what_is_approved_meanwhile_waits_for_the_next(trained, action, monkeypatch):
    """All queries see the moment of the first: an update approved between two of them is in none."""
    reported, go_on = Event(), Event()
    plain = reading.reported_of

    def slowly(updates):
        reported.set()
        go_on.wait(PATIENCE_SECONDS)
        return plain(updates)

    monkeypatch.setattr(reading, "reported_of", slowly)
    found = []
    thread = in_a_thread(lambda: found.append(reading.inputs(CUT_OFF, APPROVED)))
    assert reported.wait(PATIENCE_SECONDS)
    late = update_of(action)
    fact(late, firm("Late"), "AIV-OP-01")
    go_on.set()
    thread.join(PATIENCE_SECONDS)
    monkeypatch.undo()

    assert late.version.pk not in found[0].basis.approved
    assert found[0].sha256 != reading.inputs(CUT_OFF, APPROVED).sha256


@together
def test_of_two_who_ask_at_once_one_is_told_to_wait(catalogue):
    told = []

    def ask():
        try:
            with override("en"):
                request_compilation(cut_off=CUT_OFF)
        except Refused as refused:
            told.append(str(refused))

    threads = [in_a_thread(ask) for _n in range(3)]
    for thread in threads:
        thread.join(PATIENCE_SECONDS)

    assert Compilation.objects.count() == 1
    assert told == ["A compilation is under way. Wait until it is done."] * 2


@pytest.mark.worker
@pytest.mark.slow
@pytest.mark.timeout(240)
@together
def test_a_worker_killed_while_compiling_is_replaced_and_the_figures_are_the_same(trained, monkeypatch):
    expected = compiling.compile_results(request_compilation(cut_off=CUT_OFF, as_of=APPROVED))
    monkeypatch.setattr(jobs, "BROKER_PAUSE_SECONDS", 0)
    monkeypatch.setattr(jobs, "_publish_again_at", 0.0)
    worker = Worker(database_of_the_tests(), application="tests.celery_app")
    worker.start()
    try:
        compilation = request_compilation(cut_off=CUT_OFF, as_of=APPROVED)
        job = Job.objects.get(target=compilation.pk)
        until = time.monotonic() + 100
        with transaction.atomic(), connection.cursor() as cursor:  # nobody reads the updates: it stops in the middle
            cursor.execute("LOCK TABLE reporting_resultsupdate IN ACCESS EXCLUSIVE MODE")
            while not Job.objects.get(pk=job.pk).attempts and time.monotonic() < until:
                sweep()
                time.sleep(0.05)
            worker.kill()
        worker.start()
        while Compilation.objects.get(pk=compilation.pk).state == "queued" and time.monotonic() < until:
            sweep()
            time.sleep(0.3)
    finally:
        worker.stop()

    compilation.refresh_from_db()
    assert Job.objects.get(pk=job.pk).attempts == 2
    assert (compilation.state, compilation.figures_sha256) == ("done", expected.figures_sha256)
    assert Figure.objects.filter(compilation=compilation).count() == expected.figures.count()
