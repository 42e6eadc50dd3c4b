"""The bank account of a month by the ledger, the payments that can explain a difference, the months still to do."""

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from decimal import Decimal

from django.db.models import Min, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from grants import clock, formats, money
from grants.payments.models import (
    LIVE_RECONCILIATIONS,
    Account,
    EntryKind,
    LedgerEntry,
    Payment,
    Posting,
    ReconciledKind,
    Reconciliation,
)
from grants.payments.queries.books import above
from grants.payments.queries.records import history
from grants.payments.reconciling import (
    RETURNED_EARLIER,
    RETURNED_LATER,
    SIGNS,
    UNDERWAY,
    Comparison,
    last_day,
    months_over,
)
from grants.payments.standing import booking_day
from grants.payments.workflow import PaymentState, ReconciliationState
from grants.words import month_text


@dataclass(frozen=True)
class Explaining:
    """A payment that one side may know before the other, and how the statement would differ for it."""

    payment: Payment
    kind: str

    @property
    def amount(self) -> Decimal:
        """By how much the statement shows more, or less."""
        return SIGNS[self.kind] * self.payment.amount


def ledger_balance(month):
    """The bank account by the postings up to the end of the month; one query."""
    rows = Posting.objects.filter(account=Account.BANK, entry__booked_on__lte=last_day(month))
    return rows.aggregate(sum=Sum("amount"))["sum"] or money.ZERO


def explaining(month):
    """Payments that can explain a difference at the end of the month; one query."""
    until = last_day(month)
    midnight = datetime.combine(until + timedelta(days=1), time(), clock.BOOKS_ZONE)
    bank = Q(ledger_entries__postings__account=Account.BANK)
    before, after = Q(ledger_entries__booked_on__lte=until), Q(ledger_entries__booked_on__gt=until)
    reversal = Q(ledger_entries__kind=EntryKind.REVERSAL, ledger_entries__booked_on__gte=month)
    amount = "ledger_entries__postings__amount"
    approved = Payment.objects.filter(approved_at__lt=midnight).annotate(
        before=Sum(amount, filter=bank & before, default=money.ZERO),
        after=Sum(amount, filter=bank & after, default=money.ZERO),
        back=Sum(amount, filter=bank & before & reversal, default=money.ZERO),
    )
    is_way = Q(before=0, back=0) & (Q(state=PaymentState.APPROVED) | Q(after__lt=0))
    is_later, is_earlier = Q(before__lt=0, after__gt=0), Q(back__gt=0)
    rows = approved.filter(is_way | is_later | is_earlier).select_related("contract__project__lead").order_by("pk")
    return [Explaining(row, _kind(row)) for row in rows]


def _kind(row):
    if row.back > 0:
        return RETURNED_EARLIER
    return RETURNED_LATER if row.before < 0 else UNDERWAY


def funding_before(month):
    """What had come into the account by the last reconciliation before the month; nothing when there is none."""
    last = live_months().filter(month__lt=month).first()
    return last.funding if last else money.ZERO


def comparison_of(reconciliation):
    """A reconciliation as the sum it rests on."""
    return Comparison(reconciliation.ledger, reconciliation.funding, reconciliation.statement, reconciliation.explained)


def live_months():
    """The months done, whether they wait for the second person or not; the latest first."""
    return Reconciliation.objects.filter(state__in=LIVE_RECONCILIATIONS)


def months_missing(live=None):
    """Months that are over and not reconciled, the earliest first; ``live`` are those done, if they are known.

    Counted from the first one reconciled, whose balances hold all before it; as long as there is none,
    only the last month that is over is missing.
    """
    today = booking_day(clock.now())
    done = {row.month for row in (live_months().only("month") if live is None else live)}
    if done:
        return [month for month in months_over(min(done), today) if month not in done]
    begun = LedgerEntry.objects.filter(postings__account=Account.BANK).aggregate(first=Min("booked_on"))["first"]
    return months_over(begun, today)[-1:] if begun else []


def in_words(month):
    """A month as it is called: September 2026."""
    return month_text(month)


def in_figures(month):
    """A month as an address and a field say it: 2026-09."""
    return f"{month:%Y-%m}"


def reconciliation_rows(rows):
    """Reconciliations, the latest month first, as rows for components/table.html."""
    return [
        [
            {"text": in_words(row.month), "url": row.get_absolute_url(), "hint": str(row.by)},
            {"document": row},
            row.ledger + row.funding,
            row.statement,
            row.explained,
            row.rest,
        ]
        for row in rows
    ]


def reconciliation_columns():
    """Heads of the list of months."""
    sums = (_("By the books, EUR"), _("Statement, EUR"), _("Explained, EUR"), _("Not explained, EUR"))
    return [{"label": _("Month")}, {"label": _("State")}, *({"label": label, "kind": "money"} for label in sums)]


def comparison_rows(comparison):
    """Both sides of a month, as rows for components/table.html; the last one is what is not explained."""
    rows = [
        [_("Bank account by the ledger"), comparison.ledger],
        [_("Money put into the account"), comparison.funding],
        [_("By the books"), comparison.expected],
        [_("Balance of the statement"), comparison.statement],
        [_("Difference"), comparison.difference],
        [_("Explained by payments"), comparison.explained],
    ]
    return rows, [_("Not explained"), comparison.rest]


def sentence_of(comparison):
    """Whether the month adds up, in words."""
    if not comparison.difference:
        return _("The statement and the books say the same.")
    if not comparison.rest:
        amount = _signed(comparison.difference)
        return _("The difference of %(amount)s is explained by payments.") % {"amount": amount}
    return _("It does not add up: %(amount)s is not explained.") % {"amount": _signed(comparison.rest)}


def _signed(amount):
    """An amount in a sentence: below zero it says so."""
    text = formats.money(abs(amount))
    return _("minus") + f" {text}" if amount < 0 else text


def explaining_words(one):
    """A payment that can explain a difference, as a choice of the form."""
    return _("%(reference)s, %(amount)s: %(why)s") % {
        "reference": one.payment.reference, "amount": formats.money(one.amount), "why": ReconciledKind(one.kind).label,
    }  # fmt: skip


def prepared(month):
    """What the page of a month to reconcile is drawn from; the earliest missing month where none is named."""
    missing = months_missing()
    today = booking_day(clock.now())
    if month is None or last_day(month) >= today:
        month = missing[0] if missing else (today.replace(day=1) - timedelta(days=1)).replace(day=1)
    balance = ledger_balance(month)
    return {
        "month": month,
        "pages": [*above(), {"url": reverse("payments:months"), "label": _("Monthly reconciliation")}],
        "funding": funding_before(month),
        "explaining": [(one, explaining_words(one)) for one in explaining(month)],
        "facts": [
            {"label": _("Month"), "value": in_words(month)},
            {"label": _("Bank account by the ledger"), "value": _signed(balance)},
        ],
        "others": [_to_do(other) for other in missing if other != month],
    }


def of_reconciliation(reconciliation):
    """The record of a reconciled month."""
    comparison = comparison_of(reconciliation)
    rows, total = comparison_rows(comparison)
    explained = reconciliation.payments.select_related("payment")
    return {
        "reconciliation": reconciliation,
        "pages": [*above(), {"url": reverse("payments:months"), "label": _("Monthly reconciliation")}],
        "facts": [_("reconciled by %(who)s") % {"who": reconciliation.by}],
        "rows": rows,
        "total": total,
        "columns": [{"label": _("At the end of the month")}, {"label": _("EUR"), "kind": "money"}],
        "sentence": sentence_of(comparison),
        "adds_up": not comparison.rest,
        "payments": [
            [
                {"text": row.payment.reference, "url": row.payment.get_absolute_url()},
                row.get_kind_display(),
                row.amount,
            ]
            for row in explained
        ],
        "payment_columns": [
            {"label": _("Payment")},
            {"label": _("Why")},
            {"label": _("The statement differs by, EUR"), "kind": "money"},
        ],
        "history": history(reconciliation),
        "is_waiting": reconciliation.state == ReconciliationState.WAITING,
    }


def _to_do(month):
    return {"month": in_words(month), "url": f"{reverse('payments:reconcile')}?month={in_figures(month)}"}


def months():
    """The months done, the latest first."""
    return list(Reconciliation.objects.select_related("by"))


def of_months():
    """What the list of months shows besides those done: those still to do."""
    return {
        "pages": above(),
        "columns": reconciliation_columns(),
        "missing": [_to_do(month) for month in months_missing()],
    }
