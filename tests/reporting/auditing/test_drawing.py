"""Samples: drawn within the engagement, from what was known at a moment, and never again otherwise."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import InternalError, ProgrammingError, transaction

from grants import clock, models
from grants.payments.actions.payments import return_payment
from grants.workflow import Refused
from reporting.auditing.actions.drawing import draw_sample
from reporting.auditing.invariants import samples_can_be_drawn_again
from reporting.auditing.queries.populations import Population
from reporting.models import Sample

pytestmark = pytest.mark.django_db


def draw(engagement, choice, by, **more):
    values = {"method": "random", "size": 1, "note": "Test of details."}
    return draw_sample(engagement, choice=choice, by=by, **values | more)


def keys(found):
    return [unit.key for unit in found]


# Populations --------------------------------------------------------------------------------------------


def test_payments_are_those_booked_as_executed_at_the_moment(paid, axel, choice, later):
    found = Population(choice("payments"), axel)

    assert (keys(found), found.sums.total) == ([paid.reference], Decimal("120000.00"))
    assert list(Population(choice("payments", as_of=later - timedelta(seconds=1)), axel)) == []


def test_what_the_bank_returned_later_was_paid_until_then(paid, axel, choice, later, elena):
    with clock.at(later + timedelta(days=3)):
        return_payment(paid, by=elena, reason="Account closed")

        assert keys(Population(choice("payments", as_of=later), axel)) == [paid.reference]
        assert list(Population(choice("payments"), axel)) == []


def test_contracts_are_those_signed_by_the_day_each_at_its_grant(contract, axel, choice, later):
    found = Population(choice("contracts"), axel)

    assert [(unit.key, unit.amount, unit.stratum) for unit in found] == [("922-AIV-001", Decimal("250000.00"), "PE")]
    assert list(Population(choice("contracts", as_of=later - timedelta(days=3650)), axel)) == []


def test_firms_and_facts_are_those_the_compilation_read(compiled, axel, choice):
    assert Population(choice("participations", compiled), axel).sums.count == 3
    assert Population(choice("facts", compiled), axel).sums.count == 3


@pytest.mark.parametrize("kind", ["contracts", "participations", "facts"])
def test_the_scope_of_the_engagement_bounds_every_population(compiled, axel, choice, engagement, kind, later):
    engagement.country = "CO"

    given = (kind,) if kind == "contracts" else (kind, compiled)
    assert list(Population(choice(*given), axel)) == []


def test_a_conflict_of_interest_keeps_a_contract_out(compiled, axel, choice, chamber):
    models.Organisation.objects.filter(pk=chamber.pk).update(representative_email=axel.email)

    assert list(Population(choice("facts", compiled), axel)) == []


# Draws --------------------------------------------------------------------------------------------------


def test_a_sample_keeps_its_seed_and_the_list_so_that_it_can_be_drawn_again(compiled, axel, engagement, choice):
    first = draw(engagement, choice("facts", compiled), axel, size=2)
    again = draw(engagement, choice("facts", compiled), axel, size=2, seed=first.seed)

    assert len(first.seed) == 32
    assert list(first.items.values_list("key", flat=True)) == list(again.items.values_list("key", flat=True))
    assert (first.number, again.number, first.count, first.population.sha256) == (1, 2, 3, again.population.sha256)
    assert [item.fact.participation.firm.country for item in first.items.all()] == ["PE", "PE"]
    assert list(samples_can_be_drawn_again()) == []


def test_by_monetary_unit_the_interval_and_the_start_are_kept(paid, axel, engagement, choice):
    sample = draw(engagement, choice("payments"), axel, method="monetary", seed="2026")
    item = sample.items.get()

    assert (sample.total, sample.interval, item.payment, item.hits) == (
        Decimal("120000.00"), Decimal("120000.00"), paid, 1,
    )  # fmt: skip
    assert 0 < sample.start <= sample.interval


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ({"size": 0}, "Draw between 1 and 3 units."),
        ({"size": 4}, "Draw between 1 and 3 units."),
        ({"method": "monetary"}, "Only payments and contracts are drawn by monetary unit."),
    ],
)
def test_what_cannot_be_drawn_is_refused(compiled, axel, engagement, choice, given, reason):
    with pytest.raises(Refused, match=reason):
        draw(engagement, choice("facts", compiled), axel, **given)
    assert Sample.objects.count() == 0


def test_nothing_is_drawn_of_nothing_or_of_what_is_to_come(contract, axel, engagement, choice, later):
    with pytest.raises(Refused, match="nothing in this population"):
        draw(engagement, choice("payments"), axel)
    with pytest.raises(Refused, match="not known yet"):
        draw(engagement, choice("contracts", as_of=later + timedelta(seconds=1)), axel)


def test_nobody_draws_in_the_engagement_of_another_or_after_its_end(contract, axel, diego, engagement, choice, later):
    with pytest.raises(Refused, match="an audit engagement of your own"):
        draw(engagement, choice("contracts"), diego)
    with pytest.raises(Refused, match="an audit engagement of your own"):
        draw(diego.role_assignments.get(), choice("contracts"), diego)
    engagement.valid_until = later
    with pytest.raises(Refused, match="an audit engagement of your own"):
        draw(engagement, choice("contracts"), axel)


def test_a_sample_never_changes(contract, later, axel, engagement, choice):
    sample = draw(engagement, choice("contracts"), axel)

    for change in (
        lambda: Sample.objects.update(seed="better"), lambda: sample.items.update(hits=2),
        lambda: sample.items.all().delete(),
    ):  # fmt: skip
        with pytest.raises((InternalError, ProgrammingError)), transaction.atomic():
            change()


def test_an_item_slipped_in_is_found(compiled, axel, engagement, choice):
    sample = draw(engagement, choice("participations", compiled), axel)
    item = sample.items.get()
    sample.items.create(place=item.place % 3 + 1, key="x", participation=item.participation)

    assert list(samples_can_be_drawn_again()) == ["sample 1"]


def test_samples_are_seen_by_who_drew_them_officers_and_administrators(
    contract, later, axel, engagement, choice, diego, admin, olga, elena, marta, ana
):
    sample = draw(engagement, choice("contracts"), axel)

    for person in (axel, diego, admin):
        assert list(Sample.objects.visible_to(person)) == [sample]
    for person in (olga, elena, marta, ana):
        assert list(Sample.objects.visible_to(person)) == []
    models.RoleAssignment.objects.filter(user=diego).update(call=contract.call)
    assert list(Sample.objects.visible_to(models.User.objects.get(pk=diego.pk))) == []
