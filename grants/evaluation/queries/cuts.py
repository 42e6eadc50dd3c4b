"""The cut of the concept notes of a call, lot by lot: before it is decided, and afterwards."""

from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.calls.models import Lot
from grants.evaluation.cutting import Cut, cut
from grants.evaluation.models import Candidate
from grants.evaluation.queries.envelopes import envelopes_of
from grants.evaluation.queries.ranking import entry_of
from grants.evaluation.queries.ways import above, stages_of
from grants.evaluation.queries.withheld import withheld_from
from grants.evaluation.ranking import in_order
from grants.evaluation.workflow import CandidateState, EvaluationState
from grants.proposals.models import Proposal, ProposalState
from grants.words import country_name

PASSED = (CandidateState.RANKED, CandidateState.INVITED, CandidateState.NOT_INVITED)
"""States of concept notes that reached the threshold."""


class LotCut(NamedTuple):
    """The cut of one lot, with its candidates by their numbers."""

    lot: Lot
    envelope: Decimal
    cut: Cut
    candidates: dict


def cuts_of(evaluation) -> list[LotCut]:
    """The cut of each lot as it stands, or as it was decided: an envelope that moves later changes nothing of it.

    Four queries, one of them for the plan of the call.
    """
    lots = list(evaluation.call.lots.order_by("position", "code"))
    money, percent = envelopes_of(lots), evaluation.call.two_steps.cut_percent
    passed = Candidate.objects.filter(evaluation=evaluation, state__in=PASSED).select_related("lead").order_by("rank")
    ranked = {lot.pk: {} for lot in lots}
    for candidate in passed:
        ranked[candidate.lot_id][candidate.pk] = candidate
    if minutes := evaluation.minutes.first():
        frozen = {row["code"]: row["cut"] for row in minutes.document["lots"]}
        return [_decided(lot, frozen[lot.code], ranked[lot.pk]) for lot in lots]
    cuts = {
        lot.pk: cut([entry_of(one) for one in ranked[lot.pk].values()], money[lot.pk].in_force, percent) for lot in lots
    }
    return [LotCut(lot, money[lot.pk].in_force, cuts[lot.pk], ranked[lot.pk]) for lot in lots]


def _decided(lot, frozen, candidates):
    """The cut of a lot as the minutes keep it, with what became of each candidate."""
    entries = in_order(entry_of(one) for one in candidates.values())
    is_invited = {key: one.state == CandidateState.INVITED for key, one in candidates.items()}
    decided = Cut(
        tuple(entry for entry in entries if is_invited[entry.key]),
        tuple(entry for entry in entries if not is_invited[entry.key]),
        Decimal(frozen["asked"]),
        None if frozen["aim"] is None else Decimal(frozen["aim"]),
    )
    return LotCut(lot, Decimal(frozen["envelope"]), decided, candidates)


def cut_content(evaluation) -> list[dict]:
    """The same as plain data: what a proposal rests on and what the minutes keep."""
    return [
        {
            "lot": one.lot.code,
            "envelope": one.envelope,
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


# The page -----------------------------------------------------------------------------------------

COLUMNS = (
    (gettext_lazy("Concept note"), "", 0),
    (gettext_lazy("Rank"), "number", 0),
    (gettext_lazy("Decision"), "", 0),
    (gettext_lazy("Score"), "number", 2),
    (gettext_lazy("Requested, EUR"), "money", 2),
)


def cut_page(evaluation, user) -> dict:
    """Lot by lot the ranking with the cut; who has a conflict sees the page without it. Thirteen queries at most."""
    call, candidates = evaluation.call, Candidate.objects.filter(evaluation=evaluation)
    kept = withheld_from(user, candidates)
    is_consolidated = evaluation.state != EvaluationState.OPEN
    waiting = Proposal.objects.filter(action="cut_concepts", document_id=evaluation.pk, state=ProposalState.OPEN)
    waiting = waiting.select_related("by").first()
    is_ready = evaluation.state == EvaluationState.CONSOLIDATED and waiting is None and not kept
    return {
        "evaluation": evaluation,
        "call": call,
        "above": above(evaluation),
        "stages": stages_of(evaluation, user, "cut"),
        "percent": call.two_steps.cut_percent,
        "is_withheld": bool(kept),
        "is_open": not is_consolidated,
        "columns": [{"label": label, "kind": kind, "places": places} for label, kind, places in COLUMNS],
        "lots": [_lot_lines(one) for one in cuts_of(evaluation)] if is_consolidated and not kept else [],
        "below": candidates.filter(state=CandidateState.BELOW_THRESHOLD).count() if not kept else None,
        "waiting": waiting,
        "may_propose": is_ready and user.has_perm("grants.cut_concepts", evaluation),
        "action": _next_step(evaluation, user),
        "links": _links(evaluation, user),
    }


def _next_step(evaluation, user):
    call = evaluation.call
    is_told = evaluation.step != call.step or hasattr(evaluation, "announcement")
    if evaluation.state != EvaluationState.DECIDED or is_told or not user.has_perm("grants.announce_evaluation", call):
        return None
    return {"url": reverse("evaluation:announcement", args=[call.public_id]), "label": _("Announce the decisions")}


def _links(evaluation, user):
    if not user.has_perm("grants.read_minutes", evaluation.call):
        return []
    url = reverse("evaluation:minutes", args=[evaluation.call.public_id])
    return [{"url": f"{url}?step={evaluation.step}", "label": _("Minutes")}]


def _lot_lines(one):
    words = ((CandidateState.INVITED, one.cut.invited), (CandidateState.NOT_INVITED, one.cut.others))
    lines = []
    for state, entries in words:
        for entry in entries:
            candidate = one.candidates[entry.key]
            hint = f"{candidate.reference} · {candidate.lead} · {country_name(str(candidate.country))}"
            name = {"text": candidate.title, "hint": hint, "url": candidate.get_absolute_url()}
            lines.append([name, entry.rank, state.label, entry.score, entry.requested])
        if state == CandidateState.INVITED and entries:
            lines.append(_("Cut"))
    return {"lot": one.lot, "envelope": one.envelope, "cut": one.cut, "lines": lines}
