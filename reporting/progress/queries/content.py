"""What an update says, read once in a fixed number of queries: values, evidence, what its firm list says."""

from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property, partial

from grants.indicators.models import IndicatorVersion, TimeRule, ValueForm
from grants.models import ProjectCountry, ProjectIndicator
from reporting.progress import cells
from reporting.progress.models import FirmList, IndicatorValue, ResultsUpdate
from reporting.progress.queries.counted import Counted, counted
from reporting.progress.splits import WHOLE, dimensions
from reporting.progress.workflow import ListState

READ = (ListState.REFUSED, ListState.TAKEN, ListState.REPLACED)
"""States of a list nobody is reading any more."""


@dataclass
class Reported:
    """A reported indicator of an update: its definition, target, and everything filled in.

    ``before`` is what the approved updates before it add up to by the indicator's time rule, ``last`` the
    value approved last; None where there is none. Those that are not in the logframe are not required.
    """

    version: IndicatorVersion
    target: Decimal | None = None
    baseline: Decimal | None = None
    is_required: bool = False
    dimensions: list = field(default_factory=list)
    rows: dict = field(default_factory=dict)
    evidence: list = field(default_factory=list)
    before: Decimal | None = None
    last: Decimal | None = None

    @property
    def code(self):
        """The indicator's code."""
        return self.version.indicator.code

    @property
    def whole(self):
        """The row of the whole, or None."""
        return self.rows.get(WHOLE)

    @property
    def value(self):
        """The number that counts, or None."""
        return self.whole.value if self.whole else None

    @property
    def so_far(self):
        """What is reached with this update, by the indicator's time rule."""
        if self.value is None or self.before is None:
            return self.before if self.value is None else self.value
        return self.value if self.version.time_rule == TimeRule.LATEST else self.before + self.value

    def fields(self):
        """The fields people fill in, in the order of the page."""
        yield WHOLE
        for dimension in self.dimensions:
            yield from dimension.parts
        yield from cells.NOTES

    def text(self, name):
        """What stands in a field."""
        return cells.stored_text(self.rows.get(cells.split_of(name)), name)

    def problem(self, name):
        """Code of what is wrong in a field, or ""."""
        return cells.problem_of(self.rows.get(cells.split_of(name)), self.version, name)


@dataclass
class Content:
    """Everything an update says."""

    update: ResultsUpdate
    reported: list[Reported]
    lists: list[FirmList]
    count: Callable[[], list[Counted]]

    @cached_property
    def counted(self):
        """What the firm lists say: asked by pages only, for it reads every row of the project."""
        return self.count()

    @property
    def taken(self):
        """The firm list in force, or None."""
        return next((one for one in self.lists if one.state == ListState.TAKEN), None)

    @property
    def being_read(self):
        """A list the worker has not finished, or None."""
        return next((one for one in self.lists if one.state not in READ), None)

    @property
    def refused(self):
        """The list handed in last, if it has problems and none was taken over after it."""
        return self.lists[0] if self.lists and self.lists[0].state == ListState.REFUSED else None

    def texts(self):
        """What stands in each field, by its name; only where something does."""
        found = {cells.cell_name(r.code, name): r.text(name) for r in self.reported for name in r.fields()}
        return {name: text for name, text in found.items() if text}


def content_of(update) -> Content:
    """The whole update: seven queries, however long its list is, and one more for what is counted of it."""
    planned = _planned(update.project_id)
    values = list(update.values.select_related("indicator__indicator"))
    countries = ProjectCountry.objects.filter(project=update.project_id).values_list("country", flat=True)
    newest = _newest()
    reported = _reported(planned, newest, values, [str(country) for country in countries])
    for piece in update.evidence.select_related("file", "added_by"):
        if one := next((r for r in reported if r.version.pk == piece.indicator_id), None):
            one.evidence.append(piece)
    earlier = earlier_in_force(update)
    _add_earlier(reported, earlier)
    lists = list(update.lists.select_related("file", "uploaded_by"))
    return Content(update, reported, lists, count=partial(counted, update, planned, newest, earlier))


def reported_of(update) -> list[Reported]:
    """The reported indicators alone with what is filled in, for saving: three queries."""
    values = list(update.values.select_related("indicator__indicator"))
    countries = ProjectCountry.objects.filter(project=update.project_id).values_list("country", flat=True)
    return _reported(_planned(update.project_id), _newest(), values, [str(country) for country in countries])


def earlier_in_force(update):
    """The project's approved updates up to this half-year that count now, this one and its corrections apart."""
    approved = ResultsUpdate.objects.filter(
        project=update.project_id, period_end__lt=update.period_end, approved_at__isnull=False
    )
    last = {}
    for one in approved.order_by("period_end", "number"):
        last[one.period_end] = one
    return list(last.values())


def _planned(project_id):
    """The indicators of the logframe by their version, each once, the first target named."""
    rows = ProjectIndicator.objects.filter(result__project=project_id).select_related("version__indicator")
    planned = {}
    for row in rows.order_by("version__indicator__code", "result__position", "position", "pk"):
        kept = planned.setdefault(row.version, row)
        if kept.target is None and row.target is not None:
            planned[row.version] = row
    return planned


def _newest():
    """The newest definition of each indicator."""
    newest = IndicatorVersion.objects.order_by("indicator__code", "-number").distinct("indicator__code")
    return list(newest.select_related("indicator"))


def _reported(planned, newest, values, countries):
    """Those of the logframe, which are required, and those of the catalogue beside them, in which there may be more."""
    required = {v.indicator_id: v for v in planned if v.value_form == ValueForm.REPORTED}
    kept = {value.indicator.indicator_id: value.indicator for value in values}
    offered = {v.indicator_id: v for v in newest if v.value_form == ValueForm.REPORTED}
    versions = {**offered, **kept, **required}.values()
    found = []
    for version in sorted(versions, key=lambda v: (v.indicator_id not in required, v.indicator.code)):
        row = planned.get(version)
        found.append(
            Reported(
                version,
                target=row.target if row else None,
                baseline=row.baseline if row else None,
                is_required=row is not None,
                dimensions=dimensions(version, countries),
                rows={value.split: value for value in values if value.indicator_id == version.pk},
            )
        )
    return found


def _add_earlier(reported, earlier):
    """What the updates before say of the reported numbers."""
    order = {update.pk: place for place, update in enumerate(earlier)}
    values = IndicatorValue.objects.filter(update__in=order, split=WHOLE, value__isnull=False)
    by_indicator = {}
    for value in sorted(values.select_related("indicator"), key=lambda v: order[v.update_id]):
        by_indicator.setdefault(value.indicator.indicator_id, []).append(value.value)
    for one in reported:
        past = by_indicator.get(one.version.indicator_id)
        if past:
            one.last = past[-1]
            one.before = past[-1] if one.version.time_rule == TimeRule.LATEST else sum(past)
