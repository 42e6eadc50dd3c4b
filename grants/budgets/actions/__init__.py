"""Everything that changes a budget: set-up, the rows people type, and whole sheets at once."""

from grants.budgets.actions.rows import (
    add_line,
    add_source,
    delete_line,
    delete_source,
    move_line,
    save_amounts,
    save_line,
    save_sheet,
    save_source,
)
from grants.budgets.actions.setup import freeze_budget, open_budget, set_partners, set_years
from grants.budgets.outcomes import Conflict, Saved

__all__ = [
    "Conflict",
    "Saved",
    "add_line",
    "add_source",
    "delete_line",
    "delete_source",
    "freeze_budget",
    "move_line",
    "open_budget",
    "save_amounts",
    "save_line",
    "save_sheet",
    "save_source",
    "set_partners",
    "set_years",
]
