"""`make demo`: the whole system on this machine, with its own servers, until Ctrl-C.

``python -m alinvest.devkit.demo`` runs it; ``… demo manage ARGUMENTS`` runs manage.py against the
same data, with the running demo's servers or with its own for the moment.
"""

import http.client
import os
import shlex
import signal
import socket
import subprocess
import sys
import time

from alinvest.devkit.catalogues import compile_catalogues
from alinvest.devkit.processes import Family
from alinvest.devkit.services import NotPossible, Postgres, Redis, environment
from alinvest.devkit.workplace import ROOT, InUse, Workplace

READY_SECONDS = 90
MANAGE = [sys.executable, "manage.py"]
BUILD = {
    "Making the database": ["migrate", "--noinput"],
    "Loading the demo programme": ["load_demo", "--processes", "2", "--scale", os.environ.get("SCALE", "1")],
    "Giving everybody a login": ["open_demo_door"],
}
CELERY = [sys.executable, "-m", "celery", "-A", "alinvest"]


class Stopped(Exception):
    """Somebody pressed Ctrl-C or sent TERM."""


def main(arguments):
    """Run the demo, or one command against it; returns the exit code."""
    signal.signal(signal.SIGTERM, _stop)
    signal.signal(signal.SIGINT, _stop)
    place = Workplace(os.environ.get("DEMO_FOLDER") or ROOT / ".demo")
    try:
        if arguments[:1] == ["manage"]:
            return manage(place, arguments[1:])
        return run(place, _port(os.environ.get("PORT") or "8000"))
    except (InUse, NotPossible) as reason:
        print(reason, file=sys.stderr)
        return 1
    except Stopped:
        return 0


def run(place, port):
    """Build if need be, serve until stopped."""
    began = time.monotonic()
    address = f"http://localhost:{port}"
    try:
        place.hold()
    except InUse as reason:
        note = place.running()
        raise InUse(f"{reason} It answers at {note['address']}/demo/" if note else str(reason)) from None
    _refuse_taken(port)
    family = Family("demo")
    try:
        demo = Demo(place, family, address, port)
        demo.prepare(reset=bool(os.environ.get("RESET")))
        demo.serve()
        print(_welcome(place, address, time.monotonic() - began), flush=True)
        demo.watch()
    except Stopped:
        print("\nStopping. The data stays in .demo/", flush=True)
    finally:
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_IGN)  # a second Ctrl-C does not leave half of it running
        place.forget_running()
        family.stop()
    return 0


def manage(place, words):
    """Run manage.py against the demo's data; starts and stops its servers if it is not running."""
    try:
        place.hold()
    except InUse:
        note = place.running()
        if note is None:
            raise InUse("The demo is just starting or stopping; try again in a moment.") from None
        return subprocess.call([*MANAGE, *words], cwd=ROOT, env=os.environ | note["environment"])
    family = Family("demo")
    try:
        demo = Demo(place, family, "http://localhost:8000", 8000)
        demo.prepare(reset=False, announce=False)
        return subprocess.call([*MANAGE, *words], cwd=ROOT, env=demo.environment)
    finally:
        family.stop()


class Demo:
    """The servers and processes of one run."""

    def __init__(self, place, family, address, port):
        self.place, self.family, self.address, self.port = place, family, address, port
        place.logs.mkdir(exist_ok=True)
        web = [
            sys.executable,
            "-m",
            "gunicorn",
            "alinvest.wsgi",
            "-c",
            "alinvest/gunicorn.py",
            "-b",
            f"127.0.0.1:{port}",
        ]
        worker = ["worker", "-c", "2", "-n", "demo@%h", "--without-gossip", "--without-mingle", "--without-heartbeat"]
        beat = ["beat", "--schedule", str(family.folder / "beat"), "--pidfile", ""]
        self.commands = {"web": web, "worker": [*CELERY, *worker], "beat": [*CELERY, *beat]}
        self.running = {}

    def prepare(self, *, reset, announce=True):
        """Servers, database, static files, translations, demo data: what is there already is kept."""
        reason = self.place.why_rebuild(reset=reset)
        if reason:
            print(reason, flush=True)
            self.place.clear()
        self._start_postgres()
        self.redis = Redis(self.family)
        self.running["redis"] = self.redis.process
        self.environment = os.environ | self.place.environment(self.address) | environment(self.postgres, self.redis)
        compile_catalogues()
        static = None
        if not self.place.static_is_current():
            print("Collecting static files …", flush=True)
            static = self._begin("collectstatic", "--noinput", "--clear")  # beside the steps below
        if reason:
            for words, command in BUILD.items():
                print(f"{words} …", flush=True)
                self._end(self._begin(*command), *command)
            self.place.mark_complete()
        if static:
            self._end(static, "collectstatic")
            self.place.mark_static()

    def serve(self):
        """Start web, worker and beat; returns when pages are there and every part does its work."""
        for name in self.commands:
            self._start(name)
        self.place.write_running(
            {
                "address": self.address,
                "process": os.getpid(),
                "environment": {
                    name: value for name, value in self.environment.items() if os.environ.get(name) != value
                },
            }
        )
        until = time.monotonic() + READY_SECONDS
        for address in ("/demo/", "/health/ready"):
            while not self._answers(address):
                ended = next((name for name in self.commands if self.running[name].poll() is not None), None)
                if ended:
                    raise NotPossible(f"The {ended} process did not start:\n{self._last_lines(ended)}")
                if time.monotonic() > until:
                    raise NotPossible(f"{address} is not there yet; web says:\n{self._last_lines('web')}")
                time.sleep(0.2)

    def watch(self):
        """Keep everything running: what dies is started again, with a sentence."""
        deaths = []
        while True:
            time.sleep(0.5)
            for name, process in list(self.running.items()):
                if process.poll() is None:
                    continue
                deaths = [moment for moment in deaths if moment > time.monotonic() - 60] + [time.monotonic()]
                if len(deaths) > 8:
                    raise NotPossible(f"{name} keeps ending:\n{self._last_lines(name)}")
                print(f"{name} ended ({process.returncode}); starting it again.", flush=True)
                self.family.end(process)
                self._start(name)

    def _start(self, name):
        if name == "postgres":
            self._start_postgres()
        elif name == "redis":
            self.redis.start()
            self.running["redis"] = self.redis.process
        else:
            kind = "web" if name == "web" else "worker"
            with (self.place.logs / f"{name}.log").open("a") as lines:
                self.running[name] = self.family.start(
                    self.commands[name],
                    cwd=ROOT,
                    env=self.environment | {"PROCESS": kind, "ACCESS_LOG": str(self.place.logs / "access.log")},
                    stdout=lines,
                    stderr=lines,
                )

    def _start_postgres(self):
        with (self.place.logs / "postgres.log").open("a") as lines:
            self.postgres = Postgres(self.family, self.place.data, durable=True, log=lines)
        self.running["postgres"] = self.postgres.process

    def _begin(self, *command):
        with (self.place.logs / f"{command[0]}.log").open("w") as lines:
            return self.family.start([*MANAGE, *command], cwd=ROOT, env=self.environment, stdout=lines, stderr=lines)

    def _end(self, process, *command):
        process.wait()
        if self.family.end(process):
            raise NotPossible(f"manage.py {shlex.join(command)} failed:\n{self._last_lines(command[0])}")

    def _answers(self, address):
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", address)
            status = connection.getresponse().status
        except OSError:
            return False
        finally:
            connection.close()
        if status not in (200, 503):  # 503: a part is not there yet
            raise NotPossible(f"{address} answers {status}:\n{self._last_lines('web')}")
        return status == 200

    def _last_lines(self, name):
        path = self.place.logs / f"{name}.log"
        return "\n".join(path.read_text().splitlines()[-30:]) if path.exists() else ""


def _port(text):
    if not text.isascii() or not text.isdigit() or not 1 <= int(text) <= 65535:
        raise NotPossible(f"PORT is {text!r}; it is a number from 1 to 65535, like make demo PORT=8001")
    return int(text)


def _refuse_taken(port):
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise NotPossible(
                f"Port {port} is not open to this user; choose one above 1023: make demo PORT=8001"
            ) from None
        except OSError:
            other = port + 1 if port < 65535 else 8000
            raise NotPossible(
                f"Port {port} is taken by another program; choose another: make demo PORT={other}"
            ) from None


def _welcome(place, address, seconds):
    password = place.secret("password", length=14)
    return f"""
AL-INVEST Verde is running (ready in {seconds:.0f} s).

    {address}/demo/        enter as anybody with one click; everybody's password and second factor
    {address}/es/          the public pages, also /pt/ and /en/
    {address}/demo/mail/   the mail people received

    Logins: ana@demo.example, diego@demo.example and all others at /demo/; password {password}

Ctrl-C stops everything; the data stays in .demo/ (make demo RESET=1 builds it again).
"""


def _stop(number, frame):
    raise Stopped


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
