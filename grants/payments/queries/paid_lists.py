"""What a list of paid payments means now, and how its page shows it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from grants import clock
from grants.audit import canonical, content_hash
from grants.payments import messages
from grants.payments.models import Payment
from grants.payments.paid_list import Known, judge
from grants.payments.queries.books import above
from grants.payments.queries.records import history
from grants.payments.standing import booking_day


def judged_now(paid_list):
    """The rows as they are to be understood now, and the payments they name by reference; two queries."""
    references = {row["reference"] for row in paid_list.rows}
    banks = {row.get("bank_reference") or row["reference"] for row in paid_list.rows}
    payments = {row.reference: row for row in Payment.objects.filter(reference__in=references)}
    taken = dict(Payment.objects.filter(bank_reference__in=banks - {""}).values_list("bank_reference", "reference"))
    known = {reference: _known(payment) for reference, payment in payments.items()}
    return judge(paid_list.rows, known, taken, booking_day(clock.now())), payments


def _known(payment):
    approved = booking_day(payment.approved_at) if payment.approved_at else None
    return Known(
        payment.reference, payment.amount, str(payment.state), approved, payment.value_date, payment.bank_reference
    )


def seen_hash(judged):
    """The hash of what a page shows of the rows: what is confirmed is what was looked at, or nothing."""
    rows = [[row.number, row.is_ready, row.is_known, [code for code, _params in row.problems]] for row in judged]
    return content_hash(canonical({"rows": rows}))


def of_paid_list(paid_list):
    """The record of a list: each row and what would happen to it."""
    judged, payments = judged_now(paid_list)
    ready = [row for row in judged if row.is_ready]
    wrong = [row for row in judged if row.problems]
    return {
        "paid_list": paid_list,
        "pages": [*above(), {"url": reverse("payments:paid_lists"), "label": _("Lists of paid payments")}],
        "history": history(paid_list),
        "columns": _columns(),
        "rows": [_cells(row, payments.get(row.reference)) for row in judged],
        "ready": len(ready),
        "wrong": len(wrong),
        "known": len(judged) - len(ready) - len(wrong),
        "amount": sum(row.amount for row in ready),
        "seen_sha256": seen_hash(judged),
        "facts": [
            ngettext("%d row", "%d rows", len(judged)) % len(judged),
            _("read by %(who)s") % {"who": paid_list.by},
        ],
    }


def _columns():
    return [
        {"label": _("Row"), "kind": "number"},
        {"label": _("Payment")},
        {"label": _("Value date")},
        {"label": _("Amount, EUR"), "kind": "money"},
        {"label": _("What happens")},
    ]


def _cells(row, payment):
    if row.problems:
        happens = " ".join(messages.problem_of_row(code, params) for code, params in row.problems)
        happens = {"text": _("Left out"), "hint": happens}
    elif row.is_known:
        happens = {"text": _("Nothing: confirmed already, as in this row")}
    else:
        happens = {"text": _("Will be confirmed"), "hint": row.bank_reference}
    return [
        row.number,
        {"text": row.reference or "–", "url": payment.get_absolute_url() if payment else ""},
        {"moment": row.value_date} if row.value_date else row.typed["value_date"] or "–",
        row.amount if row.amount is not None else {"text": row.typed["amount"] or "–"},
        happens,
    ]


def list_rows(lists):
    """Lists handed in, the latest first, as rows for components/table.html."""
    return [
        [
            {"text": one.file.original_name, "url": one.get_absolute_url()},
            {"moment": one.at},
            {"text": str(one.by)},
            len(one.rows),
        ]
        for one in lists
    ]


def list_columns():
    """Heads of the table of lists."""
    return [
        {"label": _("File")},
        {"label": _("Read")},
        {"label": _("By")},
        {"label": _("Rows"), "kind": "number"},
    ]
