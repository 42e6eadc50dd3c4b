"""A call somebody has just begun, and one with nothing missing."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from grants.calls import actions
from grants.models import Programme
from tests.factories import IndicatorVersionFactory, form_version

BASICS = {
    "slug": "third-call",
    "reference": "AIV-CALL-3",
    "title_es": "Tercera convocatoria",
    "title_pt_br": "Terceira chamada",
    "title_en": "Third call",
    "summary_es": "Para asociaciones de mipymes.",
    "summary_pt_br": "Para associações de MPMEs.",
    "summary_en": "For associations of MSMEs.",
    "contact": "calls@sequa.example",
    "opens_at": datetime(2026, 3, 20, 11, 0, tzinfo=UTC),
    "closes_at": datetime(2026, 6, 1, 10, 0, tzinfo=UTC),
    "grant_min": Decimal("200000"),
    "grant_max": Decimal("300000"),
    "share_min": Decimal("50"),
    "share_max": Decimal("80"),
    "months_min": 18,
    "months_max": 27,
}


@pytest.fixture
def programme(db):
    return Programme.objects.get_or_create(code="aiv", defaults={"name_es": "AL-INVEST Verde"})[0]


@pytest.fixture
def new_call(noon, programme, diego):
    """Basic data only."""
    return actions.set_up_call(programme, by=diego, **BASICS)


@pytest.fixture
def whole_call(new_call, diego):
    """Everything a call needs before it can be published."""
    lot = {"title_es": "Agroalimentos", "title_pt_br": "Agroalimentos", "title_en": "Agri-food"}
    actions.add_lot(new_call, by=diego, code="1", envelope=Decimal("6000000"), position=1, **lot)
    actions.set_countries(new_call, by=diego, la=["PE", "CO"], eu=["IT", "DE"])
    required, optional = IndicatorVersionFactory(), IndicatorVersionFactory(name_en="Green jobs")
    actions.set_catalogue(new_call, by=diego, versions=[required, optional], required=[required])
    actions.choose_form(new_call, by=diego, version=form_version())
    actions.add_required_document(
        new_call, by=diego, slug="statutes", title_es="Estatutos", title_pt_br="Estatuto", title_en="Statutes"
    )
    return new_call
