"""The postings leave for the accounting system once, in batches whose files never change."""

import io
from decimal import Decimal

import openpyxl
import pytest
from django.db import DatabaseError, IntegrityError, transaction

from grants.files.tables import read_table
from grants.models import AccountNumber, ExportedEntry, LedgerEntry, PostingBatch, StoredFile
from grants.payments.actions.books import export_postings, set_account_number
from grants.payments.actions.ledger import post
from grants.payments.actions.payments import return_payment
from grants.payments.models import Account
from grants.workflow import Refused
from tests.client import html_of
from tests.grants.payments.test_invariants import broken

pytestmark = pytest.mark.django_db

NUMBERS = {
    "bank": "1810", "owed": "3310", "prefinancing": "1420", "expense": "6400", "committed": "9010", "commitment": "9020"
}  # fmt: skip


@pytest.fixture
def numbers(later, admin):
    for account, number in NUMBERS.items():
        set_account_number(account, by=admin, number=number)


def table(batch):
    with batch.csv.content.open("rb") as opened:
        return read_table(opened.read(), "csv")


def test_what_is_booked_leaves_with_both_sides_and_its_reference(paid, numbers, elena):
    batch = export_postings(by=elena)

    assert (batch.number, batch.entry_count, batch.amount) == (1, 4, Decimal("610000.00"))
    heads, *rows = table(batch)
    assert heads == [
        "date", "entry", "event", "contract", "party", "account", "debit", "credit", "currency", "reference", "text",
        "ledger_account", "reverses",
    ]  # fmt: skip
    assert len(rows) == 8
    executed = [row for row in rows if row[2] == "settlement"]
    party = "Cámara de Comercio de Cusco"
    last = "EUR", "922-AIV-001-P1", "922-AIV-001-P1 · B-1"
    assert [(*row[:1], *row[2:11]) for row in executed] == [
        ("2026-09-26", "settlement", "922-AIV-001", party, "3310", "120000.00", "", *last),
        ("2026-09-26", "settlement", "922-AIV-001", party, "1810", "", "120000.00", *last),
    ]
    assert broken() == []


def test_the_workbook_says_the_same_as_the_text_file(paid, numbers, elena):
    batch = export_postings(by=elena)

    with batch.workbook.content.open("rb") as opened:
        sheet = openpyxl.load_workbook(io.BytesIO(opened.read())).active
    told = [list(row) for row in sheet.iter_rows(values_only=True)]
    assert [[row[3], row[5], row[6] and Decimal(str(row[6]))] for row in told[1:3]] == [
        ["922-AIV-001", "9010", Decimal("250000")], ["922-AIV-001", "9020", None]
    ]  # fmt: skip
    assert len(told) == 9


def test_an_entry_leaves_once_and_a_contrary_one_in_the_next_batch(paid, numbers, elena):
    first = export_postings(by=elena)
    with pytest.raises(Refused, match="exported already"):
        export_postings(by=elena)

    return_payment(paid, by=elena, reason="Account closed")
    second = export_postings(by=elena)

    assert (second.number, second.entry_count) == (2, 3)
    assert {row[2] for row in table(second)[1:]} == {"reversal"}
    assert all(row[12] for row in table(second)[1:])
    assert not set(first.exported.values_list("entry")) & set(second.exported.values_list("entry"))
    assert LedgerEntry.objects.filter(exported=None).count() == 0
    assert broken() == []


def test_an_account_in_use_without_a_number_holds_the_export_back(paid, admin, elena):
    for account in ("owed", "prefinancing", "committed"):
        set_account_number(account, by=admin, number=NUMBERS[account])
    with pytest.raises(Refused) as refused:
        export_postings(by=elena)
    assert [str(reason) for reason in refused.value.reasons] == [
        "“Bank” has no number in the accounting system yet. An administrator enters it.",
        "“Commitment still to be paid” has no number in the accounting system yet. An administrator enters it.",
    ]
    assert StoredFile.objects.count() == PostingBatch.objects.count() == 0


def test_the_database_lets_no_entry_into_two_batches(paid, numbers, elena):
    batch = export_postings(by=elena)

    entry = LedgerEntry.objects.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        ExportedEntry.objects.create(batch=batch, entry=entry)
    for rows, values in ((PostingBatch.objects.all(), {"amount": 1}), (batch.exported.all(), {"batch": batch})):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**values)


def test_a_number_of_the_accounting_system_is_data_with_a_history(numbers, admin, paid, elena):
    before = export_postings(by=elena)
    named = set_account_number("bank", by=admin, number="1811")

    assert [event.changes["number"] for event in named.events.all()] == [["", "1810"], ["1810", "1811"]]
    assert {row[5] for row in table(before)[1:] if row[11] == "bank"} == {"1810"}
    with pytest.raises(Refused, match="another account"):
        set_account_number("owed", by=admin, number="1811")
    with pytest.raises(Refused, match="Enter the number"):
        set_account_number("owed", by=admin, number=" ")


def test_administrators_set_numbers_in_the_administration_and_finance_does_not(login, admin, numbers, elena):
    named = AccountNumber.objects.get(account="bank")
    url = f"/admin/grants/accountnumber/{named.pk}/change/"
    assert login(admin).post(url, {"number": "1812"}).status_code == 302
    named.refresh_from_db()
    assert (named.number, named.events.count()) == ("1812", 2)
    assert login(elena).get(url).status_code in (302, 403)


def test_finance_makes_a_batch_and_fetches_the_same_bytes_again(login, paid, numbers, elena, axel, diego):
    client = login(elena)
    assert "4 entries wait." in html_of(client.get("/payments/exports/"))
    made = client.post("/payments/exports/make/")
    page = html_of(client.get(made.url))
    assert "Batch 000001" in page
    assert "610,000.00" in page

    files = [b"".join(client.get(f"{made.url}csv/")) for _time in range(2)]
    assert files[0] == files[1]
    assert files[0].startswith(b'\xef\xbb\xbf"date","entry"')
    assert b"".join(login(axel).get(f"{made.url}xlsx/")).startswith(b"PK")
    page = html_of(login(diego).get("/payments/exports/"))
    assert "Everything booked has been exported." in page
    assert "Make a batch" not in page
    assert client.post("/payments/exports/make/").url == "/payments/exports/"


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_batches_asks_the_same_number_of_queries(
    login, paid, numbers, elena, hugo, contract, count, django_assert_num_queries
):
    for _number in range(count):
        post(contract, "clearing", "expense", "prefinancing", Decimal("10.00"), by=hugo, narrative="x")
        export_postings(by=elena)
    client = login(elena)
    client.get("/payments/exports/")
    with django_assert_num_queries(6):
        page = client.get("/payments/exports/")
    assert html_of(page).count('href="/payments/exports/') == count


def test_every_account_can_have_a_number():
    assert set(NUMBERS) == set(Account.values)
