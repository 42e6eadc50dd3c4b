"""Making a budget from the plain data of a document, under the same keys (decisions.md C8)."""

import uuid
from decimal import Decimal

from grants.budgets.models import Budget, BudgetLine, BudgetPartner, CostBasis, FundingSource
from grants.workflow import action


@action
def copy_budget(data, organisations, *, by=None) -> Budget:
    """A new budget with the lines, amounts and sources of ``data`` (as ``budget_content`` gives them).

    ``organisations`` says which Organisation each partner key of the data is, in the order of the
    columns. Keys of lines, sources and partners are those of the data, so that differences between
    the document and the copy can be followed. Raises KeyError for a line of a partner not named.
    """
    totals = data["totals"]
    budget = Budget.objects.create(
        years=data["years"],
        indirect_costs=Decimal(totals["indirect_costs"]),
        contingency=Decimal(totals["contingency"]),
    )
    partners = {
        key: BudgetPartner.objects.create(budget=budget, key=uuid.UUID(key), organisation=organisation, position=place)
        for place, (key, organisation) in enumerate(organisations.items())
    }
    partners[None] = None
    BudgetLine.objects.bulk_create(
        BudgetLine(
            budget=budget,
            key=uuid.UUID(row["key"]),
            partner=partners[row["partner"]],
            heading=row["heading"],
            year=row["year"],
            description=row["description"],
            unit=row["unit"],
            quantity=_decimal(row["quantity"]),
            unit_value=_decimal(row["unit_value"]),
            amount=Decimal(row["amount"]),
            justification=row["justification"],
            basis=row.get("basis", CostBasis.ACTUAL),
            position=position,
            saved_by=by,
        )
        for position, row in enumerate(data["lines"])
    )
    FundingSource.objects.bulk_create(
        FundingSource(
            budget=budget,
            key=uuid.UUID(row["key"]),
            kind=row["kind"],
            partner=partners[row["partner"]],
            name=row["name"],
            amount=Decimal(row["amount"]),
            position=position,
        )
        for position, row in enumerate(data["sources"])
    )
    return budget


def _decimal(text):
    return None if text is None else Decimal(text)
