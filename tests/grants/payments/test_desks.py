"""What finance and coordinators find on their home page."""

import re
from datetime import date

import pytest

from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification
from grants.payments.actions.payments import approve_payment
from grants.payments.actions.requests import request_payment
from grants.payments.standing import seen_hash
from tests.grants.organisations.test_legal import give
from tests.grants.payments.paying import ACCOUNT, another, screen, verify

pytestmark = pytest.mark.django_db


def waiting(client):
    page = client.get("/home/").content.decode()
    part = page.partition('id="waiting"')[2].partition("</section>")[0]
    return [
        re.sub(r"\s+", " ", title).replace("&nbsp;", " ").replace("\xa0", " ")
        for title in re.findall(r'<a href="[^"]+">([^<]+)</a>', part)
    ]


def test_one_payment_goes_from_desk_to_desk(login, contract, later, ana, elena, hugo, chamber, diego):
    account = "Give the bank account of CCC"
    assert waiting(login(ana)) == ["Ask for the first instalment of 922-AIV-001", account]
    request = request_payment(contract, by=ana, kind="first")
    assert waiting(login(ana)) == [account]
    assert waiting(login(elena)) == ["Check and initiate 922-AIV-001 · 1: 120,000.00 EUR"]
    assert waiting(login(hugo)) == []

    verify(chamber, by=ana, first=elena, second=diego)
    assert waiting(login(ana)) == []
    screen(contract, by=elena)
    login(elena).post(f"/payments/requests/{request.public_id}/initiate/")
    assert waiting(login(elena)) == []
    assert waiting(login(hugo)) == ["Approve 922-AIV-001-P1: 120,000.00 EUR"]

    payment = request.payments.get()
    approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))
    assert waiting(login(elena)) == ["Confirm that the bank has paid 922-AIV-001-P1: 120,000.00 EUR"]


def test_the_coordinator_reads_amounts_as_its_country_writes_them(login, request_, chamber, ana):
    chamber.country = "CO"
    chamber.save()

    assert "120.000,00\xa0EUR" in login(ana).get("/home/").content.decode()


def test_accounts_and_matches_wait_for_finance_and_their_second_person(
    login, contract, later, ana, elena, hugo, chamber, partner_organisation
):

    account = add_bank_account(chamber, by=ana, data=ACCOUNT)
    screen(contract, by=elena, hits=[partner_organisation], note="Same name")
    both = ["Possible match with a sanctions list: Associazione Verde", "Verify the bank account of CCC"]
    assert waiting(login(elena)) == both
    assert waiting(login(hugo)) == both

    propose_verification(account, by=elena, reason="As in the letter")
    assert waiting(login(elena)) == both[:1]
    assert waiting(login(hugo)) == ["Decide: Verify a bank account", *both[:1]]


def test_finance_sees_what_is_granted_paid_and_left(login, paid, elena):
    page = login(elena).get("/home/").content.decode()

    for amount in ("250,000.00", "120,000.00", "130,000.00"):
        assert amount in page.replace("\xa0", " ")


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_of_finance_asks_the_same_number_of_queries(
    login, call, contract, later, diego, elena, hugo, count, django_assert_num_queries
):
    for number in range(2, count + 2):
        other = another(call, diego, f"922-AIV-00{number}")
        request_payment(other, by=diego, kind="first")
    client = login(elena)
    client.get("/home/")
    with django_assert_num_queries(12):
        page = client.get("/home/")
    assert page.content.decode().count("Check and initiate") == count


def test_an_officer_finds_accounts_to_verify_and_how_many_documents_end(login, contract, later, chamber, ana, diego):
    add_bank_account(chamber, by=ana, data=ACCOUNT)
    for kind, end in (("register", date(2026, 10, 1)), ("tax", date(2026, 10, 2)), ("powers", date(2027, 10, 2))):
        give(chamber, ana, kind=kind, expires_on=end)

    lines = login(diego).get("/home/").context["waiting"]

    words = {line["title"]: line for line in lines}
    assert words["Verify the bank account of CCC"]["note"] == "•••• 3000"
    line = words["2 documents of organisations under contract end soon or have ended"]
    assert "Cámara de Comercio de Cusco" in login(diego).get(line["url"]).content.decode()
