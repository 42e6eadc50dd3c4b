"""Processes never outlive the one that started them."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alinvest.devkit.processes import Family

pytestmark = pytest.mark.unit

PARENT = """
import subprocess, sys, time
from alinvest.devkit.processes import Family
family = Family("pytest")
polite = family.start(["sleep", "300"])
stubborn = family.start(["sh", "-c", "trap '' TERM; sleep 300 & wait; sleep 300"])
print(family.folder, polite.pid, stubborn.pid, family._watchdog.pid, flush=True)
time.sleep(300)
"""


def is_alive(pid):
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


def wait_until(condition, seconds):
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if condition():
            return True
        time.sleep(0.1)
    return condition()


def test_kill_9_of_the_parent_leaves_neither_process_nor_folder():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    folder, *pids = parent.stdout.readline().split()
    pids = [int(pid) for pid in pids]
    assert [is_alive(pid) for pid in pids] == [True, True, True]

    parent.kill()
    parent.wait()

    assert wait_until(lambda: not any(is_alive(pid) for pid in pids), seconds=15)
    assert wait_until(lambda: not Path(folder).exists(), seconds=5)
    parent.stdout.close()


def test_stop_ends_what_was_started_last_first_and_removes_the_folder():
    family = Family("pytest")
    (family.folder / "something").write_text("kept while it runs")
    process = family.start(["sleep", "300"])

    family.stop()

    assert process.returncode == -signal.SIGTERM
    assert not family.folder.exists()


def test_a_process_that_ignores_the_request_is_killed(monkeypatch):
    monkeypatch.setattr("alinvest.devkit.processes.GRACE_SECONDS", 0.5)
    family = Family("pytest")
    process = family.start(["sh", "-c", "trap '' TERM; while true; do sleep 0.1; done"])
    time.sleep(0.3)

    assert family.end(process) == -signal.SIGKILL

    family.stop()


def test_children_of_a_process_end_with_it():
    family = Family("pytest")
    note = family.folder / "child"
    process = family.start(["sh", "-c", f"sleep 300 & echo $! > {note}; wait"])
    assert wait_until(lambda: note.exists() and note.read_text().strip(), seconds=5)
    child = int(note.read_text())

    family.kill(process)

    assert wait_until(lambda: not is_alive(child), seconds=5)
    assert os.path.exists(family.folder)
    family.stop()
