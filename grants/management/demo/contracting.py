"""From the award to the signed contract, by the officer and at its time."""

from datetime import UTC, datetime, time, timedelta
from decimal import Decimal

from django.core.files.base import ContentFile

from grants import clock
from grants.contracts.actions.addenda import sign_addendum
from grants.contracts.actions.preparing import prepare_contract
from grants.contracts.actions.signing import COMMIT, record_signature, send_contract, sign_contract
from grants.evaluation.models import Award
from grants.management.demo.plan import draw
from grants.management.demo.working import work

SECTORS = {"bees": "beekeeping", "plastics": "packaging"}
"""Sectors whose name in the plan is not the programme's."""

FIRST_CALL = "2022"

SIGNATORY = ("Dra. Karin Albrecht", "Geschäftsführerin")
"""Who signs for the contracting authority; invented."""


def sign_contract_of(case, people, papers, *, prepared, sent, signed):
    """The contract of an awarded case, signed by both sides; ``prepared``, ``sent``, ``signed`` are days."""
    diego = people["diego"]
    award = Award.objects.get(candidate__application__start_key=case.start_key)
    with clock.at(_hour(prepared, 10)):
        contract = prepare_contract(
            award, by=diego, reference=case.contract, starts_on=case.starts, language=case.language,
            sectors={SECTORS.get(case.sector, case.sector): Decimal(100)},
        )  # fmt: skip
    with clock.at(_hour(sent, 11)):
        contract = send_contract(contract, by=diego)
    lead = contract.project.lead
    ours = signed - timedelta(days=3)
    _sign(contract, "coordinator", (lead.representative_name, lead.representative_capacity), ours, people, papers)
    _sign(contract, "authority", SIGNATORY, signed, people, papers)
    with clock.at(_hour(signed, 15)) as moment:
        contract = sign_contract(contract, by=diego)
        work(COMMIT, contract)
        return contract, moment


def sign_past_contract(case, people, papers):
    """A contract of the calls that were: in the ten weeks before the project starts."""
    chance = draw("signing", case.key)
    signed = case.starts - timedelta(days=chance.randint(12, 24))
    sent = signed - timedelta(days=chance.randint(9, 16))
    prepared = sent - timedelta(days=chance.randint(6, 20))
    return sign_contract_of(case, people, papers, prepared=prepared, sent=sent, signed=signed)


EXTENSION = 6
"""Months by which the contracts of the first call were lengthened (demo.md of the design)."""


def amend_past_contract(contract, joins, organisations, people, papers):
    """What changed after the signature: more months for the first call, and who joined; each by an addendum."""
    if contract.call.slug == FIRST_CALL:
        day = contract.project.ends_on - timedelta(days=draw("extension", contract.reference).randint(45, 75))
        reason = {"pt-br": "As atividades começaram mais tarde do que previsto.",
                  "es": "Las actividades comenzaron más tarde de lo previsto."}.get(
            contract.language, "The activities began later than planned.")  # fmt: skip
        _amend(contract, day, people, papers, months=EXTENSION, reason=reason)
    for join in joins:
        organisation, _manager = organisations[join.organisation]
        _amend(contract, join.on, people, papers, joining=organisation, reason=f"{organisation} se suma al consorcio.")


def _amend(contract, day, people, papers, **changed):
    scan = papers.make("Adenda firmada", "Escaneo inventado de la página de firmas.")
    requested, signed = day - timedelta(days=40), day - timedelta(days=6)
    with clock.at(_hour(signed, 14)):
        sign_addendum(
            contract, requested_on=requested, signed_on=signed, effective_on=day, by=people["diego"],
            uploaded=ContentFile(scan, name=f"{contract.reference}-adenda.pdf"), **changed,
        )  # fmt: skip


def _sign(contract, side, who, day, people, papers):
    name, capacity = who
    scan = papers.make("Contrato firmado", "Escaneo inventado de la página de firmas.")
    with clock.at(_hour(day, 13)):
        record_signature(
            contract, side=side, name=name, capacity=capacity, signed_on=day, by=people["diego"],
            uploaded=ContentFile(scan, name=f"{contract.reference}-{side}.pdf"),
        )  # fmt: skip


def _hour(day, hour):
    return datetime.combine(day, time(hour), tzinfo=UTC)
