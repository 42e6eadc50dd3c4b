"""An announced award, and the contract at each step of its life."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.core.files.base import ContentFile

from grants import clock, models
from grants.contracts.actions import conditions, preparing, signing
from tests.life import award_of, candidate_of, evaluation_of, hand_in

IN_AUGUST = datetime(2026, 8, 3, 9, 0, tzinfo=UTC)
START = date(2026, 10, 1)
SECTORS = {"coffee": Decimal(60), "cocoa": Decimal(40)}


@pytest.fixture
def award(noon, call, chamber, partner_organisation, ana, bruno, diego):
    """Ana's application as handed in at noon, selected and announced: 250,000.00 of 312,500.00 EUR."""
    submission = hand_in(call, chamber, partner_organisation, by=ana, signer=bruno, title="Café sin deforestación")
    return award_of(candidate_of(submission, evaluation_of(call, by=diego), state="selected"))


@pytest.fixture
def august(noon):
    """The third of August, after the announcement."""
    with clock.at(IN_AUGUST):
        yield IN_AUGUST


@pytest.fixture
def annexes(db):
    """Two annexes in force."""
    for position, code in enumerate(("II", "IV")):
        models.AnnexTemplate.objects.create(
            code=code, title_es=f"Anexo {code}", version="2024.1", in_force_from=date(2024, 1, 1), position=position
        )


@pytest.fixture
def prepared(award, august, annexes, diego):
    """The contract as it comes from the award, its start and sectors named: it can be sent."""
    return preparing.prepare_contract(award, by=diego, starts_on=START, sectors=SECTORS, language="en")


@pytest.fixture
def sent(prepared, diego):
    return signing.send_contract(prepared, by=diego)


@pytest.fixture
def signed_by_both(sent, diego):
    """Both scans are on record; not in force yet."""
    sign(sent, "coordinator", by=diego)
    sign(sent, "authority", by=diego)
    return sent


@pytest.fixture
def signed(signed_by_both, diego):
    return signing.sign_contract(signed_by_both, by=diego)


def scan():
    """The scan of a signed contract."""
    return ContentFile(b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer <<>>\n%%EOF\n", name="signed.pdf")


def sign(contract, side, *, by, **fields):
    """One side signs on the day."""
    values = {"name": "Rosa Quispe", "capacity": "Presidenta", "signed_on": date(2026, 8, 3), "uploaded": scan()}
    return signing.record_signature(contract, side=side, by=by, **values | fields)


def facts_of(contract):
    """What ``set_facts`` takes to leave everything as it is."""
    project = contract.project
    return {
        "starts_on": project.starts_on,
        "countries": {str(row.country): row.share for row in project.countries.all()},
        "sectors": {row.sector: row.share for row in project.sectors.all()},
        "language": contract.language,
    }


def set_facts(contract, *, by, **changed):
    """Change some of the facts."""
    return conditions.set_facts(contract, by=by, **facts_of(contract) | changed)
