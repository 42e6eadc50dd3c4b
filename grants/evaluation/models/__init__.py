"""Models of the evaluation stage, by subject."""

from grants.evaluation.models.awards import (
    Announcement,
    Award,
    AwardEvent,
    AwardRules,
    EnvelopeMove,
    Feedback,
)
from grants.evaluation.models.committee import (
    AwardList,
    Ballot,
    BallotEvent,
    BallotSeat,
    Declaration,
    Minutes,
    Vote,
)
from grants.evaluation.models.evaluations import (
    Candidate,
    CandidateEvent,
    Conflict,
    ConflictOrigin,
    Evaluation,
    EvaluationEvent,
)

__all__ = [
    "Announcement",
    "Award",
    "AwardEvent",
    "AwardList",
    "AwardRules",
    "Ballot",
    "BallotEvent",
    "BallotSeat",
    "Candidate",
    "CandidateEvent",
    "Conflict",
    "ConflictOrigin",
    "Declaration",
    "EnvelopeMove",
    "Evaluation",
    "EvaluationEvent",
    "Feedback",
    "Minutes",
    "Vote",
]
