"""An application that lacks nothing: what the tests of handing in begin with."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from grants.applications.actions.mandates import sign_mandate_online
from grants.applications.models import ApplicationDocument, LogframeIndicator, LogframeResult
from grants.applications.queries.mandates import standing_of
from grants.budgets.models import BudgetLine, FundingSource
from grants.drafts.actions import save_answers
from grants.files.models import StoredFile
from tests.factories import ApplicationFactory, join

ANSWERS = {
    "relevance": {"problem": "Coffee growers lose their forest and their market.", "firms": "120"},
    "design": {"approach": "We train and certify.", "approach-kind": "training"},
}


@pytest.fixture
def english():
    """Sentences outside a page, in English."""
    with translation.override("en"):
        yield


@pytest.fixture
def complete(application, partner, bruno, ana):
    """Ana's application with everything filled in and Bruno's mandate signed: it can be handed in."""
    return fill_in(application, partner, signer=bruno, by=ana)


@pytest.fixture
def twenty_complete(noon, call, chamber, partner_organisation, bruno, ana):
    """Twenty such applications of the same consortium."""
    made = [ApplicationFactory(call=call, lead=chamber, started_by=ana) for _one in range(20)]
    return [fill_in(one, join(one, partner_organisation), signer=bruno, by=ana) for one in made]


def fill_in(application, partner, *, signer, by):
    """Fill in everything a submission asks for, and sign for the partner."""
    _complete_data(application.lead, "20100000001")
    _complete_data(partner.organisation, "IT00743110157")
    application.months, application.countries = 24, ["PE"]
    application.save()
    partner.tasks = "Trains the trainers."
    partner.save()
    for slug, answers in ANSWERS.items():
        part = application.draft.parts.get(slug=slug)
        save_answers(part, answers, based_on=dict.fromkeys(answers, 0), by=by)
    _logframe(application)
    _budget(application)
    _document(application, by)
    sign(partner, signer)
    return application


def _complete_data(organisation, tax_id):
    organisation.tax_id = tax_id
    organisation.save()


def _logframe(application):
    for position, level in enumerate(("impact", "outcome", "output")):
        result = LogframeResult.objects.create(
            application=application, level=level, position=position, statement=f"Growers gain: {level}"
        )
    LogframeIndicator.objects.create(
        result=result,
        indicator=application.call.indicators.get(required=True),
        baseline=Decimal("0.00"),
        target=Decimal("120.00"),
        source="Attendance lists",
    )


def _budget(application):
    """312,500.00 in all: 250,000.00 from the EU (80 %), 62,500.00 of their own."""
    lead, partner = application.budget.partners.order_by("position")
    _line(application.budget, lead, "1.1", 1, "Coordinator", "24.0000", "9000.0000")
    _line(application.budget, partner, "1.1", 1, "Trainer", "20.0000", "4500.0000")
    _line(application.budget, lead, "5.3", 2, "Verification", "1.0000", "6500.0000")
    FundingSource.objects.create(budget=application.budget, kind="eu", amount=Decimal("250000.00"))
    FundingSource.objects.create(budget=application.budget, kind="own", partner=lead, amount=Decimal("62500.00"))


def _line(budget, partner, heading, year, description, quantity, unit_value):
    quantity, unit_value = Decimal(quantity), Decimal(unit_value)
    amount = (quantity * unit_value).quantize(Decimal("0.01"))
    BudgetLine.objects.create(
        budget=budget, partner=partner, heading=heading, year=year, description=description, unit="month",
        quantity=quantity, unit_value=unit_value, amount=amount, justification="Usual price.",
    )  # fmt: skip


def _document(application, by):
    file = StoredFile.objects.create(
        content="files/statutes", original_name="statutes.pdf", media_type="application/pdf", size=2048,
        sha256="5" * 64, scan_state="clean", uploaded_by=by, uploaded_at=datetime(2026, 3, 9, 12, 0, tzinfo=UTC),
    )  # fmt: skip
    slot = application.call.required_documents.get(slug="statutes")
    ApplicationDocument.objects.create(
        application=application, slot=slot, file=file, added_by=by, added_at=datetime(2026, 3, 9, 12, 0, tzinfo=UTC)
    )


def sign(partner, by):
    """The manager of a partner signs what stands there now."""
    seen = standing_of(partner).seen_sha256
    return sign_mandate_online(partner, name="Bruno Bianchi", capacity="President", seen_sha256=seen, by=by)
