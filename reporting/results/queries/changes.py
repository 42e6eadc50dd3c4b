"""What became different since figures were counted, out of the database: the rows concerned, then and now.

Approved rows never change, so that what was counted can be read again: the same rows by the updates and the merges
of then. Where an approval changed what the register says of a firm, the whole is counted (``Basis.corrected_at``).
"""

from dataclasses import dataclass, replace

import polars as pl

from reporting.progress.models import Participation, ResultsUpdate
from reporting.results.merging import differently_merged, with_those_merged
from reporting.results.queries.basis import Basis
from reporting.results.queries.inputs import (
    counted,
    firms_at,
    frames,
    lists_of,
    reported_of,
    rows_at,
    said,
    taken,
    values_of,
)
from reporting.results.queries.known import known_firms

MOST_FIRMS = 20_000
"""Of more firms the whole is counted sooner than what moved."""


@dataclass(frozen=True)
class Changes:
    """Frames as ``moving.moved`` takes them."""

    before: dict[str, pl.DataFrame]
    after: dict[str, pl.DataFrame]


def changes(then: Basis, now: Basis) -> Changes | None:
    """What ``now`` counts and ``then`` did not, and the reverse; None where that is too much.

    Within one moment. Both stand in the same frame (``Basis.frame``): only updates and merges can differ.
    """
    told = set(then.updates) ^ set(now.updates)
    firms = differently_merged(then.merges, now.merges)
    projects = {project for _pk, project, _period_end, _version in told}
    projects.update(Participation.objects.filter(firm__in=firms).values_list("project_id", flat=True).distinct())
    of_lists = Participation.objects.filter(list__update__in=[pk for pk, *_rest in told])
    firms.update(of_lists.values_list("firm_id", flat=True).distinct())
    firms = with_those_merged(firms, then.merges, now.merges)
    if len(firms) > MOST_FIRMS:
        return None
    rows = rows_at(now.cut_off, sorted(projects), sorted(firms))
    register = firms_at(sorted(with_those_merged(rows.seats["firm"].unique(), then.merges, now.merges)))
    lists = taken(pk__in=rows.seats["list"].unique().to_list())
    return Changes(*(_frames(basis, projects, rows, register, lists) for basis in (then, now)))


def _frames(basis, projects, rows, register, lists):
    known = known_firms(register, basis.merges)
    facts = counted(rows, lists_of(basis.updates, lists), known, basis)
    updates = [pk for pk, project, *_rest in basis.updates if project in projects]
    return frames(facts, known, basis) | {"values": values_of(list(said(basis, reported_of(updates))))}


def basis_of(compilation, now: Basis) -> Basis:
    """What the current compilation was counted from, where it stands in the frame of ``now``."""
    versions = set(compilation.inputs.values_list("version", flat=True))
    kept = [update for update in now.updates if update[-1] in versions]
    gone = versions.difference(now.approved)
    old = ResultsUpdate.objects.filter(version__in=gone).order_by("pk")
    merges = {int(firm): one for firm, one in compilation.stands_on["merges"].items()}
    rows = old.values_list("pk", "project_id", "period_end", "version__pk")
    return replace(now, updates=[*kept, *rows], merges=merges)
