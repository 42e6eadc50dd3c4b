"""The cut of the concept notes of a call, lot by lot: before it is voted on, and afterwards."""

from decimal import Decimal
from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from grants.calls.models import Lot
from grants.evaluation.cutting import Cut, cut
from grants.evaluation.models import Ballot, Candidate
from grants.evaluation.queries.committee import committee_of, reasons_against_committee, standing_of
from grants.evaluation.queries.desks import above_lot, may_decide
from grants.evaluation.queries.envelopes import envelopes_of
from grants.evaluation.queries.grids import rules_in
from grants.evaluation.queries.lists import line_of
from grants.evaluation.queries.ranking import entry_of
from grants.evaluation.queries.ways import above, stages_of
from grants.evaluation.queries.withheld import has_conflict_in, withheld_from
from grants.evaluation.ranking import in_order
from grants.evaluation.workflow import BallotState, CandidateState, EvaluationState
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
    """The cut of each lot as it stands, or as the committee decided it: an envelope that moves later changes nothing.

    Five queries, one of them for the plan of the call.
    """
    lots = list(evaluation.call.lots.order_by("position", "code"))
    money, percent = envelopes_of(lots), evaluation.call.two_steps.cut_percent
    passed = Candidate.objects.filter(evaluation=evaluation, state__in=PASSED).select_related("lead").order_by("rank")
    ranked = {lot.pk: {} for lot in lots}
    for candidate in passed:
        ranked[candidate.lot_id][candidate.pk] = candidate
    accepted = Ballot.objects.filter(evaluation=evaluation, state=BallotState.ACCEPTED).select_related("proposed")
    frozen = {ballot.lot_id: ballot.proposed.document for ballot in accepted}
    return [
        _decided(lot, frozen[lot.pk], ranked[lot.pk])
        if lot.pk in frozen
        else _standing(lot, money[lot.pk].in_force, ranked[lot.pk], percent)
        for lot in lots
    ]


def _standing(lot, envelope, candidates, percent):
    return LotCut(lot, envelope, cut([entry_of(one) for one in candidates.values()], envelope, percent), candidates)


def _decided(lot, frozen, candidates):
    """The cut of a lot as it was voted on, with what became of each candidate."""
    entries = in_order(entry_of(one) for one in candidates.values())
    is_invited = {key: one.state == CandidateState.INVITED for key, one in candidates.items()}
    decided = Cut(
        tuple(entry for entry in entries if is_invited[entry.key]),
        tuple(entry for entry in entries if not is_invited[entry.key]),
        Decimal(frozen["asked"]),
        None if frozen["aim"] is None else Decimal(frozen["aim"]),
    )
    return LotCut(lot, Decimal(frozen["envelope"]), decided, candidates)


def proposed_cuts(evaluation) -> dict:
    """Number of each lot -> the cut as plain data: what is put to the vote, and what the minutes keep.

    With what it rests on: the least total to pass, the envelope, how many percent of it.
    """
    rules = rules_in(evaluation)
    return {
        one.lot.pk: {
            "call": evaluation.call.reference,
            "lot": one.lot.code,
            "threshold": rules.threshold if rules else None,
            "envelope": one.envelope,
            "percent": evaluation.call.two_steps.cut_percent,
            "aim": one.cut.aim,
            "asked": one.cut.asked,
            "ranking": [
                line_of(one.candidates[entry.key], place)
                for place, entries in (("invited", one.cut.invited), ("not_invited", one.cut.others))
                for entry in entries
            ],
        }
        for one in cuts_of(evaluation)
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
    """Lot by lot the ranking with the cut and its vote; who has a conflict in a lot sees only how its vote stands."""
    call, candidates = evaluation.call, Candidate.objects.filter(evaluation=evaluation)
    kept = withheld_from(user, candidates, field="lot_id")
    is_consolidated = evaluation.state != EvaluationState.OPEN
    members = committee_of(call)
    ballots = {one.lot_id: one for one in evaluation.ballots.exclude(state=BallotState.WITHDRAWN).order_by("put_at")}
    cuts = cuts_of(evaluation) if is_consolidated else []
    may_put = evaluation.state == EvaluationState.CONSOLIDATED and user.has_perm("grants.put_to_vote", call)
    lots = [_of_lot(one, ballots.get(one.lot.pk), may_put=may_put, is_withheld=one.lot.pk in kept) for one in cuts]
    return {
        "evaluation": evaluation,
        "call": call,
        "above": above(evaluation),
        "stages": stages_of(evaluation, user, "cut"),
        "percent": call.two_steps.cut_percent,
        "is_open": not is_consolidated,
        "columns": [{"label": label, "kind": kind, "places": places} for label, kind, places in COLUMNS],
        "lots": lots,
        "below": candidates.filter(state=CandidateState.BELOW_THRESHOLD).count() if not kept else None,
        "members": standing_of(members, evaluation),
        "faults": reasons_against_committee(members),
        "may_decide": not kept and not any(one.candidates for one in cuts) and may_decide(evaluation, user),
        "action": _next_step(evaluation, user, lots),
        "links": _links(evaluation, user),
    }


def put_cut_page(lot, evaluation, user) -> dict:
    """The cut of one lot, before it is put to the vote."""
    page = {"lot": lot, "above": above_lot(lot, evaluation), "has_conflict": has_conflict_in(user, lot=lot)}
    if page["has_conflict"]:
        return page
    one = next(one for one in cuts_of(evaluation) if one.lot == lot)
    named = {place: [one.candidates[entry.key] for entry in getattr(one.cut, place)] for place in ("invited", "others")}
    return page | named | {"envelope": one.envelope, "cut": one.cut}


def _next_step(evaluation, user, lots):
    call = evaluation.call
    for row in lots:
        if row["ballot"] and row["ballot"].state == BallotState.OPEN:
            url = reverse("evaluation:ballot", args=[row["ballot"].public_id])
            return {"url": url, "label": _("Open the vote")}
    if to_put := next((row["put_url"] for row in lots if row["put_url"]), None):
        return {"url": to_put, "label": _("Put to the vote")}
    is_told = evaluation.step != call.step or hasattr(evaluation, "announcement")
    if evaluation.state != EvaluationState.DECIDED or is_told or not user.has_perm("grants.announce_evaluation", call):
        return None
    return {"url": reverse("evaluation:announcement", args=[call.public_id]), "label": _("Announce the decisions")}


def _links(evaluation, user):
    if not user.has_perm("grants.read_minutes", evaluation.call):
        return []
    url = reverse("evaluation:minutes", args=[evaluation.call.public_id])
    return [{"url": f"{url}?step={evaluation.step}", "label": _("Minutes")}]


def _of_lot(one, ballot, *, may_put, is_withheld):
    is_to_put = (
        may_put and not is_withheld and one.candidates and (ballot is None or ballot.state == BallotState.REJECTED)
    )
    row = {
        "lot": one.lot,
        "ballot": ballot,
        "put_url": reverse("evaluation:put", args=[one.lot.public_id]) if is_to_put else "",
    }
    lines = [] if is_withheld else _lines(one)
    return row | {"is_withheld": is_withheld, "envelope": one.envelope, "cut": one.cut, "lines": lines}


def _lines(one):
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
    return lines
