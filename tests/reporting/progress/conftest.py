"""A project that reports: see reporting.py for its dates and numbers."""

import pytest
from django.utils.translation import override

from grants import clock
from grants.permissions import Role
from reporting.progress.actions.updates import approve_update, begin_update, submit_update
from reporting.progress.actions.values import save_values
from tests.factories import OrganisationFactory, UserFactory
from tests.grants.payments import paying
from tests.reporting.progress.reporting import JULY, PERSONS, THIRD, own_action, run

FILLED = {PERSONS: {"": "40", "sex:women": "25", "note": "Attendance lists", "kept_at": "Office in Cusco"}}


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def july(noon):
    """The fifth of July: the third half-year is over."""
    with clock.at(JULY):
        yield JULY


@pytest.fixture
def project(noon, call, chamber, partner_organisation, ana, diego):
    """Ana's chamber and Bruno's organisation carry it out."""
    return run(paying.make_contract(call, chamber, partner_organisation, by=ana, officer=diego))


@pytest.fixture
def update(project, july):
    """Begun by the calendar for the half-year to 30 June 2026."""
    return begin_update(project, period_end=THIRD, by=None)


@pytest.fixture
def filled(update, ana):
    save_values(update, by=ana, values=FILLED)
    return update


@pytest.fixture
def submitted(filled, ana):
    return submit_update(filled, by=ana)


@pytest.fixture
def approved(submitted, diego):
    return approve_update(submitted, by=diego)


@pytest.fixture
def pilar(db):
    """Reports for the Lima chamber."""
    return UserFactory(name="Pilar", email="pilar@demo.example", role=Role.CHAMBER_REPORTER)


@pytest.fixture
def lima(pilar):
    return OrganisationFactory(legal_name="Cámara de Comercio de Lima", short_name="CCL", manager=pilar)


@pytest.fixture
def courses(lima, diego, july):
    """An own action of the Lima chamber."""
    return own_action(lima, by=diego)
