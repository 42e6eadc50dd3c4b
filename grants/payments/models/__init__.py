"""Models of the payments stage, by subject."""

from grants.payments.models.books import (
    AccountNumber,
    AccountNumberEvent,
    ExportedEntry,
    PostingBatch,
    PostingBatchEvent,
)
from grants.payments.models.ledger import Account, EntryKind, LedgerClosing, LedgerEntry, Posting
from grants.payments.models.paid_lists import PaidList, PaidListEvent
from grants.payments.models.payments import Payment, PaymentEvent, PaymentKind, PaymentRequest, PaymentRequestEvent
from grants.payments.models.reconciliation import (
    LIVE_RECONCILIATIONS,
    ReconciledKind,
    ReconciledPayment,
    Reconciliation,
    ReconciliationEvent,
)
from grants.payments.models.screening import Screening, ScreeningCandidate, ScreeningEvent
from grants.payments.models.transfers import PartnerTransfer

__all__ = [
    "LIVE_RECONCILIATIONS",
    "Account",
    "AccountNumber",
    "AccountNumberEvent",
    "EntryKind",
    "ExportedEntry",
    "LedgerClosing",
    "LedgerEntry",
    "PaidList",
    "PaidListEvent",
    "PartnerTransfer",
    "Payment",
    "PaymentEvent",
    "PaymentKind",
    "PaymentRequest",
    "PaymentRequestEvent",
    "Posting",
    "PostingBatch",
    "PostingBatchEvent",
    "ReconciledKind",
    "ReconciledPayment",
    "Reconciliation",
    "ReconciliationEvent",
    "Screening",
    "ScreeningCandidate",
    "ScreeningEvent",
]
