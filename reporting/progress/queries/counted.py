"""What the firm lists of an update say by the rules of the indicators: firms and jobs that would count alone."""

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Count, Q, Sum, Value

from grants.indicators.models import IndicatorVersion, TimeRule, ValueForm
from reporting.firms.models import EntityType, Size
from reporting.progress.models import Fact
from reporting.progress.workflow import ListState

FLAGS = {"green": Q(is_green=True), "digital": Q(is_digital=True)}
"""Flag of an indicator -> what it asks of a fact."""


@dataclass
class Counted:
    """An indicator counted from firm lists: firms that count now, before, and both each once; jobs as amounts."""

    version: IndicatorVersion
    target: Decimal | None = None
    now: int = 0
    before: int = 0
    so_far: int = 0
    amount: Decimal | None = None


def counted(update, planned, newest, earlier) -> list[Counted]:
    """What counts of the logframe's indicators, and of others the lists have facts of. One query.

    By the rules of the results, of this project alone: what others report and which firms were merged is for them.
    """
    versions = {v.indicator_id: v for v in (*newest, *planned) if v.value_form == ValueForm.REGISTER}
    said = _said(update, versions, earlier) if versions else {}
    return [
        Counted(
            version,
            target=planned[version].target if version in planned else None,
            **{name: said.get(number, {}).get(name, 0) for name in ("now", "before", "so_far")},
            amount=said.get(number, {}).get("amount") or Decimal(0) if version.entity == "job" else None,
        )
        for number, version in sorted(versions.items(), key=lambda pair: pair[1].indicator.code)
        if version in planned or number in said
    ]


def _said(update, versions, earlier):
    """Number of an indicator -> what counts of it; nothing of one the lists have facts of of which none counts."""
    this = Q(participation__list__update=update.pk)
    past = Q(participation__list__update__in=[one.pk for one in earlier])
    taken = Fact.objects.filter(this | past, participation__list__state=ListState.TAKEN).order_by()
    firms = "participation__firm"
    that = taken.filter(_counts(versions.values(), taken, update.period_end))
    that = that.exclude(participation__size=Size.LARGE).exclude(participation__entity_type=EntityType.PUBLIC)
    counts = that.values("indicator_id").annotate(
        now=Count(firms, distinct=True, filter=this),
        before=Count(firms, distinct=True, filter=past),
        so_far=Count(firms, distinct=True),
        amount=Sum("quantity", filter=this),
    )
    told = taken.filter(indicator__in=versions).values("indicator_id").distinct()
    told = told.annotate(now=Value(0), before=Value(0), so_far=Value(0), amount=Value(Decimal(0)))
    return {row["indicator_id"]: row for row in sorted(told.union(counts, all=True), key=lambda row: row["so_far"])}


def _counts(versions, taken, day):
    """What the rules of the indicators ask of a fact, on a day."""
    ever, now = Q(pk__in=[]), Q(pk__in=[])
    for version in versions:
        if version.time_rule == TimeRule.DISTINCT_EVER:
            ever |= _asked(version)
        else:
            now |= _asked(version)
    now &= Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
    now &= Q(valid_until=None) | Q(valid_until__gte=day)
    return ever | now & Q(pk__in=_latest(taken))


def _asked(version):
    asked = Q(indicator=version.indicator_id)
    if version.least_amount is not None:
        asked &= Q(quantity__gte=version.least_amount)
    if version.statuses:
        asked &= Q(status__in=version.statuses)
    if version.flags:
        asked &= reduce(or_, (FLAGS[flag] for flag in version.flags))
    if version.needs_evidence:
        asked &= ~Q(evidence="")
    return asked


def _latest(taken):
    """The facts nothing says anew: the last by day, update and row. Found in one pass, not fact by fact."""
    same = ("indicator_id", "item", "sex", "participation__firm_id")
    last = ("-on", "-participation__list__update__period_end", "-participation__row")
    return taken.order_by(*same, *last).distinct(*same).values("pk")
