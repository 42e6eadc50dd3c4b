"""What the coordinator passes on: its own list, correctable only by a contrary line."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from grants.models import BudgetLine, BudgetPartner, Contract, PartnerTransfer
from grants.payments.actions.transfers import correct_transfer, record_transfer
from grants.payments.queries.transfers import of_transfers
from grants.workflow import Refused
from tests.client import html_of
from tests.grants.files.samples import PDF
from tests.grants.payments.test_invariants import broken

pytestmark = pytest.mark.django_db

DAY = date(2026, 9, 26)


@pytest.fixture
def party(contract):
    return contract.parties.get(is_coordinator=False)


def transfer(contract, party, *, by, amount="30000.00", **more):
    values = {"transferred_on": DAY, "note": "First instalment"} | more
    return record_transfer(contract, by=by, party=party, amount=Decimal(amount), **values)


def test_a_wrong_line_is_taken_back_once_by_its_contrary(contract, party, later, ana):
    wrong = transfer(contract, party, by=ana)
    contrary = correct_transfer(wrong, by=ana, reason="Typed twice")

    assert (contrary.amount, contrary.corrects, contrary.note) == (Decimal("-30000.00"), wrong, "Typed twice")
    with pytest.raises(Refused, match="taken back already"):
        correct_transfer(wrong, by=ana, reason="x")
    with pytest.raises(Refused, match="contrary line is not taken back"):
        correct_transfer(contrary, by=ana, reason="x")
    with pytest.raises(Refused, match="Say why"):
        correct_transfer(transfer(contract, party, by=ana), by=ana, reason=" ")
    assert "contrary_lines_mirror" not in broken()


def test_every_reason_against_a_line_is_told_at_once(contract, later, ana):
    coordinator = contract.parties.get(is_coordinator=True)
    Contract.objects.filter(pk=contract.pk).update(state="sent")
    with pytest.raises(Refused) as refused:
        transfer(contract, coordinator, by=ana, amount="0.00", transferred_on=date(2026, 9, 27))
    assert [reason.code for reason in refused.value.reasons] == ["not_signed", "party", "transferred_on", "amount"]


def test_the_database_keeps_lines_and_their_contraries(contract, second_contract, party, later, ana):
    line = transfer(contract, party, by=ana)
    stranger = second_contract.parties.get(is_coordinator=False)
    values = {"contract": contract, "party": party, "transferred_on": DAY, "by": ana, "at": later, "note": "x"}
    for change in (
        {"amount": 0}, {"amount": -1}, {"amount": -1, "corrects": line}, {"amount": 30000, "corrects": line},
        {"amount": -30000, "corrects": line, "note": ""}, {"amount": 1, "party": stranger},
        {"amount": 1, "party": contract.parties.get(is_coordinator=True)},
    ):  # fmt: skip
        with pytest.raises(DatabaseError), transaction.atomic():
            PartnerTransfer.objects.create(**values | change)
    for act in (lambda rows: rows.update(amount=1), lambda rows: rows.delete()):
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            act(PartnerTransfer.objects.filter(pk=line.pk))


def test_a_budget_that_does_not_say_whose_a_cost_is_has_no_shares(contract, party, later, ana):
    transfer(contract, party, by=ana)
    unknown = {"text": "–"}
    assert of_transfers(contract, ana)["partner_rows"][0][1:] == [unknown, Decimal("30000.00"), unknown]


def test_each_partner_stands_beside_its_share_and_what_was_received(paid, contract, party, ana, elena):
    partner = BudgetPartner.objects.create(budget=contract.budget, organisation=party.organisation, position=9)
    BudgetLine.objects.filter(budget=contract.budget, year=2).update(partner=partner)
    transfer(contract, party, by=ana)
    correct_transfer(transfer(contract, party, by=ana, amount="7.00"), by=ana, reason="Typed twice")

    shown = of_transfers(contract, elena)
    assert (shown["received"], shown["passed_on"], shown["kept"]) == (
        Decimal("120000.00"), Decimal("30000.00"), Decimal("90000.00"),
    )  # fmt: skip
    assert shown["partner_rows"][0][1:] == [Decimal("120000.00"), Decimal("30000.00"), Decimal("90000.00")]
    assert not shown["is_over"]


def test_the_coordinator_notes_a_transfer_with_its_proof_and_staff_reads_it(
    login, contract, party, later, ana, aldo, bruno, elena
):
    client, url = login(ana), f"/payments/contracts/{contract.public_id}/transfers/"
    assert "No transfers yet" in html_of(client.get(url))
    told = {"party": str(party.organisation.public_id), "amount": "30000", "transferred_on": "2026-09-26"}
    assert client.post(f"{url}new/", told | {"amount": "1,234"}).status_code == 422
    bad = SimpleUploadedFile("proof.pdf", b"<html>")
    assert "The content of this file" in html_of(client.post(f"{url}new/", told | {"proof": bad}))
    assert client.post(f"{url}new/", told | {"proof": SimpleUploadedFile("proof.pdf", PDF)}).status_code == 302

    line = PartnerTransfer.objects.get()
    for person, amount in ((aldo, "30,000.00"), (bruno, "30.000,00"), (elena, "30,000.00")):
        page = html_of(login(person).get(url))
        assert amount in page
        assert "Take this line back" not in page
        assert b"".join(login(person).get(f"/payments/transfers/{line.public_id}/proof/")) == PDF
    assert client.post(f"/payments/transfers/{line.public_id}/correct/", {"reason": ""}).status_code == 422
    assert client.post(f"/payments/transfers/{line.public_id}/correct/", {"reason": "Typed twice"}).status_code == 302
    page = html_of(client.get(url))
    assert "Contrary line: Typed twice" in page
    assert "Take this line back" not in page


def test_a_line_without_proof_has_none_to_fetch(login, contract, party, later, ana):
    line = transfer(contract, party, by=ana)
    assert login(ana).get(f"/payments/transfers/{line.public_id}/proof/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_the_same_number_of_queries(login, contract, party, later, ana, count, django_assert_num_queries):
    for _number in range(count):
        transfer(contract, party, by=ana)
    client, url = login(ana), f"/payments/contracts/{contract.public_id}/transfers/"
    client.get(url)
    with django_assert_num_queries(9):
        client.get(url)


def test_the_lines_leave_as_a_file(login, contract, party, later, ana):
    line = transfer(contract, party, by=ana)
    correct_transfer(line, by=ana, reason="Typed twice")

    answer = login(ana).get(f"/payments/contracts/{contract.public_id}/transfers/", {"export": "csv"})

    lines = b"".join(answer).decode().splitlines()
    assert lines[1] == '"Partner","Date of the transfer","Amount, EUR","Note","Noted by","Proof"'
    assert sorted(line.split(",")[2] for line in lines[2:]) == ['"-30000.00"', '"30000.00"']
    assert any("Contrary line: Typed twice" in line for line in lines)
