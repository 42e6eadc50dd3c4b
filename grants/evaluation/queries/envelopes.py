"""The envelope of a lot as it stands: the published one, what was moved, what is awarded, what is left.

The published envelope never changes (it is part of the call's frozen rules); moves are added to it
here and, for the trigger, in ``evaluation/guards.py``.
"""

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q, Sum

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
    """Number of each lot -> its envelope as it stands; three queries whatever the number of lots."""
    numbers = [lot.pk for lot in lots]
    moves_in = _sums(EnvelopeMove.objects.filter(to_lot__in=numbers), "to_lot", "amount")
    moves_out = _sums(EnvelopeMove.objects.filter(from_lot__in=numbers), "from_lot", "amount")
    awarded = _sums(Award.objects.live().filter(lot__in=numbers), "lot", "grant")
    return {
        lot.pk: Envelope(
            lot.envelope, moves_in.get(lot.pk, ZERO) - moves_out.get(lot.pk, ZERO), awarded.get(lot.pk, ZERO)
        )
        for lot in lots
    }


def envelope_of(lot) -> Envelope:
    """The envelope of one lot as it stands."""
    return envelopes_of([lot])[lot.pk]


def _sums(rows, lot, amount):
    return dict(rows.order_by().values_list(lot).annotate(total=Sum(amount)))


def moves_of(lots) -> list[EnvelopeMove]:
    """Money moved into or out of these lots, oldest first, with who proposed and who approved."""
    concerned = EnvelopeMove.objects.filter(Q(from_lot__in=lots) | Q(to_lot__in=lots))
    return list(concerned.select_related("from_lot__call", "to_lot__call", "proposal__by", "proposal__decided_by"))
