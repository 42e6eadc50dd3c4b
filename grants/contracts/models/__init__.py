"""Models of the contract stage, by subject."""

from grants.contracts.models.contracts import (
    Contract,
    ContractEvent,
    ContractParty,
    Project,
    ProjectKind,
)

__all__ = ["Contract", "ContractEvent", "ContractParty", "Project", "ProjectKind"]
