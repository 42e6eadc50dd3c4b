"""Corrections of the budget before the signature: amounts are lowered, never raised, each with its reason."""

from decimal import Decimal

from django.utils.translation import gettext_lazy as _

from grants import clock, money
from grants.budgets.actions.setup import open_for_change
from grants.budgets.models import SourceKind
from grants.budgets.queries import rows_of, totals_of
from grants.contracts import funding
from grants.contracts.actions.conditions import held_open
from grants.contracts.models import BudgetCorrection, CorrectionKind
from grants.contracts.workflow import ContractAction
from grants.workflow import Reason, Refused, action, record

PLACES = Decimal("0.0001")
AMOUNTS = ("indirect_costs", "contingency")


@action
def correct_line(contract, *, key, quantity, unit_value, kind, reason, by):
    """Lower the quantity or the unit value of a budget line; zero strikes the cost out.

    The largest grant falls with the costs, within its share, and never rises; the rest comes off the
    other sources, the partner's whose cost it was first (``funding``). Raises Refused unless the
    amount falls and a reason is given.
    """
    contract, budget = _held(contract)
    line = budget.lines.select_related("partner").filter(key=key).first()
    if line is None:
        raise Refused([Reason(_("There is no such line in the budget."), code="no_line")])
    quantity, unit_value = Decimal(quantity).quantize(PLACES), Decimal(unit_value).quantize(PLACES)
    before, after = line.amount, money.line_total(quantity, unit_value)
    label = f"{line.heading} {line.description}".strip()
    _refuse_unless_lowered(before, after, reason, kind)
    line.quantity, line.unit_value, line.amount = quantity, unit_value, after
    line.rev += 1
    line.saved_by, line.saved_at = by, clock.now()
    line.save(update_fields=["quantity", "unit_value", "amount", "rev", "saved_by", "saved_at"])
    partner = str(line.partner.key) if line.partner else None
    return _settle(contract, budget, "line", line.key, label, before, after, partner, kind, reason, by)


@action
def correct_amount(contract, *, row, amount, kind, reason, by):
    """Lower the indirect costs or the contingency reserve; the rest as in ``correct_line``."""
    contract, budget = _held(contract)
    if row not in AMOUNTS:
        raise Refused([Reason(_("Only indirect costs and contingency are corrected like this."), code="no_amount")])
    before, after = getattr(budget, row), money.euros(Decimal(amount))
    _refuse_unless_lowered(before, after, reason, kind)
    setattr(budget, row, after)
    budget.rev += 1
    budget.save(update_fields=[row, "rev"])
    label = str(budget._meta.get_field(row).verbose_name)
    return _settle(contract, budget, row, None, label, before, after, None, kind, reason, by)


def _held(contract):
    contract = held_open(contract)
    return contract, open_for_change(contract.budget)


def _refuse_unless_lowered(before, after, reason, kind):
    if not 0 <= after < before:
        raise Refused([Reason(_("A correction only lowers an amount."), code="not_lowered")])
    if not reason.strip() or kind not in CorrectionKind.values:
        raise Refused([Reason(_("Say why the amount is corrected."), code="no_reason")])


def _settle(contract, budget, row, key, label, before, after, partner, kind, reason, by):
    grant_before, total_before = contract.grant, contract.total_cost
    total = totals_of(rows_of(budget.pk)).total
    if total <= 0:
        raise Refused([Reason(_("Nothing would be left of the budget."), code="nothing_left")])
    grant = funding.grant_after(total, grant=grant_before, share=contract.share)
    _set_sources(budget, grant, (total_before - total) - (grant_before - grant), partner)
    contract.grant, contract.total_cost = grant, total
    contract.save(update_fields=["grant", "total_cost"])
    correction = BudgetCorrection.objects.create(
        contract=contract,
        row=row,
        key=key,
        label=label,
        kind=kind,
        reason=reason.strip(),
        amount_before=before,
        amount_after=after,
        grant_before=grant_before,
        grant_after=grant,
        by=by,
        at=clock.now(),
    )
    changes = {label: [str(before), str(after)], "grant": [str(grant_before), str(grant)]}
    record(contract, ContractAction.CORRECT, by=by, note=reason.strip(), changes=changes)
    return correction


def _set_sources(budget, grant, less, partner):
    sources = list(budget.sources.select_related("partner"))
    others = [source for source in sources if source.kind != SourceKind.EU]
    first = next((str(s.key) for s in others if s.partner and str(s.partner.key) == partner), None)
    after = funding.taken_off(less, [(str(source.key), source.amount) for source in others], first=first)
    after |= {str(source.key): grant for source in sources if source.kind == SourceKind.EU}
    for source in sources:
        amount = after.get(str(source.key), source.amount)
        if amount != source.amount:
            source.amount = amount
            source.save(update_fields=["amount"])
