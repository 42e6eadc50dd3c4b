"""The committee's minutes, generated from rows: opening, committee, checks, ranking, votes, decision."""

from collections import Counter

from django.conf import settings

from grants.evaluation.models import Ballot, CandidateEvent
from grants.evaluation.queries.committee import committee_of, standing_of
from grants.evaluation.queries.cuts import proposed_cuts
from grants.evaluation.queries.envelopes import envelopes_of, moves_of
from grants.evaluation.queries.lists import line_of
from grants.evaluation.workflow import BallotState, CandidateState
from grants.proposals.models import Proposal, ProposalState


def minutes_content(evaluation) -> dict:
    """Everything the minutes say, as plain values; frozen when the evaluation is decided.

    A vote enters them when it is closed: until then nobody reads how a colleague voted.
    """
    call = evaluation.call
    lots = list(call.lots.order_by("position", "code"))
    ballots = Ballot.objects.filter(evaluation=evaluation).exclude(state=BallotState.OPEN).order_by("put_at")
    ballots = ballots.select_related("proposed", "put_by", "decided_by")
    by_lot = {lot.pk: [] for lot in lots}
    for ballot in ballots.prefetch_related("seats__voter", "seats__vote"):
        by_lot[ballot.lot_id].append(ballot)
    money, promoted = envelopes_of(lots), _promotions(evaluation)
    counts = Counter(evaluation.candidates.values_list("state", flat=True))
    return {
        "call": {
            "reference": call.reference,
            "title": call.title_es,
            "titles": _titles(call),
            "step": str(evaluation.step),
            "closed_at": call.two_steps.closes_at(evaluation.step) if call.steps == 2 else call.closes_at,
        },
        "opening": {"at": evaluation.opened_at, "by": str(evaluation.opened_by)},
        "counts": {"candidates": sum(counts.values()), **{str(state): number for state, number in counts.items()}},
        "committee": [
            {
                "name": str(row["member"].person),
                "role": row["member"].role,
                "declared_at": row["signed_at"],
            }
            for row in standing_of(committee_of(call), evaluation)
        ],
        "moves": [_move(move) for move in moves_of(lots)],
        "lots": _cut_lots(evaluation, lots, money, by_lot)
        if evaluation.is_of_concepts
        else [_lot(lot, money[lot.pk], by_lot[lot.pk], promoted) for lot in lots],
    }


def _titles(named):
    """The title in each language that has one: who reads the minutes finds theirs, whoever decided."""
    columns = {code: f"title_{code.replace('-', '_')}" for code, _name in settings.LANGUAGES}
    return {code: getattr(named, column) for code, column in columns.items() if getattr(named, column)}


def _move(move):
    return {
        "from": f"{move.from_lot.call.reference} {move.from_lot.code}",
        "to": f"{move.to_lot.call.reference} {move.to_lot.code}",
        "amount": move.amount,
        "reason": move.reason,
        "proposed_by": str(move.proposal.by),
        "approved_by": str(move.proposal.decided_by),
        "at": move.at,
    }


def _cut_lots(evaluation, lots, money, ballots):
    """Lots of concept notes: no award, but the cut, and who did not reach the threshold."""
    cuts, below = proposed_cuts(evaluation), {lot.pk: [] for lot in lots}
    failed = evaluation.candidates.filter(state=CandidateState.BELOW_THRESHOLD).select_related("lead")
    for candidate in failed.order_by("-score", "reference"):
        below[candidate.lot_id].append(line_of(candidate, "below"))
    return [
        _lot(lot, money[lot.pk], ballots[lot.pk])
        | {"ranking": [*cuts[lot.pk]["ranking"], *below[lot.pk]]}
        | {"cut": {name: cuts[lot.pk][name] for name in ("threshold", "envelope", "percent", "aim", "asked")}}
        for lot in lots
    ]


def _promotions(evaluation):
    """Public id of a candidate called from the reserve list before the minutes -> when, by whom, why; two queries."""
    events = CandidateEvent.objects.filter(document__evaluation=evaluation, action="promote")
    events = {str(event.document.public_id): event for event in events.select_related("document", "actor")}
    proposals = Proposal.objects.filter(action="promote_reserve", state=ProposalState.APPROVED)
    proposals = proposals.filter(payload__candidate__in=list(events)).select_related("by") if events else []
    return {
        (key := proposal.payload["candidate"]): {
            "at": events[key].at,
            "proposed_by": str(proposal.by),
            "approved_by": str(events[key].actor),
            "reason": proposal.reason,
        }
        for proposal in proposals
    }


def _lot(lot, money, ballots, promoted=()):
    decided = next((ballot for ballot in ballots if ballot.state == BallotState.ACCEPTED), None)
    document = decided.proposed.document if decided else {}
    return {
        "code": lot.code,
        "title": lot.title_es,
        "titles": _titles(lot),
        "published": money.published,
        "moved": money.moved,
        "envelope": money.in_force,
        "awarded": money.awarded,
        "rules": document.get("rules", {}),
        "ranking": [_row(row, promoted) for row in document.get("ranking", [])],
        "ballots": [_ballot(ballot) for ballot in ballots],
    }


def _row(row, promoted):
    return row | {"promoted": promoted[row["candidate"]]} if row["candidate"] in promoted else row


def _ballot(ballot):
    count = ballot.count()
    return {
        "number": ballot.proposed.number,
        "sha256": ballot.proposed.sha256,
        "state": str(ballot.state),
        "put_by": str(ballot.put_by),
        "put_at": ballot.put_at,
        "closed_by": str(ballot.decided_by) if ballot.decided_by else "",
        "closed_at": ballot.decided_at,
        "seats": count.seats,
        "yes": count.yes,
        "no": count.no,
        "abstained": count.abstained,
        "votes": [_vote(seat) for seat in ballot.seats.all()],
    }


def _vote(seat):
    vote = getattr(seat, "vote", None)
    return {
        "voter": str(seat.voter),
        "choice": str(vote.choice) if vote else "",
        "is_out": seat.is_out,
        "reason": vote.reason if vote else "",
        "at": vote.at if vote else None,
    }
