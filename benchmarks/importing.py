"""`python -m benchmarks.importing [ROWS]`: taking over a firm list against the bare reading and writing of it.

Times are comparable only within one run, so that the table shows their ratio; the load of the machine stands
beside it. The bare work opens the same file with the same reader and COPYs the same rows into the same tables:
nothing is checked, matched or found in the register.
"""

import io
import os
import subprocess
import sys
import time
import uuid
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection, transaction  # noqa: E402
from psycopg.types.json import Jsonb  # noqa: E402
from python_calamine import CalamineWorkbook  # noqa: E402
from stdnum.pe import ruc  # noqa: E402

from benchmarks.copying import copy_rows  # noqa: E402
from grants import clock, models  # noqa: E402
from grants.indicators.actions import load_catalogue  # noqa: E402
from reporting import models as results  # noqa: E402
from reporting.progress.actions.lists import hand_in_list, take_over_list  # noqa: E402
from reporting.progress.workbook import written  # noqa: E402
from tests.factories import OrganisationFactory, UserFactory  # noqa: E402

ROWS = 50_000
MOST_RATIO = 1.8
"""Of the bare work (performance.md, LOAD-XLSX-50K)."""

MOST_MEGABYTES = 250
TABLES = (results.Firm, results.Participation, results.Fact)


def firms(rows):
    """Rows of a list as a project fills it in: thirteen columns, a practice in every fourth."""
    for n in range(rows):
        body = f"20{n + 10_000_000}"
        row = {
            "name": f"Empresa {n} S.A.C.", "country": "PE", "entity_type": "company",
            "tax_id": body + ruc.calc_check_digit(body), "place": f"Lugar {n % 300}", "contact": f"9{n:08}",
            "size": ("micro", "small", "medium")[n % 3], "section": "ACGI"[n % 4],
            "owner_sex": ("female", "male")[n % 2], "supported_on": date(2025, 1, 1) + timedelta(days=n % 150),
            "trained_on": date(2025, 2, 1) + timedelta(days=n % 100), "training_hours": Decimal(8 + n % 20),
            "training_evidence": f"Lista {n % 500}",
        }  # fmt: skip
        if n % 4 == 0:
            row |= {
                "practice_on": date(2025, 3, 1) + timedelta(days=n % 90), "practice": f"Práctica {n % 9}",
                "practice_status": "verified", "practice_evidence": f"Acta {n % 700}",
            }  # fmt: skip
        yield row


def an_update():
    """An open update of a running project in Peru."""
    project = models.Project.objects.create(
        kind="own_action", reference=f"B-{uuid.uuid4().hex[:6]}", title="Proyecto", lead=OrganisationFactory(),
        pillar=1, country="PE", starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    models.ProjectCountry.objects.create(project=project, country="PE", share=Decimal(100))
    end = date(2025, 6, 30)
    return results.ResultsUpdate.objects.create(project=project, period_end=end, due_on=end)


def bare(content, rows_of):
    """(seconds of reading, of writing) the same file and rows, with nothing done to them."""
    began = time.perf_counter()
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    read = time.perf_counter()
    with transaction.atomic():
        for model, (columns, rows) in rows_of.items():
            copy_rows(model, columns, rows)
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        written_at = time.perf_counter()
    return read - began, written_at - read


def taken_out():
    """{table: (columns, rows)} of what a list made, taken out of the tables again."""
    rows_of = {}
    with connection.cursor() as cursor:
        for model in TABLES:
            columns = [field.column for field in model._meta.concrete_fields]
            names = ", ".join(f'"{column}"' for column in columns)
            cursor.execute(f"SELECT {names} FROM {model._meta.db_table} ORDER BY id")  # noqa: S608 (our own names)
            rows_of[model] = columns, [tuple(map(_for_copy, row)) for row in cursor.fetchall()]
        for model in reversed(TABLES):
            cursor.execute(f"DELETE FROM {model._meta.db_table}")  # noqa: S608 (our own names)
    return rows_of


def _for_copy(value):
    return Jsonb(value) if isinstance(value, dict) else value


def resident(name):
    """MB this process holds (VmRSS), or has held at most since ``forget_peak`` (VmHWM)."""
    lines = Path("/proc/self/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith(name)).split()[1]) // 1000


def forget_peak():
    """Begin anew with the most this process has held."""
    Path("/proc/self/clear_refs").write_text("5")


READER_ALONE = """
import resource, sys
from grants.files.sheets import read_book
from reporting.progress.workbook import LIMITS
read_book(sys.stdin.buffer.read(), LIMITS)
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""
"""A process is said to have held at least what the one that started it held: so a small one starts it."""


def reader_memory(content):
    """MB the process that reads the workbook holds at most."""
    done = subprocess.run([sys.executable, "-c", READER_ALONE], input=content, capture_output=True, check=True)
    return int(done.stdout) // 1000


def main():
    """Write a list, take it over, do the bare work, print; exit code 1 where it takes more than the target."""
    rows = int(sys.argv[1]) if sys.argv[1:] else ROWS
    call_command("migrate", verbosity=0)
    load_catalogue()
    update, ana = an_update(), UserFactory(email=f"{uuid.uuid4().hex}@bench.example")
    content = written(firms(rows))
    with clock.at(clock.now()):
        firm_list = hand_in_list(update, file=ContentFile(content, "lista.xlsx"), by=ana)
    forget_peak()
    before, phases = resident("VmRSS"), {}
    began = time.perf_counter()
    firm_list = take_over_list(firm_list, at_work=lambda phase, _d, _t: phases.setdefault(phase, time.perf_counter()))
    whole = time.perf_counter() - began
    added, reader = resident("VmHWM") - before, reader_memory(content)
    if (firm_list.state, firm_list.rows) != ("taken", rows):
        raise SystemExit(f"The list is {firm_list.state} with {firm_list.problem_count} problems.")
    reading, writing = bare(content, taken_out())
    ratio = whole / (reading + writing)
    checked, began_writing = phases["checking"] - began, phases["writing"] - phases["checking"]
    print(
        f"{rows} rows  read {checked:5.2f} s  check {began_writing:5.2f} s  "
        f"write {whole - checked - began_writing:5.2f} s  whole {whole:5.2f} s  "
        f"bare: read {reading:5.2f} s, COPY {writing:5.2f} s  ratio {ratio:4.2f} x (target {MOST_RATIO} x)  "
        f"{added} MB added, reader {reader} MB (target {MOST_MEGABYTES} MB)  "
        f"load average {os.getloadavg()[0]:.1f}"
    )
    return 1 if ratio > MOST_RATIO or max(added, reader) > MOST_MEGABYTES else 0


if __name__ == "__main__":
    sys.exit(main())
