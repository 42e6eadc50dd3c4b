"""Changing the budget of an application: by the lead everywhere, by a partner in its own column."""

from django.utils.translation import gettext_lazy as _

from grants.applications.actions.drafting import lock_for_drafting
from grants.budgets import actions as budgets
from grants.budgets.models import BudgetLine, FundingSource
from grants.budgets.outcomes import Conflict
from grants.workflow import Reason, Refused, action


@action
def save_budget(application, *, lines=None, sources=None, amounts=None, columns=None, by):
    """Save rows of the budget, one or all: see ``budgets.actions.save_sheet`` for the arguments and results.

    ``columns`` are the keys of the partners whose rows this person may write, None for all. Raises
    Refused for rows of others, when drafting is over, and as ``save_sheet`` does; nothing is saved then.
    """
    application = lock_for_drafting(application)
    if columns is not None:
        _refuse_foreign(application.budget, lines or {}, sources or {}, amounts, columns)
    outcomes = budgets.save_sheet(application.budget, lines=lines, sources=sources, amounts=amounts, by=by)
    return outcomes


@action
def add_pasted_lines(application, *, lines, columns=None, by):
    """Add rows of a spreadsheet as lines: all or none.

    Raises Refused as ``save_budget`` does, and for lines added before by the same page that are different now.
    """
    outcomes = save_budget(application, lines=lines, columns=columns, by=by)
    if any(isinstance(outcome, Conflict) for outcome in outcomes.values()):
        raise Refused([_("These rows were added before, and their lines have changed since. Nothing was replaced.")])
    return outcomes


@action
def change_rows(application, *, add_line=None, add_source=None, delete=None, move=None, columns=None, by):
    """Add an empty row, move one or take one away: what the buttons of the sheet ask for.

    ``add_line`` is a heading, ``add_source`` a kind, ``delete`` (kind, key, revision), ``move`` (key of a
    line, up). Returns {(kind, key): Saved or Conflict} of the row, empty when no button was pressed. A partner's
    new line stands in its own column. Raises Refused as ``save_budget`` does.
    """
    application = lock_for_drafting(application)
    budget, outcomes = application.budget, {}
    if add_line is not None:
        partner = min(columns) if columns else None
        saved = budgets.add_line(budget, heading=add_line, partner=partner, by=by)
        outcomes["line", saved.row.key] = saved
    if add_source is not None:
        _refuse_to_partners(columns)
        saved = budgets.add_source(budget, kind=add_source, by=by)
        outcomes["source", saved.row.key] = saved
    if delete is not None:
        kind, key, based_on = delete
        rows = {key: ({}, based_on)}
        if columns is not None:
            _refuse_foreign(budget, rows if kind == "line" else {}, {}, None, columns)
        if kind == "source":
            _refuse_to_partners(columns)
        take_away = budgets.delete_line if kind == "line" else budgets.delete_source
        outcomes[kind, key] = take_away(budget, key, based_on=based_on, by=by)
    if move is not None:
        key, up = move
        if columns is not None:
            _refuse_foreign(budget, {key: ({}, 1)}, {}, None, columns)
        outcomes["line", key] = budgets.move_line(budget, key, up=up, by=by)
    return outcomes


def _refuse_to_partners(columns):
    if columns is not None:
        raise Refused([Reason(_("Only the lead applicant adds and deletes sources of funding."), code="foreign_row")])


def _refuse_foreign(budget, lines, sources, amounts, columns):
    """A partner's people write in its own lines and its own contribution, nowhere else (security.md T-AC-10)."""
    owners = {
        **dict(BudgetLine.objects.filter(budget=budget, key__in=lines).values_list("key", "partner__key")),
        **dict(FundingSource.objects.filter(budget=budget, key__in=sources).values_list("key", "partner__key")),
    }
    allowed = amounts is None and all(str(owners.get(key, "")) in columns for key in sources)
    for key, (fields, based_on) in lines.items():
        if key not in owners and based_on:
            continue  # a colleague took it out meanwhile: saving says so
        before = str(owners[key]) if key in owners else fields.get("partner", "") if based_on == 0 else ""
        allowed = allowed and before in columns and fields.get("partner", before) in columns
    if not allowed:
        sentence = _("Your organisation writes in its own lines and its own contribution; the lead in all.")
        raise Refused([Reason(sentence, code="foreign_row")])
