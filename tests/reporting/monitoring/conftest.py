"""Ana's running project with a firm list that counts, visited by Marta on 1 July 2026; today is 5 July."""

import pytest
from django.utils.translation import override

from grants import clock
from grants.permissions import Role
from reporting.monitoring.actions.findings import answer_finding, raise_finding
from reporting.monitoring.actions.visits import carry_out_visit, plan_visit, save_report
from reporting.progress.actions.updates import approve_update, begin_update, submit_update
from reporting.progress.actions.values import save_values
from tests.factories import OrganisationFactory, UserFactory
from tests.grants.payments import paying
from tests.reporting.monitoring.visiting import FINDING, PLAN, REPORT
from tests.reporting.progress.conftest import FILLED
from tests.reporting.progress.reporting import JULY, THIRD, list_of, own_action, run


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def july(noon):
    with clock.at(JULY):
        yield JULY


@pytest.fixture
def project(july, call, chamber, partner_organisation, ana, diego):
    """Ana's chamber and Bruno's organisation carry it out."""
    return run(paying.make_contract(call, chamber, partner_organisation, by=ana, officer=diego))


@pytest.fixture
def listed(project, ana, diego):
    """An approved update of the project with a list of four firms."""
    update = begin_update(project, period_end=THIRD, by=None)
    list_of(update, ["Uno", "Dos", "Tres", "Cuatro"], by=ana)
    save_values(update, by=ana, values=FILLED)
    return approve_update(submit_update(update, by=ana), by=diego)


@pytest.fixture
def visit(project, marta):
    """Planned for 1 July; nobody of the project knows."""
    return plan_visit(project, by=marta, **PLAN)


@pytest.fixture
def held(visit, marta):
    """Carried out, its report handed in."""
    save_report(visit, by=marta, **REPORT)
    return carry_out_visit(visit, by=marta)


@pytest.fixture
def finding(held, marta):
    """For the project to answer by 20 July."""
    return raise_finding(held.project, by=marta, visit=held, **FINDING)


@pytest.fixture
def answered(finding, ana):
    return answer_finding(finding, by=ana, text="The lists are signed now.")


@pytest.fixture
def pilar(db):
    """Reports for the Lima chamber."""
    return UserFactory(name="Pilar", email="pilar@demo.example", role=Role.CHAMBER_REPORTER)


@pytest.fixture
def courses(pilar, diego, july):
    """An own action of the Lima chamber."""
    lima = OrganisationFactory(legal_name="Cámara de Comercio de Lima", short_name="CCL", manager=pilar)
    return own_action(lima, by=diego)
