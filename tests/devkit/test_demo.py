"""`make demo` as a stranger uses it: start, kill -9, start again, Ctrl-C."""

import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from alinvest.devkit.services import free_port

pytestmark = [pytest.mark.slow, pytest.mark.worker, pytest.mark.timeout(500)]

DEMO = [sys.executable, "-m", "alinvest.devkit.demo"]
OURS = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "DEMO", "SITE_URL", "MEDIA_ROOT", "PROCESS")
COUNT_MARKS = (
    "from django.contrib.sessions.models import Session as S; print('marks', S.objects.filter(pk='mark').count())"
)
MAKE_MARK = (
    "from django.contrib.sessions.models import Session; from datetime import datetime, UTC; "
    "Session.objects.create(pk='mark', session_data='x', expire_date=datetime(2099, 1, 1, tzinfo=UTC))"
)


class Run:
    """One demo in a folder of its own; ``text`` is what it has printed so far."""

    def __init__(self, folder, port):
        self.output = folder.parent / f"output-{time.monotonic_ns()}"
        with self.output.open("w") as lines:
            self.process = subprocess.Popen(DEMO, env=surroundings(folder, PORT=str(port)), stdout=lines, stderr=lines)

    def text(self):
        return self.output.read_text()

    def wait_ready(self, seconds):
        until = time.monotonic() + seconds
        while "is running" not in self.text():
            assert self.process.poll() is None, self.text()
            assert time.monotonic() < until, self.text()
            time.sleep(0.1)


def surroundings(folder, **more):
    """The environment of a terminal, without what these tests run with."""
    plain = {name: value for name, value in os.environ.items() if name not in OURS}
    return plain | {"DEMO_FOLDER": str(folder), "SCALE": "0.02"} | more


def manage(folder, *words):
    command = [*DEMO, "manage", *words]
    return subprocess.run(command, env=surroundings(folder), capture_output=True, text=True, timeout=120)


def status(port, address):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
    connection.request("GET", address)
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def left_over(folder, port):
    """Processes that still mention the demo's folder or port, by command line or environment."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            words = (process / "cmdline").read_bytes() + (process / "environ").read_bytes()
        except OSError:
            continue
        if (str(folder).encode() in words or f"127.0.0.1:{port}".encode() in words) and process.name != str(
            os.getpid()
        ):
            found.append(words[:80])
    return found


def wait_gone(folder, port, seconds=20):
    until = time.monotonic() + seconds
    while left_over(folder, port) and time.monotonic() < until:
        time.sleep(0.2)
    return left_over(folder, port)


def test_a_demo_survives_kill_9_with_its_data_and_leaves_nothing_behind(tmp_path):
    folder, port = tmp_path / "demo", free_port()

    first = Run(folder, port)
    first.wait_ready(seconds=300)
    assert first.text().startswith("The demo is built for the first time.\n")
    assert (status(port, "/demo/"), status(port, "/health/ready")) == (200, 200)
    assert manage(folder, "shell", "-v0", "-c", MAKE_MARK).returncode == 0
    first.process.kill()
    first.process.wait()
    assert wait_gone(folder, port) == []

    second = Run(folder, port)
    second.wait_ready(seconds=60)
    assert status(port, "/health/ready") == 200
    assert "built" not in second.text().partition("is running")[0]
    assert manage(folder, "shell", "-v0", "-c", COUNT_MARKS).stdout == "marks 1\n"
    second.process.send_signal(signal.SIGINT)
    assert second.process.wait(60) == 0
    assert second.text().endswith("Stopping. The data stays in .demo/\n")
    assert wait_gone(folder, port) == []


def test_a_taken_port_is_a_sentence(tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]

        run = Run(tmp_path / "demo", port)

        assert run.process.wait(60) == 1
    assert run.text() == (f"Port {port} is taken by another program; choose another: make demo PORT={port + 1}\n")


def test_a_port_that_is_none_is_a_sentence(tmp_path):
    run = Run(tmp_path / "demo", "web")

    assert run.process.wait(60) == 1
    assert run.text() == "PORT is 'web'; it is a number from 1 to 65535, like make demo PORT=8001\n"
