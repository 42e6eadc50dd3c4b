"""A dead broker never holds up a request."""

import os
import socket
import subprocess
import sys

import pytest

pytestmark = pytest.mark.unit

PUBLISH = """
import time
from alinvest.celery import app
began = time.monotonic()
try:
    app.send_task("grants.tasks.heartbeat")
except Exception as error:
    print(type(error).__module__, time.monotonic() - began)
"""


def seconds_to_fail(port):
    environment = os.environ | {
        "REDIS_URL": f"redis://127.0.0.1:{port}/0",
        "DJANGO_SETTINGS_MODULE": "alinvest.settings",
    }
    result = subprocess.run(
        [sys.executable, "-c", PUBLISH], env=environment, capture_output=True, text=True, timeout=60
    )
    module, seconds = result.stdout.split()
    assert module == "kombu.exceptions"
    return float(seconds)


def test_publishing_fails_at_once_when_nothing_listens():
    assert seconds_to_fail(1) < 3


def test_publishing_fails_soon_when_the_broker_does_not_answer():
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen(5)

        assert seconds_to_fail(silent.getsockname()[1]) < 5  # 1.5 s each way, and a loaded machine
