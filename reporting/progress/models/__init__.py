"""The models of results updates, in order of life."""

from reporting.progress import sealing
from reporting.progress.models.lists import Fact, FirmList, FirmListEvent, ListProblem, Participation
from reporting.progress.models.updates import (
    Evidence,
    IndicatorValue,
    ResultsUpdate,
    ResultsUpdateEvent,
    ResultsUpdateVersion,
    ValueRevision,
)

sealing.seal(ResultsUpdate, IndicatorValue, Evidence, FirmList, Participation, Fact)

__all__ = [
    "Evidence",
    "Fact",
    "FirmList",
    "FirmListEvent",
    "IndicatorValue",
    "ListProblem",
    "Participation",
    "ResultsUpdate",
    "ResultsUpdateEvent",
    "ResultsUpdateVersion",
    "ValueRevision",
]
