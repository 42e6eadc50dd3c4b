"""Two funded projects, an own action, and what they have reported up to the middle of 2025."""

from datetime import UTC, datetime

import pytest
from django.utils.translation import override

from grants import clock
from grants.indicators.actions import load_catalogue
from tests.factories import CallFactory
from tests.reporting.results.approved import fact, firm, funded, own_action, update_of

AUGUST = datetime(2025, 8, 1, 12, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def august():
    """The first of August 2025."""
    with clock.at(AUGUST):
        yield AUGUST


@pytest.fixture
def catalogue(august):
    """The programme's own definitions."""
    return load_catalogue()


@pytest.fixture
def coffee(catalogue, diego):
    """922-AIV-001: pillar 1, Peru alone."""
    return funded(CallFactory(reference="AIV-2022"), diego, reference="922-AIV-001")


@pytest.fixture
def textiles(coffee, diego):
    """922-AIV-002: pillar 2, Peru and Colombia three to one, its partner is that of the coffee project."""
    call = coffee.contract.award.lot.call
    partner = coffee.contract.parties.get(is_coordinator=False).organisation
    return funded(
        call, diego, reference="922-AIV-002", countries={"PE": 75, "CO": 25}, pillar=2, grant="200000.01",
        total="250000.03", partner=partner,
    )  # fmt: skip


@pytest.fixture
def action(catalogue):
    """922-AIV-A001, of a chamber of the programme, in Peru."""
    return own_action()


@pytest.fixture
def trained(coffee, textiles):
    """Kuélap trained by both projects, Misti by the second, somebody without identification by the first."""
    kuelap, misti, nobody = firm("Kuélap"), firm("Misti", country="CO"), firm("?", key="")
    first, second = update_of(coffee), update_of(textiles)
    fact(first, kuelap, "AIV-OP-01")
    fact(first, nobody, "AIV-OP-01")
    fact(second, kuelap, "AIV-OP-01")
    fact(second, misti, "AIV-OP-01")
    return kuelap, misti, nobody
