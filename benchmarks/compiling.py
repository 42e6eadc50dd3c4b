"""`python -m benchmarks.compiling [ROWS…]`: a whole compilation against the naive statement, on the same rows.

Times are comparable only within one run, so that the table shows their ratio. The naive statement counts
distinct firms and projects in the same cells, and nothing else: no status in force, no overlap, no range, no
hash, nothing written. The time after an approval is that of what its jobs do until figures have it, without the
wait for a worker; it is a whole compilation, too.
"""

import os
import resource
import statistics
import sys
import time
import uuid
from datetime import date, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Max  # noqa: E402

from benchmarks.copying import copy_rows  # noqa: E402
from grants import clock, models  # noqa: E402
from grants.indicators.actions import load_catalogue  # noqa: E402
from reporting import models as results  # noqa: E402
from reporting.results.actions import compiling  # noqa: E402
from reporting.results.actions.requesting import count_again, request_compilation  # noqa: E402
from reporting.results.counting import BREAKDOWNS  # noqa: E402
from reporting.results.queries.inputs import inputs  # noqa: E402
from tests.factories import OrganisationFactory, UserFactory  # noqa: E402

SIZES = {1_000_000: 660, 5_000_000: 660}
"""Rows of firm lists, and over how many projects they are spread."""

FIRMS = 100_000
HALF_YEARS = [date(year, month, day) for year in range(2022, 2026) for month, day in ((6, 30), (12, 31))]
COUNTRIES = [
    "AR", "BO", "BR", "CL", "CO", "CR", "CU", "EC", "SV", "GT", "HN", "MX", "NI", "PA", "PY", "PE", "UY", "VE",
]  # fmt: skip
ITEMS = [f"Norma {n}" for n in range(12)]
WITH_ITEMS, JOBS = {"AIV-OC-01", "AIV-OC-02"}, {"AIV-OC-03a", "AIV-OC-03b"}
CUT_OFF = HALF_YEARS[-1]
LEAST_RATIO = 4
"""How many times faster than the naive statement (performance.md, RESULT-FULL)."""

CELLS = {
    "country": "firm.country", "pillar": "project.pillar", "stream": "project.kind", "section": "firm.section",
    "size": "firm.size", "owner_sex": "firm.owner_sex", "project": "project.reference", "status": "fact.status",
    "sex": "fact.sex", "green": "fact.is_green", "digital": "fact.is_digital",
}  # fmt: skip
"""What the cells of firm lists are divided by here, where nobody has a contract."""

NAIVE = """
SELECT fact.indicator_id, {columns}, count(DISTINCT firm.id), count(DISTINCT project.id)
FROM reporting_fact fact
JOIN reporting_participation part ON part.id = fact.participation_id
JOIN reporting_firmlist list ON list.id = part.list_id AND list.state = 'taken'
JOIN reporting_resultsupdate update ON update.id = list.update_id AND update.approved_at <= now()
JOIN grants_project project ON project.id = update.project_id
JOIN reporting_firm firm ON firm.id = part.firm_id
WHERE fact.on <= %s
GROUP BY GROUPING SETS ({sets})
"""


def naive_statement(breakdowns):
    """The naive statement for the cells of these breakdowns."""
    sets = [("fact.indicator_id", *map(CELLS.get, names)) for names in breakdowns if CELLS.keys() >= set(names)]
    grouped = ", ".join(f"({', '.join(columns)})" for columns in sets)
    return NAIVE.format(columns=", ".join(CELLS.values()), sets=grouped)


def register(rows, projects):
    """Firms, projects and approved half-yearly updates with ``rows`` rows, one fact each, over both."""
    now = clock.now()
    somebody = UserFactory(email=f"{uuid.uuid4().hex}@bench.example")
    chamber = OrganisationFactory()
    firms = results.Firm.objects.aggregate(last=Max("pk"))["last"] or 0
    if firms < FIRMS:
        copy_rows(results.Firm, FIRM_COLUMNS, (_firm(n) for n in range(FIRMS)))
    firms_in = {code: [] for code in COUNTRIES}
    for firm, country in results.Firm.objects.order_by("pk").values_list("pk", "country"):
        firms_in[country].append(firm)
    tag = uuid.uuid4().hex[:6]
    made = models.Project.objects.bulk_create(
        models.Project(
            kind="own_action", reference=f"B-{tag}-{n:04}", title=f"Proyecto {n}", lead=chamber, pillar=1 + n % 2,
            country=COUNTRIES[n % 18], starts_on=date(2022, 1, 1), ends_on=date(2026, 12, 31),
        )
        for n in range(projects)
    )  # fmt: skip
    file = models.StoredFile.objects.create(
        content=ContentFile(b"list", "list.xlsx"), original_name="list.xlsx", media_type="application/xlsx", size=4,
        sha256="0" * 64, uploaded_at=now,
    )  # fmt: skip
    updates = results.ResultsUpdate.objects.bulk_create(
        results.ResultsUpdate(project=project, period_end=end, due_on=end, state="draft")
        for project in made
        for end in HALF_YEARS
    )
    results.ResultsUpdateVersion.objects.bulk_create(
        results.ResultsUpdateVersion(
            update=update, number=1, document={}, sha256="0" * 64, frozen_at=now, frozen_by=somebody
        )
        for update in updates
    )
    lists = results.FirmList.objects.bulk_create(
        results.FirmList(update=update, file=file, state="taken", uploaded_by=somebody, uploaded_at=now)
        for update in updates
    )
    indicators = list(models.Indicator.objects.filter(versions__value_form="register").order_by("code"))
    pools = {project.pk: _pool(n, firms_in) for n, project in enumerate(made)}
    first = (results.Participation.objects.aggregate(last=Max("pk"))["last"] or 0) + 1
    where = [lists[(n * 7919) % len(lists)] for n in range(len(lists))]
    columns = ("id", "public_id", "list_id", "project_id", "firm_id", "row", "as_typed")
    copy_rows(results.Participation, columns, _participations(rows, first, where, pools))
    copy_rows(results.Fact, FACT_COLUMNS, _facts(rows, first, where, indicators))
    approved = results.ResultsUpdate.objects.filter(project__in=made)
    approved.update(state="approved", submitted_at=now, approved_at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _pool(n, firms_in):
    """The firms a project works with: those of its country, of every third project those of a second one, too."""
    also = firms_in[COUNTRIES[(n + 1) % 18]] if n % 3 == 0 else []
    return firms_in[COUNTRIES[n % 18]] + also


FIRM_COLUMNS = (
    "public_id", "country", "entity_type", "tax_id", "key", "identity", "name", "search_name", "place", "contact",
    "size", "section", "owner_sex", "first_supported_on",
)  # fmt: skip
FACT_COLUMNS = (
    "participation_id", "indicator_id", "on", "status", "item", "quantity", "valid_until", "withdrawn_on", "sex",
    "threat", "is_green", "is_digital", "evidence",
)  # fmt: skip


def _firm(n):
    known = n % 40 != 0
    return (
        uuid.uuid4(), COUNTRIES[n % 18], "company", f"{n:011}" if known else "", f"{n:011}" if known else "",
        "checked" if known else "none", f"Empresa {n}", f"empresa {n}", "", "", ("micro", "small", "medium")[n % 3],
        "ABCDEFGHIJKLMNOPQRST"[n % 20], ("female", "male")[n % 2], date(2022, 3, 1),
    )  # fmt: skip


def _participations(rows, first, lists, pools):
    for n in range(rows):
        firm_list = lists[n % len(lists)]
        pool = pools[firm_list.update.project_id]
        firm = pool[(n * 2_654_435_761 >> 7) % len(pool)]
        yield first + n, uuid.uuid4(), firm_list.pk, firm_list.update.project_id, firm, 2 + n // len(lists), "{}"


def _facts(rows, first, lists, indicators):
    """In turn of every indicator: which standard or practice where there are several, for jobs whose they are."""
    statuses = ("certified", "verified", "self_declared")
    for n in range(rows):
        indicator = indicators[n // len(lists) * 31 % len(indicators)]
        on = lists[n % len(lists)].update.period_end - timedelta(days=n % 150)
        item = ITEMS[n % len(ITEMS)] if indicator.code in WITH_ITEMS else ""
        is_job = indicator.code in JOBS
        yield (
            first + n, indicator.pk, on, statuses[n % 3], item, 8, date(2026, 1 + n % 12, 1) if item else None, None,
            ("female", "male")[n % 2] if is_job else "", "", is_job and n % 2 == 0, is_job and n % 5 == 0, "Lista",
        )  # fmt: skip


def clocked(work, rounds):
    """(median seconds, last result) of a piece of work."""
    times = []
    for _turn in range(rounds):
        began = time.perf_counter()
        result = work()
        times.append(time.perf_counter() - began)
    return statistics.median(times), result


def naive():
    """The naive statement; returns its rows."""
    with connection.cursor() as cursor:
        cursor.execute(naive_statement(BREAKDOWNS), [CUT_OFF])
        return cursor.fetchall()


def whole():
    """Ask and compile as a worker does, with everything written."""
    return compiling.compile_results(request_compilation(cut_off=CUT_OFF))


def after_approval():
    """What follows an approval of this moment: ask again and compile, as the jobs do."""
    return compiling.compile_results(count_again(clock.now()))


def apart(rounds):
    """Seconds of reading and of counting alone."""
    reading, found = clocked(lambda: inputs(CUT_OFF, clock.now()), rounds)
    counting, _cells = clocked(lambda: compiling.cells_of(found, CUT_OFF), rounds)
    return reading, counting


def main():
    """Seed, measure, print; exit code 1 where the ratio is below the target."""
    call_command("migrate", verbosity=0)
    load_catalogue()
    too_slow = False
    for rows in [int(word) for word in sys.argv[1:]] or SIZES:
        before = results.Fact.objects.count()
        register(rows - before, SIZES.get(rows, 660))
        rounds = 3 if rows <= 1_000_000 else 1
        reading, counting = apart(rounds)
        all_of_it, compilation = clocked(whole, rounds)
        approved, _compilation = clocked(after_approval, 1)
        plain, lines = clocked(naive, 1)
        ratio = plain / all_of_it
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
        print(
            f"{rows:>9} rows  read {reading:6.2f} s  count {counting:6.2f} s  whole {all_of_it:6.2f} s  "
            f"after an approval {approved:6.2f} s  "
            f"naive {plain:6.2f} s ({len(lines)} cells)  ratio {ratio:4.1f} x (target {LEAST_RATIO} x)  "
            f"{compilation.figures.count()} figures  {memory} MB  load {os.getloadavg()[0]:.1f}"
        )
        too_slow |= ratio < LEAST_RATIO
    return 1 if too_slow else 0


if __name__ == "__main__":
    sys.exit(main())
