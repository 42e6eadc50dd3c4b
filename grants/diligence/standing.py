"""Whether a concern stands against an award, a contract or a payment: asked by the later stages."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from grants.diligence.models import ConcernSeverity, Flag
from grants.diligence.workflow import FlagState
from grants.workflow import Reason, filled

SENTENCES = {
    FlagState.RAISED: _("%(name)s: a concern about this organisation is open and stops this until it is cleared."),
    FlagState.ESCALATED: _("%(name)s: a concern about this organisation is escalated."),
}
"""Neither says what the concern is: whoever may read it follows the address."""


def concerns_against(what, organisations) -> list[Reason]:
    """Why this (``Stopped``) is not possible for these organisations: their open concerns; one query."""
    stops = {f"severity__{ConcernSeverity.STOPPING[what]}": True}
    open_ones = Q(state=FlagState.ESCALATED) | Q(state=FlagState.RAISED, **stops)
    flags = Flag.objects.filter(open_ones, organisation__in=organisations).select_related("organisation")
    return [
        Reason(filled(SENTENCES[flag.state], {"name": flag.organisation}), flag.get_absolute_url(), "flagged")
        for flag in flags.order_by("raised_at", "pk")
    ]
