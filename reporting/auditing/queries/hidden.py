"""Amounts of contracts a reader is kept from: no sample of money tells them, nor what they could be worked out of."""

from grants.contracts.models import Contract
from grants.payments.models import Payment
from reporting.auditing.models import OF_MONEY, PopulationKind
from reporting.auditing.sampling import Listed

RECORDS = {PopulationKind.PAYMENTS: Payment, PopulationKind.CONTRACTS: Contract}


def kept_from(user, kinds) -> dict:
    """Of each kind of money the units, by their names, that the person may not open: one query for each."""
    found = {}
    for kind in sorted(OF_MONEY & set(kinds)):
        model = RECORDS[kind]
        closed = model.objects.exclude(pk__in=model.objects.visible_to(user).order_by().values("pk"))
        found[kind] = set(closed.values_list("reference", flat=True))
    return found


def hidden_in(sample, kept) -> set:
    """The units of a sample's population that are kept from the reader; ``kept`` is of ``kept_from``."""
    if not kept.get(sample.kind):
        return set()
    with sample.population.content.open("rb") as content:
        return {unit.key for unit in Listed(content)} & kept[sample.kind]
