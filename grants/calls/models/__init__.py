"""Calls for proposals, and what is asked about them in public."""

from grants.calls.models.calendar import CallDate
from grants.calls.models.calls import (
    Call,
    CallCountry,
    CallEvent,
    CallIndicator,
    CallVersion,
    Corrigendum,
    CountryGroup,
    Lot,
    MandateEvidence,
    Pillar,
)
from grants.calls.models.papers import CallDocument, RequiredDocument, SlotTemplate
from grants.calls.models.programmes import Programme, ProgrammeEvent
from grants.calls.models.questions import CallAnswer, CallQuestion, CallQuestionEvent
from grants.calls.models.steps import Asked, CallSteps
from grants.calls.workflow import CallState, CallStep

__all__ = [
    "Asked",
    "Call",
    "CallAnswer",
    "CallCountry",
    "CallDate",
    "CallDocument",
    "CallEvent",
    "CallIndicator",
    "CallQuestion",
    "CallQuestionEvent",
    "CallState",
    "CallStep",
    "CallSteps",
    "CallVersion",
    "Corrigendum",
    "CountryGroup",
    "Lot",
    "MandateEvidence",
    "Pillar",
    "Programme",
    "ProgrammeEvent",
    "RequiredDocument",
    "SlotTemplate",
]
