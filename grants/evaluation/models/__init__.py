"""Models of the evaluation stage, by subject."""

from grants.evaluation.models.awards import Award, AwardEvent
from grants.evaluation.models.evaluations import (
    Candidate,
    CandidateEvent,
    Conflict,
    ConflictOrigin,
    Evaluation,
    EvaluationEvent,
)

__all__ = [
    "Award",
    "AwardEvent",
    "Candidate",
    "CandidateEvent",
    "Conflict",
    "ConflictOrigin",
    "Evaluation",
    "EvaluationEvent",
]
