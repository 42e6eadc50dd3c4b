"""The books of the demo: what left for the accounting system, the bank by month, what a coordinator passed on."""

from datetime import datetime, time, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from grants import clock
from grants.contracts.models import Contract
from grants.files.tables import as_csv
from grants.management.demo.cast import manager_of
from grants.payments.actions.books import export_postings, set_account_number
from grants.payments.actions.reconciling import confirm_reconciliation, reconcile_month
from grants.payments.actions.transfers import record_transfer
from grants.payments.models import Account
from grants.payments.queries.reconciling import ledger_balance
from grants.payments.reconciling import last_day
from grants.payments.standing import booking_day

NUMBERS = {
    Account.BANK: "1810", Account.OWED: "3310", Account.PREFINANCING: "1420", Account.EXPENSE: "6400",
    Account.COMMITTED: "9010", Account.COMMITMENT: "9020",
}  # fmt: skip
"""What our accounts are called in the accounting system."""

FUNDING = Decimal("15000000.00")
FEES = Decimal("18.50")
FEES_NOTE = "Fees of the bank of 18.50 EUR, charged by mistake and to be refunded."
PARTS = ((Decimal("18000.00"), 20), (Decimal("12500.00"), 75))
"""Amount and days after the payment, of what Ana's chamber has passed on."""


def keep_books(people, lead, now):
    """One batch of all postings, the month before last reconciled and closed, the last month waiting for Hugo."""
    with clock.at(now - timedelta(days=400)):
        for account, number in NUMBERS.items():
            set_account_number(account, by=people["admin"], number=number)
    first_of_this = booking_day(now).replace(day=1)
    last = (first_of_this - timedelta(days=1)).replace(day=1)
    before = (last - timedelta(days=1)).replace(day=1)
    with clock.at(_fourth(last)):
        done = _reconciled(before, people["elena"])
    with clock.at(_fourth(last) + timedelta(hours=5)):
        confirm_reconciliation(done, by=people["hugo"])
    with clock.at(min(_fourth(first_of_this), now)):
        _reconciled(last, people["elena"], fees=FEES, note=FEES_NOTE)
    _pass_on(lead, now)
    with clock.at(now - timedelta(hours=2)):
        export_postings(by=people["elena"])


def _fourth(month):
    """The fourth day of a month, in the morning."""
    return datetime.combine(month + timedelta(days=3), time(10), clock.BOOKS_ZONE)


def _reconciled(month, by, fees=Decimal("0.00"), note=""):
    balance = FUNDING + ledger_balance(month) - fees
    rows = [[last_day(month), "Closing balance", balance, "EUR"]]
    statement = as_csv(["date", "text", "balance", "currency"], rows)
    file = ContentFile(statement, name=f"statement-{month:%Y-%m}.csv")
    return reconcile_month(by=by, month=month, statement=balance, funding=FUNDING, file=file, note=note)


def _pass_on(lead, now):
    """What Ana's chamber has transferred to its partner since it was paid."""
    contract = Contract.objects.filter(project__lead=lead, payments__state="confirmed").first()
    if contract is None:
        return
    paid_on = contract.payments.filter(state="confirmed").order_by("value_date").first().value_date
    partner = contract.parties.filter(is_coordinator=False).order_by("position").first()
    for number, (amount, days) in enumerate(PARTS, start=1):
        moment = datetime.combine(paid_on + timedelta(days=days), time(11), clock.BOOKS_ZONE)
        if moment < now:
            with clock.at(moment):
                record_transfer(
                    contract, by=manager_of(lead), party=partner, amount=amount,
                    transferred_on=paid_on + timedelta(days=days), note=f"Part {number} of the first instalment",
                )  # fmt: skip
