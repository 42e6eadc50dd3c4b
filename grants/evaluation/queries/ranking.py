"""The ranking of a lot with its funding line, as one person may see it."""

from dataclasses import dataclass
from decimal import Decimal

from grants.evaluation.models import Award, AwardRules, Candidate
from grants.evaluation.queries.envelopes import Envelope, envelope_of
from grants.evaluation.queries.withheld import withheld_from
from grants.evaluation.ranking import Entry, Line, Rules, draw_line
from grants.evaluation.workflow import CandidateState

IN_RANKING = (
    CandidateState.RANKED, CandidateState.SELECTED, CandidateState.RESERVE, CandidateState.UNFUNDED,
    CandidateState.RENOUNCED,
)  # fmt: skip
"""States of those that reached the threshold and have a rank."""


SHOWN = ("public_id", "reference", "title", "country", "state", "score", "rank", "requested", "lead_id")
"""Columns of a candidate that a line of the ranking, and the funding line, are made of."""


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


@dataclass(frozen=True)
class Row:
    """A line of the ranking page: place among those the reader sees, sum down to here, where the line puts it."""

    place: int
    candidate: Candidate
    sum: Decimal
    outcome: str
    is_last_selected: bool


@dataclass(frozen=True)
class Ranking:
    """What a reader sees of a lot's ranking; ``withheld`` counts the candidates kept from them."""

    rows: list[Row]
    line: Line
    envelope: Decimal
    money: Envelope
    rules: AwardRules
    withheld: int

    @property
    def is_decided(self):
        """Whether the committee has decided this lot."""
        return any(row.candidate.state != CandidateState.RANKED for row in self.rows)


def ranking_for(lot, user, *, envelope=None) -> Ranking:
    """The ranking of the lot as ``user`` may see it; with ``envelope`` as it would be with that money.

    Four queries: candidates (with what a line shows, but for their leads), conflicts, envelope, rules.
    Nothing is stored.
    """
    candidates = list(ranked(lot).select_related(None).only(*SHOWN))
    kept = withheld_from(user, ranked(lot)) if candidates else set()
    seen = [candidate for candidate in candidates if candidate.pk not in kept]
    money, rules = envelope_of(lot), rules_of(lot.call)
    available = money.in_force if envelope is None else envelope
    line = draw_line([entry_of(candidate) for candidate in seen], available, cut_of(rules))
    is_hypothetical = envelope is not None or not _is_decided(candidates)
    outcome = _outcomes(line) if is_hypothetical else {candidate.pk: candidate.state for candidate in seen}
    return Ranking(_rows(seen, outcome), line, available, money, rules, len(kept))


def _is_decided(candidates):
    return any(candidate.state != CandidateState.RANKED for candidate in candidates)


def _outcomes(line):
    parts = (
        (CandidateState.SELECTED, line.selected),
        (CandidateState.RESERVE, line.reserve),
        (CandidateState.UNFUNDED, line.unfunded),
    )
    return {entry.key: state for state, entries in parts for entry in entries}


def _rows(candidates, outcome):
    last = max((place for place, c in enumerate(candidates) if outcome[c.pk] == CandidateState.SELECTED), default=None)
    rows, total = [], Decimal("0.00")
    for place, candidate in enumerate(candidates):
        total += candidate.requested
        state = CandidateState(outcome[candidate.pk])
        rows.append(Row(place + 1, candidate, total, state, place == last))
    return rows


def next_in_reserve(lot) -> Candidate | None:
    """The first of the reserve list, who is promoted next; nobody is jumped."""
    return ranked(lot).filter(state=CandidateState.RESERVE).first()


def awards_for(call, user):
    """The awards of a call as the person may see them, lot by lot in the order of the ranking."""
    visible = Award.objects.visible_to(user).filter(lot__call=call)
    return visible.select_related("contract").order_by("lot__position", "candidate__rank")
