"""What each page about money is drawn from, ready for its template."""

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from grants.applications.queries.record import country_of
from grants.payments import messages
from grants.payments.models import LedgerClosing, LedgerEntry, PaymentKind
from grants.payments.queries import records
from grants.payments.queries.desk import OF_A_MATCH
from grants.payments.queries.position import calculate, position_of
from grants.payments.standing import seen_hash
from grants.payments.workflow import OPEN_REQUESTS, Action, PaymentState, RequestAction, RequestState
from grants.proposals.models import Proposal
from grants.workflow import reasons_against

ENTRIES_SHOWN = 50


def _payments():
    return {"url": reverse("payments:list"), "label": _("Payments")}


def above(contract):
    """The way back: the payments, and the contract's money."""
    return [
        _payments(),
        {"url": reverse("payments:contract", args=[contract.public_id]), "label": contract.reference},
    ]


def asking(contract, kind, form, inputs, reader):
    """The page on which an instalment is asked for; ``inputs`` None while they are not understood."""
    country = country_of(reader)
    result = None if inputs is None else calculate(position_of(contract), kind, **inputs)
    said = (
        [messages.sentence(finding.code, finding.params, country=country) for finding in result.findings]
        if result
        else []
    )
    return {
        "contract": contract,
        "pages": above(contract),
        "kind": PaymentKind(kind).label,
        "form": form,
        "result": result,
        "sentences": said,
        "table": records.calculation_table(result.lines) if result else None,
        "waiting": contract.payment_requests.open().first(),
        "is_signed": contract.state == "signed",
    }


def _calculation(request, reader):
    return {
        "sentences": records.sentences(request.calculation, country=country_of(reader)),
        "table": records.calculation_table(request.calculation["result"]["lines"]),
    }


def of_request(request, reader):
    """The record of a request."""
    is_open = request.state == RequestState.REQUESTED
    return _calculation(request, reader) | {
        "payment_request": request,
        "pages": above(request.contract),
        "facts": [request.get_kind_display(), str(request.contract.project.lead)],
        "reasons": reasons_against(request, RequestAction.INITIATE) if is_open else [],
        "payments": list(request.payments.order_by("-pk")),
        "history": records.history(request),
    }


def of_payment(payment, reader):
    """The record of a payment; the whole account number only for who needs it."""
    sees_number = reader.has_perm("grants.read_account_number", payment.account)
    is_of_programme = reader.has_perm("grants.read_screening", payment)
    is_open = payment.state == PaymentState.INITIATED
    return _calculation(payment.request, reader) | {
        "payment": payment,
        "payment_request": payment.request,
        "pages": above(payment.contract),
        "facts": [payment.get_kind_display(), str(payment.contract.project.lead)],
        "payee": records.payee_facts(payment, sees_number=sees_number),
        "seen_sha256": seen_hash(payment),
        "reasons": reasons_against(payment, Action.APPROVE) if is_open else [],
        "history": records.history(payment, reads_notes=is_of_programme),
        "screenings": records.screening_rows(payment.contract) if is_of_programme else [],
        "screening_columns": screening_columns(),
    }


def of_contract(contract, reader):
    """The money of a contract."""
    lead = contract.project.lead
    entries = LedgerEntry.objects.filter(contract=contract).order_by("-booked_on", "-pk")
    sees_books, requests = reader.has_perm("grants.read_ledger"), list(contract.payment_requests.order_by("number"))
    return {
        "contract": contract,
        "pages": above(contract)[:1],
        "facts": [contract.project.title, str(lead)],
        "links": _around(contract, reader),
        "standing": records.standing_of(contract),
        "requests": [
            [
                {"text": str(request), "url": request.get_absolute_url(), "hint": request.get_kind_display()},
                {"document": request},
                {"moment": request.requested_at},
                request.amount,
            ]
            for request in requests
        ],
        "request_columns": [
            {"label": _("Request")},
            {"label": _("State")},
            {"label": _("Requested")},
            {"label": _("Amount, EUR"), "kind": "money"},
        ],
        "forecast": records.forecast_rows(contract),
        "forecast_columns": [
            {"label": _("Instalment")},
            {"label": _("Period")},
            {"label": _("Expected, EUR"), "kind": "money"},
        ],
        "may_request": contract.state == "signed"
        and reader.has_perm("grants.request_payment", contract)
        and not any(request.state in OPEN_REQUESTS for request in requests),
        "sees_books": sees_books,
        "entries": records.entry_rows(entries[:ENTRIES_SHOWN]) if sees_books else [],
        "entry_columns": records.entry_columns(),
        "balances": records.balance_rows(contract) if sees_books else [],
        "balance_columns": balance_columns(),
        "may_screen": reader.has_perm("grants.record_screening", contract),
        "screenings": records.screening_rows(contract) if reader.has_perm("grants.read_screening", contract) else [],
        "screening_columns": screening_columns(),
    }


def _around(contract, reader):
    """From the money of a contract to the contract and to the account it is paid to."""
    lead = contract.project.lead
    links = [{"url": reverse("payments:transfers", args=[contract.public_id]), "label": _("Transfers to partners")}]
    if reader.has_perm("grants.read_contract", contract):
        links.append({"url": contract.get_absolute_url(), "label": _("Contract")})
    if reader.has_perm("grants.read_bank_accounts", lead):
        links.append({"url": reverse("organisations:accounts", args=[lead.public_id]), "label": _("Bank account")})
    return links


def of_screening(record):
    """The record of a screening."""
    return {
        "record": record,
        "pages": [_payments()],
        "facts": [
            {"label": _("Name looked up"), "value": record.screened_name},
            {"label": _("Representatives looked up"), "value": ", ".join(record.screened_people) or "–"},
            {"label": _("List"), "value": record.list_name},
            {"label": _("Version"), "value": record.list_version},
            {"label": _("Date of the list"), "value": date_format(record.list_date, "DATE_FORMAT")},
            {"label": _("What matches"), "value": record.note or "–"},
        ],
        "candidates": records.candidate_rows(record),
        "candidate_columns": records.candidate_columns(),
        "proposal": Proposal.objects.open().filter(action__in=OF_A_MATCH, document_id=record.pk).first(),
        "history": records.history(record),
    }


def of_ledger():
    """The books of all contracts, the entries apart."""
    return {
        "pages": [_payments()],
        "balances": records.balance_rows(),
        "balance_columns": balance_columns(),
        "columns": records.ledger_columns(),
        "closing": LedgerClosing.objects.select_related("by").first(),
    }


def entries_of_all():
    """The entries of all contracts, the latest first."""
    return LedgerEntry.objects.order_by("-booked_on", "-pk")


def balance_columns():
    """Heads of the table of balances."""
    return [{"label": _("Account")}, {"label": _("Balance, EUR"), "kind": "money"}]


def screening_columns():
    """Heads of the table of screenings."""
    return [{"label": _("Party")}, {"label": _("Result")}, {"label": _("At")}]
