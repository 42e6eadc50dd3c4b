"""The pages of the books as finance and a coordinator meet them: accessible, on a desk and in a hand."""

import os
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile

from grants import clock
from grants.payments.actions.books import export_postings, set_account_number
from grants.payments.actions.paid_lists import read_paid_list
from grants.payments.actions.reconciling import reconcile_month
from grants.payments.actions.transfers import correct_transfer, record_transfer
from grants.payments.models import Account
from tests.grants.files.samples import PDF
from tests.grants.payments.paying import LATER

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

LIST = """payment reference;value date;amount;currency
922-AIV-001-P1;2026-09-26;120000.00;EUR
922-AIV-002-P1;26/09/2026;12O;USD
"""


@pytest.fixture
def addresses(paid, contract, admin, elena, hugo, ana):
    """Something on each of the pages."""
    for place, account in enumerate(Account.values):
        set_account_number(account, by=admin, number=str(1000 + place))
    batch = export_postings(by=elena)
    paid_list = read_paid_list(by=elena, uploaded=SimpleUploadedFile("paid.csv", LIST.encode()))
    party = contract.parties.get(is_coordinator=False)
    values = {"by": ana, "party": party, "amount": Decimal("30000.00"), "transferred_on": date(2026, 9, 26)}
    line = record_transfer(contract, **values, note="First part", proof=SimpleUploadedFile("proof.pdf", PDF))
    correct_transfer(line, by=ana, reason="Typed twice")
    line = record_transfer(contract, **values)
    with clock.at(LATER.replace(month=10)):
        month = reconcile_month(
            by=elena, month=date(2026, 9, 1), statement=Decimal("879988.50"), funding=Decimal("1000000.00"),
            file=SimpleUploadedFile("statement.pdf", PDF), note="A fee the bank refunds in October.",
        )  # fmt: skip
    transfers = f"/payments/contracts/{contract.public_id}/transfers/"
    return {
        hugo: [
            "/payments/exports/", batch.get_absolute_url(), "/payments/lists/", paid_list.get_absolute_url(),
            "/payments/months/", month.get_absolute_url(), "/payments/months/reconcile/?month=2026-10",
        ],
        ana: [transfers, f"{transfers}new/", f"/payments/transfers/{line.public_id}/correct/"],
    }  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_the_pages_of_the_books_are_accessible_and_fit(
    new_page, live_server, login, addresses, assert_accessible, width
):
    shots = os.environ.get("SHOTS")
    for person, paths in addresses.items():
        page = new_page(locale="en-GB", width=width)
        session = login(person).cookies[settings.SESSION_COOKIE_NAME].value
        page.context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": live_server.url}])
        for number, path in enumerate(paths):
            page.goto(path)
            if shots:
                page.screenshot(path=Path(shots) / f"{person}-{number}-{width}.png", full_page=True)
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), path
            assert_accessible(page)
