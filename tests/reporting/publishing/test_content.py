"""What a publication freezes of contracts and own actions: public facts, and nothing that names a firm."""

from datetime import date, timedelta

import pytest

from grants import models
from reporting.publishing.queries.content import projects_at
from tests.grants.contracts.conftest import award  # noqa: F401
from tests.life import contract_of

pytestmark = pytest.mark.django_db

CUT_OFF = date(2026, 12, 31)


@pytest.fixture
def contract(award, noon, chamber, partner_organisation):  # noqa: F811
    """A signed contract of Ana's chamber with Bruno's organisation that runs at the cut-off."""
    made = contract_of(award, starts_on=date(2026, 10, 1), ends_on=date(2028, 9, 30))
    models.ProjectSector.objects.create(project=made.project, sector="coffee", share=100)
    return made


def test_a_funded_project_shows_its_public_facts(contract, noon):
    rows = projects_at(CUT_OFF, noon + timedelta(days=400))

    assert len(rows) == 1
    row = rows[0]
    assert (row["reference"], row["title"], row["kind"]) == ("922-AIV-001", "Café sin deforestación", "grant")
    assert row["lead"] == {"name": "Cámara de Comercio de Cusco", "country": "PE"}
    assert (row["countries"], row["sectors"], row["is_running"]) == (["PE"], ["coffee"], True)
    assert {name: str(value) for name, value in row["money"].items()} == {
        "eu": "250000.00", "own": "62500.00", "total": "312500.00",
    }  # fmt: skip


def test_what_begins_or_was_signed_later_is_not_there_and_what_is_over_is_said_so(contract, noon):
    late = noon + timedelta(days=400)

    assert projects_at(date(2026, 9, 30), late) == []
    assert projects_at(CUT_OFF, noon) == []
    assert [row["is_running"] for row in projects_at(date(2029, 1, 1), late)] == [False]


@pytest.mark.parametrize("count", [1, 3])
def test_projects_are_read_in_the_same_number_of_queries(contract, noon, count, chamber, django_assert_num_queries):
    for place in range(count):
        own = models.Project.objects.create(
            kind="own_action", reference=f"OA-{place}", title="Acción", lead=chamber, pillar=1, country="PE",
            starts_on=date(2026, 1, 1),
        )  # fmt: skip
        models.ProjectCountry.objects.create(project=own, country="PE", share=100)

    with django_assert_num_queries(7):
        rows = projects_at(CUT_OFF, noon + timedelta(days=400))

    assert len(rows) == count + 1
