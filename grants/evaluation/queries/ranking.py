"""The ranking of a lot with its funding line, as one person may see it."""

from dataclasses import dataclass
from decimal import Decimal
from typing import NamedTuple

from grants.evaluation.models import Award, AwardRules, Candidate
from grants.evaluation.models.evaluations import in_conflict
from grants.evaluation.queries.envelopes import Envelope, envelope_of
from grants.evaluation.ranking import Entry, Line, Rules, draw_line
from grants.evaluation.workflow import CandidateState

IN_RANKING = (
    CandidateState.RANKED, CandidateState.SELECTED, CandidateState.RESERVE, CandidateState.UNFUNDED,
    CandidateState.RENOUNCED,
)  # fmt: skip
"""States of those that reached the threshold and have a rank."""

STATES = {state.value: state for state in IN_RANKING}


def rules_of(call) -> AwardRules:
    """How the call cuts: its own rules, or those that hold without any."""
    return getattr(call, "award_rules", None) or AwardRules(call=call)


def cut_of(rules: AwardRules) -> Rules:
    """The rules as the funding line takes them."""
    return Rules(rules.quality_line, rules.reserve_places)


def ranked(lot):
    """The candidates of a lot that reached the threshold, best first."""
    return Candidate.objects.filter(lot=lot, state__in=IN_RANKING).select_related("lead").order_by("rank")


def entry_of(candidate) -> Entry:
    """A candidate as the funding line takes it."""
    return Entry(candidate.pk, candidate.rank, candidate.score, candidate.requested)


class Row(NamedTuple):
    """A line of the ranking: place among those the reader sees, sum down to here, where the line puts it."""

    place: int
    entry: Entry
    sum: Decimal
    outcome: CandidateState
    is_last_selected: bool


@dataclass(frozen=True)
class Ranking:
    """What a reader sees of a lot's ranking; ``withheld`` counts the candidates kept from them."""

    rows: list[Row]
    line: Line | None
    """Where it falls; None where the committee has decided what the reader sees and no other envelope is tried."""
    envelope: Decimal
    money: Envelope
    rules: AwardRules
    withheld: int
    is_decided: bool
    """Whether the committee has decided what the reader sees of this lot."""


def ranking_for(lot, user, *, envelope=None) -> Ranking:
    """The ranking of the lot as ``user`` may see it; with ``envelope`` as it would be with that money.

    Three queries: what the line is drawn of, envelope, rules. A lot may hold thousands: what a line shows
    of its candidate is read page by page. Nothing is stored.
    """
    rows = ranked(lot).select_related(None).annotate(is_kept=in_conflict(user))
    stands = list(rows.values_list("state", "is_kept", "pk", "rank", "score", "requested"))
    seen = [(Entry(pk, *entry), state) for state, is_kept, pk, *entry in stands if not is_kept]
    entries, is_decided = [entry for entry, _state in seen], _is_decided(state for _entry, state in seen)
    money, rules = envelope_of(lot), rules_of(lot.call)
    available = money.in_force if envelope is None else envelope
    line = draw_line(entries, available, cut_of(rules)) if envelope is not None or not is_decided else None
    is_hypothetical = envelope is not None or not _is_decided(state for state, *_entry in stands)
    outcome = _outcomes(line) if is_hypothetical else {entry.key: STATES[state] for entry, state in seen}
    return Ranking(_rows(entries, outcome), line, available, money, rules, len(stands) - len(seen), is_decided)


def _is_decided(states):
    return any(state != CandidateState.RANKED for state in states)


def _outcomes(line):
    parts = (
        (CandidateState.SELECTED, line.selected),
        (CandidateState.RESERVE, line.reserve),
        (CandidateState.UNFUNDED, line.unfunded),
    )
    return {entry.key: state for state, entries in parts for entry in entries}


def _rows(entries, outcome):
    selected = [entry.rank for entry in entries if outcome[entry.key] == CandidateState.SELECTED]
    last, rows, total = max(selected, default=None), [], Decimal("0.00")
    for place, entry in enumerate(entries, start=1):
        total += entry.requested
        rows.append(Row(place, entry, total, outcome[entry.key], entry.rank == last))
    return rows


def next_in_reserve(lot) -> Candidate | None:
    """The first of the reserve list, who is promoted next; nobody is jumped."""
    return ranked(lot).filter(state=CandidateState.RESERVE).first()


def awards_for(call, user):
    """The awards of a call as the person may see them, lot by lot in the order of the ranking."""
    visible = Award.objects.visible_to(user).filter(lot__call=call)
    return visible.select_related("contract").order_by("lot__position", "candidate__rank")
