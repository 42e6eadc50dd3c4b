"""Bank accounts: checked by their country's rule, verified by two persons, changed in the open."""

import re

import pytest
from django.db import IntegrityError, transaction

from grants.models import BankAccount, DuplicateHint, Message
from grants.organisations import account_numbers
from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification, reject_bank_account
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.client import html_of
from tests.factories import OrganisationFactory
from tests.grants.files.uploads import upload
from tests.grants.payments.paying import ACCOUNT, OTHER_ACCOUNT, verify

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

FORM = {
    "holder": "Cámara de Comercio de Cusco", "bank": "Banco de Crédito", "country": "PE", "currency": "USD",
    "iban": "", "number": "194-1234567-0-12", "bic": "BCPL PE PL",
}  # fmt: skip


def paper():
    return upload("account.pdf", b"%PDF-1.7 certificate")


@pytest.mark.parametrize(
    ("country", "iban", "problem"),
    [
        ("DE", "DE89370400440532013000", ""),
        ("DE", "DE89370400440532013001", "iban_wrong"),
        ("ES", "DE89370400440532013000", "iban_of_another_country"),
        ("BR", "BR1500000000000010932840814P2", ""),
    ],
)
def test_an_iban_has_its_digits_and_its_country(country, iban, problem):
    assert account_numbers.iban_problem(country, iban) == problem


@pytest.mark.parametrize(
    ("country", "number", "problem"),
    [
        ("PE", "1941234567012", ""),
        ("PE", "12", "number_wrong"),
        ("AR", "2850590940090418135201", ""),
        ("AR", "2850590940090418135202", "cbu_wrong"),
        ("MX", "032180000118359719", ""),
        ("MX", "032180000118359718", "clabe_wrong"),
    ],
)
def test_a_number_follows_the_rule_of_its_country(country, number, problem):
    assert account_numbers.number_problem(country, number) == problem


def test_ana_gives_the_account_on_its_page_and_only_its_end_is_shown_around(login, ana, aldo, chamber):
    client = login(ana)
    sent = client.post(f"/organisations/{chamber.public_id}/accounts/new/", FORM | {"evidence": paper()})

    account = BankAccount.objects.get()
    assert (sent.status_code, sent.url) == (302, account.get_absolute_url())
    assert (account.number, account.bic, account.state) == ("1941234567012", "BCPLPEPL", "proposed")
    assert "1941 2345 6701 2" in html_of(client.get(sent.url))
    assert "•••• 7012" in html_of(login(aldo).get(sent.url))
    assert "1941 2345" not in html_of(login(aldo).get(sent.url))
    assert "•••• 7012" in html_of(client.get(f"/organisations/{chamber.public_id}/accounts/"))
    assert b"".join(client.get(f"{sent.url}paper/")).startswith(b"%PDF")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"country": "DE"}, "Accounts in this country have an IBAN: enter it."),
        ({"iban": "DE89 3704 0044 0532 0130 00"}, "This IBAN belongs to another country"),
        ({"number": ""}, "Enter the account number as the bank writes it."),
        ({"country": "DE", "bic": ""}, "Accounts in this country have an IBAN: enter it."),
        ({"bic": ""}, "Enter the BIC of the bank"),
        ({"bic": "XX"}, "This is not a valid BIC."),
        ({"evidence": ""}, "Choose the file with the paper of the bank."),
    ],
)
def test_what_is_wrong_stands_at_its_field(login, ana, chamber, change, sentence):
    page = login(ana).post(f"/organisations/{chamber.public_id}/accounts/new/", FORM | {"evidence": paper()} | change)

    assert page.status_code == 422
    assert sentence in html_of(page)
    assert not BankAccount.objects.exists()


def test_two_persons_verify_it_and_one_alone_cannot(chamber, ana, elena, diego):
    account = add_bank_account(chamber, by=ana, data=ACCOUNT)
    proposal = propose_verification(account, by=elena, reason="As in the letter of the bank")
    with pytest.raises(Refused, match="cannot decide"):
        approve(proposal, by=elena)

    approve(proposal, by=diego)

    account.refresh_from_db()
    assert account.state == "verified"
    assert [event.action for event in account.events.order_by("pk")] == ["add", "propose", "verify"]


def test_the_second_person_sees_the_whole_number_on_the_decision(login, chamber, ana, elena, hugo):
    account = add_bank_account(chamber, by=ana, data=ACCOUNT)
    login(elena).post(f"{account.get_absolute_url()}propose/", {"reason": "Compared"})
    decision = re.search(r"/proposals/[0-9a-f-]+/", html_of(login(hugo).get(account.get_absolute_url())))[0]

    assert "DE89 3704 0044 0532 0130 00" in html_of(login(hugo).get(decision))
    assert login(hugo).post(f"{decision}approve/", {"note": ""}).status_code == 302
    account.refresh_from_db()
    assert account.state == "verified"


def test_what_was_found_in_order_and_then_changed_is_not_verified(chamber, ana, elena, diego):
    account = add_bank_account(chamber, by=ana, data=ACCOUNT)
    proposal = propose_verification(account, by=elena, reason="Compared")
    BankAccount.objects.filter(pk=account.pk).update(iban=OTHER_ACCOUNT["iban"])

    with pytest.raises(Refused, match="has changed"):
        approve(proposal, by=diego)


def test_a_change_waits_while_the_old_account_stays_and_old_and_new_contacts_are_told(chamber, ana, elena, diego):
    chamber.versions.create(
        number=1, document={"email": "before@cusco.example", "representative": {"email": "old@cusco.example"}},
        sha256="0" * 64, frozen_at=chamber.registered_at, frozen_by=ana,
    )  # fmt: skip
    old = verify(chamber, by=ana, first=elena, second=diego)
    Message.objects.all().delete()

    new = add_bank_account(chamber, by=ana, data=OTHER_ACCOUNT)

    old.refresh_from_db()
    assert (old.state, new.state) == ("verified", "proposed")
    told = set(Message.objects.filter(kind="bankaccount_add").values_list("address", flat=True))
    assert {"ana@demo.example", "before@cusco.example", "old@cusco.example", chamber.representative_email} <= told

    approve(propose_verification(new, by=elena, reason="Compared"), by=diego)
    old.refresh_from_db()
    assert old.state == "replaced"


def test_another_one_given_at_once_replaces_the_one_that_waits_and_ends_its_proposal(chamber, ana, elena, diego):
    first = add_bank_account(chamber, by=ana, data=ACCOUNT)
    proposal = propose_verification(first, by=elena, reason="Compared")
    add_bank_account(chamber, by=ana, data=OTHER_ACCOUNT)

    first.refresh_from_db()
    assert first.state == "replaced"
    with pytest.raises(Refused, match="has changed"):
        approve(proposal, by=diego)


def test_the_same_account_again_is_refused(chamber, ana):
    add_bank_account(chamber, by=ana, data=ACCOUNT)

    with pytest.raises(Refused, match="knows already"):
        add_bank_account(chamber, by=ana, data=ACCOUNT)


def test_a_rejected_account_says_why(chamber, ana, elena):
    account = add_bank_account(chamber, by=ana, data=ACCOUNT)
    with pytest.raises(Refused, match="what is wrong"):
        reject_bank_account(account, by=elena, reason="")

    assert reject_bank_account(account, by=elena, reason="Another holder").state == "rejected"
    assert Message.objects.filter(kind="bankaccount_reject", recipient=ana).count() == 1


def test_who_rejects_an_account_decided_meanwhile_reads_so_at_the_form(login, chamber, ana, elena, diego):
    account = verify(chamber, by=ana, first=elena, second=diego)
    url = f"/organisations/accounts/{account.public_id}/reject/"

    page = login(elena).post(url, {"reason": "Another holder"})

    assert page.status_code == 422
    assert 'id="errors"' in html_of(page)
    assert "This is not possible while the state is “Verified”." in html_of(page)


def test_one_account_is_in_force_and_none_is_without_number(chamber, ana, elena, diego):
    account = verify(chamber, by=ana, first=elena, second=diego)
    with pytest.raises(IntegrityError, match="bank_account_one_in_force"), transaction.atomic():
        BankAccount.objects.create(
            organisation=chamber, holder="x", bank="x", country="DE", iban="x", added_by=ana, state="verified",
            added_at=account.added_at,
        )  # fmt: skip
    with pytest.raises(IntegrityError, match="bank_account_has_a_number"), transaction.atomic():
        BankAccount.objects.filter(pk=account.pk).update(iban="", number="1", bic="")


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(login, elena, ana, count, django_assert_num_queries):
    for _number in range(count):
        add_bank_account(OrganisationFactory(), by=ana, data=ACCOUNT)
    client = login(elena)
    client.get("/organisations/accounts/")

    with django_assert_num_queries(4):
        page = client.get("/organisations/accounts/")
    assert html_of(page).count("•••• 3000") == count


def test_the_same_account_of_two_organisations_is_a_hint_for_staff_alone(login, chamber, rival, ana, fabio, diego):
    add_bank_account(chamber, by=ana, data=ACCOUNT)
    add_bank_account(rival, by=fabio, data=ACCOUNT)

    hint = DuplicateHint.objects.get()
    assert (hint.organisation, hint.other, hint.ground) == (rival, chamber, "account")
    assert "same bank account" in login(diego).get(rival.get_absolute_url()).content.decode()
    assert "same bank account" not in login(fabio).get(rival.get_absolute_url()).content.decode()
    assert {message.recipient for message in Message.objects.filter(kind="organisation_duplicate")} == set()
