"""Money as a population: payments the bank has executed, contracts with the awards behind them."""

from django.db.models import Q

from grants.contracts.models import Contract
from grants.payments.models import EntryKind, LedgerEntry, Payment, Posting
from grants.payments.standing import booking_day
from reporting.auditing.queries.scope import contracts_in
from reporting.auditing.sampling import Unit

PAYMENT_HEADS = (
    "contract", "coordinator", "instalment", "request", "initiated_by", "initiated_at", "approved_by", "approved_at",
    "value_date", "bank_reference", "ledger_entries", "record",
)  # fmt: skip
CONTRACT_HEADS = (
    "project", "coordinator", "call", "lot", "application", "award_decided_at", "award_grant_eur", "signed_on",
    "in_force_from", "starts_on", "ends_on", "total_cost_eur", "eu_share_percent", "record",
)  # fmt: skip
LEDGER_HEADS = (
    "payment", "entry", "event", "booked_on", "recorded_at", "account", "debit", "credit", "currency", "text",
    "recorded_as", "reverses",
)  # fmt: skip


def payments(choice, user) -> list[Unit]:
    """Payments booked as executed up to the moment and not taken back by then; of each its contract's country."""
    settled = LedgerEntry.objects.filter(
        kind=EntryKind.SETTLEMENT, at__lte=choice.as_of, contract__in=contracts_in(choice.engagement, user).values("pk")
    ).exclude(reversed_by__at__lte=choice.as_of)
    found = settled.order_by("payment__reference").values_list(
        "payment__reference", "amount", "contract__project__country", "payment_id", "contract__project_id"
    )
    return [Unit(*row) for row in found]


def contracts(choice, user) -> list[Unit]:
    """Contracts signed up to the day of the moment, each at its largest grant."""
    signed = contracts_in(choice.engagement, user).filter(signed_on__lte=booking_day(choice.as_of))
    found = signed.order_by("reference").values_list("reference", "grant", "project__country", "pk", "project_id")
    return [Unit(*row) for row in found]


def payment_details(choice, units) -> dict:
    """Number of a payment -> what PAYMENT_HEADS name: two queries."""
    numbers = [unit.number for unit in units]
    entries = {}
    for entry in _entries(choice, numbers).values("payment_id", "pk", "kind", "booked_on"):
        entries.setdefault(entry["payment_id"], []).append(f"{entry['pk']} {entry['kind']} {entry['booked_on']}")
    found = Payment.objects.filter(pk__in=numbers).select_related(
        "contract__project__lead", "request", "initiated_by", "approved_by"
    )
    return {
        one.pk: [
            one.contract.reference, one.contract.project.lead.legal_name, one.kind, one.request.number,
            str(one.initiated_by), _moment(one.initiated_at), str(one.approved_by or ""), _moment(one.approved_at),
            one.value_date or "", one.bank_reference, "; ".join(entries.get(one.pk, [])), one.get_absolute_url(),
        ]
        for one in found
    }  # fmt: skip


def contract_details(choice, units) -> dict:
    """Number of a contract -> what CONTRACT_HEADS name: one query."""
    found = Contract.objects.filter(pk__in=[unit.number for unit in units]).select_related(
        "project__lead", "award__lot__call", "award__candidate__submission__application"
    )
    return {
        one.pk: [
            one.project.title, one.project.lead.legal_name, one.call.reference, one.award.lot.code,
            one.award.candidate.submission.application.reference, _moment(one.award.decided_at), one.award.grant,
            one.signed_on, one.effective_on or "", one.project.starts_on or "", one.project.ends_on or "",
            one.total_cost, one.share, one.get_absolute_url(),
        ]
        for one in found
    }  # fmt: skip


def ledger_rows(choice, units):
    """The postings of these payments up to the moment, as rows of LEDGER_HEADS: one query."""
    entries = _entries(choice, [unit.number for unit in units])
    postings = Posting.objects.filter(entry__in=entries.values("pk")).select_related("entry__payment")
    for row in postings.order_by("entry__payment__reference", "entry_id", "-amount", "pk").iterator():
        entry = row.entry
        yield [
            entry.payment.reference, entry.pk, entry.kind, entry.booked_on, _moment(entry.at), row.account,
            row.amount if row.amount > 0 else "", -row.amount if row.amount < 0 else "", entry.currency,
            entry.narrative, entry.role, entry.reverses_id or "",
        ]  # fmt: skip


def _entries(choice, numbers):
    return LedgerEntry.objects.filter(Q(payment__in=numbers), at__lte=choice.as_of).order_by("pk")


def _moment(moment):
    return moment.isoformat(timespec="seconds") if moment else ""
