"""Jobs for a worker under test, and leases short enough to wait for. Imported by that worker only."""

import os
import signal
import time
from pathlib import Path

from grants.jobs.actions import handles, renew
from grants.jobs.models import Job

Job.LEASE_SECONDS = 2


def _note(job, line):
    with (Path(job.target) / "log").open("a") as log:
        log.write(f"{line}\n")


@handles("test_good")
def good(job):
    """Leaves one line."""
    _note(job, f"good {job.key}")


@handles("test_slow")
def slow(job):
    """Three phases and a line at the end; the first attempt never gets beyond the second phase."""
    total = 0
    for phase in range(1, 4):
        renew(job, phase=f"phase {phase}", done=phase, total=3)
        total += phase
        if job.attempts == 1 and phase == 2:
            _note(job, f"pid {os.getpid()}")
            time.sleep(60)
    _note(job, f"total {total}")


@handles("test_poison")
def poison(job):
    """Ends the process that runs it, as memory running out does."""
    _note(job, "poison")
    os.kill(os.getpid(), signal.SIGKILL)
