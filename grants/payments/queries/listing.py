"""The list of payments: each request with what has become of it, searched and filtered."""

from urllib.parse import urlencode

from django.db.models import Count, Prefetch, Q, Sum
from django.utils.translation import gettext_lazy as _

from grants import money
from grants.organisations.names import search_form
from grants.payments.models import Payment
from grants.payments.standing import booking_day
from grants.payments.workflow import PaymentState, RequestState
from grants.words import country_name, display, short_date_text

STANDS = {
    "check": (_("Waits for the check"), Q(state=RequestState.REQUESTED)),
    "approval": (_("Waits for approval"), Q(payments__state=PaymentState.INITIATED)),
    "way": (_("Approved, on its way"), Q(payments__state=PaymentState.APPROVED)),
    "paid": (_("Paid"), Q(state=RequestState.PAID)),
    "ended": (_("Returned or withdrawn"), Q(state__in=[RequestState.RETURNED, RequestState.WITHDRAWN])),
}
"""What the filter calls it -> words, condition. A request has at most one payment under way."""

SUMS = {
    "all": Sum("amount"),
    "paid": Sum("amount", filter=Q(state=RequestState.PAID)),
    "count": Count("pk"),
}
"""What is asked for, what of it is paid, how many requests."""

COLUMNS = (
    (_("Request"), "", _("Kind")), (_("State"), "", ""), (_("Coordinator"), "", _("Country")),
    (_("Amount, EUR"), "money", ""), (_("Requested"), "", ""), (_("Initiated"), "", ""), (_("Approved"), "", ""),
    (_("Paid on"), "", ""),
)  # fmt: skip


def overview(rows) -> tuple[list[tuple], dict]:
    """The calls of ``rows`` as choices, by reference, and their ``sums``; one query."""
    groups = rows.select_related(None).order_by()
    groups = groups.values_list("contract__award__lot__call__public_id", "contract__award__lot__call__reference")
    calls, total = [], {"all": money.ZERO, "paid": money.ZERO, "count": 0}
    for number, reference, *figures in groups.annotate(**SUMS):
        calls.append((str(number), reference))
        total = {name: total[name] + (figure or 0) for name, figure in zip(SUMS, figures, strict=True)}
    return sorted(calls, key=lambda call: call[1]), total


def found(rows, filters):
    """Those of ``rows`` that fit ``filters`` (search, call, stand, kind)."""
    if filters.get("search"):
        for word in search_form(filters["search"]).split():
            rows = rows.filter(
                Q(contract__reference__icontains=word) | Q(contract__project__lead__search_name__contains=word)
            )
    if filters.get("call"):
        rows = rows.filter(contract__award__lot__call__public_id=filters["call"])
    if filters.get("kind"):
        rows = rows.filter(kind=filters["kind"])
    if filters.get("stand"):
        rows = rows.filter(STANDS[filters["stand"]][1])
    return rows


def with_payments(rows):
    """Each with what a row shows and its payments, the last first; one query more."""
    payments = Payment.objects.order_by("-pk").only(
        "request_id", "public_id", "state", "initiated_at", "approved_at", "value_date"
    )
    rows = rows.select_related(None).select_related("contract__project__lead").only(
        "public_id", "number", "kind", "amount", "state", "requested_at", "contract__reference",
        "contract__project__lead__legal_name", "contract__project__lead__short_name",
        "contract__project__lead__country",
    )  # fmt: skip
    return rows.prefetch_related(Prefetch("payments", payments, to_attr="newest_first"))


def sums(rows):
    """Sum of what is asked for and of what is paid among the rows, and how many there are; one query."""
    found = rows.order_by().aggregate(**SUMS)
    return {"all": found["all"] or money.ZERO, "paid": found["paid"] or money.ZERO, "count": found["count"]}


def columns():
    """Heads of the table."""
    return [{"label": label, "kind": kind, "hint": hint} for label, kind, hint in COLUMNS]


def rows(requests):
    """The rows of the table for a part of what was ``found``."""
    return [cells(request) for request in with_payments(requests)]


def cells(request):
    """One row of the table."""
    payment = next(iter(request.newest_first), None)
    live = payment if payment and payment.state in (PaymentState.INITIATED, PaymentState.APPROVED) else None
    lead = request.contract.project.lead
    return [
        {"text": str(request), "url": (payment or request).get_absolute_url(), "hint": display(request, "kind")},
        {"document": live or request},
        {"text": str(lead), "hint": country_name(lead.country)},
        request.amount,
        _day(booking_day(request.requested_at)),
        _day(booking_day(payment.initiated_at)) if payment else "–",
        _day(booking_day(payment.approved_at)) if payment and payment.approved_at else "–",
        _day(payment.value_date) if payment and payment.state == PaymentState.CONFIRMED else "–",
    ]


def _day(day):
    return {"text": short_date_text(day), "value": day}


def total_row(sums):
    """The last row: the sum of the amounts."""
    return [_("All"), "", "", sums["all"], "", "", "", ""]


def chips(form, filters):
    """The filters in force, each with the address that takes it away."""
    shown = []
    for name, value in filters.items():
        if value:
            words = {str(code): label for code, label in getattr(form.fields[name], "choices", ())}
            text = f"{form.fields[name].label}: {words.get(str(value), value)}"
            shown.append({"label": text, "url": "?" + query({**filters, name: ""})})
    return shown


def query(filters):
    """The part of the address that says what is filtered."""
    return urlencode({key: value for key, value in filters.items() if value})
