"""An audit engagement over an executed payment, and over the firms of two projects."""

from datetime import date, timedelta

import pytest
from django.utils.translation import override

from grants import clock, models
from grants.payments.actions.payments import approve_payment, confirm_payment, initiate_payment
from grants.payments.actions.requests import request_payment
from grants.payments.standing import seen_hash
from reporting.auditing.queries.populations import Choice
from reporting.models import Compilation
from tests.factories import NOON, IndicatorVersionFactory
from tests.grants.payments import paying
from tests.reporting.results import approved


@pytest.fixture(autouse=True)
def english():
    with override("en"):
        yield


@pytest.fixture
def later(noon):
    """The moment payments play at."""
    with clock.at(paying.LATER):
        yield paying.LATER


@pytest.fixture
def contract(noon, call, chamber, partner_organisation, ana, diego):
    """922-AIV-001, signed at noon."""
    return paying.make_contract(call, chamber, partner_organisation, by=ana, officer=diego)


@pytest.fixture
def engagement(axel):
    """Axel's: the whole programme."""
    return models.RoleAssignment.objects.get(user=axel)


@pytest.fixture
def pay(later, elena, hugo, diego):
    """Pay the first instalment of a contract, 120,000.00."""

    def executed(contract, number=1):
        lead = contract.project.lead
        manager = lead.managers()[0]
        data = paying.ACCOUNT if number == 1 else paying.OTHER_ACCOUNT
        paying.verify(lead, by=manager, first=elena, second=diego, data=data)
        paying.screen(contract, by=elena)
        payment = initiate_payment(request_payment(contract, by=manager, kind="first"), by=elena)
        payment = approve_payment(payment, by=hugo, seen_sha256=seen_hash(payment))
        return confirm_payment(
            payment, by=elena, key=payment.public_id, value_date=date(2026, 9, 26), bank_reference=f"B-{number}",
            amount=payment.amount,
        )  # fmt: skip

    return executed


@pytest.fixture
def paid(contract, pay):
    """The first instalment of 922-AIV-001."""
    return pay(contract)


@pytest.fixture
def compiled(noon, contract):
    """A compilation of one approved update of 922-AIV-001, and the whole of its indicator of firms trained."""
    models.Indicator.objects.create(code="T-FIRMS")
    update = approved.update_of(contract.project, period_end=NOON.date(), approved_at=NOON - timedelta(days=1))
    for name in ("=Kuélap", "Misti", "Sipán"):
        approved.fact(update, approved.firm(name), "T-FIRMS", on=date(2026, 1, 15), evidence="Lista 3, fila 2")
    found = Compilation.objects.create(
        cut_off=date(2026, 3, 1), as_of=NOON, state="done", requested_at=NOON, done_at=NOON, inputs_sha256="1" * 64,
        figures_sha256="2" * 64,
    )  # fmt: skip
    found.inputs.create(version=update.version)
    version = IndicatorVersionFactory(indicator=models.Indicator.objects.get(code="T-FIRMS"))
    found.figures.create(indicator=version, gross=3, net=3, overlap=0, low=0, high=0, projects=1)
    return found


@pytest.fixture
def choice(engagement):
    """A population of the engagement as known now."""

    def chosen(kind, compilation=None, **more):
        figure = compilation.figures.get() if kind == "facts" else None
        at = compilation.as_of if compilation else clock.now()
        return Choice(engagement, kind, more.get("as_of", at), compilation, figure)

    return chosen
