"""Drawing a sample: once drawn it is there for good, also the one nobody likes."""

import secrets
import tempfile

from django.core.files import File
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.permissions import Role
from grants.workflow import Refused, action, filled, take_turns
from reporting.auditing.models import MOST_ITEMS, OF_MONEY, Method, PopulationKind, Sample, SampleItem
from reporting.auditing.queries.populations import Population
from reporting.auditing.sampling import Listed, draw

RECORDS = {
    PopulationKind.PAYMENTS: "payment_id", PopulationKind.CONTRACTS: "contract_id",
    PopulationKind.PARTICIPATIONS: "participation_id", PopulationKind.FACTS: "fact_id",
}  # fmt: skip
"""Kind of a population -> the column of an item that names its record."""

SEED_BYTES = 16

MOST_MEGABYTES = 500
"""Of the list of units kept with a sample: some ten millions."""


@action
def draw_sample(engagement, *, choice, method, size, note, by, seed=""):
    """Draw ``size`` units of a population and keep them with the seed and the list they were drawn from.

    ``choice`` is of this engagement. Without a seed one is drawn; a given one repeats a draw. Raises Refused
    outside the engagement, for a moment to come, an empty population, more than there is, money where none is.
    """
    now = clock.now()
    _refuse_outside(engagement, by, now)
    if choice.as_of > now:
        raise Refused([_("What will be known is not known yet: give a moment that is over.")])
    found = Population(choice, by)
    with tempfile.TemporaryFile() as content:
        sums = found.listed(content.write)
        _refuse_size(choice, sums, method, size)
        seed = seed.strip() or secrets.token_hex(SEED_BYTES)
        drawn = draw(method, Listed(content), size, seed)
        take_turns("audit_sample")
        number = (Sample.objects.aggregate(last=Max("number"))["last"] or 0) + 1
        file = File(content, name=f"population-{number}.csv")
        population = store(file, by=by, allow=("csv",), most_megabytes=MOST_MEGABYTES, is_ours=True)
    sample = Sample.objects.create(
        number=number, engagement=engagement, call=engagement.call, country=engagement.country,
        purpose=engagement.purpose, kind=choice.kind, as_of=choice.as_of, compilation=choice.compilation,
        figure=choice.figure, population=population, count=sums.count, total=sums.total, method=method, size=size,
        seed=seed, interval=drawn.interval, start=drawn.start, note=note.strip(), drawn_by=by, drawn_at=now,
    )  # fmt: skip
    keys = {one.unit.key for one in drawn.chosen}
    units = {unit.key: unit for unit in found if unit.key in keys}
    SampleItem.objects.bulk_create(_item(sample, units[one.unit.key], one) for one in drawn.chosen)
    return sample


def _item(sample, unit, chosen):
    return SampleItem(
        sample=sample, place=chosen.place + 1, key=unit.key, stratum=unit.stratum, amount=unit.amount,
        hits=chosen.hits, **{RECORDS[sample.kind]: unit.number},
    )  # fmt: skip


def _refuse_outside(engagement, by, now):
    if engagement.role != Role.AUDITOR or engagement.user_id != by.pk or not engagement.is_in_force(now):
        raise Refused([_("A sample is drawn within an audit engagement of your own that is in force.")])


def _refuse_size(choice, sums, method, size):
    reasons = []
    if not sums.count:
        reasons.append(_("There is nothing in this population to draw from."))
    elif not 1 <= size <= min(sums.count, MOST_ITEMS):
        most = filled(_("Draw between 1 and %(most)d units."), {"most": min(sums.count, MOST_ITEMS)})
        reasons.append(most)
    if method == Method.MONETARY and choice.kind not in OF_MONEY:
        reasons.append(_("Only payments and contracts are drawn by monetary unit."))
    if reasons:
        raise Refused(reasons)
