"""Corrections of the budget before the signature: only downwards, line by line, each with its reason."""

from decimal import Decimal

import pytest

from grants import models
from grants.budgets.queries import rows_of, totals_of
from grants.contracts.actions.correcting import correct_amount, correct_line
from grants.contracts.queries.checklist import checklist
from grants.workflow import Refused

pytestmark = pytest.mark.django_db


def line(contract, description):
    return contract.budget.lines.get(description=description)


def correct(contract, description, *, by, quantity=None, unit_value=None, **fields):
    row = line(contract, description)
    values = {"kind": "ineligible", "reason": "Not eligible: a bonus."} | fields
    return correct_line(
        contract,
        key=row.key,
        quantity=quantity or row.quantity,
        unit_value=unit_value or row.unit_value,
        by=by,
        **values,
    )


def test_a_lower_line_lowers_the_grant_within_its_share_and_the_partner_s_own_money(prepared, diego):
    correction = correct(prepared, "Trainer", quantity="18", by=diego)

    prepared.refresh_from_db()
    assert (correction.amount_before, correction.amount_after) == (Decimal("90000.00"), Decimal("81000.00"))
    assert (prepared.total_cost, prepared.grant) == (Decimal("303500.00"), Decimal("242800.00"))
    totals = totals_of(rows_of(prepared.budget_id))
    assert (totals.total, totals.eu, totals.sources) == (Decimal("303500.00"), Decimal("242800.00"), totals.total)
    assert checklist(prepared).unfinished == []
    event = prepared.events.last()
    assert (event.action, event.note) == ("correct", "Not eligible: a bonus.")
    assert event.changes["grant"] == ["250000.00", "242800.00"]


def test_the_application_keeps_what_was_handed_in(prepared, diego):
    correct(prepared, "Trainer", quantity="18", by=diego)

    assert totals_of(rows_of(prepared.award.candidate.application.budget_id)).total == Decimal("312500.00")


def test_a_cost_is_struck_out_with_zero(prepared, diego):
    row = line(prepared, "Trainer")

    correct_line(
        prepared, key=row.key, quantity=0, unit_value=row.unit_value, kind="ineligible", reason="No.", by=diego
    )

    row.refresh_from_db()
    assert (row.amount, row.quantity) == (Decimal("0.00"), Decimal("0.0000"))


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"quantity": "21"}, "A correction only lowers an amount."),
        ({"quantity": "20"}, "A correction only lowers an amount."),
        ({"quantity": "19", "reason": " "}, "Say why the amount is corrected."),
        ({"quantity": "19", "kind": "whim"}, "Say why the amount is corrected."),
    ],
)
def test_nothing_is_raised_and_nothing_changes_without_a_reason(prepared, diego, change, sentence):
    with pytest.raises(Refused, match=sentence):
        correct(prepared, "Trainer", by=diego, **change)

    assert line(prepared, "Trainer").amount == Decimal("90000.00")
    assert not models.BudgetCorrection.objects.exists()


def test_indirect_costs_and_contingency_are_lowered_alike(prepared, diego):
    models.Budget.objects.filter(pk=prepared.budget_id).update(contingency=Decimal("1000.00"))
    models.Contract.objects.filter(pk=prepared.pk).update(total_cost=Decimal("313500.00"))

    correct_amount(prepared, row="contingency", amount="400", kind="agreed", reason="Agreed by telephone.", by=diego)

    prepared.refresh_from_db()
    assert (prepared.total_cost, prepared.budget.contingency) == (Decimal("312900.00"), Decimal("400.00"))
    with pytest.raises(Refused, match="Only indirect costs and contingency"):
        correct_amount(prepared, row="years", amount="1", kind="agreed", reason="No.", by=diego)


def test_what_goes_over_a_ceiling_by_a_correction_stands_against_sending(prepared, diego):
    models.Budget.objects.filter(pk=prepared.budget_id).update(contingency=Decimal("15625.00"))
    models.FundingSource.objects.filter(budget=prepared.budget, kind="own", amount__gt=0).update(amount="78125.00")
    models.Contract.objects.filter(pk=prepared.pk).update(total_cost=Decimal("328125.00"))
    prepared.refresh_from_db()
    assert checklist(prepared).unfinished == []

    correct(prepared, "Trainer", quantity="18", by=diego)

    prepared.refresh_from_db()
    assert [reason.code for reason in checklist(prepared).unfinished] == ["contingency_above_ceiling"]


def test_a_signed_budget_is_corrected_no_more(signed, diego):
    with pytest.raises(Refused, match="This contract is signed"):
        correct(signed, "Trainer", quantity="18", by=diego)
