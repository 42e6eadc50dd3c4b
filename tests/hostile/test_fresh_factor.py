"""Money and bank data ask for a password or code shown within ten minutes (security.md T-AU-16)."""

import time

import pytest

from grants.models import BankAccount
from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification
from grants.proposals.actions import approve
from tests.grants.payments.paying import ACCOUNT
from tests.test_consistency import own_views

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

RECORDS = "account_authentication_methods"


def aged(client, seconds):
    """The client's session, its password and code shown so long ago."""
    session = client.session
    session[RECORDS] = [record | {"at": time.time() - seconds} for record in session[RECORDS]]
    session.save()
    return client


def test_who_gives_a_bank_account_was_asked_within_ten_minutes(login, ana, chamber):
    url = f"/organisations/{chamber.public_id}/accounts/new/"
    assert login(ana).get(url).status_code == 200
    assert aged(login(ana), 590).get(url).status_code == 200
    late = aged(login(ana), 610)
    assert late.get(url).url.startswith("/accounts/reauthenticate/?next=")

    answer = late.post(url, ACCOUNT, headers={"Referer": f"http://testserver{url}"})

    assert answer.status_code == 403
    page = answer.content.decode()
    assert "Show again that it is you" in page
    assert ACCOUNT["holder"] in page  # nothing typed is lost
    assert f"/accounts/reauthenticate/?next=%2Forganisations%2F{chamber.public_id}" in page
    assert not BankAccount.objects.exists()


def test_what_two_persons_decide_asks_the_second_for_the_code(login, ana, chamber, elena, hugo):
    account = add_bank_account(chamber, by=ana, data=ACCOUNT)
    late = aged(login(elena), 610)
    assert late.post(f"{account.get_absolute_url()}propose/", {"reason": "Seen"}).status_code == 403
    proposal = propose_verification(account, by=elena, reason="Seen")
    late = aged(login(hugo), 610)
    url = f"/proposals/{proposal.public_id}/"
    answer = late.post(f"{url}approve/", headers={"Referer": f"http://testserver{url}"})

    assert (answer.status_code, proposal.state) == (403, "open")
    assert f"/accounts/2fa/reauthenticate/?next=%2Fproposals%2F{proposal.public_id}%2F" in answer.content.decode()
    evil = late.post(f"{url}approve/", headers={"Referer": "https://evil.example/take"})
    assert "next=%2Fhome%2F" in evil.content.decode()
    approve(proposal, by=hugo)


def test_every_page_on_money_and_bank_data_is_guarded():
    """By name: the decorator leaves its mark, so that a new page cannot forget it."""
    guarded = {name for name, view in own_views() if getattr(view, "asks_for_a_fresh_factor", False)}

    assert guarded == {
        "organisations:account_new", "organisations:propose_account", "organisations:reject_account",
        "payments:initiate", "payments:approve", "payments:confirm", "payments:return", "payments:confirm_list",
        "proposals:approve",
    }  # fmt: skip
