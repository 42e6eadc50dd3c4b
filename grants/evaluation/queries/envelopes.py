"""The envelope of a lot as it stands: the published one, what was moved, what is awarded, what is left.

The published envelope never changes (it is part of the call's frozen rules); moves are added to it
here and, for the trigger, in ``evaluation/guards.py``.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from grants.calls.models import Lot
from grants.evaluation.models import Award, EnvelopeMove

ZERO = Decimal("0.00")


@dataclass(frozen=True)
class Envelope:
    """Money of a lot in EUR."""

    published: Decimal
    moved: Decimal
    awarded: Decimal

    @property
    def in_force(self) -> Decimal:
        """What the lot may award in all."""
        return self.published + self.moved

    @property
    def left(self) -> Decimal:
        """What no live award holds."""
        return self.in_force - self.awarded


def envelopes_of(lots) -> dict[int, Envelope]:
    """Number of each lot -> its envelope as it stands; one query whatever the number of lots."""
    sums = Lot.objects.filter(pk__in=[lot.pk for lot in lots]).annotate(
        came=_sum(EnvelopeMove.objects.filter(to_lot=OuterRef("pk")), "to_lot", "amount"),
        went=_sum(EnvelopeMove.objects.filter(from_lot=OuterRef("pk")), "from_lot", "amount"),
        held=_sum(Award.objects.live().filter(lot=OuterRef("pk")), "lot", "grant"),
    )
    rows = sums.values_list("pk", "envelope", "came", "went", "held")
    return {pk: Envelope(envelope, came - went, held) for pk, envelope, came, went, held in rows}


def _sum(rows, lot, amount):
    total = rows.order_by().values(lot).annotate(total=Sum(amount)).values("total")
    return Coalesce(Subquery(total), ZERO)


def envelope_of(lot) -> Envelope:
    """The envelope of one lot as it stands."""
    return envelopes_of([lot])[lot.pk]


def moves_of(lots) -> list[EnvelopeMove]:
    """Money moved into or out of these lots, oldest first, with who proposed and who approved."""
    concerned = EnvelopeMove.objects.filter(Q(from_lot__in=lots) | Q(to_lot__in=lots))
    return list(concerned.select_related("from_lot__call", "to_lot__call", "proposal__by", "proposal__decided_by"))
