"""The checks of the money hold after the actions, and each finds what it is for when it is broken by hand."""

from contextlib import contextmanager
from datetime import date, timedelta

import pytest
from django.db import connection

from grants.jobs.actions import enqueue
from grants.models import BankAccountEvent, Job, LedgerClosing, Payment, PaymentEvent, PaymentRequest, Screening
from grants.payments import invariants as checks
from grants.payments.actions.payments import return_payment
from tests.grants.payments.paying import LATER

pytestmark = pytest.mark.django_db

ALL = (
    checks.entries_add_up, checks.reversals_mirror, checks.closed_periods_stay_closed,
    checks.history_rebuilds_the_balances, checks.contracts_stay_within_the_grant, checks.commitments_are_what_is_left,
    checks.two_persons_paid, checks.confirmations_settle_once, checks.payments_were_screened,
    checks.calculations_stand, checks.accounts_were_verified, checks.batches_are_the_ledger,
    checks.months_stay_reconciled, checks.contrary_lines_mirror, checks.contracts_in_force_are_committed,
)  # fmt: skip


def broken():
    return [check.__name__ for check in ALL if [line for line in check() if line]]


GUARDED = ("posting", "ledgerentry", "payment", "paymentevent", "bankaccountevent")


@contextmanager
def by_hand():
    """Our triggers are off until the test ends: as the owner of the tables could do it."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in GUARDED:
            cursor.execute(f"ALTER TABLE grants_{table} DISABLE TRIGGER USER")
        yield cursor


@pytest.fixture
def returned(paid, elena):
    return return_payment(paid, by=elena, reason="Account closed")


def test_nothing_is_broken_after_a_payment(paid):
    assert broken() == []


def test_nothing_is_broken_after_a_return(returned):
    assert broken() == []


def test_a_posting_changed_is_found(paid):
    with by_hand() as cursor:
        cursor.execute("UPDATE grants_posting SET amount = amount + 1 WHERE account = 'bank'")

    assert broken() == ["entries_add_up", "history_rebuilds_the_balances"]


def test_an_entry_taken_away_is_found(paid):
    with by_hand() as cursor:
        cursor.execute(
            "DELETE FROM grants_posting USING grants_ledgerentry entry"
            " WHERE entry_id = entry.id AND entry.kind = 'decommitment'"
        )
        cursor.execute("DELETE FROM grants_ledgerentry WHERE kind = 'decommitment'")

    assert broken() == ["history_rebuilds_the_balances", "commitments_are_what_is_left"]


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("DELETE FROM grants_ledgerentry WHERE kind = 'commitment'",
         ["commitments_are_what_is_left", "contracts_in_force_are_committed"]),
        ("UPDATE grants_ledgerentry SET booked_on = booked_on + 1 WHERE kind = 'commitment'",
         ["contracts_in_force_are_committed"]),
    ],
)  # fmt: skip
def test_a_contract_in_force_that_is_not_committed_as_signed_is_found(paid, change, found):
    with by_hand() as cursor:
        if change.startswith("DELETE"):
            cursor.execute(
                "DELETE FROM grants_posting USING grants_ledgerentry entry"
                " WHERE entry_id = entry.id AND entry.kind = 'commitment'"
            )
        cursor.execute(change)

    assert broken() == found


def test_a_contract_put_in_force_this_minute_waits_for_its_job_and_no_longer(contract):
    job = enqueue("commit_contract", target=contract.pk, key=f"commit_contract:{contract.pk}")
    assert broken() == []

    Job.objects.filter(pk=job.pk).update(state="failed")
    assert broken() == ["contracts_in_force_are_committed"]


def test_a_contrary_entry_that_mirrors_something_else_is_found(returned):
    with by_hand() as cursor:
        cursor.execute("UPDATE grants_posting SET account = 'expense' WHERE account = 'prefinancing' AND amount < 0")

    assert broken() == ["reversals_mirror", "history_rebuilds_the_balances"]


def test_an_entry_in_a_closed_period_is_found(paid, hugo):
    LedgerClosing.objects.create(until=date(2026, 9, 26), by=hugo, at=LATER - timedelta(hours=1))

    assert broken() == ["closed_periods_stay_closed"]


def test_a_payment_beyond_cap_and_grant_is_found(paid):
    with by_hand():
        Payment.objects.update(amount=250001)

    found = [line for line in checks.contracts_stay_within_the_grant() if line]
    assert found == ["contract 922-AIV-001: more than the grant", "contract 922-AIV-001: more than the cap"]


def test_one_person_alone_is_found(paid, elena):
    with by_hand():
        PaymentEvent.objects.filter(action="approve").update(actor=elena)

    assert broken() == ["two_persons_paid"]


def test_a_confirmation_without_its_entry_is_found(paid):
    with by_hand() as cursor:
        cursor.execute("UPDATE grants_ledgerentry SET amount = 1 WHERE kind = 'settlement'")

    assert broken() == ["entries_add_up", "confirmations_settle_once"]


@pytest.mark.parametrize("change", [{"at": LATER - timedelta(hours=25)}, {"state": "hit"}])
def test_a_payment_without_a_clean_screening_is_found(paid, change):
    Screening.objects.filter(organisation=paid.contract.project.lead).update(**change)

    assert broken() == ["payments_were_screened"]


@pytest.mark.parametrize("change", [{"sha256": "0" * 64}, {"amount": 1}])
def test_a_calculation_changed_afterwards_is_found(request_, change):
    PaymentRequest.objects.update(**change)

    assert broken() == ["calculations_stand"]


def test_an_account_nobody_verified_is_found(paid):
    with by_hand():
        BankAccountEvent.objects.filter(action="verify").delete()

    assert broken() == ["accounts_were_verified"]
