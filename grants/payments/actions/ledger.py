"""Booking: entries that add up to zero, contrary entries, closed periods."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.payments.models import Account, EntryKind, LedgerClosing, LedgerEntry, Posting
from grants.payments.standing import booking_day
from grants.workflow import Reason, Refused, action, locked


@action
def post(contract, kind, debit, credit, amount, *, by, narrative, role="", payment=None, booked_on=None):
    """Book ``amount`` from one account to another; returns the entry.

    Booked today in Berlin, or on ``booked_on``. Raises Refused for a day in a closed period, and for a
    day to come.
    """
    today = booking_day(clock.now())
    booked_on = booked_on or today
    if booked_on > today:
        raise Refused([_("Nothing is booked on a day to come.")])
    _refuse_closed(booked_on)
    entry = LedgerEntry.objects.create(
        kind=kind, contract=contract, payment=payment, amount=amount, booked_on=booked_on, narrative=narrative,
        by=by, role=role, at=clock.now(),
    )  # fmt: skip
    Posting.objects.bulk_create(
        [
            Posting(entry=entry, account=debit, amount=amount),
            Posting(entry=entry, account=credit, amount=-amount),
        ]
    )
    return entry


@action
def reverse_entry(entry, *, by, narrative, role=""):
    """Take an entry back by its mirror image, booked today: the original stays. Raises Refused the second time."""
    entry = locked(entry)
    if entry.kind == EntryKind.REVERSAL:
        raise Refused([_("A contrary entry is not taken back. Book the event again.")])
    if LedgerEntry.objects.filter(reverses=entry).exists():
        raise Refused([_("This entry has been taken back already.")])
    today = booking_day(clock.now())
    _refuse_closed(today)
    mirror = LedgerEntry.objects.create(
        kind=EntryKind.REVERSAL, contract=entry.contract, payment=entry.payment, amount=entry.amount,
        booked_on=today, narrative=narrative, reverses=entry, by=by, role=role, at=clock.now(),
    )  # fmt: skip
    Posting.objects.bulk_create(
        [Posting(entry=mirror, account=row.account, amount=-row.amount) for row in entry.postings.all()]
    )
    return mirror


@action
def commit_contract(contract, *, by):
    """Book the commitment of a contract in force, once; returns the entry, also the second time.

    Booked on the day of its signature, or today where that period is closed. Raises Refused before that.
    """
    contract = locked(contract)
    if contract.state != "signed":
        raise Refused([Reason(_("The contract is not signed."), code="not_signed")])
    booked = contract.ledger_entries.filter(kind=EntryKind.COMMITMENT).first()
    if booked is not None:
        return booked
    is_closed = LedgerClosing.objects.filter(until__gte=contract.signed_on).exists()
    return post(
        contract, EntryKind.COMMITMENT, Account.COMMITTED, Account.COMMITMENT, contract.grant, by=by,
        narrative=contract.reference, booked_on=None if is_closed else contract.signed_on,
    )  # fmt: skip


@action
def clear_prefinancing(contract, *, by, amount, narrative, role=""):
    """Book the EU share of accepted costs: they clear the pre-financing, which was a receivable until then.

    Raises Refused for more than the pre-financing not yet cleared: costs beyond it are paid first.
    """
    contract = locked(contract)
    open_amount = sum(
        Posting.objects.filter(entry__contract=contract, account=Account.PREFINANCING).values_list("amount", flat=True)
    )
    if amount > open_amount:
        raise Refused([_("More than the pre-financing not yet cleared cannot be cleared.")])
    return post(
        contract, EntryKind.CLEARING, Account.EXPENSE, Account.PREFINANCING, amount, by=by, role=role,
        narrative=narrative,
    )  # fmt: skip


@action
def close_period(until, *, by):
    """Close the books up to a day: nothing is booked there any more, also not by hand in the database.

    Raises Refused for a day that is not over, and for one already closed.
    """
    if until >= booking_day(clock.now()):
        raise Refused([_("Only days that are over can be closed.")])
    _refuse_closed(until)
    return LedgerClosing.objects.create(until=until, by=by, at=clock.now())


def _refuse_closed(day):
    if LedgerClosing.objects.filter(until__gte=day).exists():
        raise Refused([_("The books are closed on that day. What is still to be booked is booked today.")])
