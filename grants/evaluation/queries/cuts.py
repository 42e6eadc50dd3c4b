"""The cut of the concept notes of a call, lot by lot: before it is decided, and afterwards."""

from typing import NamedTuple

from grants.calls.models import Lot
from grants.evaluation.cutting import Cut, cut
from grants.evaluation.models import Candidate
from grants.evaluation.queries.envelopes import Envelope, envelopes_of
from grants.evaluation.queries.ranking import entry_of
from grants.evaluation.workflow import CandidateState

PASSED = (CandidateState.RANKED, CandidateState.INVITED, CandidateState.NOT_INVITED)
"""States of concept notes that reached the threshold."""


class LotCut(NamedTuple):
    """The cut of one lot, with its candidates by their numbers."""

    lot: Lot
    money: Envelope
    cut: Cut
    candidates: dict


def cuts_of(evaluation) -> list[LotCut]:
    """The cut of each lot as it stands; three queries, one for the plan of the call."""
    lots = list(evaluation.call.lots.order_by("position", "code"))
    money, percent = envelopes_of(lots), evaluation.call.two_steps.cut_percent
    passed = Candidate.objects.filter(evaluation=evaluation, state__in=PASSED).select_related("lead").order_by("rank")
    ranked = {lot.pk: {} for lot in lots}
    for candidate in passed:
        ranked[candidate.lot_id][candidate.pk] = candidate
    return [
        LotCut(
            lot,
            money[lot.pk],
            cut([entry_of(one) for one in ranked[lot.pk].values()], money[lot.pk].in_force, percent),
            ranked[lot.pk],
        )
        for lot in lots
    ]


def cut_content(evaluation) -> list[dict]:
    """The same as plain data: what a proposal rests on and what the minutes keep."""
    return [
        {
            "lot": one.lot.code,
            "envelope": one.money.in_force,
            "percent": evaluation.call.two_steps.cut_percent,
            "aim": one.cut.aim,
            "asked": one.cut.asked,
            "ranking": [
                _ranked(one.candidates[entry.key], place)
                for place, entries in (("invited", one.cut.invited), ("not_invited", one.cut.others))
                for entry in entries
            ],
        }
        for one in cuts_of(evaluation)
    ]


def _ranked(candidate, place):
    return {
        "reference": candidate.reference,
        "title": candidate.title,
        "lead": str(candidate.lead),
        "rank": candidate.rank,
        "score": candidate.score,
        "requested": candidate.requested,
        "place": place,
        "passed_over": "",
    }
