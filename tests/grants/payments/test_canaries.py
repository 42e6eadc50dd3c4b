"""Words of what programme people note about money, looked for in all a consortium can open (security.md C3)."""

import pytest

from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification
from grants.payments.actions.payments import approve_payment, cancel_payment, initiate_payment, reject_payment
from grants.payments.actions.screening import propose_clearing
from grants.payments.standing import seen_hash
from grants.proposals.actions import approve
from tests.crawl import read_by
from tests.grants.payments.paying import ACCOUNT, screen

pytestmark = pytest.mark.django_db

NOT_WRITTEN = ("/applications/",)
"""What the contract of these tests came from has no content; tests of the evaluation look there."""


@pytest.fixture
def noted(contract, request_, chamber, partner_organisation, ana, elena, hugo, diego):
    """A first instalment after every detour there is, each with a note."""
    account = add_bank_account(chamber, by=ana, data=ACCOUNT)
    approve(propose_verification(account, by=elena, reason="CANARY-VERIFIED"), by=diego)
    screen(contract, by=elena, hits=(partner_organisation,), note="CANARY-MATCH")
    hit = partner_organisation.screenings.get()
    approve(propose_clearing(hit, by=elena, reason="CANARY-CLEARED"), by=hugo)
    screen(contract, by=elena)
    reject_payment(initiate_payment(request_, by=elena), by=hugo, reason="CANARY-REJECTED")
    cancel_payment(initiate_payment(request_, by=elena), by=elena, reason="CANARY-CANCELLED")
    payment = initiate_payment(request_, by=elena)
    return approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))


@pytest.mark.parametrize("person", ["ana", "bruno", "fabio"])
def test_nobody_of_the_consortium_reads_what_finance_notes(noted, login, person, request):
    contract = noted.contract
    starts = (contract.get_absolute_url(), f"/payments/contracts/{contract.public_id}/", noted.get_absolute_url())

    read = read_by(login(request.getfixturevalue(person)), *starts, without=NOT_WRITTEN)

    assert [address for address, words in read.items() if "CANARY" in words] == []
    assert (noted.get_absolute_url() in read) is (person != "fabio")


def test_the_search_finds_what_there_is_for_finance(noted, login, hugo):
    read = " ".join(read_by(login(hugo), without=NOT_WRITTEN).values())

    for word in ("VERIFIED", "MATCH", "CLEARED", "REJECTED", "CANCELLED"):
        assert f"CANARY-{word}" in read, word
