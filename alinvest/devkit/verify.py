"""`make test`: everything that must hold, each step with its seconds, both cores busy."""

import os
import secrets
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

from alinvest.devkit.catalogues import compile_catalogues
from alinvest.devkit.processes import Family
from alinvest.devkit.services import NotPossible, Postgres, Redis, environment, plain_settings
from alinvest.devkit.workplace import ROOT

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=10", "--durations-min=2"]
CORES = 2
"""What the machines this runs on have: steps of one process each run beside each other."""
BOTH = ["-n", "2"]
"""Options of pytest for two processes."""

PYTHON_FILES = ["alinvest", "grants", "reporting", "tests", "benchmarks", "manage.py"]

PRODUCTION = {
    "DEBUG": "0",
    "DEMO": "0",
    "SITE_URL": "https://grants.example.org",
    "ALLOWED_HOSTS": "grants.example.org",
    "EMAIL_URL": "smtp+tls://user:word@mail.example.org:587",
    "MEDIA_ROOT": "/srv/media",
    "STATIC_ROOT": "/srv/static",
}
"""What `check --deploy` looks at: the settings a real installation runs with."""


@dataclass(frozen=True)
class Step:
    """A command that must end well; it begins when those named in ``after`` have ended."""

    name: str
    command: list
    variables: dict
    cores: int = 1
    after: tuple[str, ...] = ()


def steps(servers):
    """Every step, the quick ones first."""
    local = plain_settings(servers["folder"]) | dict(os.environ) | servers["environment"]
    there = [path for path in PYTHON_FILES if (ROOT / path).exists()]
    secret = {"SECRET_KEY": secrets.token_urlsafe(60)}
    deployment = [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"]
    unmarked = [*PYTEST, *BOTH, "-m", "not (browser or worker or whole or alone)"]
    marked = [*PYTEST, *BOTH, "--dist", "loadfile", "--no-loadscope-reorder", "-m", "(browser or worker) and not alone"]
    own = dict(os.environ)
    return [
        Step("servers stopped", [*PYTEST, "-m", "alone"], own),  # waits more than it works
        Step("ruff", [BIN / "ruff", "check", *there], local),
        Step("format", [BIN / "ruff", "format", "--check", "-q", *there], local),
        Step("djlint", [BIN / "djlint", "--lint", "--quiet", "templates"], local),
        Step("imports", [BIN / "lint-imports", "--no-cache"], local),
        Step("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], local),
        Step("deployment", deployment, local | PRODUCTION | secret),
        Step("migrate", [*MANAGE, "migrate", "--noinput", "-v", "0"], local),
        Step("tests", unmarked, own, cores=2),
        Step("worker and browser", marked, own, cores=2),
        Step("load_demo", [*MANAGE, "load_demo", "--processes", "2"], local, cores=2, after=("migrate",)),
        Step("check_invariants", [*MANAGE, "check_invariants"], local, after=("load_demo",)),
        Step("demo figures", [*PYTEST, "-m", "whole"], local | {"LOADED_DEMO": "1"}, after=("load_demo",)),
    ]


@dataclass
class Run:
    """The steps on their way. What those beside each other print is shown when each has ended, so that none mix."""

    family: Family
    waiting: list[Step]
    running: dict = field(default_factory=dict)
    done: dict = field(default_factory=dict)

    def all(self):
        """Run all steps, also after one failed; returns name -> (exit code, seconds)."""
        while self.waiting or self.running:
            self._start()
            time.sleep(0.05)
            for name in [name for name, (_step, process, _began) in self.running.items() if process.poll() is not None]:
                self._end(name)
        return self.done

    def _start(self):
        """Begin what stands first, as long as there are cores: a step of two waits for both."""
        while self.waiting and self.waiting[0].cores <= CORES - sum(step.cores for step, *_ in self.running.values()):
            if not self.done.keys() >= set(self.waiting[0].after):
                return
            step = self.waiting.pop(0)
            self.running[step.name] = (step, self._process(step), time.monotonic())

    def _process(self, step):
        options = {"cwd": ROOT, "env": step.variables}
        if step.cores == CORES:
            print(f"── {step.name}", flush=True)
            return self.family.start(step.command, **options)
        with self._output(step.name).open("w") as lines:
            return self.family.start(step.command, stdout=lines, stderr=lines, **options)

    def _end(self, name):
        step, process, began = self.running.pop(name)
        self.done[name] = (self.family.end(process), time.monotonic() - began)
        if step.cores < CORES:
            print(f"── {name}\n{self._output(name).read_text()}", end="", flush=True)

    def _output(self, name):
        return self.family.folder / f"{name.replace(' ', '-')}.txt"


def main():
    """Run all steps, also after one failed; returns 1 if any did."""
    family = Family("verify")
    began = time.monotonic()
    compile_catalogues()  # before steps beside each other would both do it
    try:
        postgres = Postgres(family, family.folder / "data", durable=False)
        servers = {"folder": family.folder, "environment": environment(postgres, Redis(family))}
        done = Run(family, steps(servers)).all()
    except NotPossible as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        family.stop()
    for name, (code, seconds) in done.items():
        print(f"{name:20} {seconds:7.1f} s  {'failed' if code else 'ok'}")
    print(f"{'all':20} {time.monotonic() - began:7.1f} s")
    failed = [name for name, (code, _seconds) in done.items() if code]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
