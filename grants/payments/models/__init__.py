"""Models of the payments stage, by subject."""

from grants.payments.models.ledger import Account, EntryKind, LedgerClosing, LedgerEntry, Posting
from grants.payments.models.payments import Payment, PaymentEvent, PaymentKind, PaymentRequest, PaymentRequestEvent
from grants.payments.models.screening import Screening, ScreeningEvent

__all__ = [
    "Account",
    "EntryKind",
    "LedgerClosing",
    "LedgerEntry",
    "Payment",
    "PaymentEvent",
    "PaymentKind",
    "PaymentRequest",
    "PaymentRequestEvent",
    "Posting",
    "Screening",
    "ScreeningEvent",
]
