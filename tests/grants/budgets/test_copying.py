"""A budget copied from the plain data of a document keeps every key and every cent."""

import uuid
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from grants.audit import canonical
from grants.budgets.actions.copying import copy_budget
from grants.budgets.content import budget_content
from grants.budgets.models import Budget, BudgetLine, BudgetPartner, FundingSource, Heading
from grants.budgets.queries import rows_of, totals_of
from tests.factories import OrganisationFactory

quantities = st.decimals(min_value=0, max_value=500, places=4)
unit_values = st.decimals(min_value=0, max_value=90000, places=4)
lines = st.tuples(st.sampled_from(Heading.values), st.integers(1, 3), st.integers(0, 2), quantities, unit_values)


def content(budget):
    rows = rows_of(budget.pk)
    return budget_content(rows, totals_of(rows), {partner.pk: str(partner.key) for partner in rows.partners})


class Copying(TestCase):
    @settings(max_examples=25)
    @given(st.lists(lines, max_size=12), st.lists(unit_values, max_size=4), unit_values, unit_values)
    def test_the_copy_says_word_for_word_what_the_document_says(self, rows, sources, indirect, contingency):
        budget = Budget.objects.create(years=3, indirect_costs=round(indirect, 2), contingency=round(contingency, 2))
        partners = [
            BudgetPartner.objects.create(budget=budget, organisation=OrganisationFactory(), position=place)
            for place in range(2)
        ]
        for position, (heading, year, owner, quantity, unit_value) in enumerate(rows):
            BudgetLine.objects.create(
                budget=budget, heading=heading, year=year, description=f"Cost {position}", unit="day",
                partner=partners[owner] if owner < 2 else None, quantity=quantity, unit_value=unit_value,
                amount=_half_up(quantity * unit_value), position=position,
            )  # fmt: skip
        for place, amount in enumerate(sources):
            FundingSource.objects.create(
                budget=budget,
                kind="eu" if place == 0 else "other",
                name=f"S{place}",
                amount=_half_up(amount),
                position=place,
            )
        document = content(budget)

        copied = copy_budget(document, {str(partner.key): partner.organisation for partner in partners})

        assert canonical(content(copied)) == canonical(document)
        assert copied.pk != budget.pk


def _half_up(value):
    return value.quantize(Decimal("0.01"), rounding="ROUND_HALF_UP")


@pytest.mark.django_db
def test_a_line_of_a_partner_nobody_named_is_not_copied_silently():
    document = content(Budget.objects.create(years=1))
    document["lines"] = [
        {"key": str(uuid.uuid4()), "partner": str(uuid.uuid4()), "heading": "1.1", "year": 1, "description": "",
         "unit": "", "quantity": None, "unit_value": None, "amount": "0.00", "justification": ""}
    ]  # fmt: skip

    with pytest.raises(KeyError):
        copy_budget(document, {})
