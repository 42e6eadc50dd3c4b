"""The figures of now: one compilation that follows every approval and every decision about firms.

What changed is counted before and after, the difference is added (``results/moving.py``); where more than updates
and merges became different, or it is asked for, the whole is counted. Imported by workers and commands only.
"""

from dataclasses import dataclass
from datetime import datetime

import polars as pl
from django.db import connection
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.indicators.actions import freeze_version
from grants.workflow import Reason, Refused, action, locked, record
from reporting.copying import copy_rows
from reporting.results import lines
from reporting.results.actions.compiling import NUMBERS, by_reference, cells_of, rows_of
from reporting.results.actions.requesting import SCOPE
from reporting.results.models import Compilation, CompilationInput, CompilationState, Figure
from reporting.results.moving import moved
from reporting.results.queries.basis import Basis, basis_at, one_moment
from reporting.results.queries.changes import basis_of, changes
from reporting.results.queries.inputs import inputs

TRIES = 5
"""As often what was counted is counted again because somebody else was faster."""


def bring_up_to_date(scope=SCOPE, *, whole=False, at_work=lambda: None) -> Compilation | None:
    """Let the current compilation count what is approved and decided by now, at the latest cut-off that was compiled.

    None before the first compilation. ``at_work()`` is called between the phases: a worker that lost the job
    stops there. Done again it changes nothing. Raises Refused where others are faster again and again.
    """
    for _turn in range(TRIES):
        latest = Compilation.objects.done().filter(scope=scope).first()
        if latest is None:
            return None
        current = _current(scope, latest.cut_off)
        news = _news(current, latest.cut_off, clock.now(), whole=whole)
        at_work()
        if _move(current, news):
            current.refresh_from_db()
            return current
    raise Refused([Reason(_("The figures are being brought up to date already."), code="under_way")])


@action
def _current(scope, cut_off):
    """The compilation kept up to date; at first nothing is in it."""
    now = clock.now()
    values = {"cut_off": cut_off, "as_of": now, "requested_at": now}
    current, _is_new = Compilation.objects.get_or_create(scope=scope, state=CompilationState.CURRENT, defaults=values)
    return current


@dataclass(frozen=True)
class _News:
    """What became different, read at one moment: ``cells`` are all of them, or those that move and by how much."""

    seen: dict
    as_of: datetime
    basis: Basis
    cells: pl.DataFrame | None
    is_whole: bool


def _news(current, cut_off, as_of, *, whole):
    with one_moment():
        current.refresh_from_db()
        seen, now, found = current.stands_on, basis_at(cut_off, as_of), None
        if not whole and seen.get("frame") == now.frame:
            then = basis_of(current, now)
            if (then.updates, then.merges) == (now.updates, now.merges):
                return _News(seen, as_of, now, None, is_whole=False)
            found = changes(then, now)
        everything = inputs(cut_off, as_of) if found is None else None
    if everything:
        cells = cells_of(everything, cut_off)
    else:
        cells = by_reference(moved(now.rules, found.before, found.after, cut_off), now)
    return _News(seen, as_of, now, lines.written(cells), is_whole=everything is not None)


@action
def _move(current, news):
    """Everything or nothing; False where another worker was faster."""
    current = locked(current)
    if current.stands_on != news.seen:
        return False
    cells, updates = 0, 0
    if news.cells is not None:
        cells = _move_figures(current, news)
        updates = _move_inputs(current, news.basis)
    current.cut_off, current.as_of, current.done_at = news.basis.cut_off, news.as_of, clock.now()
    current.stands_on = {
        "frame": news.basis.frame,
        "merges": {f"{firm}": one for firm, one in news.basis.merges.items()},
        "turn": news.seen.get("turn", 0) + 1,
    }
    current.save(update_fields=["cut_off", "as_of", "done_at", "stands_on"])
    if cells or updates:
        changes = {"figures": cells, "updates": updates, "whole": news.is_whole}
        record(current, "bring_up_to_date", by=None, changes=changes)
    return True


def _move_inputs(current, basis):
    """The updates counted now; returns how many came or went."""
    before, now = set(current.inputs.values_list("version", flat=True)), set(basis.approved)
    if before - now:
        current.inputs.filter(version__in=before - now).delete()
    copy_rows(CompilationInput, ("compilation", "version"), ((current.pk, one) for one in sorted(now - before)))
    return len(before ^ now)


_ROWS = """
SELECT * FROM jsonb_to_recordset(%(rows)s::jsonb)
    AS told (indicator_id bigint, breakdown text, dims text, {kinds}), LATERAL (SELECT dims::jsonb AS cell) AS named
"""
_MOVE = """
MERGE INTO {figures} figure USING ({rows}) moved
    ON figure.compilation_id = %(compilation)s AND figure.indicator_id = moved.indicator_id
        AND figure.dims = moved.cell
WHEN MATCHED AND figure.projects * %(kept)s + moved.projects = 0 AND figure.breakdown NOT IN ('', 'reached')
    THEN DELETE
WHEN MATCHED AND ({sums}) IS DISTINCT FROM ({held}) THEN UPDATE SET ({numbers}) = ROW ({sums})
WHEN NOT MATCHED THEN
    INSERT (public_id, compilation_id, low, indicator_id, breakdown, dims, {numbers})
    VALUES (gen_random_uuid(), %(compilation)s, 0, moved.indicator_id, moved.breakdown, moved.cell, {added})
"""
_REMOVE = """
DELETE FROM {figures} figure WHERE compilation_id = %(compilation)s AND NOT EXISTS (
    SELECT FROM ({rows}) moved WHERE moved.indicator_id = figure.indicator_id AND moved.cell = figure.dims
)
"""


def _move_figures(current, news):
    """Add the cells to the figures or, where they are the whole, put them in their place; returns how many moved."""
    versions = news.basis.versions
    if news.is_whole:
        versions = {code: freeze_version(version) for code, version in versions.items()}
    parts = {
        "figures": Figure._meta.db_table,
        "numbers": ", ".join(NUMBERS),
        "kinds": ", ".join(f"{name} numeric" for name in NUMBERS),
        "sums": ", ".join(f"figure.{name} * %(kept)s + moved.{name}" for name in NUMBERS),
        "held": ", ".join(f"figure.{name}" for name in NUMBERS),
        "added": ", ".join(f"moved.{name}" for name in NUMBERS),
    }
    parts["rows"] = _ROWS.format(**parts)
    rows = rows_of(news.cells, versions).write_json()
    values = {"rows": rows, "compilation": current.pk, "kept": 0 if news.is_whole else 1}
    with connection.cursor() as cursor:
        gone = cursor.execute(_REMOVE.format(**parts), values).rowcount if news.is_whole else 0
        return gone + cursor.execute(_MOVE.format(**parts), values).rowcount
