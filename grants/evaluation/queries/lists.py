"""What is put to the vote for a lot, as it is frozen: ranking, line, envelope, reserve, those passed over."""

import json

from grants.audit import canonical
from grants.evaluation.queries.envelopes import envelope_of
from grants.evaluation.queries.ranking import cut_of, entry_of, ranked, rules_of
from grants.evaluation.ranking import draw_line
from grants.evaluation.workflow import CandidateState

PLACES = (
    ("selected", CandidateState.SELECTED),
    ("reserve", CandidateState.RESERVE),
    ("unfunded", CandidateState.UNFUNDED),
)


def proposed_list(lot, passed_over):
    """(document, line) of a lot as it stands: ``passed_over`` maps numbers of candidates to reasons."""
    candidates = list(ranked(lot))
    money, rules = envelope_of(lot), rules_of(lot.call)
    line = draw_line(
        [entry_of(candidate) for candidate in candidates], money.in_force, cut_of(rules), frozenset(passed_over)
    )
    places = {entry.key: name for name, _state in PLACES for entry in getattr(line, name)}
    document = {
        "call": lot.call.reference,
        "lot": lot.code,
        "envelope": money.in_force,
        "used": line.used,
        "left": line.left,
        "rules": {
            "quality_line": rules.quality_line,
            "reserve_places": rules.reserve_places,
        },
        "ranking": [
            {
                "candidate": candidate.public_id,
                "reference": candidate.reference,
                "title": candidate.title,
                "lead": str(candidate.lead),
                "country": str(candidate.country),
                "rank": candidate.rank,
                "score": candidate.score,
                "requested": candidate.requested,
                "place": places[candidate.pk],
                "passed_over": passed_over.get(candidate.pk, ""),
            }
            for candidate in candidates
        ],
    }
    return document, line


def standing(document):
    """What of a frozen list must still be true when it is decided: who is ranked where, with what."""
    return [(row["candidate"], row["rank"], row["score"], row["requested"]) for row in document["ranking"]]


def plain(document):
    """A document as it is stored and read back: plain JSON values."""
    return json.loads(canonical(document))
