"""The pages about money, as each role meets them."""

import re
import uuid
from datetime import date
from decimal import Decimal

import pytest

from grants.models import Attempt, LedgerEntry, Payment, PaymentRequest, Posting, RoleAssignment, Screening
from grants.organisations.actions.bank_accounts import add_bank_account
from grants.payments.actions.ledger import post
from grants.payments.actions.payments import approve_payment
from grants.payments.actions.requests import request_payment
from grants.payments.actions.screening import record_screening
from grants.payments.standing import seen_hash
from tests.client import html_of
from tests.factories import NOON
from tests.grants.payments.paying import OTHER_ACCOUNT, another

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(
    login, call, contract, later, diego, elena, count, django_assert_num_queries
):
    request_payment(contract, by=diego, kind="first")
    for number in range(2, count + 1):
        request_payment(another(call, diego, f"922-AIV-00{number}"), by=diego, kind="first")
    client = login(elena)
    client.get("/payments/")

    with django_assert_num_queries(5):
        page = client.get("/payments/")
    assert html_of(page).count("First pre-financing</span>") == count


def test_the_list_is_searched_filtered_and_added_up(login, paid, second_contract, elena, ana):
    request_payment(second_contract, by=elena, kind="first")
    client = login(elena)
    everything = html_of(client.get("/payments/"))
    assert "2 payments" in everything
    assert (
        'Asked for: <span class="nowrap">240,000.00 EUR</span> · paid: <span class="nowrap">120,000.00 EUR'
        in everything
    )

    assert "1 payment<" in html_of(client.get("/payments/?stand=paid"))
    assert "1 payment<" in html_of(client.get("/payments/?search=aiv-002"))
    assert "1 payment<" in html_of(client.get("/payments/?search=camara+cusco"))
    assert "No payment fits" in html_of(client.get("/payments/?stand=approval"))
    assert "1 payment<" in html_of(login(ana).get("/payments/"))
    taken = b"".join(client.get("/payments/?stand=paid&export=csv")).decode()
    assert taken.splitlines()[-1].endswith(',"2026-09-26"')  # a date for programs, not the text of the page


def test_ana_sees_how_it_is_calculated_and_asks(login, contract, later, ana):
    client = login(ana)
    page = html_of(client.get(f"/payments/contracts/{contract.public_id}/request/"))
    assert "EU share of 80 % of the budget of months 1 to 12 (150,000.00 EUR): 120,000.00 EUR." in page

    assert (
        client.post(f"/payments/contracts/{contract.public_id}/request/", {"requested": "", "preview": "1"}).status_code
        == 200
    )
    assert PaymentRequest.objects.count() == 0
    asked = client.post(f"/payments/contracts/{contract.public_id}/request/", {"requested": ""})
    assert asked.status_code == 302
    page = html_of(client.get(asked.url))
    assert "Payment request 1 of 922-AIV-001" in page
    assert "120,000.00" in page


@pytest.mark.parametrize("amount", ["0", "-1", "1e5", "NaN", "-0", "1000000000000", "100.001", "1,234"])
def test_amounts_that_are_none_are_refused_by_the_form(login, contract, later, ana, amount):
    page = login(ana).post(f"/payments/contracts/{contract.public_id}/request/", {"requested": amount})

    assert page.status_code == 422
    assert PaymentRequest.objects.count() == 0


def test_a_second_request_is_refused_at_the_form_with_the_amount_typed(login, request_, contract, ana):
    page = login(ana).post(f"/payments/contracts/{contract.public_id}/request/", {"requested": "1,000.50"})

    assert page.status_code == 422
    assert "<li>A request of this contract waits already.</li>" in html_of(page)
    assert 'value="1,000.50"' in html_of(page)


def test_a_further_instalment_says_how_the_test_went(login, paid, contract, ana):
    client = login(ana)
    url = f"/payments/contracts/{contract.public_id}/request/"
    assert "What can be paid now" not in html_of(client.get(url))

    page = html_of(client.post(url, {"incurred": "110100", "requested": "", "preview": "1"}))
    assert "70 % test passed at 73.4 %: of the previous instalment of 120,000.00 EUR so much is spent." in page
    assert "pre-financing is at most 90 % of the grant, 216,000.00 EUR. 96,000.00 EUR is left of it." in page


def test_elena_initiates_and_hugo_approves_what_he_sees(login, request_, account, screened, elena, hugo):
    page = login(elena).get(f"/payments/requests/{request_.public_id}/")
    assert "Initiate payment" in html_of(page)
    payment = Payment.objects.get(
        public_id=login(elena).post(f"/payments/requests/{request_.public_id}/initiate/").url.split("/")[-2]
    )

    page = html_of(login(hugo).get(f"/payments/{payment.public_id}/"))
    assert "DE89 3704 0044 0532 0130 00" in page
    assert "Approve payment" in page
    seen = re.search(r'name="seen_sha256" value="([0-9a-f]{64})"', page)[1]
    assert "Approve payment" not in html_of(login(elena).get(f"/payments/{payment.public_id}/"))

    login(hugo).post(f"/payments/{payment.public_id}/approve/", {"seen_sha256": seen})
    payment.refresh_from_db()
    assert payment.state == "approved"
    assert Attempt.objects.get(action="approve_payment").outcome == "done"


def test_a_forged_approval_by_the_initiator_leaves_a_trace_and_nothing_else(login, payment, elena):

    RoleAssignment.objects.create(user=elena, role="finance_approver", valid_from=NOON)
    client = login(elena)
    client.post(f"/payments/{payment.public_id}/approve/", {"seen_sha256": seen_hash(payment)})

    payment.refresh_from_db()
    assert payment.state == "initiated"
    assert Attempt.objects.get(action="approve_payment").outcome == "refused"


def test_nobody_is_led_to_an_account_page_that_is_not_theirs(login, paid, ana, diego, axel):
    lead = paid.contract.project.lead
    for person, led in ((ana, True), (diego, True), (axel, False)):
        page = login(person).get(f"/payments/contracts/{paid.contract.public_id}/").content.decode()
        assert (f"/organisations/{lead.public_id}/accounts/" in page) is led, person


def test_who_does_not_need_the_account_number_sees_its_end(login, paid, bruno, diego, axel, ana):
    for person, sees in ((bruno, False), (axel, False), (ana, True), (diego, True)):
        page = html_of(login(person).get(f"/payments/{paid.public_id}/"))
        assert ("DE89 3704" in page) is sees, person
        assert ("•••• 3000" in page) is not sees


def test_the_bank_s_confirmation_is_idempotent_and_a_contradiction_is_409(login, payment, hugo, elena):
    approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))
    client, url = login(elena), f"/payments/{payment.public_id}/confirm/"
    told = {"value_date": "2026-09-26", "bank_reference": "B-7", "amount": "120000", "key": str(uuid.uuid4())}

    assert client.post(url, told | {"value_date": "26.9."}).status_code == 422
    assert client.post(url, told | {"amount": "120001"}).status_code == 422
    assert client.post(url, told).status_code == 302
    postings = Posting.objects.count()
    assert client.post(url, told).status_code == 302
    assert client.post(url, told | {"amount": "119999"}).status_code == 409
    assert Posting.objects.count() == postings


def test_reasons_against_a_payment_stand_on_its_page(login, payment, hugo, chamber, ana):
    add_bank_account(chamber, by=ana, data=OTHER_ACCOUNT)

    page = html_of(login(hugo).get(f"/payments/{payment.public_id}/"))
    assert "A bank account of the coordinator waits for its verification." in page
    assert "Approve payment" not in page


def test_stopping_needs_a_reason(login, payment, hugo, elena):
    assert login(hugo).post(f"/payments/{payment.public_id}/reject/", {"reason": ""}).status_code == 422
    assert login(elena).post(f"/payments/{payment.public_id}/cancel/", {"reason": "Twice"}).status_code == 302
    payment.refresh_from_db()
    assert payment.state == "cancelled"


def test_a_refused_return_stands_on_its_form_with_what_was_typed(login, paid, contract, ana, elena):
    further = request_payment(contract, by=ana, kind="further", incurred=Decimal("110100.00"))
    url = f"/payments/{paid.public_id}/return/"

    page = html_of(login(elena).post(url, {"reason": "Account closed"}, follow=True))

    assert f'<a href="{further.get_absolute_url()}">Another request of this contract waits' in page
    assert '<details class="section" open>' in page
    assert "Account closed</textarea>" in page


def test_an_empty_reason_opens_what_was_folded(login, paid, elena):
    page = html_of(login(elena).post(f"/payments/{paid.public_id}/return/", {"reason": ""}))

    assert '<details class="section" open>' in page
    assert "Reason: Say why." in page


@pytest.mark.parametrize("state", ["withdrawn", "returned"])
def test_a_request_that_is_over_is_not_returned_and_the_reason_stays(login, request_, elena, state):
    PaymentRequest.objects.filter(pk=request_.pk).update(state=state)

    page = login(elena).post(f"/payments/requests/{request_.public_id}/return/", {"reason": "The account is missing"})

    assert page.status_code == 422
    assert 'id="errors"' in html_of(page)
    assert "This is not possible while the state is" in html_of(page)


def test_the_money_of_a_contract(login, paid, contract, elena, ana):
    page = html_of(login(elena).get(f"/payments/contracts/{contract.public_id}/"))
    for words in (
        "250,000.00 EUR",
        "130,000.00 EUR",
        "Payment executed",
        "Commitment still to be paid",
        "months 13 to 24",
    ):
        assert words in page

    page = html_of(login(ana).get(f"/payments/contracts/{contract.public_id}/"))
    assert "Request a payment" in page
    assert "Commitment still to be paid" not in page


def test_nobody_is_led_to_ask_while_a_request_waits(login, request_, contract, ana):
    assert "Request a payment" not in html_of(login(ana).get(f"/payments/contracts/{contract.public_id}/"))


def test_an_empty_list_counts_nothing(login, paid, hugo):
    page = html_of(login(hugo).get("/payments/lists/"))

    assert "No list has been read yet." in page
    assert "0 to 0" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_money_of_a_contract_asks_the_same_number_of_queries(
    login, paid, contract, elena, hugo, count, django_assert_num_queries
):

    for _number in range(count):
        post(contract, "approval", "prefinancing", "owed", paid.amount, by=hugo, narrative="x")
    client = login(elena)
    client.get(f"/payments/contracts/{contract.public_id}/")
    with django_assert_num_queries(14):
        client.get(f"/payments/contracts/{contract.public_id}/")


def test_a_screening_is_recorded_for_all_parties(login, contract, later, elena, partner_organisation, chamber):
    client, url = login(elena), f"/payments/contracts/{contract.public_id}/screening/"
    assert "Associazione Verde" in html_of(client.get(url))
    told = {"list_name": "EU list", "list_version": "44", "list_date": "2026-09-26"}

    assert client.post(url, told | {"hits": [str(partner_organisation.public_id)]}).status_code == 422
    assert client.post(url, told | {"list_date": "2026-09-27"}).status_code == 422
    assert (
        client.post(url, told | {"hits": [str(partner_organisation.public_id)], "note": "Same name"}).status_code == 302
    )
    assert [(row.organisation, row.state) for row in Screening.objects.order_by("pk")] == [
        (chamber, "clear"), (partner_organisation, "hit"),
    ]  # fmt: skip


def test_a_match_is_cleared_by_two_persons(login, contract, later, elena, hugo, partner_organisation):
    record_screening(
        contract, by=elena, list_name="EU", list_version="1", list_date=date(2026, 9, 26), hits=[partner_organisation],
        note="Same name",
    )  # fmt: skip
    hit = Screening.objects.get(state="hit")
    assert (
        login(elena).post(f"/payments/screenings/{hit.public_id}/clear/", {"reason": "Born elsewhere"}).status_code
        == 302
    )
    page = html_of(login(hugo).get(f"/payments/screenings/{hit.public_id}/"))
    decision = re.search(r"/proposals/[0-9a-f-]+/", page)[0]

    assert "Born elsewhere" in html_of(login(hugo).get(decision))
    assert login(elena).post(f"{decision}approve/", {"note": ""}).status_code == 422
    assert login(hugo).post(f"{decision}approve/", {"note": ""}).status_code == 302
    hit.refresh_from_db()
    assert hit.state == "cleared"


def test_the_books_are_read_and_closed(login, paid, hugo, axel):
    page = html_of(login(hugo).get("/payments/ledger/"))
    assert "Payment approved" in page
    assert "Nothing is closed yet." in page
    assert 'aria-label="You are here"' in page

    assert login(hugo).post("/payments/ledger/close/", {"until": "2026-09-26"}).status_code == 422
    assert login(hugo).post("/payments/ledger/close/", {"until": "2026-09-25"}).status_code == 302
    assert "Closed up to" in html_of(login(axel).get("/payments/ledger/"))


def test_the_ledger_leaves_whole_as_a_file_each_entry_behind_its_contract(login, paid, contract, hugo):
    answer = login(hugo).get("/payments/ledger/", {"export": "csv"})

    lines = b"".join(answer).decode().splitlines()
    assert lines[1] == '"Contract","Entry","Booked on","Debit","Credit","EUR","By"'
    assert all(line.startswith(f'"{contract.reference}",') for line in lines[2:])
    assert len(lines[2:]) == LedgerEntry.objects.count() > 0


@pytest.mark.parametrize("count", [1, 3])
def test_the_ledger_asks_the_same_number_of_queries(login, paid, contract, hugo, count, django_assert_num_queries):
    client = login(hugo)
    for _number in range(count):
        post(contract, "approval", "prefinancing", "owed", paid.amount, by=hugo, narrative="x")
    client.get("/payments/ledger/")
    with django_assert_num_queries(7):
        client.get("/payments/ledger/")
