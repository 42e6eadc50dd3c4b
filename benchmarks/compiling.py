"""`python -m benchmarks.compiling [ROWS…]`: a whole compilation against the naive statement, on the same rows.

Times are comparable only within one run, so that the table shows their ratio. The naive statement counts
distinct firms and projects in the same cells, and nothing else: no status in force, no overlap, no range, no
hash, nothing written. The time after an approval is that of its job until the figures of now have it, without the
wait for a worker; then they must be those of a whole count.
"""

import os
import resource
import sys
import uuid
from datetime import date, timedelta

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "benchmarks.settings"
os.environ.setdefault("ALLOWED_HOSTS", "localhost,127.0.0.1,testserver")
django.setup()

from django.core.files.base import ContentFile  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402
from django.db.models import Max, TextField  # noqa: E402
from django.db.models.functions import Cast  # noqa: E402

from benchmarks.clocks import clocked  # noqa: E402
from benchmarks.copying import copy_rows  # noqa: E402
from grants import clock, models  # noqa: E402
from grants.indicators.actions import load_catalogue  # noqa: E402
from reporting import models as results  # noqa: E402
from reporting.models import ResultsUpdate  # noqa: E402
from reporting.progress.queries.told import TOLD  # noqa: E402
from reporting.results.actions import compiling  # noqa: E402
from reporting.results.actions.following import bring_up_to_date  # noqa: E402
from reporting.results.actions.requesting import request_compilation  # noqa: E402
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
APPROVALS = 5
LEAST_RATIO, LEAST_RATIO_AFTER = 4, 70
"""How many times faster than the naive statement (performance.md, RESULT-FULL and RESULT-INCR)."""

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
    updates = ResultsUpdate.objects.bulk_create(
        ResultsUpdate(project=project, period_end=end, due_on=end, state="draft")
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
    pools = {project.pk: _pool(n, firms_in) for n, project in enumerate(made)}
    fill([lists[(n * 7919) % len(lists)] for n in range(len(lists))], rows, pools)
    approved = ResultsUpdate.objects.filter(project__in=made)
    approved.update(state="approved", submitted_at=now, approved_at=now)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def fill(lists, rows, pools):
    """Rows over these lists, one fact each, of the firms their projects work with."""
    indicators = list(models.Indicator.objects.filter(versions__value_form="register").order_by("code"))
    first = max(model.objects.aggregate(last=Max("pk"))["last"] or 0 for model in (results.Participation, results.Fact))
    columns = ("id", "public_id", "list_id", "project_id", "firm_id", "row", *TOLD, "as_typed")
    copy_rows(results.Participation, columns, _participations(rows, first + 1, lists, pools))
    copy_rows(results.Fact, FACT_COLUMNS, _facts(rows, first + 1, lists, indicators))


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
    nothing = [""] * len(TOLD)
    for n in range(rows):
        firm_list = lists[n % len(lists)]
        pool = pools[firm_list.update.project_id]
        firm = pool[(n * 2_654_435_761 >> 7) % len(pool)]
        row = 2 + n // len(lists)
        yield first + n, uuid.uuid4(), firm_list.pk, firm_list.update.project_id, firm, row, *nothing, "{}"


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


def naive():
    """The naive statement; returns its rows."""
    with connection.cursor() as cursor:
        cursor.execute(naive_statement(BREAKDOWNS), [CUT_OFF])
        return cursor.fetchall()


def whole():
    """Ask and compile as a worker does, with everything written."""
    return compiling.compile_results(request_compilation(cut_off=CUT_OFF))


def approve():
    """A correction of one update, with as many rows as it had: its list, approved at this moment."""
    number = ResultsUpdate.objects.filter(number__gt=1).count()
    old = ResultsUpdate.objects.filter(number=1).select_related("project").order_by("pk")[number * 97]
    rows, now = old.lists.get().participations.count(), clock.now()
    update = ResultsUpdate.objects.create(
        project=old.project, period_end=old.period_end, due_on=old.due_on, number=2, state="draft"
    )
    somebody = UserFactory(email=f"{uuid.uuid4().hex}@bench.example")
    results.ResultsUpdateVersion.objects.create(
        update=update, number=1, document={}, sha256="0" * 64, frozen_at=now, frozen_by=somebody
    )
    firm_list = update.lists.create(
        file=models.StoredFile.objects.first(), state="taken", uploaded_by=somebody, uploaded_at=now
    )
    firms = list(results.Firm.objects.filter(country=old.project.country).values_list("pk", flat=True))
    fill([firm_list], rows, {old.project_id: firms[number:]})
    ResultsUpdate.objects.filter(pk=update.pk).update(state="approved", submitted_at=now, approved_at=now)


def is_exact(current):
    """Whether the figures of now are those of a whole count."""
    compilation = whole()
    counted, held = (
        set(one.figures.annotate(cell=Cast("dims", TextField())).values_list("indicator", "cell", *compiling.NUMBERS))
        for one in (compilation, current)
    )
    return counted == held


def apart(rounds):
    """Seconds of reading and of counting alone."""
    reading, found = clocked(lambda: inputs(CUT_OFF, clock.now()), rounds)
    counting, _cells = clocked(lambda: compiling.cells_of(found, CUT_OFF), rounds)
    return reading, counting


def main():
    """Seed, measure, print; exit code 1 where a ratio is below the target or the figures differ."""
    call_command("migrate", verbosity=0)
    load_catalogue()
    too_slow = False
    for rows in [int(word) for word in sys.argv[1:]] or SIZES:
        before = results.Fact.objects.count()
        register(rows - before, SIZES.get(rows, 660))
        rounds = 3 if rows <= 1_000_000 else 1
        reading, counting = apart(rounds)
        all_of_it, compilation = clocked(whole, rounds)
        bring_up_to_date()
        after, current = clocked(bring_up_to_date, APPROVALS, before=approve)
        moved = current.events.last().changes["figures"]
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1000
        exact = is_exact(current)
        plain, lines = clocked(naive)
        ratio, ratio_after = plain.wall / all_of_it.wall, plain.wall / after.wall
        print(
            f"{rows:>9} rows, {compilation.figures.count()} figures, {memory} MB, load {os.getloadavg()[0]:.1f}\n"
            f"  read              {reading}\n"
            f"  count             {counting}\n"
            f"  whole             {all_of_it}  {all_of_it.under(plain)}, target {LEAST_RATIO} x\n"
            f"  after an approval {after}  {after.under(plain)}, target {LEAST_RATIO_AFTER} x; "
            f"{moved} figures moved, {'equal to' if exact else 'NOT EQUAL TO'} a whole count\n"
            f"  naive             {plain}  {len(lines)} cells"
        )
        too_slow |= ratio < LEAST_RATIO or ratio_after < LEAST_RATIO_AFTER or not exact
    return 1 if too_slow else 0


if __name__ == "__main__":
    sys.exit(main())
