"""Models of the evaluation stage, by subject."""

from grants.evaluation.models.awards import Award, AwardEvent
from grants.evaluation.models.checks import (
    CheckAnswer,
    CheckCriterion,
    CheckStage,
    Clarification,
    ClarificationFile,
    Verdict,
)
from grants.evaluation.models.conflicts import Conflict, ConflictOrigin
from grants.evaluation.models.evaluations import (
    Candidate,
    CandidateEvent,
    CandidateParty,
    Evaluation,
    EvaluationEvent,
    OpeningRecord,
)

__all__ = [
    "Award",
    "AwardEvent",
    "Candidate",
    "CandidateEvent",
    "CandidateParty",
    "CheckAnswer",
    "CheckCriterion",
    "CheckStage",
    "Clarification",
    "ClarificationFile",
    "Conflict",
    "ConflictOrigin",
    "Evaluation",
    "EvaluationEvent",
    "OpeningRecord",
    "Verdict",
]
