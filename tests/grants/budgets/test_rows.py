"""Saving the rows of a budget: computed, compared and set, nothing typed lost."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import connection

from grants import clock
from grants.budgets import actions
from grants.budgets.entries import LONGEST
from grants.budgets.outcomes import Conflict, Saved
from grants.models import BudgetLine, BudgetRevision
from grants.workflow import Refused
from tests.factories import OrganisationFactory

pytestmark = pytest.mark.django_db

KEY = uuid4()


@pytest.fixture
def budget(noon):
    budget = actions.open_budget(years=2)
    actions.set_partners(budget, [OrganisationFactory(short_name="CCC"), OrganisationFactory(short_name="AAV")])
    return budget


@pytest.fixture
def typed(budget):
    """A line as the page sends it."""
    return {
        "heading": "1.1",
        "year": "2",
        "partner": str(budget.partners.first().key),
        "description": "Agronomist",
        "unit": "month",
        "quantity": "12",
        "unit_value": "1.850,5",
        "justification": "",
    }


def history(budget, key=KEY):
    """Oldest first: revision, came too late, taken away, who."""
    rows = BudgetRevision.objects.filter(budget=budget, key=key).order_by("pk")
    return [(row.rev, row.is_aside, row.is_deletion, row.by.name) for row in rows]


def test_a_line_is_understood_and_its_total_computed(budget, typed, ana, noon):
    result = actions.save_line(budget, KEY, typed, based_on=0, by=ana)

    line = BudgetLine.objects.get()
    assert result == Saved(1, noon, line)
    assert (line.heading, line.year, line.partner.organisation.short_name) == ("1.1", 2, "CCC")
    assert (line.quantity, line.unit_value, line.amount) == (12, Decimal("1850.5000"), Decimal("22206.00"))
    assert (line.description, line.unit, line.raw, line.saved_by, line.saved_at) == (
        "Agronomist", "month", {}, ana, noon,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("quantity", "unit_value", "amount"),
    [
        ("3", "33.335", None),
        ("3", "33.3350", "100.01"),
        ("0.5", "0.01", "0.01"),
        ("0.4", "0.01", "0.00"),
        ("", "5", "0.00"),
        ("99999999.9999", "9999.9999", "999999989999.00"),
    ],
)
def test_the_total_is_rounded_half_up_once(budget, typed, ana, quantity, unit_value, amount):
    typed |= {"quantity": quantity, "unit_value": unit_value}

    line = actions.save_line(budget, KEY, typed, based_on=0, by=ana).row

    assert BudgetLine.objects.get().amount == line.amount == Decimal(amount or "0.00")
    assert line.raw == ({} if amount else {"unit_value": "33.335"})


def test_what_is_not_understood_is_kept_flagged_and_counts_with_zero(budget, typed, ana):
    gone = str(uuid4())
    typed |= {"quantity": "1,234", "year": "7", "partner": gone, "unit": "u" * 41}

    line = actions.save_line(budget, KEY, typed, based_on=0, by=ana).row

    assert line.raw == {"quantity": "1,234", "year": "7", "partner": gone, "unit": "u" * 41}
    assert (line.quantity, line.amount, line.year, line.partner, line.unit) == (None, 0, 1, None, "")


def test_a_field_put_right_is_no_longer_flagged(budget, typed, ana):
    actions.save_line(budget, KEY, typed | {"quantity": "1,234"}, based_on=0, by=ana)

    line = actions.save_line(budget, KEY, {"quantity": "1234"}, based_on=1, by=ana).row

    assert (line.raw, line.quantity, line.amount) == ({}, 1234, Decimal("2283517.00"))


def test_a_product_too_large_for_its_column_is_flagged_until_it_fits(budget, typed, ana):
    typed |= {"quantity": "99999999", "unit_value": "9999999999"}
    line = actions.save_line(budget, KEY, typed, based_on=0, by=ana).row
    assert (line.raw, line.amount) == ({"unit_value": "9999999999.0000"}, 0)

    line = actions.save_line(budget, KEY, {"quantity": "2"}, based_on=1, by=ana).row

    assert (line.raw, line.amount) == ({}, Decimal("19999999998.00"))


def test_a_year_typed_too_early_is_understood_once_the_project_has_it(budget, typed, ana):
    actions.save_line(budget, KEY, typed | {"year": "3"}, based_on=0, by=ana)
    actions.set_years(budget, 3)

    line = actions.save_line(budget, KEY, {"unit": "week"}, based_on=1, by=ana).row

    assert (line.year, line.raw) == (3, {})


def test_an_empty_new_row_is_no_line(budget, ana, noon):
    result = actions.save_line(budget, KEY, {"heading": "1.1", "year": "1", "partner": ""}, based_on=0, by=ana)

    assert result == Saved(0, noon, None, changed=False)
    assert BudgetLine.objects.count() == BudgetRevision.objects.count() == 0


def test_the_same_values_written_otherwise_change_nothing(budget, typed, ana, bruno, noon):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)

    for based_on in (0, 1, 9):
        result = actions.save_line(
            budget, KEY, typed | {"quantity": "12.00", "unit_value": "1850,50"}, based_on=based_on, by=bruno
        )
        assert (result.rev, result.at, result.changed) == (1, noon, False)
    assert history(budget) == [(1, False, False, "Ana")]


def test_a_save_that_comes_too_late_is_a_conflict_and_kept_aside(budget, typed, ana, bruno, noon):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)
    with clock.at(noon + timedelta(minutes=1)) as later:
        actions.save_line(budget, KEY, {"quantity": "10"}, based_on=1, by=ana)
    mine = typed | {"quantity": "11"}

    result = actions.save_line(budget, KEY, mine, based_on=1, by=bruno)

    assert isinstance(result, Conflict)
    assert (result.rev, result.row.quantity, result.by, result.at) == (2, 10, ana, later)
    assert result.mine == {"quantity": "11"}
    assert BudgetLine.objects.get().quantity == 10
    assert history(budget) == [(1, False, False, "Ana"), (2, False, False, "Ana"), (2, True, False, "Bruno")]
    assert BudgetRevision.objects.get(is_aside=True).typed == {"quantity": "11"}
    assert actions.save_line(budget, KEY, mine, based_on=result.rev, by=bruno).row.quantity == 11


def test_a_row_nobody_touched_does_not_undo_a_colleagues_change(budget, typed, ana, bruno):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)
    actions.save_line(budget, KEY, {"quantity": "10"}, based_on=1, by=ana)

    result = actions.save_line(budget, KEY, typed, based_on=1, by=bruno)

    assert (type(result), result.rev, result.changed, result.row.quantity) == (Saved, 2, False, 10)


def test_two_people_fill_in_different_fields_of_one_line(budget, typed, ana, bruno):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)
    actions.save_line(budget, KEY, {"quantity": "10"}, based_on=1, by=ana)

    result = actions.save_line(budget, KEY, typed | {"unit_value": "100"}, based_on=1, by=bruno)

    assert (result.rev, result.row.quantity, result.row.amount) == (3, 10, Decimal("1000.00"))
    assert history(budget)[-1] == (3, False, False, "Bruno")


def test_each_field_of_a_row_is_saved_by_itself_against_the_revision_the_page_was_drawn_with(budget, typed, ana):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)

    for rev, fields in ((2, {"unit": "week"}), (3, {"quantity": "2"}), (4, {"description": "Forester"})):
        assert actions.save_line(budget, KEY, fields, based_on=1, by=ana).rev == rev


def test_a_conflict_in_one_field_keeps_the_row_from_being_saved(budget, typed, ana, bruno):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)
    actions.save_line(budget, KEY, {"quantity": "10"}, based_on=1, by=ana)

    result = actions.save_line(budget, KEY, {"quantity": "11", "unit": "week"}, based_on=1, by=bruno)

    assert result.mine == {"quantity": "11", "unit": "week"}
    assert BudgetLine.objects.get().unit == "month"


def test_a_line_is_added_empty_and_filled_in(budget, typed, ana, noon):
    partner = budget.partners.last()
    added = actions.add_line(budget, heading="2.1", partner=partner.key, by=ana)

    assert (added.rev, added.row.heading, added.row.partner, added.row.description) == (1, "2.1", partner, "")
    assert actions.save_line(budget, added.row.key, {"quantity": "2"}, based_on=1, by=ana).rev == 2
    with pytest.raises(Refused, match="Choose from the list"):
        actions.add_line(budget, heading="7", by=ana)


def test_a_source_is_added_empty_and_filled_in(budget, ana):
    added = actions.add_source(budget, kind="revenue", by=ana)

    assert (added.rev, added.row.kind, added.row.amount) == (1, "revenue", 0)
    assert actions.save_source(budget, added.row.key, {"amount": "5"}, based_on=1, by=ana).rev == 2
    for kind in ("eu", "own", "gift"):
        with pytest.raises(Refused, match="what kind of source"):
            actions.add_source(budget, kind=kind, by=ana)


def test_a_line_is_deleted_with_its_last_values_kept(budget, typed, ana, bruno, noon):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)

    assert actions.delete_line(budget, KEY, based_on=1, by=bruno) == Saved(0, noon, None)
    assert actions.delete_line(budget, KEY, based_on=1, by=bruno) == Saved(0, noon, None, changed=False)

    assert BudgetLine.objects.count() == 0
    assert history(budget) == [(1, False, False, "Ana"), (1, False, True, "Bruno")]
    assert BudgetRevision.objects.get(is_deletion=True).typed["description"] == "Agronomist"


def test_a_line_changed_meanwhile_is_not_deleted_unseen(budget, typed, ana, bruno):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)
    actions.save_line(budget, KEY, {"quantity": "10"}, based_on=1, by=ana)

    result = actions.delete_line(budget, KEY, based_on=1, by=bruno)

    assert (type(result), result.rev, result.by) == (Conflict, 2, ana)
    assert BudgetLine.objects.count() == 1


def test_a_line_deleted_meanwhile_is_a_conflict_with_nothing(budget, typed, ana, bruno, noon):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)
    actions.delete_line(budget, KEY, based_on=1, by=ana)
    mine = typed | {"quantity": "11"}

    result = actions.save_line(budget, KEY, mine, based_on=1, by=bruno)

    assert result == Conflict(0, None, ana, noon, {"quantity": "11"})
    assert BudgetRevision.objects.get(is_aside=True).typed == {"quantity": "11"}
    assert not actions.save_line(budget, KEY, typed, based_on=1, by=bruno).changed  # it was only on the page
    assert actions.save_line(budget, KEY, mine, based_on=0, by=bruno).rev == 1


def test_a_new_line_needs_a_heading(budget, typed, ana):
    del typed["heading"]

    with pytest.raises(Refused, match="Choose the heading"):
        actions.save_line(budget, KEY, typed, based_on=0, by=ana)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"heading": "9.9", "description": "x"}, "Choose from the list"),
        ({"heading": "1.1", "amount": "5"}, "no such field"),
        ({"heading": "1.1", "rev": "5"}, "no such field"),
        ({"heading": "1.1", "description": "x" * (LONGEST + 1)}, "at most 20,000 characters"),
    ],
)
def test_fields_there_are_not_and_endless_texts_are_refused(budget, ana, fields, sentence):
    with pytest.raises(Refused, match=sentence):
        actions.save_line(budget, KEY, fields, based_on=0, by=ana)

    assert BudgetRevision.objects.count() == 0


def test_odd_characters_are_kept_as_they_can_be_stored(budget, typed, ana):
    typed |= {"description": "Cafe\u0301\x00 👩🏽‍🌾", "quantity": "1\x00,2,3"}

    line = actions.save_line(budget, KEY, typed, based_on=0, by=ana).row

    assert (line.description, line.raw) == ("Café 👩🏽‍🌾", {"quantity": "1,2,3"})


def test_amounts_are_saved_against_the_budgets_revision(budget, ana, bruno):
    first = actions.save_amounts(budget, {"indirect_costs": "1 500,5", "contingency": "1,234"}, based_on=0, by=ana)
    late = actions.save_amounts(budget, {"indirect_costs": "1600"}, based_on=0, by=bruno)
    untouched = actions.save_amounts(budget, {"indirect_costs": "", "contingency": "0"}, based_on=0, by=bruno)

    budget.refresh_from_db()
    assert (first.rev, budget.rev, budget.indirect_costs, budget.contingency, budget.raw) == (
        1, 1, Decimal("1500.50"), 0, {"contingency": "1,234"},
    )  # fmt: skip
    assert (type(late), late.rev, late.by, late.mine) == (Conflict, 1, ana, {"indirect_costs": "1600"})
    assert (type(untouched), untouched.changed) == (Saved, False)


def test_the_eu_contribution_and_a_partners_own_are_filled_in(budget, ana):
    eu, own, _other = budget.sources.all()

    actions.save_source(budget, eu.key, {"kind": "eu", "amount": "250.000,00"}, based_on=0, by=ana)
    actions.save_source(budget, own.key, {"amount": "50000"}, based_on=0, by=ana)
    changed = actions.save_source(budget, own.key, {"kind": "other", "partner": ""}, based_on=1, by=ana)

    assert list(budget.sources.values_list("kind", "amount", "rev")) == [
        ("eu", Decimal("250000.00"), 1), ("own", Decimal("50000.00"), 1), ("own", 0, 0),
    ]  # fmt: skip
    assert changed.changed is False


def test_other_sources_are_added_changed_and_deleted(budget, ana):
    added = actions.save_source(
        budget, KEY, {"kind": "other", "name": "Municipality", "amount": "1000"}, based_on=0, by=ana
    )
    changed = actions.save_source(budget, KEY, {"kind": "revenue", "name": "Fees"}, based_on=1, by=ana)

    assert (added.rev, changed.rev, changed.row.kind, changed.row.name) == (1, 2, "revenue", "Fees")
    assert isinstance(actions.delete_source(budget, KEY, based_on=1, by=ana), Conflict)
    assert actions.delete_source(budget, KEY, based_on=2, by=ana).row is None
    assert budget.sources.count() == 3


@pytest.mark.parametrize("kind", ["eu", "own", "gift", ""])
def test_nobody_adds_a_second_eu_contribution_or_an_own_one(budget, ana, kind):
    with pytest.raises(Refused):
        actions.save_source(budget, KEY, {"kind": kind, "amount": "5"}, based_on=0, by=ana)


def test_an_own_contribution_stays(budget, ana):
    own = budget.sources.filter(kind="own").first()

    with pytest.raises(Refused, match="Set its amount to zero"):
        actions.delete_source(budget, own.key, based_on=0, by=ana)


def test_an_empty_new_source_is_none(budget, ana):
    assert actions.save_source(budget, KEY, {"kind": "other", "name": "", "amount": ""}, based_on=0, by=ana).row is None
    assert budget.sources.count() == 3


def test_a_whole_sheet_is_saved_row_by_row(budget, typed, ana, bruno):
    second = uuid4()
    eu = budget.sources.get(kind="eu")
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)
    actions.save_line(budget, KEY, {"quantity": "10"}, based_on=1, by=ana)

    outcomes = actions.save_sheet(
        budget,
        lines={KEY: (typed | {"quantity": "11"}, 1), second: (typed, 0)},
        sources={eu.key: ({"amount": "20000"}, 0)},
        amounts=({"contingency": "5"}, 0),
        by=bruno,
    )

    assert {row: type(outcome) for row, outcome in outcomes.items()} == {
        ("line", KEY): Conflict,
        ("line", second): Saved,
        ("source", eu.key): Saved,
        ("amounts", None): Saved,
    }


def test_a_sheet_with_something_impossible_is_not_saved_at_all(budget, typed, ana):
    with pytest.raises(Refused):
        actions.save_sheet(budget, lines={KEY: (typed, 0), uuid4(): (typed | {"heading": "9"}, 0)}, by=ana)

    assert BudgetLine.objects.count() == 0


@pytest.mark.parametrize("count", [1, 30])
def test_rows_nobody_changed_cost_nothing(budget, typed, ana, count, django_assert_num_queries):
    """A savepoint and its release, the budget locked, its partners, lines, sources, and one line written."""
    lines = {uuid4(): (typed, 0) for _ in range(count)}
    actions.save_sheet(budget, lines=lines, by=ana)
    again = {key: (fields, 1) for key, (fields, _) in lines.items()}
    first = next(iter(again))
    again[first] = (typed | {"quantity": "13"}, 1)

    with django_assert_num_queries(8):
        actions.save_sheet(budget, lines=again, by=ana)


@pytest.mark.django_db(transaction=True)
def test_of_two_people_on_one_line_one_wins_and_the_other_is_told(budget, typed, ana, bruno):
    actions.save_line(budget, KEY, typed, based_on=0, by=ana)

    def save(person):
        try:
            fields = {"quantity": "10" if person == ana else "11"}
            return actions.save_line(budget, KEY, fields, based_on=1, by=person)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(save, [ana, bruno], timeout=30))

    assert sorted(type(result).__name__ for result in results) == ["Conflict", "Saved"]
    assert BudgetLine.objects.get().rev == 2
    assert BudgetRevision.objects.filter(key=KEY).count() == 3


@pytest.mark.django_db(transaction=True)
def test_a_partner_does_not_vanish_under_a_line_being_saved(budget, typed, ana):
    stays, goes = [partner.organisation for partner in budget.partners.select_related("organisation")]
    typed["partner"] = str(budget.partners.get(organisation=goes).key)

    def drop():
        try:
            actions.set_partners(budget, [stays])
        except Refused:
            return "refused"
        finally:
            connection.close()
        return "dropped"

    def save():
        try:
            return actions.save_line(budget, KEY, typed, based_on=0, by=ana).row.raw
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        dropping, saving = pool.submit(drop), pool.submit(save)
        outcome = dropping.result(30), saving.result(30)

    assert outcome in [("refused", {}), ("dropped", {"partner": typed["partner"]})]
    assert BudgetLine.objects.get().amount == Decimal("22206.00")


@pytest.mark.parametrize("count", [1, 30])
def test_new_lines_of_a_sheet_are_written_together(budget, typed, ana, count, django_assert_num_queries):
    """A savepoint and its release, the budget locked, its partners, lines, sources; all lines, all history."""
    lines = {uuid4(): (typed, 0) for _ in range(count)}

    with django_assert_num_queries(8):
        actions.save_sheet(budget, lines=lines, by=ana)

    assert sorted(budget.lines.values_list("position", "rev")) == [(place, 1) for place in range(1, count + 1)]
    assert {entry.key for entry in BudgetRevision.objects.filter(budget=budget, rev=1)} == set(lines)
