"""`make bench`: page times beside those of the floor page, with SQL counts and sizes, at two sizes of data.

One gunicorn sync worker on a private server, sequential requests. Times are comparable only within
one run, by their ratio to the floor page; counts and sizes are exact. The targets are milliseconds on
a quiet machine of two cores: as ratios they would be missed whenever the floor page itself becomes
cheaper. `make bench ARGS="--sizes 1000 --pages record payments"` measures at one size the floor and
the pages whose names hold one of the words.
"""

import argparse
import http.client
import json
import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlencode

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.test import Client  # noqa: E402
from django.test.utils import CaptureQueriesContext  # noqa: E402
from django.urls import reverse  # noqa: E402

from alinvest.devkit.services import free_port  # noqa: E402
from benchmarks import seed  # noqa: E402
from benchmarks.judged import judged  # noqa: E402
from benchmarks.sessions import session_of  # noqa: E402
from grants.evaluation.queries.listing import PER_PAGE  # noqa: E402

SIZES = {1_000: 66, 10_000: 660}
"""Applications, and how many of them have a contract and payments."""

ROUNDS = 30
TARGETS = {
    # name: (most SQL, most milliseconds), for a quiet machine of two cores
    "floor": (None, None),
    "home of an applicant": (10, 30),
    "home of an officer": (15, 60),
    "list of applications": (12, 50),
    "record": (15, 45),
    "part of the form": (15, 45),
    "public home": (8, 25),
    "draft save": (8, 20),
    "candidates, first page": (12, 50),
    "candidates, last page": (12, 80),
    "candidates, search": (12, 80),
    "candidates, by score": (12, 80),
    "record of a candidate": (15, 45),
    "its assessments": (15, 45),
    "review cockpit": (12, 70),
    "review cockpit, by spread": (12, 80),
    "ranking of a lot": (12, 80),
    "contracts": (12, 50),
    "record of a contract": (22, 45),
    "payments": (10, 40),
}


class Saves:
    """Autosave of one answer: each time another text, based on the revision answered last."""

    def __init__(self, application):
        slug = application.call.form.sections.first().slug
        part = application.draft.parts.get(slug=slug)
        self.path = reverse("applications:autosave", args=[part.public_id])
        cell = application.draft.cells.get(key="answer-0")
        self.rev, self.turn = cell.rev, 0

    def body(self):
        self.turn += 1
        return {"key": "answer-0", "value": f"{seed.WORDS * 10} {self.turn}", "rev": self.rev}

    def answered(self, content):
        self.rev = json.loads(content)["rev"]


def pages(application, ana, officer):
    """name -> (user or None, path, Saves or None)."""
    part = application.call.form.sections.first().slug
    return {
        "floor": (ana, "/floor/", None),
        "home of an applicant": (ana, reverse("home"), None),
        "home of an officer": (officer, reverse("home"), None),
        "list of applications": (ana, reverse("applications:list"), None),
        "record": (ana, application.get_absolute_url(), None),
        "part of the form": (ana, reverse("applications:part", args=[application.public_id, part]), None),
        "public home": (None, "/es/", None),
        "draft save": (ana, "", Saves(application)),
    }


def staff_pages(later, officer):
    """The same for those who evaluate, contract and pay; ``later`` is what ``judged`` made."""
    evaluation, candidate = later.evaluation, later.candidate
    listed, review = evaluation.get_absolute_url(), reverse("evaluation:review", args=[evaluation.public_id])
    lot = evaluation.call.lots.first()
    last = -(-evaluation.candidates.visible_to(officer).count() // PER_PAGE)
    return {
        "candidates, first page": (officer, listed, None),
        "candidates, last page": (officer, f"{listed}?page={last}", None),
        "candidates, search": (officer, f"{listed}?q=sostenibles+77", None),
        "candidates, by score": (officer, f"{listed}?order=-score", None),
        "record of a candidate": (officer, candidate.get_absolute_url(), None),
        "its assessments": (officer, reverse("evaluation:assessments", args=[candidate.public_id]), None),
        "review cockpit": (officer, review, None),
        "review cockpit, by spread": (officer, f"{review}?sort=spread", None),
        "ranking of a lot": (officer, reverse("evaluation:ranking", args=[lot.public_id]), None),
        "contracts": (officer, reverse("contracts:list"), None),
        "record of a contract": (officer, later.contract.get_absolute_url(), None),
        "payments": (later.finance, reverse("payments:list"), None),
    }


def count(user, path, saves):
    """(SQL statements, kB) of one request, in this process."""
    client = Client()
    if user:
        client.cookies[settings.SESSION_COOKIE_NAME] = session_of(user)
    ask = (lambda: client.post(saves.path, saves.body())) if saves else (lambda: client.get(path))
    for _warm in range(2):
        answer = ask()
        if saves:
            saves.answered(answer.content)
    with CaptureQueriesContext(connection) as queries:
        answer = ask()
    if answer.status_code != 200:
        raise SystemExit(f"{path or saves.path} answered {answer.status_code}")
    if saves:
        saves.answered(answer.content)
    asked = [q for q in queries if not q["sql"].startswith(("SAVEPOINT", "RELEASE", "BEGIN", "COMMIT"))]
    return len(asked), len(answer.content) / 1000


def clock(port, user, path, saves):
    """Times of ROUNDS requests, in milliseconds."""
    connection_ = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    headers = {"Host": "localhost"}
    if user:
        headers["Cookie"] = f"{settings.SESSION_COOKIE_NAME}={session_of(user)}; {settings.CSRF_COOKIE_NAME}={'c' * 32}"
    times = []
    for turn in range(ROUNDS + 5):
        began = time.perf_counter()
        if saves:
            sent = headers | {"X-CSRFToken": "c" * 32, "Content-Type": "application/x-www-form-urlencoded"}
            connection_.request("POST", saves.path, urlencode(saves.body()), sent)
        else:
            connection_.request("GET", path, headers=headers)
        answer = connection_.getresponse()
        content = answer.read()
        if turn >= 5:
            times.append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            raise SystemExit(f"{path or saves.path} answered {answer.status}: {content[:300]!r}")
        if saves:
            saves.answered(content)
    return times


def serve(port):
    """One gunicorn sync worker, otherwise as in production; ends with this process."""
    command = [
        sys.executable, "-m", "gunicorn", "alinvest.wsgi", "-c", "alinvest/gunicorn.py", "-k", "sync", "-w", "1",
        "-b", f"127.0.0.1:{port}", "--env", "DJANGO_SETTINGS_MODULE=benchmarks.settings", "--log-level", "warning",
    ]  # fmt: skip
    server = subprocess.Popen(command, env=os.environ | {"PROCESS": "web"})
    for _wait in range(100):
        try:
            http.client.HTTPConnection("127.0.0.1", port, timeout=1).connect()
            return server
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The web server did not start.")


def memory(server):
    """Resident memory of the worker, in MB."""
    child = Path(f"/proc/{server.pid}/task/{server.pid}/children").read_text().split()[0]
    pages_ = int(Path(f"/proc/{child}/statm").read_text().split()[1])
    return pages_ * os.sysconf("SC_PAGE_SIZE") / 1_000_000


def asked(arguments):
    """The sizes to seed, and words of the pages to measure; without any word all of them."""
    parser = argparse.ArgumentParser(prog="benchmarks", description="Page times in units of the floor page.")
    parser.add_argument("--sizes", type=int, nargs="+", choices=SIZES, default=list(SIZES))
    parser.add_argument("--pages", nargs="+", default=[""])
    return parser.parse_args(arguments)


def main(arguments=()):
    """Seed, measure, print, write; exit code 1 when a count grows with the data or passes its target."""
    chosen = asked(arguments)
    call_command("migrate", verbosity=0)
    call_command("collectstatic", verbosity=0, interactive=False)
    rows, faults = [], []
    port = free_port()
    for size in chosen.sizes:
        contracts = SIZES[size]
        ana, officer, chamber, call = seed.people()
        application = seed.applications(call, chamber, ana, size)
        later = judged(call, chamber, ana, officer, application, size, contracts)
        server = serve(port)
        try:
            measured = {}
            for name, (user, path, saves) in (pages(application, ana, officer) | staff_pages(later, officer)).items():
                if name != "floor" and not any(word in name for word in chosen.pages):
                    continue
                sql, kilobytes = count(user, path, saves)
                times = clock(port, user, path, saves)
                measured[name] = statistics.median(times)
                most_sql, most_ms = TARGETS[name]
                rows.append(
                    {
                        "name": name, "size": size, "median_ms": round(measured[name], 1),
                        "p95_ms": round(sorted(times)[int(len(times) * 0.95) - 1], 1), "sql": sql,
                        "kB": round(kilobytes, 1), "MB": round(memory(server)),
                        "ratio": round(measured[name] / measured["floor"], 1),
                        "target": f"{most_sql} SQL, {most_ms} ms" if most_sql else "",
                    }
                )  # fmt: skip
                if most_sql and sql > most_sql:
                    faults.append(f"{name}: {sql} SQL, target {most_sql}")
        finally:
            server.terminate()
            server.wait(20)
    report(rows, faults)
    return 1 if faults else 0


def report(rows, faults):
    """The table on the screen and in benchmarks/results/latest.json."""
    head = list(rows[0])
    widths = {key: max(len(key), *(len(str(row[key])) for row in rows)) for key in head}
    for row in [{key: key for key in head}, *rows]:
        print("  ".join(str(row[key]).ljust(widths[key]) for key in head))
    by_name = {}
    for row in rows:
        by_name.setdefault(row["name"], set()).add(row["sql"])
    faults += [f"{name}: SQL count grows with the data {sorted(c)}" for name, c in by_name.items() if len(c) > 1]
    for fault in faults:
        print("OVER:", fault)
    results = Path(__file__).with_name("results")
    results.mkdir(exist_ok=True)
    (results / "latest.json").write_text(json.dumps({"rows": rows, "over": faults}, indent=1) + "\n")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
