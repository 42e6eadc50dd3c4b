"""The demo's way of paying first instalments: through the actions, with accounts that could be real."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from grants.management.demo.books import keep_books
from grants.management.demo.payments import ACCOUNTS, account_of, pay_first_instalment
from grants.models import PartnerTransfer, PostingBatch, Reconciliation
from grants.organisations import account_numbers
from tests.factories import OrganisationFactory
from tests.grants.payments.paying import LATER
from tests.grants.payments.test_invariants import broken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("country", [*ACCOUNTS, "PE", "CO", "VE"])
def test_an_invented_account_passes_the_rule_of_its_country(country):
    data = account_of(OrganisationFactory(country=country))

    if data["iban"]:
        assert account_numbers.iban_problem(country, data["iban"]) == ""
    else:
        assert account_numbers.number_problem(country, data["number"]) == ""
    assert account_numbers.bic_problem(data["bic"]) == ""


@pytest.mark.parametrize("until", ["requested", "initiated", "approved", "confirmed"])
def test_an_instalment_is_brought_as_far_as_the_desk_needs(contract, diego, elena, hugo, until):
    done = pay_first_instalment(contract, {"diego": diego, "elena": elena, "hugo": hugo}, LATER, until=until)

    assert done.state == until
    assert broken() == []


@pytest.mark.parametrize("day", [1, 3, 20])
def test_the_books_are_kept_whatever_the_day_of_loading(paid, chamber, admin, elena, hugo, day):
    now = datetime(2026, 12, day, 0, 30, tzinfo=UTC)
    keep_books({"admin": admin, "elena": elena, "hugo": hugo}, chamber, now)

    assert [(str(row), row.state, row.rest) for row in Reconciliation.objects.all()] == [
        ("November 2026", "waiting", Decimal("-18.50")), ("October 2026", "confirmed", Decimal("0.00")),
    ]  # fmt: skip
    assert [batch.entry_count for batch in PostingBatch.objects.all()] == [4]
    passed_on = [Decimal("12500.00"), Decimal("18000.00")]
    assert [row.amount for row in PartnerTransfer.objects.all()] == (passed_on if day == 20 else passed_on[1:])
    assert broken() == []
