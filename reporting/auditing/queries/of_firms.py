"""Results as a population: firms in projects, and the facts a figure was counted from."""

from collections.abc import Iterator

from grants import clock
from reporting.auditing.queries.scope import projects_in
from reporting.auditing.sampling import Unit
from reporting.firms.models import Firm
from reporting.progress.models import Fact, Participation
from reporting.progress.workflow import ListState
from reporting.results import judging
from reporting.results.queries.opened import as_counted, as_told, facts_behind, judge, merges

FIRM_HEADS = (
    "project", "period_end", "update_number", "approved_at", "list", "list_sha256", "row", "firm", "tax_id",
    "firm_country", "size", "section", "identified_by",
)  # fmt: skip
PARTICIPATION_HEADS = (*FIRM_HEADS, "supported_since", "counts_as", "record")
FACT_HEADS = (
    *FIRM_HEADS, "indicator", "since", "status", "which", "quantity", "valid_until", "withdrawn_on", "evidence",
    "does_not_count_because", "record",
)  # fmt: skip
AT_ONCE = 2000
"""Rows fetched together: populations are never in memory as a whole."""

ORDER = ("project__reference", "list__update__period_end", "list__update__number", "row")


def participations(choice, user) -> Iterator[Unit]:
    """Every row of the lists in force of the updates that were counted; of each the firm's country."""
    rows = Participation.objects.filter(
        project__in=projects_in(choice.engagement, user).values("pk"),
        list__state=ListState.TAKEN,
        list__update__version__in=choice.compilation.inputs.values("version"),
    )
    found = rows.order_by(*ORDER, "pk").values_list("public_id", "firm__country", "pk", "project_id")
    for key, country, number, project in found.iterator(chunk_size=AT_ONCE):
        yield Unit(str(key), None, country, number, project)


def facts(choice, user) -> Iterator[Unit]:
    """Every fact the indicator was counted from, and those beside them that do not count."""
    rows = facts_behind(choice.figure).filter(
        participation__project__in=projects_in(choice.engagement, user).values("pk")
    )
    order = [f"participation__{name}" for name in ORDER]
    found = rows.order_by(*order, "pk").values_list("pk", "participation__firm__country", "participation__project_id")
    for number, country, project in found.iterator(chunk_size=AT_ONCE):
        yield Unit(str(number), None, country, number, project)


PARTS = ("project", "firm", "list__file", "list__update__version")


def participation_details(choice, units) -> dict:
    """Number of a participation -> what PARTICIPATION_HEADS name: three queries."""
    found = Participation.objects.filter(pk__in=[unit.number for unit in units]).select_related(*PARTS)
    counts_as = merges()
    names = Firm.objects.in_bulk({counts_as[one.firm_id] for one in found if one.firm_id in counts_as})
    return {
        one.pk: [
            *_firm(one), one.supported_on or "",
            names[counts_as[one.firm_id]].name if one.firm_id in counts_as else "", one.firm.get_absolute_url(),
        ]
        for one in found
    }  # fmt: skip


def fact_details(choice, units) -> dict:
    """Number of a fact -> what FACT_HEADS name: three queries."""
    numbers, counts_as = {unit.number for unit in units}, merges()
    wanted = Fact.objects.filter(pk__in=numbers)
    firms = {counts_as.get(firm, firm) for firm in wanted.values_list("participation__firm_id", flat=True)}
    members = {*firms, *(firm for firm, one in counts_as.items() if one in firms)}
    beside = facts_behind(choice.figure).filter(
        participation__firm__in=members, participation__project__in={unit.group for unit in units}
    )
    found = list(beside.select_related("indicator", *(f"participation__{part}" for part in PARTS)))
    as_told(choice.figure, [fact.participation.firm for fact in found])
    known = as_counted(firms, counts_as)
    return {
        fact.pk: [
            *_firm(fact.participation), fact.indicator.code, fact.on, fact.status, fact.item,
            "" if fact.quantity is None else fact.quantity, fact.valid_until or "", fact.withdrawn_on or "",
            fact.evidence,
            judging.firm_why_not(known.get(fact.participation.firm_id, fact.participation.firm)) or fact.why_not,
            fact.participation.firm.get_absolute_url(),
        ]
        for fact in judge(choice.figure, found, counts_as)
        if fact.pk in numbers
    }  # fmt: skip


def _firm(part):
    update, firm = part.list.update, part.firm
    return [
        part.project.reference, update.period_end, update.number, clock.day_of(update.version.frozen_at),
        part.list.file.original_name, part.list.file.sha256, part.row, firm.name, firm.tax_id, str(firm.country),
        firm.size, firm.section, firm.identity,
    ]  # fmt: skip
