"""What is put to the vote for a lot, as it is frozen: ranking, line, envelope, reserve, those passed over."""

import json

from grants.audit import canonical
from grants.evaluation.queries.envelopes import envelope_of
from grants.evaluation.queries.grids import carried_titles
from grants.evaluation.queries.grids import rules_of as scoring_rules_of
from grants.evaluation.queries.ranking import cut_of, entry_of, ranked, rules_of
from grants.evaluation.ranking import draw_line
from grants.evaluation.workflow import CandidateState

PLACES = (
    ("selected", CandidateState.SELECTED),
    ("reserve", CandidateState.RESERVE),
    ("unfunded", CandidateState.UNFUNDED),
)

CUT_PLACES = (("invited", CandidateState.INVITED), ("not_invited", CandidateState.NOT_INVITED))
"""Places of concept notes, by the cut."""

STATE_OF = dict(PLACES) | dict(CUT_PLACES)
"""Place in a frozen list -> what becomes of the candidate."""


def proposed_list(lot, passed_over):
    """(document, line) of a lot as it stands: ``passed_over`` maps numbers of candidates to reasons."""
    candidates = list(ranked(lot))
    money, rules = envelope_of(lot), rules_of(lot.call)
    line = draw_line(
        [entry_of(candidate) for candidate in candidates], money.in_force, cut_of(rules), frozenset(passed_over)
    )
    places = {entry.key: name for name, _state in PLACES for entry in getattr(line, name)}
    carried = sorted(carried_titles(scoring_rules_of(lot.call)))
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
            line_of(candidate, places[candidate.pk], passed_over.get(candidate.pk, ""), carried)
            for candidate in candidates
        ],
    }
    return document, line


def line_of(candidate, place, passed_over="", carried=()):
    """A line of a ranking that is put to the vote; ``carried`` are the sections it keeps of its concept note."""
    kept = {"carried": {slug: candidate.concept_scores[slug] for slug in carried}} if carried else {}
    return kept | {
        "candidate": candidate.public_id,
        "reference": candidate.reference,
        "title": candidate.title,
        "lead": str(candidate.lead),
        "country": str(candidate.country),
        "rank": candidate.rank,
        "score": candidate.score,
        "requested": candidate.requested,
        "place": place,
        "passed_over": passed_over,
    }


def standing(document):
    """What of a frozen list must still be true when it is decided: who is ranked where, with what."""
    return [(row["candidate"], row["rank"], row["score"], row["requested"]) for row in document["ranking"]]


def plain(document):
    """A document as it is stored and read back: plain JSON values."""
    return json.loads(canonical(document))
