"""Index: what the programme looks up about organisations before it trusts them with money."""

from grants.diligence.models.records import Check, Flag, FlagEvent, Result, Source
from grants.diligence.models.sanctions import EU_LIST, ListedParty, SanctionsList, SanctionsListEvent

__all__ = [
    "EU_LIST",
    "Check",
    "Flag",
    "FlagEvent",
    "ListedParty",
    "Result",
    "SanctionsList",
    "SanctionsListEvent",
    "Source",
]
