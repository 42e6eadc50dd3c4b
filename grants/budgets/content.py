"""A budget as plain data: what a submission and a contract freeze, and what a budget is copied from."""

from grants.budgets.models import CostBasis


def budget_content(rows, totals, keys) -> dict:
    """Lines, sources and sums of ``rows`` (``queries.rows_of``).

    ``keys`` says by which key the document names each BudgetPartner (by its number).
    """
    return {
        "years": rows.budget.years,
        "lines": [
            {
                "key": str(line.key),
                "partner": keys.get(line.partner_id),
                "heading": line.heading,
                "year": line.year,
                "description": line.description,
                "unit": line.unit,
                "quantity": line.quantity,
                "unit_value": line.unit_value,
                "amount": line.amount,
                "justification": line.justification,
            }
            | ({} if line.basis == CostBasis.ACTUAL else {"basis": line.basis})
            for line in rows.lines
        ],
        "sources": [
            {
                "key": str(source.key),
                "kind": source.kind,
                "partner": keys.get(source.partner_id),
                "name": source.name,
                "amount": source.amount,
            }
            for source in rows.sources
        ],
        "totals": {
            "direct": totals.direct,
            "indirect_costs": totals.indirect,
            "contingency": totals.contingency,
            "total": totals.total,
            "eu_contribution": totals.eu,
            "sources": totals.sources,
        },
    }
