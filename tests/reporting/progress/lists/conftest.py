"""A running project of Ana's chamber, its update for the first half of 2025, and lists for it."""

import io
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.base import ContentFile

from grants import clock, models
from reporting.models import ResultsUpdate
from reporting.progress.columns import INDICATORS
from reporting.progress.workbook import written

JULY = datetime(2025, 7, 5, 12, tzinfo=UTC)


@pytest.fixture
def july():
    """The fifth of July 2025: the half-year is over."""
    with clock.at(JULY):
        yield JULY


@pytest.fixture
def catalogue(db):
    """The indicators that firm lists feed."""
    for code in INDICATORS:
        models.Indicator.objects.get_or_create(code=code)


@pytest.fixture
def project(chamber):
    project = models.Project.objects.create(
        kind="grant", reference="922-AIV-001", title="Café sin deforestación", lead=chamber, pillar=1, country="PE",
        starts_on=date(2024, 5, 1), ends_on=date(2026, 10, 31),
    )  # fmt: skip
    models.ProjectCountry.objects.create(project=project, country="PE", share=Decimal(100))
    return project


@pytest.fixture
def update(july, catalogue, project):
    return ResultsUpdate.objects.create(project=project, period_end=date(2025, 6, 30), due_on=date(2025, 7, 15))


def firm(**changed):
    """A row of a list: a firm in Cusco, trained."""
    row = {
        "name": "Café Andino S.A.C.", "country": "PE", "entity_type": "company", "tax_id": "20512333797",
        "place": "Cusco",
        "contact": "984 123 456", "size": "micro", "section": "A", "owner_sex": "female",
        "supported_on": date(2025, 1, 10), "trained_on": date(2025, 2, 10), "training_hours": Decimal(8),
        "training_evidence": "Lista 12",
    }  # fmt: skip
    return {key: value for key, value in (row | changed).items() if value is not None}


def workbook(*rows, name="lista.xlsx", **options):
    """These rows as a file."""
    return as_file(written(rows, **options), name)


def as_file(content, name="lista.xlsx"):
    return ContentFile(content, name=name)


def sheet(*rows):
    """A workbook of our columns with the cells as they are given: text stays text, numbers numbers."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()
