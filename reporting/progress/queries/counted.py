"""What the firm lists of an update say by the rules of the indicators: firms and jobs that would count alone."""

from dataclasses import dataclass
from decimal import Decimal
from functools import reduce
from operator import or_

from django.db.models import Count, Q, Sum

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
    this = Q(participation__list__update=update.pk)
    past = Q(participation__list__update__in=[one.pk for one in earlier])
    taken = Fact.objects.filter(this | past, participation__list__state=ListState.TAKEN)
    counts = reduce(or_, (_counts(version, taken, update.period_end) for version in versions.values()))
    counts &= ~Q(participation__firm__size=Size.LARGE)
    counts &= ~Q(participation__firm__entity_type=EntityType.PUBLIC)
    firms = "participation__firm"
    rows = (
        taken.order_by()
        .values("indicator_id")
        .annotate(
            now=Count(firms, distinct=True, filter=this & counts),
            before=Count(firms, distinct=True, filter=past & counts),
            so_far=Count(firms, distinct=True, filter=counts),
            amount=Sum("quantity", filter=this & counts),
        )
    )
    return {row["indicator_id"]: row for row in rows}


def _counts(version, taken, day):
    """What the rule of an indicator asks of a fact, on a day."""
    asked = Q(indicator=version.indicator_id)
    if version.least_amount is not None:
        asked &= Q(quantity__gte=version.least_amount)
    if version.statuses:
        asked &= Q(status__in=version.statuses)
    if version.flags:
        asked &= reduce(or_, (FLAGS[flag] for flag in version.flags))
    if version.needs_evidence:
        asked &= ~Q(evidence="")
    if version.time_rule != TimeRule.DISTINCT_EVER:
        asked &= Q(withdrawn_on=None) | Q(withdrawn_on__gt=day)
        asked &= Q(valid_until=None) | Q(valid_until__gte=day)
        asked &= Q(pk__in=_latest(taken))
    return asked


def _latest(taken):
    """The facts nothing says anew: the last by day, update and row. Found in one pass, not fact by fact."""
    same = ("indicator_id", "item", "sex", "participation__firm_id")
    last = ("-on", "-participation__list__update__period_end", "-participation__row")
    return taken.order_by(*same, *last).distinct(*same).values("pk")
