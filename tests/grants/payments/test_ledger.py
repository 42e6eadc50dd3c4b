"""The sub-ledger: entries add up to zero, stay as they are, are corrected by contrary entries."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from grants import clock
from grants.models import Contract, LedgerClosing, LedgerEntry, Posting
from grants.payments.actions.ledger import clear_prefinancing, close_period, commit_contract, post, reverse_entry
from grants.payments.invariants import contracts_in_force_are_committed
from grants.payments.standing import booking_day
from grants.workflow import Refused
from tests.grants.payments.paying import LATER

pytestmark = pytest.mark.django_db


def D(text):
    return Decimal(text)


@pytest.fixture
def entry(contract, later, hugo):
    return post(
        contract, "approval", "prefinancing", "owed", D("1000.00"), by=hugo, role="finance_approver", narrative="P1"
    )


def write(rows, contract, **fields):
    """An entry of 5.00 by hand, with these postings, as it would be at the commit."""
    values = {"kind": "approval", "amount": D("5.00"), "booked_on": date(2026, 9, 26), "at": LATER, "narrative": "x"}
    with transaction.atomic():
        entry = LedgerEntry.objects.create(contract=contract, **values | fields)
        add(rows, entry)


def add(rows, entry):
    with transaction.atomic():
        for account, amount in rows:
            Posting.objects.create(entry=entry, account=account, amount=D(amount))
        check_now()


def check_now():
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")


def test_an_entry_is_two_postings_that_add_up_to_zero(entry):
    assert list(entry.postings.values_list("account", "amount")) == [
        ("prefinancing", D("1000.00")), ("owed", D("-1000.00")),
    ]  # fmt: skip
    assert entry.booked_on == date(2026, 9, 26)
    check_now()


@pytest.mark.parametrize("rows", [[("bank", "5.00")], [("bank", "5.00"), ("owed", "-4.99")], []])
def test_the_database_refuses_an_entry_that_does_not_add_up(entry, rows):
    with pytest.raises(IntegrityError, match="not balanced"):
        write(rows, entry.contract)


def test_nothing_is_added_to_an_entry_later(entry):
    check_now()
    with pytest.raises(IntegrityError, match="not balanced"):
        add([("bank", "1.00"), ("owed", "-1.00")], entry)


@pytest.mark.parametrize("sql", [
    "UPDATE grants_posting SET amount = amount * 2", "DELETE FROM grants_posting",
    "UPDATE grants_ledgerentry SET booked_on = '2020-01-01'", "DELETE FROM grants_ledgerentry",
])  # fmt: skip
def test_nothing_booked_is_changed_or_deleted(entry, sql):
    check_now()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql)


def test_a_contrary_entry_mirrors_its_original_once(entry, hugo):
    mirror = reverse_entry(entry, by=hugo, narrative="wrong account")

    assert list(mirror.postings.order_by("account").values_list("account", "amount")) == [
        ("owed", D("1000.00")), ("prefinancing", D("-1000.00")),
    ]  # fmt: skip
    check_now()
    with pytest.raises(Refused, match="already"):
        reverse_entry(entry, by=hugo, narrative="again")
    with pytest.raises(Refused, match="not taken back"):
        reverse_entry(mirror, by=hugo, narrative="back again")


def test_the_database_refuses_a_contrary_entry_that_mirrors_nothing(entry, contract):
    rows = [("owed", "1000.00"), ("bank", "-1000.00")]

    with pytest.raises(IntegrityError, match="does not mirror"):
        write(rows, contract, kind="reversal", amount=D("1000.00"), reverses=entry)


def test_only_a_contrary_entry_takes_back_another(entry):
    with pytest.raises(IntegrityError, match="ledger_entry_reversal"), transaction.atomic():
        LedgerEntry.objects.create(
            kind="approval", contract=entry.contract, amount=D("1.00"), booked_on=entry.booked_on, at=entry.at,
            narrative="x", reverses=entry,
        )  # fmt: skip


@pytest.mark.parametrize("amount", ["0.00", "-1.00", "NaN"])
def test_the_database_refuses_an_entry_of_no_amount(entry, amount):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO grants_ledgerentry"
            " (public_id, kind, contract_id, amount, currency, booked_on, narrative, role, at)"
            " VALUES (gen_random_uuid(), 'approval', %s, %s, 'EUR', '2026-09-26', 'x', '', now())",
            [entry.contract_id, amount],
        )


# Days and closed periods ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2027, 1, 1, 4, 30, tzinfo=UTC), date(2027, 1, 1)),  # 31 December, 23:30 in Lima
        (datetime(2026, 12, 31, 22, 59, tzinfo=UTC), date(2026, 12, 31)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),  # midnight in Berlin
    ],
)
def test_the_books_know_one_day_the_one_in_berlin(moment, day):
    assert booking_day(moment) == day


def test_what_is_done_in_lima_on_new_years_eve_belongs_to_the_new_year(contract, hugo):
    with clock.at(datetime(2027, 1, 1, 4, 30, tzinfo=UTC)):
        post(contract, "approval", "prefinancing", "owed", D("7.00"), by=hugo, narrative="P")
    with clock.at(datetime(2026, 12, 31, 20, 0, tzinfo=UTC)):
        post(contract, "approval", "prefinancing", "owed", D("5.00"), by=hugo, narrative="P")

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT extract(year FROM booked_on)::int, sum(amount) FROM grants_ledgerentry GROUP BY 1 ORDER BY 1"
        )
        assert cursor.fetchall() == [(2026, D("5.00")), (2027, D("7.00"))]


def test_nothing_is_booked_in_a_closed_period_and_a_correction_goes_to_the_open_one(entry, contract, hugo):
    with clock.at(entry.at + timedelta(days=10)):
        close_period(date(2026, 9, 30), by=hugo)

        with pytest.raises(Refused, match="closed"):
            post(
                contract,
                "approval",
                "prefinancing",
                "owed",
                D("1.00"),
                by=hugo,
                narrative="x",
                booked_on=entry.booked_on,
            )
        assert reverse_entry(entry, by=hugo, narrative="wrong").booked_on == date(2026, 10, 6)


def test_the_database_too_refuses_a_closed_period(entry, hugo):
    LedgerClosing.objects.create(until=entry.booked_on, by=hugo, at=entry.at)

    with pytest.raises(IntegrityError, match="closed"), transaction.atomic():
        LedgerEntry.objects.create(
            kind="approval", contract=entry.contract, amount=D("1.00"), booked_on=entry.booked_on, at=entry.at,
            narrative="x",
        )  # fmt: skip


def test_only_days_that_are_over_are_closed_and_only_once(later, hugo):
    with pytest.raises(Refused, match="over"):
        close_period(date(2026, 9, 26), by=hugo)
    close_period(date(2026, 9, 25), by=hugo)
    with pytest.raises(Refused, match="closed"):
        close_period(date(2026, 9, 24), by=hugo)


def test_nothing_is_booked_on_a_day_to_come(contract, later, hugo):
    with pytest.raises(Refused, match="to come"):
        post(
            contract, "approval", "prefinancing", "owed", D("1.00"), by=hugo, narrative="x", booked_on=date(2026, 9, 27)
        )


# The life of pre-financing ----------------------------------------------------------------------


def test_a_contract_is_committed_once(contract, later, diego):
    first = commit_contract(contract, by=diego)

    assert commit_contract(contract, by=diego) == first
    assert contract.ledger_entries.count() == 1
    assert (first.amount, first.booked_on) == (D("250000.00"), contract.signed_on)


def test_a_commitment_whose_day_is_closed_is_booked_today(contract, later, diego, hugo):
    close_period(contract.signed_on, by=hugo)

    assert commit_contract(contract, by=diego).booked_on == date(2026, 9, 26)
    assert [line for line in contracts_in_force_are_committed() if line] == []


def test_nothing_is_committed_before_the_signature(contract, later, diego):
    Contract.objects.filter(pk=contract.pk).update(state="sent", signed_on=None)

    with pytest.raises(Refused, match="not signed"):
        commit_contract(contract, by=diego)


def test_the_database_itself_refuses_a_second_commitment(contract, later, diego):
    commit_contract(contract, by=diego)

    with pytest.raises(IntegrityError, match="ledger_entry_commitment_once"):
        write([("committed", "5.00"), ("commitment", "-5.00")], contract, kind="commitment")


def test_pre_financing_is_a_receivable_until_accepted_costs_clear_it(entry, contract, diego):
    clear_prefinancing(contract, by=diego, amount=D("400.00"), narrative="Report 1")

    balances = {account: sum(Posting.objects.filter(account=account).values_list("amount", flat=True)) for account in
                ("prefinancing", "expense", "owed")}  # fmt: skip
    assert balances == {"prefinancing": D("600.00"), "expense": D("400.00"), "owed": D("-1000.00")}
    with pytest.raises(Refused, match="not yet cleared"):
        clear_prefinancing(contract, by=diego, amount=D("600.01"), narrative="Report 2")
