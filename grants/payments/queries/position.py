"""Where a contract stands: what the calculator needs, and what it answers, as it is kept."""

from decimal import Decimal

from django.db.models import Sum

from grants import money
from grants.audit import canonical, content_hash
from grants.payments import instalments
from grants.payments.models import PaymentKind
from grants.payments.workflow import LIVE


def terms_of(contract):
    """The contract's payment settings, as the calculator takes them; the usual ones where none are set."""
    terms = getattr(contract, "terms", None)
    if terms is None:
        return instalments.Terms()
    return instalments.Terms(
        option=str(terms.payment_option),
        first_period_months=terms.first_period_months,
        later_period_months=terms.later_period_months,
        longest_last_period_months=terms.longest_last_period_months,
        prefinancing_cap=terms.prefinancing_cap,
        spend_trigger=terms.spend_trigger,
        earlier_spend_trigger=terms.earlier_spend_trigger,
        one_shot_share=terms.one_shot_share,
    )


def yearly_budget(budget):
    """Direct and indirect costs of each year: indirect costs fall on the years as the direct ones do."""
    rows = dict(budget.lines.order_by().values_list("year").annotate(sum=Sum("amount")))
    direct = [rows.get(year, money.ZERO) for year in range(1, max([budget.years, *rows]) + 1)]
    if not any(direct):
        return tuple(direct)
    indirect = money.split(budget.indirect_costs, direct)
    return tuple(costs + share for costs, share in zip(direct, indirect, strict=True))


def position_of(contract):
    """The contract as the calculator sees it; pending payments count as paid."""
    paid = contract.payments.filter(state__in=LIVE, kind__in=[PaymentKind.FIRST, PaymentKind.FURTHER])
    terms = getattr(contract, "terms", None)
    is_open = terms is None or terms.contingency_needs_authorisation
    return instalments.Position(
        grant=contract.grant,
        share=contract.share,
        months=contract.months,
        budget=yearly_budget(contract.budget),
        contingency=contract.budget.contingency if is_open else money.ZERO,
        paid=tuple(paid.order_by("initiated_at", "pk").values_list("amount", flat=True)),
        terms=terms_of(contract),
    )


def calculate(position, kind, *, incurred=money.ZERO, requested=None):
    """The instalment of a kind; ``incurred`` are the costs so far, for the balance those accepted."""
    if kind == PaymentKind.FIRST:
        return instalments.first_instalment(position, requested=requested)
    if kind == PaymentKind.FURTHER:
        return instalments.further_instalment(position, incurred=incurred, requested=requested)
    return instalments.balance(position, accepted=incurred)


def document_of(position, result, *, incurred=money.ZERO, requested=None):
    """What a request keeps of a calculation: inputs and result as plain data, and the hash of both."""
    terms = position.terms
    document = {
        "inputs": {
            "grant": position.grant, "share": position.share, "months": position.months,
            "budget": list(position.budget), "contingency": position.contingency, "paid": list(position.paid),
            "incurred": incurred, "requested": requested,
            "terms": {
                "option": terms.option, "first_period_months": terms.first_period_months,
                "later_period_months": terms.later_period_months,
                "longest_last_period_months": terms.longest_last_period_months,
                "prefinancing_cap": terms.prefinancing_cap, "spend_trigger": terms.spend_trigger,
                "earlier_spend_trigger": terms.earlier_spend_trigger, "one_shot_share": terms.one_shot_share,
            },
        },
        "result": {
            "kind": result.kind, "payable": result.payable, "recovery": result.recovery,
            "lines": [[code, amount] for code, amount in result.lines],
            "findings": [{"code": finding.code, "params": finding.params} for finding in result.findings],
        },
    }  # fmt: skip
    whole = canonical(document)
    return whole, content_hash(whole)


def calculation_again(document):
    """The result computed anew from the inputs a request keeps: for the nightly check."""
    inputs = document["inputs"]
    terms = {
        name: value if isinstance(value, int) or name == "option" else Decimal(value)
        for name, value in inputs["terms"].items()
    }
    position = instalments.Position(
        grant=Decimal(inputs["grant"]),
        share=Decimal(inputs["share"]),
        months=inputs["months"],
        budget=tuple(map(Decimal, inputs["budget"])),
        contingency=Decimal(inputs["contingency"]),
        paid=tuple(map(Decimal, inputs["paid"])),
        terms=instalments.Terms(**terms),
    )
    requested = inputs["requested"] and Decimal(inputs["requested"])
    return calculate(position, document["result"]["kind"], incurred=Decimal(inputs["incurred"]), requested=requested)
