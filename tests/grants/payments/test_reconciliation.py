"""A month of the bank: the ledger beside the statement, what explains a difference, two persons, then closed."""

from datetime import date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction

from grants import clock
from grants.models import LedgerClosing, Message, Reconciliation
from grants.payments.actions.ledger import post
from grants.payments.actions.payments import approve_payment, confirm_payment, return_payment
from grants.payments.actions.reconciling import confirm_reconciliation, reconcile_month, return_reconciliation
from grants.payments.queries.reconciling import explaining, ledger_balance, months_missing, sentence_of
from grants.payments.reconciling import Comparison, last_day, months_over
from grants.payments.standing import seen_hash
from grants.workflow import Refused
from tests.client import html_of
from tests.grants.files.samples import PDF
from tests.grants.payments.paying import LATER
from tests.grants.payments.test_invariants import broken

SEPTEMBER = date(2026, 9, 1)
MILLION = Decimal("1000000.00")
PAID = Decimal("120000.00")
OCTOBER_5 = datetime(2026, 10, 5, 12, tzinfo=ZoneInfo("UTC"))


@pytest.mark.unit
@pytest.mark.parametrize(
    ("ledger", "statement", "explained", "difference", "rest"),
    [
        ("-120000.00", "880000.00", "0", "0.00", "0.00"),
        ("-120000.00", "800000.00", "-80000.00", "-80000.00", "0.00"),
        ("-120000.00", "960000.00", "80000.00", "80000.00", "0.00"),
        ("-120000.00", "879988.50", "0", "-11.50", "-11.50"),
        ("-120000.00", "799988.50", "-80000.00", "-80011.50", "-11.50"),
    ],
)
def test_what_is_left_when_payments_explain_a_part(ledger, statement, explained, difference, rest):
    compared = Comparison(Decimal(ledger), MILLION, Decimal(statement), Decimal(explained))

    assert (compared.difference, compared.rest) == (Decimal(difference), Decimal(rest))


@pytest.mark.unit
def test_months_that_are_over():
    assert last_day(date(2028, 2, 1)) == date(2028, 2, 29)
    assert months_over(date(2026, 11, 30), date(2027, 1, 31)) == [date(2026, 11, 1), date(2026, 12, 1)]
    assert months_over(date(2026, 11, 30), date(2026, 11, 30)) == []


# With the database -------------------------------------------------------------------------------


def statement():
    return SimpleUploadedFile("statement.pdf", PDF)


def reconcile(*, by, balance=MILLION - PAID, month=SEPTEMBER, at=OCTOBER_5, **more):
    with clock.at(at):
        return reconcile_month(by=by, month=month, statement=balance, funding=MILLION, file=statement(), **more)


def confirm(reconciliation, *, by, at=OCTOBER_5):
    with clock.at(at):
        return confirm_reconciliation(reconciliation, by=by)


@pytest.fixture
def approved(payment, hugo):
    return approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))


@pytest.mark.django_db
def test_a_month_that_adds_up_is_confirmed_by_another_and_closed(paid, elena, hugo, contract):
    done = reconcile(by=elena)
    assert (done.ledger, done.rest, done.state) == (-PAID, Decimal("0.00"), "waiting")
    with pytest.raises(Refused, match="cannot confirm it"):
        confirm(done, by=elena)

    assert confirm(done, by=hugo).state == "confirmed"
    assert LedgerClosing.objects.get().until == date(2026, 9, 30)
    with clock.at(OCTOBER_5), pytest.raises(Refused, match="books are closed"):
        post(
            contract, "clearing", "expense", "prefinancing", Decimal("1.00"), by=hugo, narrative="x",
            booked_on=date(2026, 9, 30),
        )  # fmt: skip
    assert [event.action for event in done.events.all()] == ["reconcile", "confirm"]
    assert broken() == []


@pytest.mark.django_db
def test_a_difference_is_explained_by_payments_or_said_in_a_sentence(approved, elena):
    post(approved.contract, "clearing", "bank", "owed", Decimal("5.00"), by=elena, narrative="x")
    (one,) = explaining(SEPTEMBER)
    assert (one.payment, one.kind, one.amount) == (approved, "underway", -PAID)
    seen = MILLION + 5 - PAID
    with pytest.raises(Refused, match="does not add up"):
        reconcile(by=elena, balance=seen)

    explained = reconcile(by=elena, balance=seen, explained=[approved.pk])
    assert (explained.explained, explained.rest) == (-PAID, Decimal("0.00"))
    assert [(row.payment, row.kind) for row in explained.payments.all()] == [(approved, "underway")]
    with clock.at(OCTOBER_5):
        return_reconciliation(explained, by=elena, reason="The bank has not paid it")
    said = reconcile(by=elena, balance=MILLION, note="Fee of the bank, to be refunded")
    assert said.rest == Decimal("-5.00")
    assert sentence_of(Comparison(said.ledger, said.funding, said.statement, said.explained)) == (
        "It does not add up: minus 5.00\xa0EUR is not explained."
    )


@pytest.mark.django_db
def test_what_the_bank_returned_explains_in_either_direction(paid, elena):
    with clock.at(OCTOBER_5):
        return_payment(paid, by=elena, reason="Account closed")
    assert [(one.kind, one.amount) for one in explaining(SEPTEMBER)] == [("returned_later", PAID)]
    assert ledger_balance(SEPTEMBER) == -PAID
    assert [(one.kind, one.amount) for one in explaining(date(2026, 10, 1))] == [("returned_earlier", -PAID)]
    assert ledger_balance(date(2026, 10, 1)) == Decimal("0.00")
    assert explaining(date(2026, 11, 1)) == []
    assert reconcile(by=elena, balance=MILLION, explained=[paid.pk]).rest == Decimal("0.00")


@pytest.mark.django_db
def test_nobody_reconciles_a_month_twice_too_early_or_before_anything_was_booked(paid, elena):
    for month, at, sentence in (
        (SEPTEMBER, LATER, "months that are over"),
        (date(2026, 10, 1), OCTOBER_5, "months that are over"),
        (date(2026, 8, 1), OCTOBER_5, "Nothing was booked"),
        (date(2026, 9, 2), OCTOBER_5, "first day"),
    ):
        with pytest.raises(Refused, match=sentence):
            reconcile(by=elena, month=month, at=at)
    with pytest.raises(Refused, match="one side can know"):
        reconcile(by=elena, explained=[paid.pk])
    first = reconcile(by=elena)
    with pytest.raises(Refused, match="reconciled already"):
        reconcile(by=elena)
    with clock.at(OCTOBER_5), pytest.raises(Refused, match="Say what is not right"):
        return_reconciliation(first, by=elena, reason=" ")


@pytest.mark.django_db
def test_the_database_knows_two_persons_one_month_and_no_silent_difference(paid, elena, hugo):
    done = reconcile(by=elena)
    for change in (
        {"confirmed_by": elena, "confirmed_at": OCTOBER_5, "state": "confirmed"}, {"state": "confirmed"},
        {"statement": Decimal("1.00")}, {"month": date(2026, 9, 2)}, {"state": "x"},
    ):  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            Reconciliation.objects.filter(pk=done.pk).update(**change)


@pytest.mark.django_db
def test_a_booking_between_the_two_persons_sends_the_month_back(approved, elena, hugo):
    post(approved.contract, "clearing", "bank", "owed", Decimal("5.00"), by=elena, narrative="x")
    done = reconcile(by=elena, balance=MILLION + 5)
    with clock.at(OCTOBER_5):
        confirm_payment(
            approved, by=elena, key=approved.public_id, value_date=date(2026, 9, 30), bank_reference="B-1",
            amount=approved.amount,
        )  # fmt: skip

    with pytest.raises(Refused, match="books of this month have changed"):
        confirm(done, by=hugo)
    assert LedgerClosing.objects.count() == 0
    with clock.at(OCTOBER_5):
        returned = return_reconciliation(done, by=hugo, reason="Paid on the 30th")
    assert returned.state == "returned"
    assert Message.objects.filter(kind="reconciliation_return", recipient=elena).count() == 1
    assert confirm(reconcile(by=hugo, balance=MILLION + 5 - PAID), by=elena).state == "confirmed"


@pytest.mark.django_db
def test_months_still_to_do_are_counted_from_the_first_one_done(paid, elena):
    assert months_missing() == []
    with clock.at(OCTOBER_5):
        assert months_missing() == [SEPTEMBER]
    with clock.at(OCTOBER_5.replace(month=12)):
        assert months_missing() == [date(2026, 11, 1)]
    reconcile(by=elena)
    with clock.at(OCTOBER_5.replace(month=12)):
        assert months_missing() == [date(2026, 10, 1), date(2026, 11, 1)]


@pytest.mark.django_db
def test_from_the_desk_of_one_to_the_desk_of_the_other(login, paid, elena, hugo, axel):
    with clock.at(OCTOBER_5):
        client = login(elena)
        assert "Reconcile the bank account of September 2026" in html_of(client.get("/home/"))
        page = html_of(client.get("/payments/months/reconcile/?month=2026-09"))
        assert "minus 120,000.00 EUR" in page
        told = {"month": "2026-09", "statement": "870000", "funding": "1000000", "file": statement()}
        refused = client.post("/payments/months/reconcile/", told)
        assert refused.status_code == 422
        assert "It does not add up." in html_of(refused)
        done = client.post("/payments/months/reconcile/", told | {"file": statement(), "note": "Fee"})
        assert client.get("/payments/months/reconcile/?month=2026-09").url == done.url
        page = html_of(client.get(done.url))
        assert "It does not add up:" in page
        assert "Fee" in page
        assert "Confirm and close" not in page
        assert "Reconcile the bank account" not in html_of(client.get("/home/"))

        assert "Confirm the reconciliation of September 2026" in html_of(login(hugo).get("/home/"))
        assert "Confirm and close" in html_of(login(hugo).get(done.url))
        assert "Confirm and close" not in html_of(login(axel).get(done.url))
        assert b"".join(login(axel).get(f"{done.url}statement/")) == PDF
        assert login(hugo).post(f"{done.url}return/", {"reason": ""}).status_code == 422
        assert "is confirmed and closed" in html_of(login(hugo).post(f"{done.url}confirm/", follow=True))
        assert "September 2026" in html_of(login(axel).get("/payments/months/"))


@pytest.mark.django_db
@pytest.mark.parametrize("month", ["", "2026-13", "x", "9999-12", "0001-01", "2026-10"])
def test_an_address_with_another_month_shows_the_one_to_do(login, paid, elena, month):
    with clock.at(OCTOBER_5):
        page = login(elena).get(f"/payments/months/reconcile/?month={month}")
    assert "2026-09" in html_of(page)


@pytest.mark.django_db
@pytest.mark.parametrize("count", [1, 3])
def test_the_pages_of_months_ask_the_same_number_of_queries(
    login, paid, elena, contract, count, django_assert_num_queries
):
    moments = [OCTOBER_5.replace(month=10 + number) for number in range(count)]
    for moment in moments:
        last = date(2026, moment.month - 1, 1)
        done = reconcile(by=elena, month=last, at=moment)
    with clock.at(moments[-1]):
        client = login(elena)
        client.get("/payments/months/")
        with django_assert_num_queries(4):
            client.get("/payments/months/")
        with django_assert_num_queries(7):
            client.get(done.get_absolute_url())
