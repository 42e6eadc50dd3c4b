"""The models of monitoring, in order of life."""

from reporting.monitoring import sealing
from reporting.monitoring.models.findings import AnswerFile, Finding, FindingAnswer, FindingEvent
from reporting.monitoring.models.visits import Observation, Visit, VisitEvent, VisitFile, VisitVersion

sealing.seal(Visit, Observation, VisitFile)

__all__ = [
    "AnswerFile",
    "Finding",
    "FindingAnswer",
    "FindingEvent",
    "Observation",
    "Visit",
    "VisitEvent",
    "VisitFile",
    "VisitVersion",
]
