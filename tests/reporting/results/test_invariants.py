"""What must be true of figures, seen when it is broken by hand."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection

from grants.invariants import INVARIANTS
from reporting.models import Fact, Firm
from reporting.results import invariants
from reporting.results.actions.compiling import compile_results
from reporting.results.actions.requesting import request_compilation
from tests.reporting.results.approved import APPROVED, AS_OF, CUT_OFF, fact, firm, same

pytestmark = pytest.mark.django_db


@pytest.fixture
def compiled(trained, coffee, textiles):
    """Compiled with firms of every kind: merged, unidentified, large, of unknown size, no longer in force."""
    kuelap, misti, nobody = trained
    same(misti, kuelap)
    same(firm("Sola"), nobody)
    one = coffee.results_updates.get()
    other = textiles.results_updates.get()
    for update in (one, other):
        fact(update, kuelap, "AIV-OC-02", item="organic", status="certified")
        fact(update, misti, "AIV-OC-02", status="self_declared")
        fact(update, firm(size="large"), "AIV-OC-02")
        fact(update, firm(entity_type="public"), "AIV-OC-02")
        fact(update, firm(size="unknown", country="CO"), "AIV-OC-02")
    fact(other, kuelap, "AIV-OC-02", item="organic", on=date(2025, 4, 1), withdrawn_on=date(2025, 5, 1))
    fact(one, firm(), "AIV-OC-02", valid_until=date(2025, 6, 1))
    fact(one, firm(), "AIV-OP-01", quantity=Decimal(3))
    fact(one, firm(), "AIV-OP-01", evidence="")
    return compile_results(request_compilation(cut_off=CUT_OFF, as_of=AS_OF))


def found():
    """Sentences about results that do not hold; updates made directly keep no content of their own."""
    checks = [check for check in INVARIANTS if check.violations.__module__ == invariants.__name__]
    return [check.sentence for check in checks if any(check.violations())]


def by_hand(table, change):
    """As no page and no action could: the triggers of the table are switched off."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        cursor.execute(f"UPDATE {table} SET {change}")  # noqa: S608 the tables and changes of this file
        cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER USER")


def test_a_compilation_as_it_was_made_contradicts_nothing(compiled):
    assert found() == []


@pytest.mark.parametrize(
    ("table", "change", "sentences"),
    [
        (
            "reporting_figure", "overlap = overlap + 1 WHERE breakdown = ''",
            {"Gross is net, overlap and what cannot be told apart, in every figure",
             "Every compilation still has the figures it was finished with"},
        ),
        (
            "reporting_compilation", "figures_sha256 = repeat('0', 64)",
            {"Every compilation still has the figures it was finished with"},
        ),
        (
            "reporting_resultsupdate", "state = 'submitted'",
            {"Every compilation rests on updates that were approved by its moment"},
        ),
        (
            "reporting_compilation", "state = 'failed'",
            {"Only a finished compilation has figures, and each has its whole"},
        ),
    ],
)  # fmt: skip
def test_what_is_broken_is_named(compiled, table, change, sentences):
    by_hand(table, change)

    assert set(found()) == sentences


def test_a_row_changed_behind_the_figures_is_found_by_the_plain_count(compiled):
    changed = Fact.objects.get(
        participation__project__reference="922-AIV-001", participation__firm__name="Kuélap", indicator__code="AIV-OP-01"
    )
    by_hand("reporting_fact", f"quantity = 1 WHERE id = {changed.pk}")

    assert set(found()) == {"Distinct firms counted by plain SQL are those of the latest compilations"}


def test_a_firm_merged_afterwards_is_no_violation(compiled, august):
    pair = same(firm(), Firm.objects.get(name="Misti"))
    pair.decided_at = august + timedelta(days=1)
    pair.save()

    assert compiled.done_at > APPROVED
    assert found() == []
