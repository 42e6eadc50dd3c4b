"""Calls for proposals, and what is asked about them in public."""

from grants.calls.models.calls import (
    Call,
    CallCountry,
    CallDocument,
    CallEvent,
    CallIndicator,
    CallVersion,
    Corrigendum,
    CountryGroup,
    Lot,
    MandateEvidence,
    Pillar,
    Programme,
    RequiredDocument,
)
from grants.calls.models.questions import CallQuestion, CallQuestionEvent
from grants.calls.workflow import CallState

__all__ = [
    "Call",
    "CallCountry",
    "CallDocument",
    "CallEvent",
    "CallIndicator",
    "CallQuestion",
    "CallQuestionEvent",
    "CallState",
    "CallVersion",
    "Corrigendum",
    "CountryGroup",
    "Lot",
    "MandateEvidence",
    "Pillar",
    "Programme",
    "RequiredDocument",
]
