"""A running project of Ana's chamber with a logframe, a chamber's own action, firm lists as they lie after reading.

The project runs from 1 May 2025 to 31 October 2026. Its logframe asks for persons trained (reported,
target 200) and firms trained (counted from lists, target 100).
"""

import hashlib
from datetime import UTC, date, datetime
from decimal import Decimal

from django.core.files.base import ContentFile

from grants import models
from grants.contracts.actions.own_actions import register_own_action
from reporting.models import Fact, Firm, FirmList, Participation
from tests.factories import IndicatorVersionFactory
from tests.grants.payments import paying

STARTS, ENDS = date(2025, 5, 1), date(2026, 10, 31)
FIRST, SECOND, THIRD = date(2025, 6, 30), date(2025, 12, 31), date(2026, 6, 30)
JULY = datetime(2026, 7, 5, 12, 0, tzinfo=UTC)
"""The third half-year is over; its update is due on 15 July."""

PERSONS, FIRMS = "P-1", "F-1"


def persons(code=PERSONS, **fields):
    """Persons trained, reported with their sex."""
    indicator, _made = models.Indicator.objects.get_or_create(code=code)
    values = {
        "indicator": indicator, "name_es": "Personas capacitadas", "name_pt_br": "Pessoas capacitadas",
        "name_en": "Persons trained", "entity": "person", "value_form": "reported", "time_rule": "sum",
        "cross_project_rule": "sum", "disaggregation": ["sex", "country", "pillar"],
        "evidence_minimum_es": "Listas de asistencia", "evidence_minimum_en": "Attendance lists",
        "unit_es": "personas", "unit_pt_br": "pessoas", "unit_en": "persons",
    }  # fmt: skip
    return IndicatorVersionFactory(**values | fields)


def run(contract):
    """Give the contract's project its dates and its logframe; returns the project."""
    project = contract.project
    project.starts_on, project.ends_on = STARTS, ENDS
    project.save(update_fields=["starts_on", "ends_on"])
    result = models.ProjectResult.objects.create(project=project, level="output", statement="Firms learn")
    trained = persons()
    firms = IndicatorVersionFactory(indicator=models.Indicator.objects.get_or_create(code=FIRMS)[0])
    for version, target in ((trained, 200), (firms, 100)):
        models.ProjectIndicator.objects.create(result=result, version=version, target=Decimal(target))
    return project


def another(call, officer, reference):
    """A running project of two other organisations, with the same indicators."""
    contract = paying.another(call, officer, reference)
    project = contract.project
    project.starts_on, project.ends_on = STARTS, ENDS
    project.save(update_fields=["starts_on", "ends_on"])
    result = models.ProjectResult.objects.create(project=project, level="output")
    version = models.IndicatorVersion.objects.filter(indicator__code=PERSONS).first() or persons()
    models.ProjectIndicator.objects.create(result=result, version=version, target=Decimal(200))
    return project


def own_action(chamber, *, by):
    """Courses the chamber gives itself."""
    programme = models.Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AIV"})[0]
    return register_own_action(
        programme, by=by, chamber=chamber, title="Cursos de economía circular", pillar=2,
        countries={"PE": Decimal(100)}, sectors={"waste": Decimal(100)}, starts_on=STARTS, ends_on=ENDS,
    )  # fmt: skip


def stored(name, content=b"%PDF-1.7 test"):
    """A file as it lies on the disk."""
    return models.StoredFile.objects.create(
        content=ContentFile(content, name), original_name=name, media_type="application/pdf", size=len(content),
        sha256=hashlib.sha256(content).hexdigest(), uploaded_at=JULY,
    )  # fmt: skip


def firm(name, **fields):
    """A firm of the register."""
    values = {
        "country": "PE", "entity_type": "company", "tax_id": name, "key": name, "identity": "checked", "size": "micro",
        "search_name": name.lower(), "first_supported_on": STARTS,
    }  # fmt: skip
    return Firm.objects.get_or_create(name=name, defaults=values | fields)[0]


def list_of(update, names, *, by, state="taken", code=FIRMS, problems=0):
    """A list of firms, each trained for eight hours, as it lies after reading."""
    rows = FirmList.objects.create(
        update=update, file=stored("firms.xlsx", " ".join(names).encode() or b"-"), state=state, rows=len(names),
        problem_count=problems, uploaded_by=by, uploaded_at=JULY,
    )  # fmt: skip
    if state == "taken":
        indicator = models.Indicator.objects.get_or_create(code=code)[0]
        for row, name in enumerate(names, start=5):
            one = firm(name)
            part = Participation.objects.create(
                list=rows, project=update.project, firm=one, row=row, entity_type=one.entity_type, size=one.size,
                as_typed={"name": name},
            )  # fmt: skip
            Fact.objects.create(
                participation=part, indicator=indicator, on=STARTS, status="verified", quantity=Decimal("8.00")
            )
    return rows
