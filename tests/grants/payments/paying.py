"""A signed contract of Ana's chamber with its budget, a verified account and a fresh screening.

The grant is 250,000.00 = 80 % of 312,500.00 over 24 months: 150,000.00 in year one, 150,000.00 in year
two, 12,500.00 of contingency. The first instalment is 120,000.00, the cap 216,000.00.
"""

from datetime import date, timedelta
from decimal import Decimal

from grants import models
from grants.organisations.actions.bank_accounts import add_bank_account, propose_verification
from grants.payments.actions.screening import record_screening
from grants.proposals.actions import approve
from tests import life
from tests.factories import NOON, ApplicationFactory, OrganisationFactory, UserFactory

LATER = NOON + timedelta(days=200)
"""The moment payments play at: 26 September 2026, 12:00 in UTC."""

ACCOUNT = {
    "holder": "Cámara de Comercio de Cusco", "bank": "Commerzbank", "country": "DE", "currency": "EUR",
    "iban": "DE89370400440532013000", "bic": "COBADEFFXXX",
}  # fmt: skip
OTHER_ACCOUNT = ACCOUNT | {"bank": "Banco de Crédito", "country": "ES", "iban": "ES9121000418450200051332", "bic": ""}


def make_contract(call, lead, partner_organisation, *, by, officer, reference="922-AIV-001"):
    """A signed contract of the two organisations; what was handed in does not matter here and is empty."""
    submission = models.Submission.objects.create(
        application=ApplicationFactory(call=call, lead=lead, started_by=by, state="submitted", submitted_at=NOON,
                                       reference=f"AIV-{reference}"),
        number=1, document={}, sha256="0" * 64, frozen_at=NOON, frozen_by=by, receipt_number=reference,
        received_at=NOON,
    )  # fmt: skip
    evaluation = models.Evaluation.objects.filter(call=call).first() or life.evaluation_of(call, by=officer)
    candidate = life.candidate_of(submission, evaluation, state="selected")
    contract = life.contract_of(life.award_of(candidate), reference=reference)
    for year in (1, 2):
        models.BudgetLine.objects.create(
            budget=contract.budget, heading="1.1", year=year, description="Staff", unit="month",
            quantity=Decimal(12), unit_value=Decimal("12500"), amount=Decimal("150000"), position=year,
        )  # fmt: skip
    models.Budget.objects.filter(pk=contract.budget_id).update(contingency=Decimal("12500.00"))
    for position, organisation in enumerate((lead, partner_organisation)):
        version = organisation.versions.create(
            number=organisation.versions.count() + 1, document={"email": f"old{position}@before.example"},
            sha256="0" * 64, frozen_at=NOON, frozen_by=by,
        )  # fmt: skip
        contract.parties.create(
            organisation=organisation, version=version, is_coordinator=not position, position=position
        )
    return models.Contract.objects.get(pk=contract.pk)


def verify(organisation, *, by, first, second, data=ACCOUNT):
    """The organisation's account, verified by two persons."""
    account = add_bank_account(organisation, by=by, data=data)
    approve(propose_verification(account, by=first, reason="As in the letter"), by=second)
    account.refresh_from_db()
    return account


def screen(contract, *, by, **fields):
    """A screening of all parties of the contract, without a match unless ``hits`` says otherwise."""
    values = {"list_name": "EU consolidated list", "list_version": "2026-09-25", "list_date": date(2026, 9, 25)}
    return record_screening(contract, by=by, **values | fields)


def another(call, officer, reference):
    """A contract of two new organisations under the same call."""
    manager = UserFactory()
    lead = OrganisationFactory(manager=manager)
    partner = OrganisationFactory(country="IT", kind="association")
    return make_contract(call, lead, partner, by=manager, officer=officer, reference=reference)
