"""What must be true of contracts is, and is missed when it is not."""

from decimal import Decimal

import pytest
from django.db import connection

from grants import models
from grants.contracts import invariants

pytestmark = pytest.mark.django_db

CHECKS = (
    invariants.budgets_say_what_the_contract_says,
    invariants.grants_stay_within_the_award,
    invariants.contracts_have_their_coordinator,
    invariants.shares_make_the_whole,
    invariants.signed_budgets_are_unchanged,
    invariants.texts_are_intact,
    invariants.numbers_have_no_gaps,
    invariants.signed_contracts_are_whole,
)


def found(check):
    return [line for line in check() if line]


def behind_the_triggers(table, change):
    """What somebody with full power over the database could do."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")  # so that no check waits for the table
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608 - a literal of this file
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_what_the_actions_leave_behind_is_right(signed):
    assert [line for check in CHECKS for line in found(check)] == []


def test_a_sum_that_moved_is_missed(signed):
    models.Contract.objects.update(total_cost=Decimal("312500.01"))

    assert found(invariants.budgets_say_what_the_contract_says) == [f"contract {signed.public_id}"]


def test_a_grant_above_its_award_is_missed(signed):
    models.Award.objects.update(grant=Decimal("249999.99"))

    assert found(invariants.grants_stay_within_the_award) == [f"contract {signed.public_id}"]


def test_a_missing_coordinator_is_missed(signed):
    models.ContractParty.objects.update(is_coordinator=False)

    assert found(invariants.contracts_have_their_coordinator) == [f"contract {signed.public_id}"]


def test_shares_that_do_not_make_the_whole_are_missed(signed):
    models.ProjectCountry.objects.update(share=Decimal(99))
    models.ProjectSector.objects.filter(sector="cocoa").delete()

    assert found(invariants.shares_make_the_whole) == [
        f"countries of project {signed.project.public_id}", f"sectors of project {signed.project.public_id}",
    ]  # fmt: skip


def test_a_signed_budget_that_changed_behind_the_triggers_is_missed(signed):
    behind_the_triggers("grants_budgetline", "description = 'Something else'")

    assert found(invariants.signed_budgets_are_unchanged) == [f"contract {signed.public_id}"]


def test_a_text_that_changed_is_missed(signed):
    behind_the_triggers("grants_contractversion", "document = jsonb_set(document, '{number}', '\"X\"')")

    assert found(invariants.texts_are_intact) == [f"version {signed.versions.get().public_id}"]


def test_a_gap_in_the_numbers_is_missed(signed):
    models.ReferenceCounter.objects.filter(prefix="922-AIV-").update(last=2)

    assert found(invariants.numbers_have_no_gaps) == ["922-AIV- was given 1 times and counted to 2"]


def test_a_signed_contract_without_calendar_is_missed(signed):
    signed.periods.all().delete()

    assert found(invariants.signed_contracts_are_whole) == [f"contract {signed.public_id}"]
