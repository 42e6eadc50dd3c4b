"""Compiling: read at one moment, count, write all at once. Imported by workers and commands only."""

import polars as pl
from django.db import connection
from django.utils.translation import gettext_noop
from psycopg import sql

from grants import clock
from grants.audit import content_hash
from grants.indicators.actions import freeze_version
from grants.indicators.models import Entity, ValueForm
from grants.workflow import action, locked, record
from reporting.copying import copy_rows
from reporting.results import counting, lines
from reporting.results.models import Compilation, CompilationInput, CompilationState, Figure
from reporting.results.queries.inputs import inputs

READING = gettext_noop("Reading what is approved")
COUNTING = gettext_noop("Counting")
WRITING = gettext_noop("Writing the figures")
PHASES = (READING, COUNTING, WRITING)


def compile_results(compilation, *, at_work=lambda phase, done, total: None):
    """Bring a compilation's figures about; return it. Done again it changes nothing.

    ``at_work(phase, done, total)`` is called between the phases: a worker that lost the job stops there.
    Nothing is written before everything is counted, and then all of it in one transaction.
    """
    if compilation.state != CompilationState.QUEUED:
        return compilation
    at_work(READING, 0, len(PHASES))
    found = inputs(compilation.cut_off, compilation.as_of)
    at_work(COUNTING, 1, len(PHASES))
    cells = lines.written(cells_of(found, compilation.cut_off))
    at_work(WRITING, 2, len(PHASES))
    return _write(compilation, found, cells)


def cells_of(found, cut_off):
    """The counted cells of what was read, projects by their reference."""
    return by_reference(counting.cells(found.basis.rules, **found.frames, cut_off=cut_off), found.basis)


def by_reference(cells, basis):
    """Cells with their projects by reference."""
    names = {str(pk): project.reference for pk, project in basis.projects.items()}
    return cells.with_columns(pl.col("project").replace_strict(names, return_dtype=pl.String)) if names else cells


def figures_of(found, cut_off):
    """The same as figures one by one, sorted."""
    return counting.figures(cells_of(found, cut_off))


def figures_hash(cells) -> str:
    """SHA-256 of written cells in their canonical form."""
    return content_hash(lines.face(cells))


@action
def _write(compilation, found, cells):
    """Everything or nothing; nothing where another worker was faster."""
    compilation = locked(compilation)
    if compilation.state != CompilationState.QUEUED:
        return compilation
    versions = {code: freeze_version(version) for code, version in found.basis.versions.items()}
    counted = found.basis.approved
    copy_rows(CompilationInput, ("compilation", "version"), ((compilation.pk, version) for version in counted))
    _copy_figures(compilation, versions, cells)
    now = clock.now()
    Compilation.objects.filter(pk=compilation.pk).update(
        state=CompilationState.DONE,
        inputs_sha256=found.sha256,
        figures_sha256=figures_hash(cells),
        done_at=now,
        error="",
    )
    compilation.refresh_from_db()
    record(compilation, "compile", by=None, changes={"figures": cells.height, "updates": len(counted)})
    return compilation


def _copy_figures(compilation, versions, cells):
    """COPY the text polars writes."""
    new_id = Figure._meta.get_field("public_id").default
    rows = rows_of(cells, versions).with_columns(
        public_id=pl.Series([str(new_id()) for _ in range(cells.height)], dtype=pl.String),
        compilation_id=pl.lit(compilation.pk),
        low=pl.lit("0.00"),
    )
    names = sql.SQL(", ").join(map(sql.Identifier, rows.columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT csv, NULL 'NULL')").format(
        sql.Identifier(Figure._meta.db_table), names
    )
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        copy.write(rows.write_csv(None, include_header=False, null_value="NULL"))


NUMBERS = ("gross", "net", "overlap", "high", "projects", "by_id")


def rows_of(cells, versions):
    """Written cells in columns of the table. Nothing is known by id where no firms are counted."""
    numbers = {code: version.pk for code, version in versions.items()}
    firms = [
        code
        for code, version in versions.items()
        if (version.entity, version.value_form) == (Entity.FIRM, ValueForm.REGISTER)
    ]
    return cells.select(
        "breakdown",
        "dims",
        *NUMBERS[:-1],
        indicator_id=pl.col("indicator").replace_strict(numbers, return_dtype=pl.Int64),
        by_id=pl.when(pl.col("indicator").is_in(firms)).then("by_id"),
    )
