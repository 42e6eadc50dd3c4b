"""Models of the contract stage, by subject."""

from grants.contracts.models.addenda import Addendum
from grants.contracts.models.contracts import (
    BudgetCorrection,
    Contract,
    ContractEvent,
    ContractParty,
    ContractSignature,
    ContractVersion,
    CorrectionKind,
)
from grants.contracts.models.projects import (
    Project,
    ProjectActivity,
    ProjectCountry,
    ProjectEvent,
    ProjectIndicator,
    ProjectKind,
    ProjectResult,
    ProjectSector,
    Sector,
)
from grants.contracts.models.terms import AnnexTemplate, ContractTerms, ExchangeRule, PaymentOption, ReportingPeriod

__all__ = [
    "Addendum",
    "AnnexTemplate",
    "BudgetCorrection",
    "Contract",
    "ContractEvent",
    "ContractParty",
    "ContractSignature",
    "ContractTerms",
    "ContractVersion",
    "CorrectionKind",
    "ExchangeRule",
    "PaymentOption",
    "Project",
    "ProjectActivity",
    "ProjectCountry",
    "ProjectEvent",
    "ProjectIndicator",
    "ProjectKind",
    "ProjectResult",
    "ProjectSector",
    "ReportingPeriod",
    "Sector",
]
