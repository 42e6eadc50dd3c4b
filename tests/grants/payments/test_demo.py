"""The demo's way of paying first instalments: through the actions, with accounts that could be real."""

import pytest

from grants.management.demo.payments import ACCOUNTS, account_of, pay_first_instalment
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
