"""What a compilation reads: only what is approved, of firms as they count, and what contracts say."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from grants.indicators.actions import freeze_version, new_version
from grants.models import IndicatorVersion
from reporting.models import FirmPair, ResultsUpdate
from reporting.results.actions.compiling import figures_of
from reporting.results.queries.basis import definitions_at
from reporting.results.queries.inputs import inputs
from tests.reporting.results.approved import (
    APPROVED,
    AS_OF,
    CUT_OFF,
    fact,
    firm,
    list_of,
    own_action,
    reported,
    same,
    sealed_before,
    update_of,
)

pytestmark = pytest.mark.django_db


def net(code, cut_off=CUT_OFF, as_of=AS_OF, **dims):
    """(gross, net, overlap, high, projects) of a cell, in units."""
    figures = figures_of(inputs(cut_off, as_of), cut_off)
    (cell,) = [f for f in figures if f.indicator == code and dict(f.dims) == dims]
    amounts = (Decimal(n) / 100 for n in (cell.gross, cell.net, cell.overlap, cell.high))
    return (*amounts, cell.projects)


def test_a_firm_is_counted_as_it_was_told_up_to_the_moment(trained):
    kuelap, *_others = trained
    said = {"entity_type": "company", "size": "micro", "section": "A", "owner_sex": "female"}
    with sealed_before():
        kuelap.participations.update(**said)
    type(kuelap).objects.filter(pk=kuelap.pk).update(size="large", section="C", corrected_at=AS_OF + timedelta(days=9))

    assert net("AIV-OP-01")[:2] == (4, 2)
    assert net("AIV-OP-01", section="A")[:2] == (4, 2)
    assert net("AIV-OP-01", as_of=AS_OF + timedelta(days=10))[:2] == (2, 1)


def test_a_firm_of_two_projects_is_counted_once(trained):
    assert net("AIV-OP-01") == (4, 2, 1, 1, 2)
    assert net("AIV-OP-01", country="PE") == (3, 1, 1, 1, 2)
    assert net("AIV-OP-01", project="922-AIV-002") == (2, 2, 0, 0, 1)
    assert net("AIV-OP-01", call="AIV-2022") == (4, 2, 1, 1, 2)
    assert net("AIV-OP-01", lot="AIV-2022 1") == (4, 2, 1, 1, 2)


def test_only_what_is_approved_up_to_the_moment_counts(trained, action):
    late = update_of(action, approved_at=APPROVED + timedelta(days=10))
    fact(late, firm("Late"), "AIV-OP-01")
    fact(update_of(action, period_end=date(2024, 12, 31), approved_at=None), firm("Open"), "AIV-OP-01")

    assert net("AIV-OP-01")[1] == 2
    assert net("AIV-OP-01", as_of=APPROVED + timedelta(days=10))[1] == 3
    assert net("AIV-OP-01", as_of=APPROVED + timedelta(days=10), stream="own_action")[1] == 1
    assert net("AIV-OP-01", as_of=APPROVED - timedelta(seconds=1)) == (0, 0, 0, 0, 0)


def test_a_correction_counts_in_the_place_of_what_it_corrects(trained, coffee):
    corrected = update_of(coffee, number=2, approved_at=APPROVED + timedelta(days=1))
    fact(corrected, firm("Only this"), "AIV-OP-01")

    assert net("AIV-OP-01", project="922-AIV-001") == (1, 1, 0, 0, 1)
    assert net("AIV-OP-01", as_of=APPROVED, project="922-AIV-001") == (2, 1, 0, 1, 1)


def test_a_list_that_was_replaced_does_not_count(coffee):
    update = update_of(coffee)
    old = list_of(update, state="replaced")
    kept = fact(update, firm(), "AIV-OP-01")
    with sealed_before():
        kept.pk, kept.participation = None, old.participations.create(project=coffee, firm=firm(), row=2)
        kept.save()

    assert net("AIV-OP-01")[1] == 1


def test_facts_after_the_cut_off_wait(trained, coffee):
    fact(ResultsUpdate.objects.get(project=coffee), firm(), "AIV-OP-01", on=date(2025, 7, 1))

    assert net("AIV-OP-01")[1] == 2


def test_what_the_catalogue_asks_of_training_is_asked(coffee):
    update = update_of(coffee)
    fact(update, firm(), "AIV-OP-01", quantity=Decimal("3.99"))
    fact(update, firm(), "AIV-OP-01", evidence="")
    fact(update, firm(), "AIV-OP-01", quantity=Decimal(4))

    assert net("AIV-OP-01") == (1, 1, 0, 0, 1)


def test_large_firms_do_not_count_and_those_of_unknown_size_only_in_the_range(coffee):
    update = update_of(coffee)
    fact(update, firm(size="large"), "AIV-OP-01")
    fact(update, firm(size="unknown"), "AIV-OP-01")
    fact(update, firm(entity_type="own_account"), "AIV-OP-01")

    assert net("AIV-OP-01") == (2, 1, 0, 1, 1)


def test_firms_decided_to_be_one_count_once_until_that_is_taken_back(trained):
    kuelap, misti, nobody = trained
    pair = same(misti, kuelap)
    same(kuelap, nobody)

    assert net("AIV-OP-01") == (2, 1, 1, 0, 2)
    assert net("AIV-OP-01", country="CO")[1] == 1

    FirmPair.objects.filter(pk=pair.pk).update(verdict="distinct")
    assert net("AIV-OP-01") == (3, 2, 1, 0, 2)


def test_a_firm_without_identification_recognised_as_another_is_identified_from_then_on(coffee):
    update = update_of(coffee)
    nameless, known = firm(key="", size="unknown", section=""), firm(section="C")
    fact(update, nameless, "AIV-OP-01")
    same(nameless, known)

    assert net("AIV-OP-01") == (1, 1, 0, 0, 1)
    assert net("AIV-OP-01", section="C")[1] == 1


def test_an_unidentified_firm_recognised_in_two_half_years_is_one(coffee):
    earlier, later = update_of(coffee, period_end=date(2024, 12, 31)), update_of(coffee)
    one, again = firm(key=""), firm(key="")
    fact(earlier, one, "AIV-OP-01", on=date(2024, 10, 1))
    fact(later, again, "AIV-OP-01")
    assert net("AIV-OP-01") == (2, 0, 0, 2, 1)

    same(one, again)
    assert net("AIV-OP-01") == (1, 0, 0, 1, 1)


def test_jobs_green_or_digital_are_counted_and_created_and_kept_ones_added(coffee, textiles):
    one, two, who = update_of(coffee), update_of(textiles), firm()
    fact(one, who, "AIV-OC-03a", quantity=Decimal("1.50"), is_green=True, item="2024")
    fact(two, who, "AIV-OC-03a", quantity=Decimal("2.25"), is_digital=True, item="2024")
    fact(two, who, "AIV-OC-03a", quantity=Decimal(9), item="neither")
    fact(two, who, "AIV-OC-03b", quantity=Decimal("0.75"), is_green=True)

    assert net("AIV-OC-03a") == (Decimal("3.75"), Decimal("2.25"), Decimal("1.50"), 0, 2)
    assert net("AIV-OC-03")[1] == 3
    assert net("AIV-OC-03", country="PE", green="true")[1] == Decimal("2.25")


def test_money_is_three_labelled_amounts_by_the_countries_of_the_contract(coffee, textiles):
    assert net("AIV-FIN-01", money="total_cost") == (Decimal("562500.03"), Decimal("562500.03"), 0, 0, 2)
    assert net("AIV-FIN-01", money="eu_contribution")[1] == Decimal("450000.01")
    assert net("AIV-FIN-01", money="cofinancing")[1] == Decimal("112500.02")
    assert net("AIV-FIN-01", money="total_cost", country="CO")[1] == Decimal("62500.01")
    assert net("AIV-FIN-01", money="total_cost", country="PE")[1] == Decimal("500000.02")


def test_projects_run_from_their_start_to_their_end_and_count_once(coffee, textiles):
    assert net("AIV-OP-03") == (2, 2, 0, 0, 2)
    assert net("AIV-OP-03", country="CO")[1] == 1
    assert net("AIV-OP-03", cut_off=date(2024, 4, 30))[1] == 0
    assert net("AIV-OP-03", cut_off=date(2026, 4, 30))[1] == 2
    assert net("AIV-OP-03", cut_off=date(2026, 5, 1))[1] == 0


def test_institutions_of_several_contracts_are_counted_once(coffee, textiles, action):
    assert net("AIV-OP-04") == (4, 3, 1, 0, 2)
    assert net("AIV-OP-04", side="eu") == (2, 1, 1, 0, 2)
    assert net("AIV-OP-04", side="la") == (2, 2, 0, 0, 2)


def test_reported_numbers_are_added_with_their_parts_beside_them(coffee, textiles):
    one = update_of(coffee)
    reported(one, "AIV-OP-06", 30)
    reported(one, "AIV-OP-06", 20, split="sex:women")
    two = update_of(textiles)
    reported(two, "AIV-OP-06", 12)
    reported(two, "AIV-OP-06", 5, split="country:CO")

    assert net("AIV-OP-06") == (42, 42, 0, 0, 2)
    assert net("AIV-OP-06", country="PE")[1] == 30
    assert net("AIV-OP-06", country="CO")[1] == 5
    assert net("AIV-OP-06", split="sex:women")[1] == 20
    assert net("AIV-OP-06", cut_off=date(2025, 6, 29))[1] == 0


def test_the_hash_is_of_what_is_counted(trained, coffee):
    first = inputs(CUT_OFF, AS_OF).sha256
    assert inputs(CUT_OFF, AS_OF).sha256 == first

    kuelap, misti, _nobody = trained
    pair = same(misti, kuelap)
    assert inputs(CUT_OFF, AS_OF).sha256 != first
    pair.delete()
    own_action(reference="922-AIV-A009")  # says nothing
    assert inputs(CUT_OFF, AS_OF).sha256 == first
    fact(ResultsUpdate.objects.get(project=coffee), kuelap, "AIV-OC-01")
    assert inputs(CUT_OFF, AS_OF).sha256 != first


@pytest.mark.parametrize("firms", [1, 3])
def test_it_takes_the_same_number_of_queries_whatever_the_size(coffee, textiles, firms):
    for project in (coffee, textiles)[: min(firms, 2)]:
        update = update_of(project)
        for _n in range(firms):
            fact(update, firm(), "AIV-OP-01")

    with CaptureQueriesContext(connection) as queries:
        inputs(CUT_OFF, AS_OF)

    assert len(queries) == 11


def test_a_definition_counts_from_when_it_is_in_use(catalogue, august):
    first = IndicatorVersion.objects.get(indicator__code="AIV-OP-01")
    second = new_version(first.indicator, least_amount=Decimal(8))
    chosen = {v.indicator.code: v.number for v in definitions_at(august)}
    assert chosen["AIV-OP-01"] == 2

    freeze_version(first)
    assert {v.indicator.code: v.number for v in definitions_at(august)}["AIV-OP-01"] == 1

    IndicatorVersion.objects.filter(pk=second.pk).update(frozen_at=datetime(2025, 9, 1, tzinfo=UTC))
    assert {v.indicator.code: v.number for v in definitions_at(august)}["AIV-OP-01"] == 1
    later = datetime(2025, 9, 1, tzinfo=UTC)
    assert {v.indicator.code: v.number for v in definitions_at(later)}["AIV-OP-01"] == 2
