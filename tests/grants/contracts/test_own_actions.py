"""What the programme's chambers do themselves."""

from datetime import date
from decimal import Decimal

import pytest
from django.urls import reverse

from grants import models
from grants.contracts.actions.own_actions import register_own_action
from grants.permissions import Role
from grants.workflow import Refused
from tests.factories import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def pilar(db):
    """Reports for the Lima chamber."""
    return UserFactory(name="Pilar", email="pilar@demo.example", role=Role.CHAMBER_REPORTER)


@pytest.fixture
def lima(pilar):
    return OrganisationFactory(legal_name="Cámara de Comercio de Lima", short_name="CCL", manager=pilar)


def register(chamber, by, **fields):
    programme = models.Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AIV"})[0]
    values = {
        "chamber": chamber, "title": "Cursos de economía circular", "pillar": 2, "countries": {"PE": Decimal(100)},
        "sectors": {"waste": Decimal(100)}, "starts_on": date(2026, 1, 1), "ends_on": date(2026, 12, 31),
    }  # fmt: skip
    return register_own_action(programme, by=by, **values | fields)


def test_an_own_action_is_a_project_without_contract_and_numbered_on_its_own(lima, diego):
    first, second = register(lima, diego), register(lima, diego)

    assert (first.reference, second.reference) == ("922-AIV-A001", "922-AIV-A002")
    assert (first.kind, first.lead, str(first.country), first.pillar) == ("own_action", lima, "PE", 2)
    assert [event.action for event in first.events.all()] == ["register"]
    assert not models.Contract.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"ends_on": date(2026, 1, 1)}, "The project starts before it ends"),
        ({"countries": {"PE": Decimal(50)}}, "countries add up to 100"),
    ],
)
def test_dates_and_shares_that_cannot_be_are_refused(lima, diego, change, sentence):
    with pytest.raises(Refused, match=sentence):
        register(lima, diego, **change)

    assert not models.Project.objects.exists()


def test_its_chamber_s_reporter_and_the_staff_find_it_and_no_other_chamber(login, lima, diego, pilar, marta):
    register(lima, diego)
    stranger = UserFactory(role=Role.CHAMBER_REPORTER)
    OrganisationFactory(manager=stranger)

    for person, found in ((pilar, True), (diego, True), (marta, True), (stranger, False)):
        page = login(person).get(reverse("contracts:own_actions")).content.decode()
        link = 'href="/updates/?search=922-AIV-A001">Cursos de economía circular</a>'
        assert (link in page) is found
    assert login(pilar).get(reverse("contracts:own_action_new")).status_code == 403


def test_an_officer_registers_it_on_a_page(login, lima, diego):
    models.Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AIV"})
    typed = {
        "chamber": lima.pk, "title": "Asesoría", "pillar": "1", "starts_on": "2026-01-01", "ends_on": "2026-12-31",
        "country_0": "PE", "country_share_0": "100",
    }  # fmt: skip
    client = login(diego)

    assert client.post(reverse("contracts:own_action_new"), typed | {"country_0": ""}).status_code == 422
    assert client.post(reverse("contracts:own_action_new"), typed).status_code == 302

    assert models.Project.objects.get().title == "Asesoría"
