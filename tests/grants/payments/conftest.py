"""The money of a contract, step by step: see paying.py for its numbers."""

from datetime import date

import pytest

from grants import clock
from grants.payments.actions.payments import approve_payment, confirm_payment, initiate_payment
from grants.payments.actions.requests import request_payment
from grants.payments.standing import seen_hash
from tests.grants.payments.paying import LATER, another, make_contract, screen, verify


@pytest.fixture
def later(noon):
    """From the award on."""
    with clock.at(LATER):
        yield LATER


@pytest.fixture
def contract(noon, call, chamber, partner_organisation, ana, diego):
    return make_contract(call, chamber, partner_organisation, by=ana, officer=diego)


@pytest.fixture
def account(contract, later, chamber, ana, elena, diego):
    """The chamber's account, found in order by Elena and Diego."""
    return verify(chamber, by=ana, first=elena, second=diego)


@pytest.fixture
def screened(contract, later, elena):
    return screen(contract, by=elena)


@pytest.fixture
def request_(contract, later, ana):
    """Ana asks for the first instalment."""
    return request_payment(contract, by=ana, kind="first")


@pytest.fixture
def payment(request_, account, screened, elena):
    """Elena has initiated it."""
    return initiate_payment(request_, by=elena)


@pytest.fixture
def paid(payment, hugo, elena):
    """Hugo has approved it, the bank paid."""
    approved = approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))
    return confirm_payment(
        approved, by=elena, key=payment.public_id, value_date=date(2026, 9, 26), bank_reference="B-1",
        amount=payment.amount,
    )  # fmt: skip


@pytest.fixture
def second_contract(call, noon, diego):
    """A contract of two other organisations, and who manages its coordinator."""
    return another(call, diego, "922-AIV-002")
