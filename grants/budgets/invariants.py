"""What must be true of budgets."""

from grants import money
from grants.budgets.models import BudgetLine
from grants.invariants import invariant


@invariant("Every budget line is its quantity times its unit value, rounded to the cent")
def lines_are_products():
    """Computed here a second time, by ``money.line_total`` instead of the database."""
    for line in BudgetLine.objects.order_by("pk").iterator(chunk_size=2000):
        understood = line.quantity is not None and line.unit_value is not None
        if line.amount != (money.line_total(line.quantity, line.unit_value) if understood else money.ZERO):
            yield f"line {line.key} of budget {line.budget_id}"
        yield None
