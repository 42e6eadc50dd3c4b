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
    "CandidateParty",
    "CheckAnswer",
    "CheckCriterion",
    "CheckStage",
    "Clarification",
    "ClarificationFile",
    "Conflict",
    "ConflictOrigin",
    "Consolidation",
    "Evaluation",
    "EvaluationEvent",
    "OpeningRecord",
    "OwnAssessment",
    "Progress",
    "ScoringRules",
    "Standing",
    "ThirdRule",
    "Verdict",
]
