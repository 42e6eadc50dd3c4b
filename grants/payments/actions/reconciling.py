"""Reconciling a month with the bank's statement: done by one person, confirmed by another, closed by that."""

from django.utils.translation import gettext_lazy as _

from grants import clock
from grants.files.actions import store
from grants.payments.actions.ledger import close_period
from grants.payments.models import (
    LIVE_RECONCILIATIONS,
    LedgerClosing,
    LedgerEntry,
    ReconciledPayment,
    Reconciliation,
)
from grants.payments.queries.reconciling import explaining, ledger_balance
from grants.payments.reconciling import Comparison, last_day
from grants.payments.standing import booking_day
from grants.payments.workflow import ReconciliationAction
from grants.workflow import Reason, Refused, action, advance, locked, record, take_turns

STATEMENT_KINDS = ("pdf", "xlsx", "csv", "jpg", "png")


@action
def reconcile_month(*, by, month, statement, funding, file, explained=(), note=""):
    """Put the ledger of a month beside the bank's statement; a second person confirms it. Returns the Reconciliation.

    ``month`` is its first day, ``statement`` the balance the bank says, ``funding`` what came into the
    account otherwise, ``explained`` the numbers of payments (of ``queries.explaining``) that explain a
    difference. Raises Refused for a month that is not over or done already, and for a difference that
    neither payments nor a sentence explain.
    """
    take_turns("reconciliation")
    _refuse_month(month)
    chosen = {one.payment.pk: one for one in explaining(month)}
    if not set(explained) <= chosen.keys():
        raise Refused([Reason(_("Choose payments that one side can know before the other."), code="stranger")])
    rows = [chosen[number] for number in dict.fromkeys(explained)]
    comparison = Comparison(
        ledger_balance(month), funding, statement, sum((row.amount for row in rows), start=funding * 0)
    )
    if comparison.rest and not note.strip():
        sentence = _("It does not add up. Choose the payments that explain it, or say in a sentence what does.")
        raise Refused([Reason(sentence, code="note")])
    reconciliation = Reconciliation.objects.create(
        month=month, ledger=comparison.ledger, funding=funding, statement=statement, explained=comparison.explained,
        note=note.strip(), file=store(file, by=by, allow=STATEMENT_KINDS), by=by, at=clock.now(),
    )  # fmt: skip
    ReconciledPayment.objects.bulk_create(
        ReconciledPayment(reconciliation=reconciliation, payment=row.payment, kind=row.kind, amount=row.amount)
        for row in rows
    )
    changes = {"ledger": str(comparison.ledger), "statement": str(statement), "rest": str(comparison.rest)}
    record(reconciliation, ReconciliationAction.RECONCILE, by=by, note=note.strip(), changes=changes)
    return reconciliation


@action
def confirm_reconciliation(reconciliation, *, by):
    """Find the same as the second person: the month is closed for bookings.

    Raises Refused for who reconciled it, and when the books of the month have changed since.
    """
    reconciliation = locked(reconciliation)
    if reconciliation.by_id == by.pk:
        raise Refused([Reason(_("Who reconciles a month cannot confirm it. Ask a colleague."), code="same_person")])
    reconciliation.confirmed_by, reconciliation.confirmed_at = by, clock.now()
    advance(reconciliation, ReconciliationAction.CONFIRM, by=by, fields=["confirmed_by", "confirmed_at"])
    until = last_day(reconciliation.month)
    if not LedgerClosing.objects.filter(until__gte=until).exists():
        close_period(until, by=by)
    # Closed first: from here on nothing is added to the month, and what is compared stays true.
    if not _is_as_it_was(reconciliation):
        sentence = _("The books of this month have changed since. Return it: it has to be reconciled anew.")
        raise Refused([Reason(sentence, code="changed")])
    return reconciliation


@action
def return_reconciliation(reconciliation, *, by, reason):
    """Say that it is not right, with the reason for who reconciled the month; it is then to be done anew.

    Who did it can take it back in the same way.
    """
    if not reason.strip():
        raise Refused([Reason(_("Say what is not right: who reconciled the month reads it."), code="no_reason")])
    reconciliation = locked(reconciliation)
    advance(reconciliation, ReconciliationAction.RETURN, by=by, note=reason.strip())
    return reconciliation


def _refuse_month(month):
    if month.day != 1:
        raise Refused([Reason(_("A month is named by its first day."), code="month")])
    if last_day(month) >= booking_day(clock.now()):
        raise Refused([Reason(_("Only months that are over are reconciled."), code="month")])
    if not LedgerEntry.objects.filter(booked_on__lte=last_day(month)).exists():
        raise Refused([Reason(_("Nothing was booked in this month or before."), code="month")])
    if Reconciliation.objects.filter(month=month, state__in=LIVE_RECONCILIATIONS).exists():
        raise Refused([Reason(_("This month is reconciled already."), code="month")])


def _is_as_it_was(reconciliation):
    possible = {(one.payment.pk, one.kind, one.amount) for one in explaining(reconciliation.month)}
    chosen = set(reconciliation.payments.values_list("payment", "kind", "amount"))
    return ledger_balance(reconciliation.month) == reconciliation.ledger and chosen <= possible
