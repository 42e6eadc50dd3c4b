"""Opening a budget; its years and partners."""

from uuid import uuid4

import pytest

from grants.budgets import actions
from grants.models import Budget, BudgetLine, FundingSource
from grants.workflow import Refused
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisations():
    return [OrganisationFactory(short_name=name) for name in ("CCC", "AAV", "SIC")]


@pytest.fixture
def budget(noon):
    return actions.open_budget(years=2)


def add_line(budget, partner, by, **fields):
    key = uuid4()
    typed = {"heading": "1.1", "partner": str(partner.key), "description": "Agronomist", **fields}
    actions.save_line(budget, key, typed, based_on=0, by=by)
    return key


def test_a_new_budget_asks_for_the_eu_contribution(budget):
    source = budget.sources.get()

    assert (budget.years, source.kind, source.amount, source.rev) == (2, "eu", 0, 0)


def test_partners_stand_in_the_order_given_each_with_its_own_contribution(budget, organisations):
    actions.set_partners(budget, organisations)

    assert list(budget.partners.values_list("organisation__short_name", "position")) == [
        ("CCC", 0), ("AAV", 1), ("SIC", 2),
    ]  # fmt: skip
    assert list(budget.sources.values_list("kind", "partner__organisation__short_name")) == [
        ("eu", None), ("own", "CCC"), ("own", "AAV"), ("own", "SIC"),
    ]  # fmt: skip


def test_partners_that_stay_keep_their_key_and_lines(budget, organisations, ana):
    ccc, aav, sic = organisations
    before = {p.organisation_id: p.key for p in actions.set_partners(budget, [ccc, aav])}
    key = add_line(budget, budget.partners.get(organisation=aav), ana)

    after = actions.set_partners(budget, [sic, aav, ccc])

    assert [p.organisation for p in after] == [sic, aav, ccc]
    assert {p.organisation_id: p.key for p in after if p.organisation != sic} == before
    assert BudgetLine.objects.get(key=key).partner.organisation == aav
    assert FundingSource.objects.filter(budget=budget, kind="own").count() == 3


def test_a_partner_without_lines_and_money_leaves_the_budget(budget, organisations):
    actions.set_partners(budget, organisations)
    actions.set_partners(budget, organisations[:1])

    assert budget.partners.count() == 1
    assert list(budget.sources.values_list("kind", flat=True)) == ["eu", "own"]


def test_a_partner_with_lines_or_money_does_not_leave_and_nothing_changes(budget, organisations, ana):
    ccc, aav, sic = organisations
    actions.set_partners(budget, organisations)
    add_line(budget, budget.partners.get(organisation=aav), ana)
    add_line(budget, budget.partners.get(organisation=aav), ana)
    own = budget.sources.get(partner__organisation=sic)
    actions.save_source(budget, own.key, {"amount": "500"}, based_on=0, by=ana)

    with pytest.raises(Refused) as refused:
        actions.set_partners(budget, [ccc])

    assert sorted(str(reason) for reason in refused.value.reasons) == [
        "AAV still has 2 budget lines. Delete them or give them to another partner first.",
        "SIC still has a contribution of its own in the budget. Set it to zero first.",
    ]
    assert budget.partners.count() == 3


def test_a_contribution_that_was_not_understood_is_not_thrown_away_with_its_partner(budget, organisations, ana):
    actions.set_partners(budget, organisations[:2])
    own = budget.sources.get(partner__organisation=organisations[1])
    actions.save_source(budget, own.key, {"amount": "1,234"}, based_on=0, by=ana)

    with pytest.raises(Refused, match="AAV still has a contribution"):
        actions.set_partners(budget, organisations[:1])


def test_years_follow_the_project_but_not_away_from_under_a_line(budget, organisations, ana):
    partner = actions.set_partners(budget, organisations[:1])[0]
    actions.set_years(budget, 3)
    add_line(budget, partner, ana, year="3")

    with pytest.raises(Refused, match="1 budget line stands in a year after year 2"):
        actions.set_years(budget, 2)
    assert actions.set_years(budget, 5).years == 5


def test_a_final_budget_does_not_change(budget, organisations, ana, noon):
    partner = actions.set_partners(budget, organisations[:1])[0]
    key = add_line(budget, partner, ana)
    actions.freeze_budget(budget)
    assert actions.freeze_budget(budget).frozen_at == noon

    for change in (
        lambda: actions.set_years(budget, 3),
        lambda: actions.set_partners(budget, []),
        lambda: actions.save_line(budget, key, {"quantity": "1"}, based_on=1, by=ana),
        lambda: actions.delete_line(budget, key, based_on=1, by=ana),
        lambda: actions.save_amounts(budget, {"contingency": "1"}, based_on=0, by=ana),
        lambda: actions.save_source(budget, budget.sources.first().key, {"amount": "1"}, based_on=0, by=ana),
        lambda: actions.delete_source(budget, uuid4(), based_on=0, by=ana),
        lambda: actions.save_sheet(budget, by=ana),
    ):
        with pytest.raises(Refused, match="final"):
            change()
    assert Budget.objects.get(pk=budget.pk).years == 2
