"""What the records of requests, payments and contracts show."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from grants import money
from grants.payments import instalments, messages, standing
from grants.payments.models import Account, Payment, PaymentKind, Posting, Screening
from grants.payments.queries.position import position_of
from grants.payments.workflow import Action, PaymentState


@dataclass(frozen=True)
class Entry:
    """One line of a history, as components/timeline.html shows it."""

    what: str
    who: str
    at: datetime
    note: str = ""


@dataclass(frozen=True)
class Standing:
    """A contract's money in EUR: what is granted, paid, on its way, left."""

    granted: Decimal
    paid: Decimal
    pending: Decimal

    @property
    def remaining(self):
        """What is neither paid nor pending."""
        return self.granted - self.paid - self.pending


AMONG_COLLEAGUES = (Action.REJECT, Action.CANCEL)
"""Steps whose note is for finance alone: the consortium reads that they were taken."""


def history(document, *, reads_notes=True):
    """What happened to a request or a payment, newest first; one query. ``reads_notes`` also those of colleagues."""
    events = document.events.select_related("actor").order_by("-at", "-pk")
    return [
        Entry(
            str(e.get_action_display()), str(e.actor or ""), e.at,
            e.note if reads_notes or e.action not in AMONG_COLLEAGUES else "",
        )
        for e in events
    ]  # fmt: skip


def sentences(calculation, *, country):
    """What a stored calculation says."""
    findings = calculation["result"]["findings"]
    return [messages.sentence(found["code"], found["params"], country=country) for found in findings]


def calculation_table(lines):
    """The lines of a calculation as rows for components/table.html; the last one is the result."""
    rows = [[messages.LINES[code], Decimal(amount)] for code, amount in lines]
    columns = [{"label": _("Calculation")}, {"label": _("EUR"), "kind": "money"}]
    return {"columns": columns, "rows": rows[:-1], "total": rows[-1]}


def standing_of(contract):
    """Granted, paid and pending; one query."""
    sums = Payment.objects.filter(contract=contract).aggregate(
        paid=Sum("amount", filter=Q(state=PaymentState.CONFIRMED)),
        pending=Sum("amount", filter=Q(state__in=[PaymentState.INITIATED, PaymentState.APPROVED])),
    )
    return Standing(contract.grant, sums["paid"] or money.ZERO, sums["pending"] or money.ZERO)


def balances(contract=None):
    """Balance of each account, of one contract or of all, as ``{account: amount}``; one query."""
    rows = Posting.objects.order_by()
    if contract is not None:
        rows = rows.filter(entry__contract=contract)
    found = dict(rows.values_list("account").annotate(sum=Sum("amount")))
    return {account: found.get(account, money.ZERO) for account in Account.values}


def balance_rows(contract=None):
    """The same as rows for components/table.html."""
    return [[Account(account).label, amount] for account, amount in balances(contract).items()]


def entry_rows(entries):
    """Ledger entries of a contract with their two sides as rows for components/table.html; two queries."""
    return [_entry_row(entry) for entry in _with_sides(entries)]


def ledger_rows(entries):
    """The same of all contracts, each entry behind its contract; two queries."""
    return [[_contract_cell(entry.contract), *_entry_row(entry)] for entry in _with_sides(entries)]


def _with_sides(entries):
    return entries.select_related("contract", "by").prefetch_related("postings")


def _contract_cell(contract):
    return {"text": contract.reference, "url": reverse("payments:contract", args=[contract.public_id])}


def _entry_row(entry):
    debit = next(row for row in entry.postings.all() if row.amount > 0)
    credit = next(row for row in entry.postings.all() if row.amount < 0)
    return [
        {"text": entry.get_kind_display(), "hint": entry.narrative},
        {"moment": entry.booked_on},
        debit.get_account_display(),
        credit.get_account_display(),
        entry.amount,
        {"text": str(entry.by or "–")},
    ]


def ledger_columns():
    """Heads of the table of the entries of all contracts."""
    return [{"label": _("Contract")}, *entry_columns()]


def entry_columns():
    """Heads of the table of entries."""
    labels = (_("Entry"), _("Booked on"), _("Debit"), _("Credit"))
    return [*({"label": label} for label in labels), {"label": _("EUR"), "kind": "money"}, {"label": _("By")}]


def forecast_rows(contract):
    """The instalments to come if everything is spent as budgeted, as rows for components/table.html."""
    return [
        [
            PaymentKind(expected.kind).label,
            _("months %(first)s to %(last)s")
            % {"first": expected.period.first_month, "last": expected.period.last_month}
            if expected.period
            else _("after the final report"),
            expected.amount,
        ]
        for expected in instalments.forecast(position_of(contract))
    ]


def next_kind(contract):
    """The instalment that comes next: the first, then further ones."""
    return PaymentKind.FURTHER if position_of(contract).paid else PaymentKind.FIRST


def screening_rows(contract):
    """The latest screening of each party, as rows for components/table.html."""
    organisations = standing.parties(contract)
    latest = Screening.objects.filter(organisation__in=organisations).order_by("organisation_id", "-at", "-pk")
    found = {row.organisation_id: row for row in latest.distinct("organisation_id")}
    rows = []
    for organisation in organisations:
        row = found.get(organisation.pk)
        rows.append(
            [
                {
                    "text": organisation.legal_name,
                    "url": row.get_absolute_url(),
                    "hint": f"{row.list_name}, {row.list_version}",
                },
                {"document": row},
                {"moment": row.at},
            ]
            if row
            else [organisation.legal_name, _("Not screened yet"), "–"]
        )
    return rows


def candidate_columns():
    """Heads of the table of possible matches."""
    return [
        {"label": _("Name looked up")},
        {"label": _("On the list")},
        {"label": _("Likeness in percent"), "kind": "number"},
        {"label": _("Born")},
        {"label": _("Sanctions programme")},
    ]


def candidate_rows(screening):
    """Who on the list a name is like, as rows for components/table.html; one query."""
    return [
        [
            one.subject,
            {
                "text": one.matched_name,
                "hint": one.listed.reference,
            }
            | (_decided(one.decided_in) if one.decided_in else {}),
            one.likeness,
            one.listed.born or "–",
            one.listed.programme or "–",
        ]
        for one in screening.candidates.select_related("listed", "decided_in")
    ]


def _decided(screening):
    words = _("Asked before: %(state)s") % {"state": screening.get_state_display()}
    return {"url": screening.get_absolute_url(), "hint": words}


def payee_facts(payment, *, sees_number):
    """To whom and to which account, as pairs for components/facts.html."""
    account = payment.account
    return [
        {"label": _("Coordinator"), "value": payment.contract.project.lead.legal_name,
         "url": payment.contract.project.lead.get_absolute_url() if sees_number else ""},
        {"label": _("Account holder"), "value": account.holder},
        {"label": _("Bank"), "value": f"{account.bank}, {account.country.name}"},
        {"label": _("Account"), "value": account.full if sees_number else account.masked,
         "url": account.get_absolute_url() if sees_number else ""},
        {"label": _("BIC (SWIFT)"), "value": account.bic or "–"},
        {"label": _("Contract"), "value": str(payment.contract)},
    ]  # fmt: skip
