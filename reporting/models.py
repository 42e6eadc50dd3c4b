"""Index of every model of reporting, in order of life. Tests check that it is complete."""

from reporting.firms.models import Firm, FirmPair, FirmPairEvent
from reporting.progress.models import (
    Fact,
    FirmList,
    FirmListEvent,
    IndicatorValue,
    ListProblem,
    Participation,
    ResultsUpdate,
    ResultsUpdateEvent,
    ResultsUpdateVersion,
)
from reporting.results.models import Compilation, CompilationEvent, CompilationInput, Figure

__all__ = [
    "Compilation",
    "CompilationEvent",
    "CompilationInput",
    "Fact",
    "Figure",
    "Firm",
    "FirmList",
    "FirmListEvent",
    "FirmPair",
    "FirmPairEvent",
    "IndicatorValue",
    "ListProblem",
    "Participation",
    "ResultsUpdate",
    "ResultsUpdateEvent",
    "ResultsUpdateVersion",
]
