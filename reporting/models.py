"""Index of every model of reporting, in order of life. Tests check that it is complete."""

from reporting.auditing.models import Sample, SampleItem
from reporting.firms.models import Firm, FirmPair, FirmPairEvent
from reporting.monitoring.models import (
    AnswerFile,
    Finding,
    FindingAnswer,
    FindingEvent,
    Observation,
    Visit,
    VisitEvent,
    VisitFile,
    VisitVersion,
)
from reporting.progress.models import (
    Evidence,
    Fact,
    FirmList,
    FirmListEvent,
    IndicatorValue,
    ListProblem,
    Participation,
    ResultsUpdate,
    ResultsUpdateEvent,
    ResultsUpdateVersion,
    ValueRevision,
)
from reporting.publishing.models import Note, NoteEvent, NoteVersion, Publication
from reporting.results.models import Compilation, CompilationEvent, CompilationInput, Figure

__all__ = [
    "AnswerFile",
    "Compilation",
    "CompilationEvent",
    "CompilationInput",
    "Evidence",
    "Fact",
    "Figure",
    "Finding",
    "FindingAnswer",
    "FindingEvent",
    "Firm",
    "FirmList",
    "FirmListEvent",
    "FirmPair",
    "FirmPairEvent",
    "IndicatorValue",
    "ListProblem",
    "Note",
    "NoteEvent",
    "NoteVersion",
    "Observation",
    "Participation",
    "Publication",
    "ResultsUpdate",
    "ResultsUpdateEvent",
    "ResultsUpdateVersion",
    "Sample",
    "SampleItem",
    "ValueRevision",
    "Visit",
    "VisitEvent",
    "VisitFile",
    "VisitVersion",
]
