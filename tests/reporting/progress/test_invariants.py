"""The nightly check finds what was done past the actions and the triggers."""

import pytest
from django.db import connection

from reporting.models import IndicatorValue, ResultsUpdate, ResultsUpdateVersion
from reporting.progress import invariants
from reporting.progress.actions.updates import approve_update, submit_update
from tests.reporting.progress.reporting import list_of

pytestmark = pytest.mark.django_db

CHECKS = (
    invariants.approved_updates_are_kept,
    invariants.approved_rows_stand,
    invariants.two_persons_approved,
    invariants.parts_stay_within_the_whole,
)


@pytest.fixture
def approved(submitted, ana, diego):
    """With a firm list of two."""
    ResultsUpdate.objects.filter(pk=submitted.pk).update(state="returned")
    list_of(submitted, ["Uno", "Dos"], by=ana)
    return approve_update(submit_update(submitted, by=ana), by=diego)


def violations():
    return [line for check in CHECKS for line in check() if line is not None]


def past_the_triggers(table, change):
    """What an owner of the database could do."""
    with connection.cursor() as cursor:
        cursor.execute(f"SET CONSTRAINTS ALL IMMEDIATE; ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608 - written in this file
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_what_was_approved_is_sound(approved):
    assert violations() == []


@pytest.mark.parametrize(
    ("table", "change", "what"),
    [
        ("reporting_indicatorvalue", "value = 39 WHERE split = ''", "values"),
        ("reporting_fact", "quantity = 9", "firm list"),
        ("reporting_participation", "as_typed = '{}'", "firm list"),
    ],
)
def test_a_value_or_a_row_changed_past_the_triggers_is_found(approved, table, change, what):
    past_the_triggers(table, change)

    assert f"update {approved.public_id}: {what}" in violations()


def test_a_version_other_than_its_hash_is_found(approved):
    past_the_triggers("reporting_resultsupdateversion", "sha256 = repeat('0', 64)")

    assert violations() == [f"version {ResultsUpdateVersion.objects.get().pk}: other than its hash"]


def test_an_approved_update_nobody_kept_is_found(submitted):
    ResultsUpdate.objects.update(state="approved", approved_at=submitted.submitted_at)

    assert f"update {submitted.public_id}: not kept" in violations()
    assert f"update {submitted.public_id}: by its history" in violations()


def test_a_part_larger_than_the_whole_is_found(approved):
    past_the_triggers("reporting_indicatorvalue", "value = 99 WHERE split = 'sex:women'")

    part = IndicatorValue.objects.get(split="sex:women")
    assert f"value {part.pk}" in violations()
