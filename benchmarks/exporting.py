"""`python -m benchmarks.exporting [ROWS [QUESTIONS]]`: all answers of a call as a file, in CPU seconds and MB.

CSV as the web sends it, the workbook as a worker makes it; beside them the bare work: the same answers fetched
and written by the csv module, nothing understood. CPU time is that of this process, so that others on the machine
do not count; pages are not measured meanwhile.
"""

import csv
import io
import json
import os
import sys
import time
from itertools import islice

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
django.setup()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from django.test import Client  # noqa: E402

from benchmarks import seed  # noqa: E402
from benchmarks.importing import forget_peak, resident  # noqa: E402
from benchmarks.judged import judged  # noqa: E402
from benchmarks.sessions import session_of  # noqa: E402
from grants import clock  # noqa: E402
from grants.jobs.actions import enqueue, run  # noqa: E402
from grants.lists.queries import KIND  # noqa: E402
from grants.models import Candidate, ListFile  # noqa: E402

ROWS, QUESTIONS = 1_000, 200
MOST_MEGABYTES_STREAMED, MOST_MEGABYTES = 40, 300
MOST_RATIO = 1.8
"""Of the bare work (performance.md, EXPORT-CSV)."""

WORDS_OF_ALL = 1_980
"""Words of all answers of one application: about 19 kB."""


def measured(work):
    """(CPU seconds, MB this process held more than before at most, what it gave)."""
    forget_peak()
    before, began = resident("VmRSS"), time.process_time()
    given = work()
    return time.process_time() - began, resident("VmHWM") - before, given


def bare(evaluation):
    """The answers as the database gives them, written as they were typed."""
    out, size = io.StringIO(newline=""), 0
    with connection.connection.cursor(name="bare") as cursor:
        cursor.execute(
            "SELECT c.reference, s.document->'answers' FROM grants_candidate c JOIN grants_submission s"
            " ON s.id = c.submission_id WHERE c.evaluation_id = %s ORDER BY c.reference",
            [evaluation.pk],
        )
        cursor.itersize = 100
        writer = csv.writer(out)
        for reference, answers in cursor:
            given = json.loads(answers) if isinstance(answers, str) else answers
            writer.writerow([reference, *(answer["raw"] for answer in given.values())])
            size += out.tell()
            out.seek(0)
            out.truncate()
    return size


def streamed(client, address):
    """(bytes, milliseconds to the first of them, SQL statements)."""
    began = time.perf_counter()
    pieces = iter(client.get(f"{address}?export=csv").streaming_content)
    size, first = len(next(pieces)), (time.perf_counter() - began) * 1000
    return size + sum(map(len, pieces)), first


def made(officer, address):
    """Bytes of the workbook a worker made."""
    asked = ListFile.objects.create(
        person=officer, address=address, title="Answers", language="es", asked_at=clock.now()
    )
    if not run(enqueue(KIND, target=asked.pk).pk):
        raise SystemExit("The workbook was not made.")
    asked.refresh_from_db()
    return asked.size


def main():
    """Seed, measure, print; exit code 1 where more is held or worked than the targets say."""
    rows, questions = (*map(int, sys.argv[1:3]), *(ROWS, QUESTIONS)[len(sys.argv[1:3]) :])
    call_command("migrate", verbosity=0)
    seed.QUESTIONS, seed.WORDS_PER_ANSWER = questions, max(WORDS_OF_ALL // questions, 10)
    ana, officer, chamber, call = seed.people()
    later = judged(call, chamber, ana, officer, seed.applications(call, chamber, ana, 10), rows, min(rows // 15, 66))
    client = Client()
    client.cookies[settings.SESSION_COOKIE_NAME] = session_of(officer)
    address = f"{later.evaluation.get_absolute_url()}answers/"
    list(islice(client.get(f"{address}?export=csv").streaming_content, 2))  # warm
    with transaction.atomic():  # a cursor of the server lives in a transaction
        table = [("bare work", *measured(lambda: bare(later.evaluation)))]
    cpu, megabytes, (size, first) = measured(lambda: streamed(client, address))
    table.append((f"CSV, first byte {first:.0f} ms", cpu, megabytes, size))
    table.append(("workbook by a worker", *measured(lambda: made(officer, address))))
    count = Candidate.objects.filter(evaluation=later.evaluation).count()
    print(f"{count} applications, {questions} questions; load {os.getloadavg()[0]:.1f}")
    for name, cpu, megabytes, size in table:
        print(f"{name:32} {cpu:6.2f} s CPU {megabytes:5} MB more {size / 1_000_000:7.1f} MB of file")
    over = [f"CSV: {table[1][1] / table[0][1]:.1f} x the bare work"] if table[1][1] > MOST_RATIO * table[0][1] else []
    over += [f"CSV: {table[1][2]} MB"] if table[1][2] > MOST_MEGABYTES_STREAMED else []
    over += [f"workbook: {table[2][2]} MB"] if table[2][2] > MOST_MEGABYTES else []
    for fault in over:
        print("OVER:", fault)
    return 1 if over else 0


if __name__ == "__main__":
    sys.exit(main())
