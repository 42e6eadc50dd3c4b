"""What must be true of payments and of the ledger, each computed a second time (security.md C2)."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import F, Q, Sum

from grants import money
from grants.audit import canonical, content_hash
from grants.contracts.actions.signing import COMMIT
from grants.contracts.models import Contract
from grants.contracts.workflow import ContractState
from grants.files.tables import MOST_COLUMNS, read_table
from grants.invariants import invariant
from grants.jobs.models import LIVE as LIVE_JOBS
from grants.jobs.models import Job
from grants.payments.models import (
    Account,
    EntryKind,
    LedgerClosing,
    LedgerEntry,
    PartnerTransfer,
    Payment,
    PaymentRequest,
    Posting,
    PostingBatch,
    Reconciliation,
)
from grants.payments.queries.books import totals_in_file, totals_of
from grants.payments.queries.position import calculation_again, position_of
from grants.payments.queries.reconciling import ledger_balance
from grants.payments.reconciling import last_day
from grants.payments.standing import SCREENING_HOLDS, booking_day, parties
from grants.payments.workflow import LIVE, PaymentState, ReconciliationState, ScreeningState


@invariant("Every ledger entry adds up to zero, and each side to its amount")
def entries_add_up():
    debit = Sum("postings__amount", filter=Q(postings__amount__gt=0))
    sums = LedgerEntry.objects.annotate(total=Sum("postings__amount"), debit=debit)
    for entry in sums.exclude(total=0, debit=F("amount")).order_by("pk"):
        yield f"entry {entry.public_id}"


@invariant("Every contrary entry mirrors the entry it takes back")
def reversals_mirror():
    for mirror in LedgerEntry.objects.filter(kind=EntryKind.REVERSAL).prefetch_related(
        "postings", "reverses__postings"
    ):
        taken_back = sorted((row.account, -row.amount) for row in mirror.postings.all())
        if taken_back != sorted((row.account, row.amount) for row in mirror.reverses.postings.all()):
            yield f"entry {mirror.public_id}"


@invariant("Nothing was booked in a period that was closed before")
def closed_periods_stay_closed():
    for closing in LedgerClosing.objects.order_by("until"):
        for entry in LedgerEntry.objects.filter(booked_on__lte=closing.until, at__gt=closing.at).order_by("pk"):
            yield f"entry {entry.public_id}"


@invariant("The history of the payments alone rebuilds every balance of the ledger")
def history_rebuilds_the_balances():
    booked = defaultdict(lambda: money.ZERO)
    rows = Posting.objects.filter(entry__payment__isnull=False).order_by()
    for payment, account, amount in rows.values_list("entry__payment_id", "account").annotate(sum=Sum("amount")):
        booked[payment, account] = amount
    for payment in Payment.objects.prefetch_related("events").order_by("pk"):
        for account, amount in _by_history(payment).items():
            if booked[payment.pk, account] != amount:
                yield f"payment {payment.reference}, {account}"
        yield None


def _by_history(payment):
    """Balances of a payment as its events tell them."""
    told = {event.action for event in payment.events.all()}
    amount = payment.amount if "approve" in told and "return" not in told else money.ZERO
    paid = amount if "confirm" in told else money.ZERO
    return {
        Account.PREFINANCING: amount, Account.OWED: paid - amount, Account.BANK: -paid,
        Account.COMMITMENT: paid, Account.COMMITTED: -paid,
    }  # fmt: skip


@invariant("What is paid and pending stays within the grant, and pre-financing within its cap")
def contracts_stay_within_the_grant():
    live = Q(payments__state__in=LIVE)
    before_the_end = live & Q(payments__kind__in=["first", "further"])
    sums = Contract.objects.annotate(
        live=Sum("payments__amount", filter=live), advance=Sum("payments__amount", filter=before_the_end)
    )
    for contract in sums.filter(live__isnull=False).order_by("pk"):
        if contract.live > contract.grant:
            yield f"contract {contract.reference}: more than the grant"
        if (contract.advance or money.ZERO) > position_of(contract).cap:
            yield f"contract {contract.reference}: more than the cap"
        yield None


@invariant("Every contract in force is committed, on the day of its signature unless that was closed")
def contracts_in_force_are_committed():
    """Those put in force this minute wait for their job; one that was set aside is found here."""
    waiting = Job.objects.filter(kind=COMMIT, state__in=LIVE_JOBS).values_list("target", flat=True)
    signed = Contract.objects.filter(state=ContractState.SIGNED).exclude(pk__in=[int(target) for target in waiting])
    booked = dict(LedgerEntry.objects.filter(kind=EntryKind.COMMITMENT).values_list("contract", "booked_on"))
    for contract in signed.order_by("pk").iterator(chunk_size=500):
        day = booked.get(contract.pk)
        if day is None or (day != contract.signed_on and not _was_closed(contract.signed_on, before=day)):
            yield f"contract {contract.reference}"
        yield None


def _was_closed(day, *, before):
    """Whether a day's period was closed by a later day."""
    return any(closing.until >= day and booking_day(closing.at) <= before for closing in LedgerClosing.objects.all())


@invariant("What is still committed is the grant less what was paid")
def commitments_are_what_is_left():
    committed = Posting.objects.filter(account=Account.COMMITMENT).order_by()
    grants = dict(Contract.objects.values_list("pk", "grant"))
    for contract, left in committed.values_list("entry__contract_id").annotate(sum=Sum("amount")):
        paid = Payment.objects.filter(contract=contract, state=PaymentState.CONFIRMED).aggregate(sum=Sum("amount"))
        if -left != grants[contract] - (paid["sum"] or money.ZERO):
            yield f"contract {contract}"


@invariant("Every approved payment was initiated by one person and approved by another")
def two_persons_paid():
    for payment in Payment.objects.prefetch_related("events").order_by("pk"):
        acted = {event.action: event.actor_id for event in payment.events.all()}
        if "approve" in acted and acted["approve"] in (acted["initiate"], payment.initiated_by_id, None):
            yield f"payment {payment.reference}"


@invariant("One confirmation of the bank settles one payment, at its amount")
def confirmations_settle_once():
    seen = set()
    for payment in Payment.objects.filter(state=PaymentState.CONFIRMED).order_by("pk"):
        amounts = list(payment.ledger_entries.filter(kind=EntryKind.SETTLEMENT).values_list("amount", flat=True))
        if amounts != [payment.amount] or payment.bank_reference in seen:
            yield f"payment {payment.reference}"
        seen.add(payment.bank_reference)


@invariant("No payment was approved without a screening of every party within a day, none with an open match")
def payments_were_screened():
    approved = Payment.objects.filter(state__in=[PaymentState.APPROVED, PaymentState.CONFIRMED])
    for payment in approved.select_related("contract__project__lead").order_by("pk"):
        since = payment.approved_at - SCREENING_HOLDS
        for organisation in parties(payment.contract, on=booking_day(payment.approved_at)):
            before = organisation.screenings.filter(at__lte=payment.approved_at)
            if not before.filter(at__gte=since).exists() or _open_then(before, payment.approved_at):
                yield f"payment {payment.reference}, organisation {organisation.public_id}"
        yield None


def _open_then(screenings, moment):
    """Whether a possible match found before a moment was still open then."""
    matches = screenings.filter(state__in=[ScreeningState.HIT, ScreeningState.CLEARED, ScreeningState.CONFIRMED])
    for match in matches.prefetch_related("events"):
        cleared = [event.at for event in match.events.all() if event.action == "clear"]
        if not cleared or min(cleared) > moment:
            return True
    return False


@invariant("Every calculation a request keeps has its hash, and computed anew the same amount")
def calculations_stand():
    for request in PaymentRequest.objects.order_by("pk").iterator(chunk_size=500):
        is_intact = content_hash(canonical(request.calculation)) == request.sha256
        if not is_intact or calculation_again(request.calculation).payable != Decimal(request.amount):
            yield f"request {request.public_id}"
        yield None


@invariant("Every approved payment goes to an account that two persons had verified")
def accounts_were_verified():
    for payment in (
        Payment.objects.exclude(approved_at=None).select_related("account", "contract__project").order_by("pk")
    ):
        verified = payment.account.events.filter(action="verify", at__lte=payment.approved_at)
        if not verified.exists() or payment.account.organisation_id != payment.contract.project.lead_id:
            yield f"payment {payment.reference}"


MOST_LINES = 1_000_000
"""Lines of one exported file that are read again."""


@invariant(
    "The file of every batch of postings says what the ledger says, account by account, and no number is left out"
)
def batches_are_the_ledger():
    for place, batch in enumerate(PostingBatch.objects.select_related("csv").order_by("number"), start=1):
        postings = Posting.objects.filter(entry__exported__batch=batch)
        totals = totals_of(postings)
        side = sum((debit for debit, _credit in totals.values()), start=money.ZERO)
        counts = (batch.number, batch.entry_count, batch.amount)
        if counts != (place, batch.exported.count(), side) or _told_by_file(batch) != totals:
            yield f"batch {batch}"
        yield None


def _told_by_file(batch):
    try:
        with batch.csv.content.open("rb") as opened:
            rows = read_table(opened.read(), "csv", most_rows=MOST_LINES, most_columns=MOST_COLUMNS)
    except FileNotFoundError:  # the check of stored files says so
        return None
    return totals_in_file(rows)


@invariant("Every confirmed month was found right by two persons, is closed, and its balance is still the ledger's")
def months_stay_reconciled():
    closed = LedgerClosing.objects.order_by("-until").values_list("until", flat=True).first()
    for month in Reconciliation.objects.filter(state=ReconciliationState.CONFIRMED).order_by("pk"):
        is_open = closed is None or closed < last_day(month.month)
        if is_open or month.confirmed_by_id in (None, month.by_id) or ledger_balance(month.month) != month.ledger:
            yield f"month {month}"
        yield None


@invariant("Every contrary line of a transfer takes back the whole line it names")
def contrary_lines_mirror():
    wrong = PartnerTransfer.objects.exclude(corrects=None).exclude(
        amount=-F("corrects__amount"), party=F("corrects__party"), contract=F("corrects__contract")
    )
    for line in wrong.order_by("pk"):
        yield f"transfer {line.public_id}"
