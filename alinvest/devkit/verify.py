"""`make test`: everything that must hold, one step after the other, each with its seconds."""

import os
import secrets
import sys
import time
from pathlib import Path

from alinvest.devkit.processes import Family
from alinvest.devkit.services import NotPossible, Postgres, Redis, environment, plain_settings
from alinvest.devkit.workplace import ROOT

BIN = Path(sys.executable).parent
MANAGE = [sys.executable, "manage.py"]
PYTEST = [sys.executable, "-m", "pytest", "-q", "--durations=10", "--durations-min=2"]
BOTH = ["-n", "2"]
"""Options of pytest for two processes: the machines this runs on have two cores."""

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


def steps(servers):
    """Name, command and environment of every step, the quick ones first."""
    local = plain_settings(servers["folder"]) | dict(os.environ) | servers["environment"]
    there = [path for path in PYTHON_FILES if (ROOT / path).exists()]
    quick = [
        ("ruff", [BIN / "ruff", "check", *there], local),
        ("format", [BIN / "ruff", "format", "--check", "-q", *there], local),
        ("djlint", [BIN / "djlint", "--lint", "--quiet", "templates"], local),
        ("imports", [BIN / "lint-imports", "--no-cache"], local),
        ("migrations", [*MANAGE, "makemigrations", "--check", "--dry-run"], local),
        (
            "deployment",
            [*MANAGE, "check", "--deploy", "--fail-level", "WARNING"],
            local | PRODUCTION | {"SECRET_KEY": secrets.token_urlsafe(60)},
        ),
    ]
    tests = [
        ("tests", [*PYTEST, *BOTH, "-m", "not (browser or worker or whole or alone)"], dict(os.environ)),
        (
            "worker and browser",
            [*PYTEST, *BOTH, "--dist", "loadfile", "-m", "(browser or worker) and not alone"],
            dict(os.environ),
        ),
        ("servers stopped", [*PYTEST, "-m", "alone"], dict(os.environ)),
    ]
    demo = [
        ("migrate", [*MANAGE, "migrate", "--noinput", "-v", "0"], local),
        ("load_demo", [*MANAGE, "load_demo", "--processes", "2"], local),
        ("check_invariants", [*MANAGE, "check_invariants"], local),
        ("demo figures", [*PYTEST, "-m", "whole"], local | {"LOADED_DEMO": "1"}),
    ]
    return quick + tests + demo


def main():
    """Run all steps, also after one failed; returns 1 if any did."""
    family = Family("verify")
    began = time.monotonic()
    try:
        postgres = Postgres(family, family.folder / "data", durable=False)
        servers = {"folder": family.folder, "environment": environment(postgres, Redis(family))}
        done = [(name, *_run(family, name, command, variables)) for name, command, variables in steps(servers)]
    except NotPossible as reason:
        print(reason, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    finally:
        family.stop()
    print("\n".join(f"{name:20} {seconds:7.1f} s  {'failed' if code else 'ok'}" for name, code, seconds in done))
    print(f"{'all':20} {time.monotonic() - began:7.1f} s")
    failed = [name for name, code, _ in done if code]
    if failed:
        print(f"Failed: {', '.join(failed)}")
    return 1 if failed else 0


def _run(family, name, command, variables):
    print(f"── {name}", flush=True)
    began = time.monotonic()
    process = family.start(command, cwd=ROOT, env=variables)
    process.wait()
    return family.end(process), time.monotonic() - began


if __name__ == "__main__":
    sys.exit(main())
