"""Compiling: read at one moment, count, write all at once. Imported by workers and commands only."""

from decimal import Decimal

from django.db import connection
from django.utils.translation import gettext_noop
from psycopg import sql
from psycopg.types.json import Jsonb

from grants import clock
from grants.audit import canonical, content_hash
from grants.indicators.actions import freeze_version
from grants.indicators.models import Entity, ValueForm
from grants.workflow import action, locked, record
from reporting.results import counting
from reporting.results.models import Compilation, CompilationInput, CompilationState, Figure
from reporting.results.queries.inputs import inputs
from reporting.results.queries.reading import faced

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
    figures = figures_of(found, compilation.cut_off)
    at_work(WRITING, 2, len(PHASES))
    return _write(compilation, found, figures)


def figures_of(found, cut_off):
    """The figures of what was read, projects by their reference, sorted."""
    counted = counting.count(found.rules, facts=found.facts, values=found.values, cut_off=cut_off)
    return sorted(_with_reference(figure, found.projects) for figure in counted)


def _with_reference(figure, projects):
    named = dict(figure.dims)
    if "project" not in named:
        return figure
    dims = {**named, "project": projects[int(named["project"])]}
    return counting.Figure(**{**vars(figure), "dims": tuple(sorted(dims.items()))})


def face(figures) -> list[dict]:
    """Figures as decisions.md D1 prints them: amounts as strings with two places."""
    return [
        faced(
            f.indicator,
            f.version,
            f.unit,
            dict(f.dims),
            *map(_amount, (f.gross, f.net, f.overlap, 0, f.high)),
            f.projects,
        )
        for f in figures
    ]


def _amount(hundredths):
    return Decimal(hundredths).scaleb(-2).quantize(Decimal("0.01"))


def figures_hash(figures) -> str:
    """SHA-256 of the figures in their canonical form."""
    return content_hash(canonical(face(figures)))


@action
def _write(compilation, found, figures):
    """Everything or nothing; nothing where another worker was faster."""
    compilation = locked(compilation)
    if compilation.state != CompilationState.QUEUED:
        return compilation
    versions = {code: freeze_version(version) for code, version in found.versions.items()}
    CompilationInput.objects.bulk_create(
        CompilationInput(compilation=compilation, version_id=version) for version in found.updates
    )
    _copy_figures(compilation, versions, figures)
    now = clock.now()
    Compilation.objects.filter(pk=compilation.pk).update(
        state=CompilationState.DONE,
        inputs_sha256=found.sha256,
        figures_sha256=figures_hash(figures),
        done_at=now,
        error="",
    )
    compilation.refresh_from_db()
    record(compilation, "compile", by=None, changes={"figures": len(figures), "updates": len(found.updates)})
    return compilation


def _copy_figures(compilation, versions, figures):
    columns = (
        "public_id", "compilation_id", "indicator_id", "breakdown", "dims", "gross", "net", "overlap", "low", "high",
        "projects", "by_id",
    )  # fmt: skip
    names = sql.SQL(", ").join(map(sql.Identifier, columns))
    statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(Figure._meta.db_table), names)
    new_id = Figure._meta.get_field("public_id").default
    with connection.cursor() as cursor, cursor.copy(statement) as copy:
        for figure in figures:
            version = versions[figure.indicator]
            firms = version.entity == Entity.FIRM and version.value_form == ValueForm.REGISTER
            copy.write_row((
                new_id(), compilation.pk, version.pk,
                " ".join(name for name, _value in figure.dims), Jsonb(dict(figure.dims)), _amount(figure.gross),
                _amount(figure.net), _amount(figure.overlap), _amount(0), _amount(figure.high), figure.projects,
                _amount(figure.by_id) if firms else None,
            ))  # fmt: skip


@action
def give_up(compilation, error):
    """End a compilation whose job is set aside; a later one can be asked for."""
    compilation = locked(compilation)
    open_still = Compilation.objects.filter(pk=compilation.pk, state=CompilationState.QUEUED)
    if open_still.update(state=CompilationState.FAILED, error=error):
        compilation.refresh_from_db()
        record(compilation, "fail", by=None, note=error)
    return compilation
