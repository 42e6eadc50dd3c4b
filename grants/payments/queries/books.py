"""Batches of postings: their lines as the accounting system takes them, their control totals."""

from collections import defaultdict
from decimal import Decimal

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import formats, money
from grants.payments.models import Account, LedgerEntry, Posting

HEADS = (
    "date", "entry", "event", "contract", "party", "account", "debit", "credit", "currency", "reference", "text",
    "ledger_account", "reverses",
)  # fmt: skip
"""Columns of an export. They and the codes in them never change with the language of who makes it."""

WIDTHS = (11, 8, 13, 16, 40, 12, 14, 14, 9, 20, 40, 14, 9)


def lines(postings, numbers):
    """One line per posting; ``numbers`` are the accounts' numbers in the accounting system."""
    return [
        [
            row.entry.booked_on,
            str(row.entry_id),
            str(row.entry.kind),
            row.entry.contract.reference,
            row.entry.contract.project.lead.legal_name,
            numbers[row.account],
            row.amount if row.amount > 0 else "",
            -row.amount if row.amount < 0 else "",
            row.entry.currency,
            row.entry.payment.reference if row.entry.payment else row.entry.contract.reference,
            row.entry.narrative,
            str(row.account),
            str(row.entry.reverses_id or ""),
        ]
        for row in postings
    ]


def totals_of(rows):
    """Debit and credit of each account among postings, as ``{account: (debit, credit)}``; one query."""
    found = rows.order_by().values_list("account").annotate(
        debit=Sum("amount", filter=Q(amount__gt=0)), credit=Sum("amount", filter=Q(amount__lt=0))
    )  # fmt: skip
    return {account: (debit or money.ZERO, -(credit or money.ZERO)) for account, debit, credit in found}


def totals_in_file(rows):
    """The same from the lines of an exported CSV file, heads first."""
    heads, *found = rows
    sums = defaultdict(lambda: (money.ZERO, money.ZERO))
    for row in found:
        line = dict(zip(heads, row, strict=True))
        debit, credit = sums[line["ledger_account"]]
        sums[line["ledger_account"]] = debit + Decimal(line["debit"] or 0), credit + Decimal(line["credit"] or 0)
    return dict(sums)


def above():
    """The page above those of the books."""
    return [{"url": reverse("payments:list"), "label": _("Payments")}]


def waiting():
    """How many entries have not been exported; one query."""
    return LedgerEntry.objects.filter(exported=None).count()


def batch_rows(batches):
    """Batches with their totals per account as rows for components/table.html; one query for all of them."""
    sums = Posting.objects.filter(entry__exported__batch__in=[batch.pk for batch in batches]).order_by()
    found = defaultdict(dict)
    for batch, account, total in sums.values_list("entry__exported__batch_id", "account").annotate(sum=Sum("amount")):
        found[batch][account] = total
    return [
        [
            {"text": str(batch), "url": batch.get_absolute_url(), "hint": str(batch.by)},
            {"moment": batch.at},
            batch.entry_count,
            batch.amount,
            *(found[batch.pk].get(account, money.ZERO) for account in Account.values),
        ]
        for batch in batches
    ]


def batch_columns():
    """Heads of the list of batches."""
    sums = [{"label": label, "kind": "money"} for _code, label in Account.choices]
    return [
        {"label": _("Batch"), "hint": _("By")},
        {"label": _("Made")},
        {"label": _("Entries"), "kind": "number"},
        {"label": _("Sum of one side, EUR"), "kind": "money"},
        *sums,
    ]


def total_rows(totals):
    """Debit and credit of each account, and the sum of all, as rows for components/table.html."""
    rows = [[Account(account).label, *totals[account]] for account in Account.values if account in totals]
    sums = [sum((side[place] for side in totals.values()), start=money.ZERO) for place in (0, 1)]
    return rows, [_("All"), *sums]


def total_columns():
    """Heads of the table of totals."""
    return [
        {"label": _("Account")},
        {"label": _("Debit, EUR"), "kind": "money"},
        {"label": _("Credit, EUR"), "kind": "money"},
    ]


def of_batch(batch):
    """The record of a batch: totals per account, files with their hashes, the first of its postings."""
    rows, total = total_rows(totals_of(Posting.objects.filter(entry__exported__batch=batch)))
    files = [("payments:batch_csv", batch.csv), ("payments:batch_workbook", batch.workbook)]
    return {
        "batch": batch,
        "pages": [*above(), {"url": reverse("payments:batches"), "label": _("Exports")}],
        "facts": [
            ngettext("%d entry", "%d entries", batch.entry_count) % batch.entry_count,
            formats.money(batch.amount),
            _("made by %(who)s") % {"who": batch.by},
        ],
        "columns": total_columns(),
        "rows": rows,
        "total": total,
        "files": [{"file": file, "url": reverse(name, args=[batch.public_id])} for name, file in files],
    }
