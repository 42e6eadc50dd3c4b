"""Index: what the programme looks up about organisations before it trusts them with money."""

from grants.diligence.models.records import Check, Flag, FlagEvent, Result, Source
from grants.diligence.models.sanctions import EU_LIST, ListedParty, SanctionsList, SanctionsListEvent
from grants.diligence.models.severities import ConcernSeverity, ConcernSeverityEvent

__all__ = [
    "EU_LIST",
    "Check",
    "ConcernSeverity",
    "ConcernSeverityEvent",
    "Flag",
    "FlagEvent",
    "ListedParty",
    "Result",
    "SanctionsList",
    "SanctionsListEvent",
    "Source",
]
