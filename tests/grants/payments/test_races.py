"""Several persons, or clicks, at one moment: money leaves once, and never more than the grant."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from threading import Barrier

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connections

from grants import clock
from grants.models import (
    ExportedEntry,
    LedgerClosing,
    LedgerEntry,
    Payment,
    PaymentRequest,
    Posting,
    PostingBatch,
)
from grants.organisations.actions.bank_accounts import add_bank_account
from grants.payments.actions.books import export_postings, set_account_number
from grants.payments.actions.ledger import commit_contract, post
from grants.payments.actions.paid_lists import confirm_paid_list, read_paid_list
from grants.payments.actions.payments import approve_payment, confirm_payment, initiate_payment
from grants.payments.actions.reconciling import confirm_reconciliation, reconcile_month
from grants.payments.actions.requests import request_payment
from grants.payments.invariants import batches_are_the_ledger
from grants.payments.models import Account
from grants.payments.queries.paid_lists import judged_now
from grants.payments.queries.paid_lists import seen_hash as rows_hash
from grants.payments.standing import seen_hash
from grants.workflow import Refused
from tests.grants.files.samples import PDF
from tests.grants.payments.paying import LATER, OTHER_ACCOUNT

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def together(*functions):
    """Run the functions at the same moment, each on its own connection: what each gave, or the reasons against."""
    barrier = Barrier(len(functions))

    def run(function):
        try:
            with clock.at(LATER):
                barrier.wait(timeout=20)
                return function()
        except Refused as refused:
            return refused.reasons
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(functions)) as pool:
        return list(pool.map(run, functions))


def told(results):
    return [result for result in results if isinstance(result, list)]


def test_eight_approvals_at_once_pay_once_and_seven_are_told(payment, hugo):
    seen = seen_hash(payment)

    results = together(*[lambda: approve_payment(payment, by=hugo, seen_sha256=seen)] * 8)

    assert len(told(results)) == 7
    assert {reason.code for reasons in told(results) for reason in reasons} == {"wrong_state"}
    assert list(Posting.objects.filter(account="owed").values_list("amount", flat=True)) == [Decimal("-120000.00")]
    assert payment.events.filter(action="approve").count() == 1


def test_the_same_confirmation_eight_times_at_once_is_one(payment, hugo, elena):
    approved = approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))
    statement = {
        "key": payment.public_id, "value_date": date(2026, 9, 26), "bank_reference": "B", "amount": payment.amount
    }  # fmt: skip

    results = together(*[lambda: confirm_payment(approved, by=elena, **statement)] * 8)

    assert told(results) == []
    assert Posting.objects.filter(account="bank").count() == 1


def test_a_request_is_initiated_once(request_, account, elena):
    results = together(*[lambda: initiate_payment(request_, by=elena)] * 4)

    assert len(told(results)) == 3
    assert Payment.objects.count() == 1


def test_an_instalment_is_asked_for_once(contract, later, ana):
    results = together(*[lambda: request_payment(contract, by=ana, kind="first")] * 4)

    assert len(told(results)) == 3
    assert PaymentRequest.objects.count() == 1
    assert Posting.objects.filter(account="commitment").count() == 1


def test_a_contract_is_committed_once_by_a_request_and_two_workers_at_the_same_moment(contract, later, ana, diego):
    results = together(
        lambda: commit_contract(contract, by=diego),
        lambda: commit_contract(contract, by=diego),
        lambda: request_payment(contract, by=ana, kind="first"),
    )

    assert told(results) == []
    assert list(Posting.objects.filter(account="commitment").values_list("amount", flat=True)) == [
        Decimal("-250000.00")
    ]


def test_an_account_given_while_the_payment_is_approved_ends_in_one_of_two_orders(payment, chamber, ana, hugo):
    seen = seen_hash(payment)

    results = together(
        lambda: approve_payment(payment, by=hugo, seen_sha256=seen),
        lambda: add_bank_account(chamber, by=ana, data=OTHER_ACCOUNT),
    )

    payment.refresh_from_db()
    is_refused = bool(told(results))
    assert payment.state == ("initiated" if is_refused else "approved")
    assert chamber.bank_accounts.filter(state="proposed").count() == 1


def test_two_payments_written_past_the_actions_at_once_never_pass_the_grant(payment, elena):
    """130,000.00 are left of the grant: of two payments of 100,000.00 the database lets one in."""
    requests = [
        PaymentRequest.objects.create(
            contract=payment.contract, number=number, kind="further", amount=Decimal("100000.00"), calculation={},
            sha256="", requested_by=elena, requested_at=LATER, state="paid",
        )
        for number in (2, 3)
    ]  # fmt: skip

    def write(request):
        try:
            Payment.objects.create(
                reference=f"x{request.number}", request=request, contract=payment.contract, kind="further",
                amount=request.amount, account=payment.account, initiated_by=elena, initiated_at=LATER,
            )  # fmt: skip
        except IntegrityError as error:
            return ["within" in str(error) or "pass its grant" in str(error)]
        return True

    results = together(*[lambda request=request: write(request) for request in requests])
    assert sorted(map(str, results)) == ["True", "[True]"]
    assert Payment.objects.live().count() == 2


def test_four_exports_at_once_take_each_entry_once(paid, admin, elena, contract, hugo):
    for place, account in enumerate(Account.values):
        set_account_number(account, by=admin, number=str(1000 + place))

    results = together(*[lambda: export_postings(by=elena)] * 4)

    assert len(told(results)) == 3
    assert ExportedEntry.objects.count() == LedgerEntry.objects.count() == 4
    assert [batch.number for batch in PostingBatch.objects.all()] == [1]


def test_an_entry_booked_during_an_export_is_in_this_batch_or_in_the_next(paid, admin, elena, contract, hugo):
    for place, account in enumerate(Account.values):
        set_account_number(account, by=admin, number=str(1000 + place))

    together(
        lambda: export_postings(by=elena),
        lambda: post(contract, "clearing", "expense", "prefinancing", Decimal("1.00"), by=hugo, narrative="x"),
    )
    with clock.at(LATER):
        if LedgerEntry.objects.filter(exported=None).exists():
            export_postings(by=elena)

    assert ExportedEntry.objects.count() == 5
    assert [line for line in batches_are_the_ledger() if line] == []


def test_a_list_confirmed_four_times_at_once_confirms_once(payment, elena, hugo):
    approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))
    content = b"payment reference,value date,amount,currency\n922-AIV-001-P1,2026-09-26,120000.00,EUR\n"

    lists = together(*[lambda: read_paid_list(by=elena, uploaded=SimpleUploadedFile("paid.csv", content))] * 4)
    assert len({one.pk for one in lists}) == 1
    with clock.at(LATER):
        seen = rows_hash(judged_now(lists[0])[0])
    results = together(*[lambda: len(confirm_paid_list(lists[0], by=elena, seen_sha256=seen))] * 4)

    assert len(told(results)) == 3
    assert Posting.objects.filter(account="bank").count() == 1


def test_a_month_is_reconciled_and_confirmed_once(paid, elena, hugo):
    after = LATER + timedelta(days=9)

    def reconcile():
        with clock.at(after):
            return reconcile_month(
                by=elena, month=date(2026, 9, 1), statement=Decimal("0.00"), funding=Decimal("120000.00"),
                file=SimpleUploadedFile("statement.pdf", PDF),
            )  # fmt: skip

    def confirm(month):
        with clock.at(after):
            return confirm_reconciliation(month, by=hugo)

    results = together(*[reconcile] * 3)
    assert len(told(results)) == 2
    (month,) = [result for result in results if not isinstance(result, list)]

    assert len(told(together(*[lambda: confirm(month)] * 3))) == 2
    assert LedgerClosing.objects.count() == 1
