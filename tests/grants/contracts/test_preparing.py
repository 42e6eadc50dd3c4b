"""A contract from the award: nothing of it is typed again."""

from datetime import date
from decimal import Decimal

import pytest

from grants import models
from grants.budgets.queries import rows_of, totals_of
from grants.contracts.actions.preparing import prepare_contract
from grants.organisations.actions.registration import edit_organisation
from grants.workflow import Refused
from tests.grants.contracts.conftest import SECTORS, START

pytestmark = pytest.mark.django_db


def test_the_contract_says_what_was_handed_in_and_awarded(award, august, diego):
    contract = prepare_contract(award, by=diego, starts_on=START, sectors=SECTORS)

    project = contract.project
    assert (contract.reference, project.reference, project.title) == (
        "922-AIV-001",
        "922-AIV-001",
        award.candidate.title,
    )
    assert (contract.state, contract.months, contract.language) == ("prepared", 24, "es")
    assert (contract.grant, contract.total_cost) == (Decimal("250000.00"), Decimal("312500.00"))
    assert contract.share == Decimal("80.0000")
    assert (project.kind, project.pillar, str(project.country)) == ("grant", 1, "PE")
    assert (project.starts_on, project.ends_on) == (START, date(2028, 9, 30))
    assert [(str(row.country), row.share) for row in project.countries.all()] == [("PE", Decimal("100.0000"))]
    award.refresh_from_db()
    assert award.state == "contracted"
    assert [event.action for event in contract.events.all()] == ["prepare"]


def test_the_budget_is_a_copy_under_the_same_keys_and_the_application_keeps_its_own(award, august, diego):
    contract = prepare_contract(award, by=diego)

    copied = award.candidate.application.budget
    lines = [(line.key, line.heading, line.amount) for line in contract.budget.lines.all()]
    assert contract.budget_id != copied.pk
    assert lines == [(line.key, line.heading, line.amount) for line in copied.lines.all()]
    assert totals_of(rows_of(contract.budget_id)).total == Decimal("312500.00")
    assert {source.key for source in contract.budget.sources.all()} == {s.key for s in copied.sources.all()}


def test_the_logframe_is_a_copy_under_the_same_keys(award, august, diego):
    contract = prepare_contract(award, by=diego)

    of_application = models.LogframeIndicator.objects.get(result__application=award.candidate.application)
    (row,) = models.ProjectIndicator.objects.filter(result__project=contract.project)
    assert (row.key, row.version, row.target, row.source) == (
        of_application.key, of_application.indicator.version, Decimal("120.00"), "Attendance lists",
    )  # fmt: skip
    assert contract.project.results.count() == 3


def test_the_parties_are_those_of_the_submission_the_coordinator_first(award, august, diego, chamber):
    contract = prepare_contract(award, by=diego)

    parties = list(contract.parties.all())
    assert [(str(party), party.is_coordinator) for party in parties] == [("CCC", True), ("Associazione Verde", False)]
    assert [(party.version.number, party.submitted) for party in parties] == [(1, None), (1, None)]


def test_data_of_a_party_that_changed_since_are_taken_over_and_shown_beside_those_handed_in(
    award, august, diego, ana, chamber
):
    edit_organisation(chamber, by=ana, data={"address": "Calle Nueva 5"})

    party = prepare_contract(award, by=diego).parties.get(is_coordinator=True)

    assert party.version.document["address"]["street"] == "Calle Nueva 5"
    assert party.submitted.document["address"]["street"] == "Av. El Sol 100"


def test_the_special_conditions_are_the_usual_ones(award, august, diego):
    terms = prepare_contract(award, by=diego).terms

    assert (terms.payment_option, terms.first_period_months, terms.longest_last_period_months) == (
        "instalments",
        12,
        18,
    )
    assert (terms.prefinancing_cap, terms.spend_trigger, terms.one_shot_share) == (90, 70, 80)
    assert (terms.initial_days, terms.further_days, terms.balance_days) == (30, 60, 90)
    assert (terms.interim_report_days, terms.final_report_months, terms.reallocation_limit) == (60, 3, 25)
    assert (terms.verification_above, terms.no_profit_rule) == (Decimal("100000.00"), False)


def test_a_coordinator_from_elsewhere_has_six_months_for_the_final_report(award, august, diego, chamber):
    models.Organisation.objects.filter(pk=chamber.pk).update(country="IT")

    assert prepare_contract(award, by=diego).terms.final_report_months == 6


def test_periods_and_reports_follow_from_the_start(award, august, diego):
    contract = prepare_contract(award, by=diego, starts_on=START)

    periods = [(str(p.starts_on), str(p.ends_on), str(p.report_due_on)) for p in contract.periods.all()]
    assert periods == [("2026-10-01", "2027-09-30", "2027-11-29"), ("2027-10-01", "2028-09-30", "2028-12-31")]


def test_numbers_are_given_in_order_and_go_on_after_those_of_before(award, august, diego):
    contract = prepare_contract(award, by=diego, reference="922-AIV-066")

    assert contract.reference == "922-AIV-066"
    assert models.ReferenceCounter.objects.get(prefix="922-AIV-").last == 66


def test_an_award_below_what_was_asked_for_is_made_up_by_the_coordinator(award, august, diego):
    award.grant = Decimal("240000.00")
    award.save()

    contract = prepare_contract(award, by=diego)

    sources = [(source.kind, source.amount) for source in contract.budget.sources.all()]
    assert ("eu", Decimal("240000.00")) in sources
    assert ("own", Decimal("72500.00")) in sources
    assert (contract.grant, contract.share) == (Decimal("240000.00"), Decimal("76.8000"))
    assert contract.events.get().changes["own_added"] == "10000.00"


def test_an_award_becomes_one_contract_only(award, august, diego):
    prepare_contract(award, by=diego)

    with pytest.raises(Refused, match="There is a contract of this award already"):
        prepare_contract(award, by=diego)


@pytest.mark.parametrize("state", ["decided", "renounced"])
def test_an_award_not_announced_or_renounced_becomes_none(award, august, diego, state):
    models.Award.objects.filter(pk=award.pk).update(state=state)

    with pytest.raises(Refused, match="Only an announced award that stands"):
        prepare_contract(award, by=diego)

    assert not models.ReferenceCounter.objects.filter(prefix="922-AIV-").exists()
