"""A list of the bank confirms payments: every problem is named, nothing is confirmed twice or by halves."""

import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock
from grants.files.actions import BadFile
from grants.models import PaidList, Payment, Posting, StoredFile
from grants.payments.actions.ledger import close_period
from grants.payments.actions.paid_lists import confirm_paid_list, read_paid_list
from grants.payments.actions.payments import approve_payment, confirm_payment, initiate_payment
from grants.payments.actions.requests import request_payment
from grants.payments.messages import PAID_LIST
from grants.payments.paid_list import CODES, Known, judge, read_day, rows_of
from grants.payments.queries.paid_lists import judged_now, seen_hash
from grants.payments.standing import seen_hash as seen_of_payment
from grants.workflow import Refused
from tests.client import html_of
from tests.grants.payments.paying import LATER, OTHER_ACCOUNT, screen, verify
from tests.grants.payments.test_invariants import broken

HEADS = "payment reference;value date;amount;currency"
TODAY = date(2026, 9, 26)
P1 = Known("P1", Decimal("120000.00"), "approved", date(2026, 9, 25))
DONE = Known("P2", Decimal("80000.00"), "confirmed", date(2026, 9, 20), date(2026, 9, 22), "B-2")


def judged(*lines, known=(P1, DONE), heads=HEADS, taken=()):
    table = [line.split(";") for line in (heads, *lines)]
    return judge(rows_of(table), {one.reference: one for one in known}, dict(taken), TODAY)


def codes(*lines, **more):
    return [[code for code, _params in row.problems] for row in judged(*lines, **more)]


@pytest.mark.unit
@pytest.mark.parametrize(
    "heads",
    ["Pagamento;Data-valor;Valor;Moeda", "Pago;Fecha valor;Importe;Moneda", "payment;value_date;amount;currency"],
)
def test_the_columns_may_be_called_as_our_pages_call_them(heads):
    assert codes("P1;2026-09-26;120000.00;EUR", heads=heads) == [[]]


@pytest.mark.unit
@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("P1;2026-09-26;120000.00;EUR", []),
        ("P1;26.09.2026;120.000,00;eur", []),
        ("P1;2026-09-25;120000;EUR", []),
        ("P9;2026-09-26;120000.00;EUR", ["reference_unknown"]),
        ("P1;2026-09-26;119999.99;EUR", ["amount_differs"]),
        ("P1;2026-09-24;120000.00;EUR", ["before_approval"]),
        ("P1;2026-09-27;120000.00;EUR", ["in_future"]),
        ("P1;2026-09-26;120000.00;USD", ["wrong_currency"]),
        ("P1;26/09/2026;120000.00;EUR", ["date_unreadable"]),
        ("P1;2026-02-30;12O;EUR", ["date_unreadable", "amount_unreadable"]),
        ("P1;2026-09-26;-120000.00;EUR", ["amount_unreadable"]),
        (";;;", None),
        ("P1;;;EUR", ["missing", "missing"]),
        ("P9;2027-09-26;NaN;USD", ["amount_unreadable", "wrong_currency", "in_future", "reference_unknown"]),
        ("P2;2026-09-23;80000.00;EUR", ["confirmed_otherwise"]),
    ],
)
def test_every_problem_of_a_row_is_named(line, expected):
    assert codes(line) == ([] if expected is None else [expected])


@pytest.mark.unit
def test_a_row_that_says_what_is_known_changes_nothing():
    (row,) = judged("P2;2026-09-22;80000.00;EUR")
    assert (row.is_known, row.is_ready, row.problems) == (True, False, ())
    heads = f"{HEADS};bank reference"
    assert judged("P2;2026-09-22;80000.00;EUR;B-2", heads=heads)[0].is_known
    assert codes("P2;2026-09-22;80000.00;EUR;B-3", heads=heads) == [["confirmed_otherwise"]]


@pytest.mark.unit
def test_the_second_row_of_a_payment_and_a_bank_reference_of_another_are_refused():
    assert codes("P1;2026-09-26;120000;EUR", "P1;2026-09-26;120000;EUR") == [[], ["twice_in_file"]]
    heads = f"{HEADS};bank reference"
    assert codes("P1;2026-09-26;120000;EUR;B-2", heads=heads, taken=[("B-2", "P2")]) == [["bank_reference_taken"]]
    assert codes(f"P1;2026-09-26;120000;EUR;{'B' * 41}", heads=heads) == [["bank_reference_long"]]


@pytest.mark.unit
@pytest.mark.parametrize("state", ["initiated", "rejected", "cancelled", "returned"])
def test_only_what_is_approved_can_be_confirmed(state):
    known = Known("P1", Decimal("120000.00"), state)
    assert codes("P1;2026-09-26;120000;EUR", known=[known]) == [["not_approved"]]


def test_what_a_bank_writes_above_its_list_is_passed_over():
    heads = ["Referencia", "Fecha valor", "Importe", "Moneda"]

    (row,) = rows_of([["Extracto del banco"], heads, ["P1", "2026-06-30", "10", "EUR"]])

    assert (row["row"], row["reference"]) == (3, "P1")


@pytest.mark.unit
def test_columns_are_found_by_name_in_any_order_and_language():
    (row,) = rows_of([["", ""], ["Moneda", "Nota", "IMPORTE", "Fecha_valor", "Referencia"], [], list("abcde")])
    assert row == {"row": 4, "currency": "a", "amount": "c", "value_date": "d", "reference": "e"}


@pytest.mark.unit
def test_every_code_has_its_sentence():
    assert set(PAID_LIST) == set(CODES)
    assert read_day("2026-09-26 10:30:00") == date(2026, 9, 26)
    assert read_day("2026-13-01") is None


# With the database -------------------------------------------------------------------------------


@pytest.fixture
def approved(payment, hugo):
    return approve_payment(payment, by=hugo, seen_sha256=seen_of_payment(payment))


@pytest.fixture
def other(second_contract, later, elena, hugo, diego):
    """Another payment on its way: 922-AIV-002-P1."""
    lead = second_contract.project.lead
    manager = lead.managers().get()
    verify(lead, by=manager, first=elena, second=diego, data=OTHER_ACCOUNT)
    screen(second_contract, by=elena)
    made = initiate_payment(request_payment(second_contract, by=manager, kind="first"), by=elena)
    return approve_payment(made, by=hugo, seen_sha256=seen_of_payment(made))


def upload(*lines, name="paid.csv"):
    return SimpleUploadedFile(name, "\n".join([HEADS, *lines]).encode())


def read(*lines, by):
    return read_paid_list(by=by, uploaded=upload(*lines))


def confirm(paid_list, *, by, **more):
    return confirm_paid_list(paid_list, by=by, seen_sha256=seen_hash(judged_now(paid_list)[0]), **more)


GOOD = "922-AIV-001-P1;2026-09-26;120000.00;EUR"
OTHER = "922-AIV-002-P1;2026-09-26;120000.00;EUR"


@pytest.mark.django_db
def test_a_list_confirms_each_payment_as_by_hand_and_the_second_time_nothing(approved, other, elena):
    paid_list = read(GOOD, OTHER, by=elena)
    assert Payment.objects.filter(state="confirmed").count() == 0

    done = confirm(paid_list, by=elena)

    assert [(row.reference, row.state, row.value_date, row.bank_reference) for row in done] == [
        ("922-AIV-001-P1", "confirmed", date(2026, 9, 26), "922-AIV-001-P1"),
        ("922-AIV-002-P1", "confirmed", date(2026, 9, 26), "922-AIV-002-P1"),
    ]
    assert Posting.objects.filter(account="bank").count() == 2
    assert read(GOOD, OTHER, by=elena) == paid_list
    with pytest.raises(Refused, match="nothing to confirm"):
        confirm(paid_list, by=elena)
    again = read(GOOD, OTHER, "", by=elena)
    assert all(row.is_known for row in judged_now(again)[0])
    assert [event.action for event in paid_list.events.all()] == ["read", "confirm"]
    assert Posting.objects.filter(account="bank").count() == 2
    assert broken() == []


@pytest.mark.django_db
def test_the_good_rows_alone_are_confirmed_only_on_purpose(approved, other, elena):
    paid_list = read(GOOD, OTHER.replace("120000.00", "1.00"), by=elena)
    with pytest.raises(Refused, match="Some rows have a problem"):
        confirm(paid_list, by=elena)
    assert Payment.objects.filter(state="confirmed").count() == 0

    assert [row.reference for row in confirm(paid_list, by=elena, only_good=True)] == ["922-AIV-001-P1"]
    assert paid_list.events.last().changes == {"payments": ["922-AIV-001-P1"], "left_out": [3]}


@pytest.mark.django_db
def test_what_changed_since_it_was_shown_is_looked_at_again(approved, elena):
    paid_list = read(GOOD, by=elena)
    seen = seen_hash(judged_now(paid_list)[0])
    confirm_payment(
        approved, by=elena, key=approved.public_id, value_date=date(2026, 9, 26), bank_reference="B-1",
        amount=approved.amount,
    )  # fmt: skip

    with pytest.raises(Refused, match="mean something else"):
        confirm_paid_list(paid_list, by=elena, seen_sha256=seen)


@pytest.mark.django_db
def test_a_workbook_says_the_same_as_a_text_file(approved, elena):
    book = openpyxl.Workbook()
    book.active.append(["Payment reference", "Value date", "Amount", "Currency"])
    book.active.append(["922-AIV-001-P1", date(2026, 9, 26), 120000, "EUR"])
    made = io.BytesIO()
    book.save(made)

    paid_list = read_paid_list(by=elena, uploaded=SimpleUploadedFile("paid.xlsx", made.getvalue()))
    assert [row.is_ready for row in judged_now(paid_list)[0]] == [True]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("paid.csv", b"%PDF-1.7"), ("paid.csv", b"<html>"), ("paid.csv", b""), ("paid.xlsx", b"PK\x03\x04"),
        ("paid.pdf", b"%PDF-1.7"), ("paid.csv", b"a;b\0c"), ("paid.xlsm", b"PK"),
    ],
)  # fmt: skip
def test_what_is_no_table_leaves_nothing_behind(elena, noon, name, content):
    with pytest.raises(BadFile):
        read_paid_list(by=elena, uploaded=SimpleUploadedFile(name, content))
    assert PaidList.objects.count() == StoredFile.objects.count() == 0


@pytest.mark.django_db
def test_missing_columns_are_all_named(elena, noon):
    with pytest.raises(Refused) as refused:
        read_paid_list(by=elena, uploaded=SimpleUploadedFile("paid.csv", b"reference;currency\nP1;EUR\n"))
    assert [str(reason) for reason in refused.value.reasons] == [
        "The first row has no column “value date”.", "The first row has no column “amount”.",
    ]  # fmt: skip
    with pytest.raises(Refused, match="no rows"):
        read(by=elena)


@pytest.mark.django_db
def test_finance_reads_previews_and_confirms(login, approved, elena, axel, diego):
    client = login(elena)
    assert client.post("/payments/lists/read/", {}).status_code == 422
    bad = client.post("/payments/lists/read/", {"uploaded": SimpleUploadedFile("x.csv", b"a;b\n1;2")})
    assert "has no column “amount”" in html_of(bad)

    read_ = client.post("/payments/lists/read/", {"uploaded": upload(GOOD, "P9;tomorrow;x;CHF")})
    page = html_of(client.get(read_.url))
    for words in ("Will be confirmed", "No payment has the reference P9.", "“tomorrow” is not read as a day", "CHF"):
        assert words in page
    assert "Confirm these payments" not in page
    assert "Confirm only the good rows" not in html_of(login(axel).get(read_.url))
    seen = re.search(r'name="seen_sha256" value="([0-9a-f]{64})"', page)[1]
    client.post(f"{read_.url}confirm/", {"seen_sha256": seen})
    approved.refresh_from_db()
    assert approved.state == "approved"

    page = html_of(client.post(f"{read_.url}confirm/", {"seen_sha256": seen, "only_good": "1"}, follow=True))
    assert "1 payment is confirmed and booked." in page
    assert "Nothing: confirmed already, as in this row" in page
    assert b"".join(login(diego).get(f"{read_.url}file/")).startswith(HEADS.encode())
    assert "paid.csv" in html_of(login(diego).get("/payments/lists/"))


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_lists_and_previews_ask_the_same_number_of_queries(login, approved, elena, count, django_assert_num_queries):
    for number in range(count):
        paid_list = read(*[GOOD] * (number + 1), by=elena)
    client = login(elena)
    client.get("/payments/lists/")
    with django_assert_num_queries(4):
        client.get("/payments/lists/")
    with django_assert_num_queries(8):
        client.get(paid_list.get_absolute_url())


@pytest.mark.django_db
def test_a_value_date_in_a_closed_month_stays_with_the_payment(approved, elena, hugo):
    paid_list = read(GOOD, by=elena)
    with clock.at(LATER.replace(month=10, day=3)):
        close_period(date(2026, 9, 30), by=hugo)
        confirm(paid_list, by=elena)
    assert approved.ledger_entries.get(kind="settlement").booked_on == date(2026, 10, 3)
