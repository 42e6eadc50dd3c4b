"""Counting what was compiled once more: whether the database still says what was published.

A difference is no error: a list corrected, two firms found to be one. It is shown beside the figure;
the figure stays (decisions.md, promise 9).
"""

import json

from grants.indicators.models import IndicatorVersion
from grants.workflow import action, locked, record
from reporting.results.actions.compiling import cells_of, figures_hash
from reporting.results.lines import written
from reporting.results.models import Compilation
from reporting.results.queries.inputs import inputs

MOST_SHOWN = 50


def to_recount():
    """The latest compilation of each scope, and the latest that was published."""
    done = list(Compilation.objects.done())
    published = list(Compilation.objects.done().filter(events__action="publish").distinct())
    latest = {}
    for compilation in [*published, *done]:
        latest.setdefault((compilation.scope, compilation in published), compilation)
    return sorted(set(latest.values()), key=lambda compilation: compilation.pk)


def recount(compilation):
    """Compare a compilation with what the same question gives now; return the differences.

    They are recorded once for each new state of affairs: {indicator and cell: [then, now]}, net figures.
    """
    definitions = IndicatorVersion.objects.filter(pk__in=compilation.figures.values("indicator")).select_related(
        "indicator"
    )
    found = inputs(compilation.cut_off, compilation.as_of, list(definitions))
    cells = written(cells_of(found, compilation.cut_off))
    now = {
        _cell(code, json.loads(dims)): net for code, dims, net in cells.select("indicator", "dims", "net").iter_rows()
    }
    then = {
        _cell(code, dims): f"{net:.2f}"
        for code, dims, net in compilation.figures.values_list("indicator__indicator__code", "dims", "net")
    }
    differences = {
        cell: [then.get(cell), now.get(cell)]
        for cell in sorted(then.keys() | now.keys())
        if then.get(cell) != now.get(cell)
    }
    _record(compilation, found.sha256, figures_hash(cells), differences)
    return differences


def _cell(code, dims):
    return " ".join([code, *(f"{name}={value}" for name, value in sorted(dims.items()))])


@action
def _record(compilation, inputs_sha256, figures_sha256, differences):
    compilation = locked(compilation)
    last = compilation.events.filter(action="recount").last()
    known = (
        last.changes
        if last
        else {"inputs_sha256": compilation.inputs_sha256, "figures_sha256": compilation.figures_sha256}
    )
    if (known["inputs_sha256"], known["figures_sha256"]) == (inputs_sha256, figures_sha256):
        return
    shown = dict(list(differences.items())[:MOST_SHOWN])
    record(
        compilation,
        "recount",
        by=None,
        changes={
            "inputs_sha256": inputs_sha256,
            "figures_sha256": figures_sha256,
            "differences": len(differences),
            "figures": shown,
        },
    )
