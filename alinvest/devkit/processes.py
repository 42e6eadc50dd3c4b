"""Processes that never outlive the one that started them, however it ends.

Two nets: the kernel signals a direct child when its parent dies (``setpriv --pdeathsig``), and a
watchdog, told of every process group through a pipe, ends the groups and removes the temporary
folder when the pipe breaks. So even ``kill -9`` of the demo or of pytest leaves nothing behind.
"""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

GRACE_SECONDS = 8
"""What a process gets to end by itself before it is killed."""


class Family:
    """The processes of one run and its temporary folder; ``stop`` ends them in reverse order."""

    def __init__(self, name):
        self.folder = Path(tempfile.mkdtemp(prefix=f"alinvest-{name}-"))
        self.folder.chmod(0o711)  # the database's user passes through to its own folder
        self._members = []
        self._watchdog = subprocess.Popen(
            [sys.executable, __file__, str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
            text=True,
        )

    def start(self, command, *, signal_name="TERM", prefix=(), **options):
        """Start ``command`` in its own process group; ``signal_name`` is how it is asked to end.

        ``prefix`` is a command that changes the user and then runs ours (see ``services``).
        """
        process = subprocess.Popen(
            [*prefix, "setpriv", "--pdeathsig", signal_name, *command],
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            **options,
        )
        process.signal_number = getattr(signal, f"SIG{signal_name}")
        self._members.append(process)
        self._tell_watchdog(f"{process.pid} {process.signal_number}")
        return process

    def end(self, process):
        """Ask one process to end, kill its group if it does not; returns its exit code."""
        if process.poll() is None:
            process.send_signal(process.signal_number)
            try:
                process.wait(GRACE_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()
        _kill_group(process.pid)
        if process in self._members:
            self._members.remove(process)
            self._tell_watchdog(f"{process.pid} 0")
        return process.returncode

    def kill(self, process):
        """Kill the process and its whole group at once."""
        _kill_group(process.pid)
        self.end(process)

    def ended(self):
        """The first process that is no longer alive, or None."""
        return next((process for process in self._members if process.poll() is not None), None)

    def stop(self):
        """End all, the last started first, and remove the folder. May be called twice."""
        for process in reversed(list(self._members)):
            self.end(process)
        if self._watchdog.poll() is None:
            self._watchdog.stdin.close()
            self._watchdog.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _tell_watchdog(self, line):
        self._watchdog.stdin.write(line + "\n")
        self._watchdog.stdin.flush()


def _kill_group(group, number=signal.SIGKILL):
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return False
    return True


def watch(folder, lines):
    """The watchdog's whole life: learn the groups, wait for the pipe to break, clear up."""
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, signal.SIG_IGN)
    groups = {}
    for line in lines:
        group, number = map(int, line.split())
        if number:
            groups[group] = number
        else:
            groups.pop(group, None)
    living = [group for group, number in reversed(groups.items()) if _kill_group(group, number)]
    until = time.monotonic() + GRACE_SECONDS
    while living and time.monotonic() < until:
        time.sleep(0.05)
        living = [group for group in living if _kill_group(group, 0)]
    for group in living:
        _kill_group(group)
    shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    watch(sys.argv[1], sys.stdin)
