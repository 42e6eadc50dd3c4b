"""Approved updates with their firms and facts, made directly: what a compilation stands on.

Counting is the subject here; lists and updates have their own tests.
"""

from contextlib import contextmanager
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import count

from django.core.files.base import ContentFile
from django.db import connection

from grants import models
from reporting import models as results
from tests import life
from tests.factories import NOON, ApplicationFactory, OrganisationFactory, UserFactory

CUT_OFF = date(2025, 6, 30)
APPROVED = datetime(2025, 7, 10, 9, 0, tzinfo=UTC)
AS_OF = datetime(2025, 7, 15, 23, 59, tzinfo=UTC)
_numbers = count(1)


def funded(call, officer, *, reference, countries=None, pillar=1, grant="250000.00", total="312500.00", partner=None):
    """A signed contract's project in these countries ({code: share}), running in 2025."""
    lead = OrganisationFactory()
    application = ApplicationFactory(
        call=call, lead=lead, started_by=UserFactory(), state="submitted", submitted_at=NOON, reference=reference
    )
    submission = models.Submission.objects.create(
        application=application, number=1, document={}, sha256="0" * 64, frozen_at=NOON, frozen_by=officer,
        receipt_number=reference, received_at=NOON,
    )  # fmt: skip
    evaluation = models.Evaluation.objects.filter(call=call).first() or life.evaluation_of(call, by=officer)
    candidate = life.candidate_of(submission, evaluation, state="selected")
    contract = life.contract_of(
        life.award_of(candidate), reference=reference, starts_on=date(2024, 5, 1), ends_on=date(2026, 4, 30)
    )
    models.Contract.objects.filter(pk=contract.pk).update(
        grant=Decimal(grant), total_cost=Decimal(total), signed_on=date(2024, 4, 1)
    )
    project = contract.project
    countries = countries or {"PE": 100}
    models.Project.objects.filter(pk=project.pk).update(pillar=pillar, country=next(iter(countries)))
    project.countries.all().delete()
    for code, share in countries.items():
        models.ProjectCountry.objects.create(project=project, country=code, share=Decimal(share))
    for position, organisation in enumerate((lead, partner or OrganisationFactory(country="IT", kind="association"))):
        version = organisation.versions.create(
            number=organisation.versions.count() + 1, document={}, sha256="0" * 64, frozen_at=NOON, frozen_by=officer
        )
        contract.parties.create(
            organisation=organisation, version=version, is_coordinator=not position, position=position
        )
    return models.Project.objects.get(pk=project.pk)


def own_action(*, reference="922-AIV-A001", country="PE"):
    """What a chamber of the programme does itself."""
    project = models.Project.objects.create(
        kind="own_action", reference=reference, title="Escuela verde", lead=OrganisationFactory(), pillar=2,
        country=country, starts_on=date(2024, 1, 1), ends_on=date(2026, 12, 31),
    )  # fmt: skip
    models.ProjectCountry.objects.create(project=project, country=country, share=Decimal(100))
    return project


def firm(name="Café Kuélap", **fields):
    """An identified micro firm of Peru; an empty ``key`` makes it unidentified."""
    number = next(_numbers)
    values = {
        "country": "PE", "entity_type": "company", "key": f"K{number}", "identity": "checked", "name": name,
        "search_name": name.lower(), "size": "micro", "section": "A", "owner_sex": "female", "tax_id": f"2060{number}",
        "first_supported_on": date(2024, 6, 1),
    }  # fmt: skip
    if fields.get("key") == "":
        values |= {"identity": "none", "tax_id": ""}
    return results.Firm.objects.create(**values | fields)


def update_of(project, *, period_end=CUT_OFF, approved_at=APPROVED, number=1):
    """An approved update of the project with the list in force; approved by nobody where ``approved_at`` is None."""
    update = results.ResultsUpdate.objects.create(
        project=project, period_end=period_end, due_on=period_end, number=number,
        state="approved" if approved_at else "submitted", approved_at=approved_at,
    )  # fmt: skip
    if approved_at:
        results.ResultsUpdateVersion.objects.create(
            update=update, number=1, document={}, sha256="0" * 64, frozen_at=approved_at, frozen_by=UserFactory()
        )
    return update


@contextmanager
def sealed_before():
    """Inside, the triggers that keep an approved update as it is look away: its rows come after it here."""
    tables = [m._meta.db_table for m in (results.FirmList, results.Participation, results.Fact, results.IndicatorValue)]
    _triggers(tables, "DISABLE")
    yield
    _triggers(tables, "ENABLE")


def _triggers(tables, do):
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in tables:
            cursor.execute(f"ALTER TABLE {table} {do} TRIGGER USER")


def list_of(update, state="taken"):
    """The firm list of an update."""
    file = models.StoredFile.objects.create(
        content=ContentFile(b"list", "list.xlsx"), original_name="list.xlsx", media_type="application/xlsx", size=4,
        sha256="0" * 64, uploaded_at=NOON,
    )  # fmt: skip
    with sealed_before():
        return results.FirmList.objects.create(
            update=update, file=file, state=state, uploaded_by=UserFactory(), uploaded_at=NOON
        )


def fact(update, who, code, *, on=date(2025, 3, 1), **fields):
    """A fact of the firm in the update's list: trained eight hours, verified, with evidence."""
    firm_list = update.lists.filter(state="taken").first() or list_of(update)
    row = firm_list.participations.count() + 2
    values = {"status": "verified", "quantity": Decimal(8), "evidence": "Lista 3"}
    indicator = models.Indicator.objects.get(code=code)
    with sealed_before():
        participation = firm_list.participations.create(project=update.project, firm=who, row=row)
        return results.Fact.objects.create(participation=participation, indicator=indicator, on=on, **values | fields)


def reported(update, code, value, split=""):
    """A number of the update."""
    version = models.IndicatorVersion.objects.get(indicator__code=code, number=1)
    with sealed_before():
        return results.IndicatorValue.objects.create(
            update=update, indicator=version, split=split, value=Decimal(value)
        )


def same(one, other):
    """A person has decided that ``other`` is ``one``."""
    return results.FirmPair.objects.create(
        firm=one, other=other, likeness=Decimal(99), verdict="same", decided_at=APPROVED, decided_by=UserFactory()
    )
