"""Index of every model of reporting, in order of life. Tests check that it is complete."""

from reporting.firms.models import Firm, FirmPair
from reporting.progress.models import (
    Fact,
    FirmList,
    IndicatorValue,
    ListProblem,
    Participation,
    ResultsUpdate,
    ResultsUpdateEvent,
    ResultsUpdateVersion,
)
from reporting.publishing.models import Note, NoteEvent, NoteVersion, Publication
from reporting.results.models import Compilation, CompilationEvent, CompilationInput, Figure

__all__ = [
    "Compilation",
    "CompilationEvent",
    "CompilationInput",
    "Fact",
    "Figure",
    "Firm",
    "FirmList",
    "FirmPair",
    "IndicatorValue",
    "ListProblem",
    "Note",
    "NoteEvent",
    "NoteVersion",
    "Participation",
    "Publication",
    "ResultsUpdate",
    "ResultsUpdateEvent",
    "ResultsUpdateVersion",
]
