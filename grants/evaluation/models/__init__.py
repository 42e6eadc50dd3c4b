"""Models of the evaluation stage, by subject."""

from grants.evaluation.models.assessments import (
    LIVE,
    Assessment,
    AssessmentEvent,
    AssessmentVersion,
    Assessor,
    AssessorEvent,
    Consolidation,
    OwnAssessment,
    Progress,
    Standing,
)
from grants.evaluation.models.awards import Award, AwardEvent
from grants.evaluation.models.evaluations import (
    Candidate,
    CandidateEvent,
    Conflict,
    ConflictOrigin,
    Evaluation,
    EvaluationEvent,
)
from grants.evaluation.models.rules import ScoringRules, ThirdRule

__all__ = [
    "LIVE",
    "Assessment",
    "AssessmentEvent",
    "AssessmentVersion",
    "Assessor",
    "AssessorEvent",
    "Award",
    "AwardEvent",
    "Candidate",
    "CandidateEvent",
    "Conflict",
    "ConflictOrigin",
    "Consolidation",
    "Evaluation",
    "EvaluationEvent",
    "OwnAssessment",
    "Progress",
    "ScoringRules",
    "Standing",
    "ThirdRule",
]
