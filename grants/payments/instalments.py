"""What a contract pays next, and why (domain.md 7.4 and 7.8, decisions.md C10). Pure: numbers in, a named result out.

A contract pays by one of three options. Shares and caps are amounts in whole cents that stay within
their percentage (``money.most_within``), so that no sum of instalments passes a ceiling by a cent.

| option      | before the end                                                                        |
|-------------|---------------------------------------------------------------------------------------|
| one_shot    | one pre-financing: ``one_shot_share`` % of the grant                                   |
| instalments | the EU share of the budget of each reporting period, the first at the start            |
| at_end      | nothing                                                                               |

Reporting periods last ``first_period_months``, then ``later_period_months``; a rest of
``longest_last_period_months`` or less is one period. Budgets are taken without contingency, and the
cap is ``prefinancing_cap`` % of the grant without the EU share of a contingency nobody has authorised.

| months | periods                  |      | months | periods                   |
|-------:|--------------------------|------|-------:|---------------------------|
|     18 | 1 to 18                  |      |     30 | 1 to 12, 13 to 30         |
|     24 | 1 to 12, 13 to 24        |      |     31 | 1 to 12, 13 to 24, 25 to 31 |

A further instalment needs that the EU share of what was spent consumes ``spend_trigger`` % of the
previous instalment and ``earlier_spend_trigger`` % (all) of the earlier ones; what is missing is taken off. The balance
is the smaller of the grant and the EU share of the accepted costs, less what was paid; below zero it
is recovered.

Worked table (grant 280,000.00 = 80 % of 350,000.00; contingency 10,000.00, its EU share 8,000.00;
24 months, budget without contingency 200,000.00 and 140,000.00; cap 90 % of 272,000.00 = 244,800.00):

| instalment | paid before            | spent or accepted | payable    | why                                        |
|------------|------------------------|------------------:|-----------:|--------------------------------------------|
| first      | none                   |              0.00 | 160,000.00 | 80 % of 200,000.00                         |
| further    | 160,000.00             |        140,000.00 |  84,800.00 | 112,000.00 is 70.00 %: passed; cap         |
| further    | 160,000.00             |        146,750.00 |  84,800.00 | 117,400.00 is 73.38 %: passed; cap         |
| further    | 160,000.00             |        139,999.99 |  84,800.00 | 111,999.99 is not 70 %: 0.01 off; cap      |
| further    | 160,000.00             |        100,000.00 |  80,000.00 | 80,000.00 is 50 %: 32,000.00 taken off     |
| further    | 160,000.00             |              0.00 |       0.00 | 112,000.00 missing: all of the instalment  |
| balance    | 160,000.00 + 84,800.00 |        350,000.00 |  35,200.00 | 80 % of accepted = the grant               |
| balance    | 160,000.00 + 84,800.00 |        360,000.00 |  35,200.00 | never more than the grant                  |
| balance    | 160,000.00 + 84,800.00 |        340,000.00 |  27,200.00 | 80 % of accepted = 272,000.00              |
| balance    | 160,000.00 + 84,800.00 |        300,000.00 |       0.00 | 240,000.00 earned: 4,800.00 is recovered   |
"""

from dataclasses import dataclass, field, replace
from decimal import Decimal

from grants import money
from grants.budgets.rules import Finding

ONE_SHOT, INSTALMENTS, AT_END = "one_shot", "instalments", "at_end"
FIRST, FURTHER, BALANCE = "first", "further", "balance"

CODES = (
    "paid_at_end",
    "first_paid_already",
    "first_not_paid_yet",
    "no_period_left",
    "share_of_grant",
    "share_of_period",
    "spend_test_passed",
    "spend_test_failed",
    "cut_at_cap",
    "asked_for_less",
    "final_is_grant",
    "final_is_share",
    "recovery",
)
"""Every code of a finding, for messages.py."""

STEP_CODES = (
    "basis", "eu_share", "shortfall", "cap", "paid", "room", "requested", "accepted", "final", "recovery", "payable",
)  # fmt: skip
"""Every code of a line of the calculation, for messages.py."""


@dataclass(frozen=True)
class Terms:
    """How a contract pays: the option, its periods in months, its percentages."""

    option: str = INSTALMENTS
    first_period_months: int = 12
    later_period_months: int = 12
    longest_last_period_months: int = 18
    prefinancing_cap: Decimal = Decimal(90)
    spend_trigger: Decimal = Decimal(70)
    earlier_spend_trigger: Decimal = Decimal(100)
    one_shot_share: Decimal = Decimal(80)


@dataclass(frozen=True)
class Position:
    """Where a contract stands: the grant and its share in percent, the budget, and what was paid.

    ``budget`` is the costs of each year without contingency; ``contingency`` the reserve nobody has
    authorised; ``paid`` every pre-financing paid or on its way, the oldest first. All in EUR.
    """

    grant: Decimal
    share: Decimal
    months: int
    budget: tuple[Decimal, ...]
    contingency: Decimal = money.ZERO
    paid: tuple[Decimal, ...] = ()
    terms: Terms = field(default_factory=Terms)

    @property
    def paid_in_all(self) -> Decimal:
        """The sum of the pre-financing."""
        return sum(self.paid, start=money.ZERO)

    @property
    def grant_without_contingency(self) -> Decimal:
        """What the cap and the one pre-financing are taken of."""
        return max(money.ZERO, self.grant - money.euros(self.contingency * self.share / money.HUNDRED))

    @property
    def cap(self) -> Decimal:
        """The largest sum of pre-financing."""
        return money.most_within(self.grant_without_contingency, self.terms.prefinancing_cap)

    @property
    def room(self) -> Decimal:
        """What is left under the cap."""
        return max(money.ZERO, self.cap - self.paid_in_all)


@dataclass(frozen=True)
class Period:
    """A reporting period: months of the project, counted from 1, and its costs without contingency."""

    number: int
    first_month: int
    last_month: int
    budget: Decimal


@dataclass(frozen=True)
class Instalment:
    """What can be paid, or must be recovered; the lines of the sum, and what is to be said about it."""

    kind: str
    payable: Decimal
    recovery: Decimal
    lines: tuple[tuple[str, Decimal], ...]
    findings: tuple[Finding, ...]


@dataclass(frozen=True)
class Expected:
    """An instalment to come if everything is spent as budgeted."""

    kind: str
    period: Period | None
    amount: Decimal


def periods(position: Position) -> tuple[Period, ...]:
    """The reporting periods of the project with their budgets, which add up to the whole budget."""
    terms, ends, month, length = position.terms, [], 0, position.terms.first_period_months
    while position.months - month > max(length, terms.longest_last_period_months):
        month, length = month + length, terms.later_period_months
        ends.append(month)
    ends.append(position.months)
    begins = [1, *(end + 1 for end in ends[:-1])]
    budgets = [money.ZERO] * len(ends)
    for year, amount in enumerate(position.budget):
        weights = [_overlap(year, span, position.months) for span in zip(begins, ends, strict=True)]
        parts = money.split(amount, weights if any(weights) else [*([Decimal(0)] * (len(ends) - 1)), Decimal(1)])
        budgets = [budget + part for budget, part in zip(budgets, parts, strict=True)]
    spans = zip(begins, ends, budgets, strict=True)
    return tuple(Period(number, *span) for number, span in enumerate(spans, start=1))


def _overlap(year, span, months):
    """How many months of a budget year (counted from 0) lie in a span of months; a year after the end in none."""
    first, last = max(span[0], 12 * year + 1), min(span[1], 12 * (year + 1), months)
    return Decimal(max(0, last - first + 1))


def first_instalment(position: Position, *, requested: Decimal | None = None) -> Instalment:
    """The pre-financing at the start."""
    if position.terms.option == AT_END:
        return _nothing(FIRST, "paid_at_end")
    if position.paid:
        return _nothing(FIRST, "first_paid_already")
    if position.terms.option == ONE_SHOT:
        whole, share = position.grant_without_contingency, position.terms.one_shot_share
        amount = money.most_within(whole, share)
        finding = Finding("share_of_grant", {"percent": share, "whole": whole, "amount": amount})
    else:
        period = periods(position)[0]
        whole, amount = period.budget, money.most_within(period.budget, position.share)
        finding = _share_of_period(period, position, amount)
    lines = [("basis", whole), ("eu_share", amount)]
    return _under_the_cap(FIRST, position, amount, requested, lines, [finding])


def further_instalment(position: Position, *, incurred: Decimal, requested: Decimal | None = None) -> Instalment:
    """The next pre-financing of a contract by instalments; ``incurred`` are the costs of all periods so far."""
    if position.terms.option != INSTALMENTS:
        return _nothing(FURTHER, "no_period_left" if position.terms.option == ONE_SHOT else "paid_at_end")
    if not position.paid:
        return _nothing(FURTHER, "first_not_paid_yet")
    spans = periods(position)
    if len(position.paid) >= len(spans):
        return _nothing(FURTHER, "no_period_left")
    period = spans[len(position.paid)]
    share = money.most_within(period.budget, position.share)
    consumed = money.most_within(incurred, position.share)
    previous, earlier = position.paid[-1], sum(position.paid[:-1], start=money.ZERO)
    test, shortfall = _spend_test(position.terms, consumed, previous, earlier)
    lines = [("basis", period.budget), ("eu_share", share), ("shortfall", -shortfall)]
    findings = [_share_of_period(period, position, share), test]
    return _under_the_cap(FURTHER, position, max(money.ZERO, share - shortfall), requested, lines, findings)


def balance(position: Position, *, accepted: Decimal) -> Instalment:
    """What is due at the end for the accepted costs: paid out, or recovered."""
    earned = money.most_within(accepted, position.share)
    final, paid = min(position.grant, earned), position.paid_in_all
    payable, recovery = max(money.ZERO, final - paid), max(money.ZERO, paid - final)
    code = "final_is_grant" if earned >= position.grant else "final_is_share"
    findings = [Finding(code, {"final": final, "percent": position.share, "accepted": accepted})]
    if recovery:
        findings.append(Finding("recovery", {"amount": recovery, "paid": paid, "final": final}))
    lines = [("accepted", accepted), ("eu_share", earned), ("final", final), ("paid", -paid)]
    lines.append(("recovery", recovery) if recovery else ("payable", payable))
    return Instalment(BALANCE, payable, recovery, tuple(lines), tuple(findings))


def forecast(position: Position) -> tuple[Expected, ...]:
    """All instalments from the first to the balance, if everything is spent as budgeted; they add up to the final
    grant. ``position.paid`` is ignored: what was really paid stands beside it."""
    here, incurred, expected = replace(position, paid=()), money.ZERO, []
    for number, period in enumerate(periods(position)):
        due = further_instalment(here, incurred=incurred) if number else first_instalment(here)
        if due.payable:
            expected.append(Expected(due.kind, period, due.payable))
            here = replace(here, paid=(*here.paid, due.payable))
        incurred += period.budget
    return (*expected, Expected(BALANCE, None, balance(here, accepted=incurred).payable))


def _spend_test(terms, consumed, previous, earlier):
    """The finding of the test and what is missing of the threshold."""
    of_previous = consumed - money.euros(earlier * terms.earlier_spend_trigger / money.HUNDRED)
    params = {
        "percent": money.percent(max(money.ZERO, of_previous), previous, 1),
        "trigger": terms.spend_trigger, "previous": previous, "consumed": consumed,
    }  # fmt: skip
    if previous * terms.spend_trigger <= of_previous * money.HUNDRED:
        return Finding("spend_test_passed", params), money.ZERO
    shortfall = max(money.ZERO, money.euros(previous * terms.spend_trigger / money.HUNDRED) - of_previous)
    return Finding("spend_test_failed", params | {"shortfall": shortfall}), shortfall


def _under_the_cap(kind, position, amount, requested, lines, findings):
    lines += [("cap", position.cap), ("paid", -position.paid_in_all), ("room", position.room)]
    payable = min(amount, position.room)
    if payable < amount:
        cut = {"cap": position.cap, "percent": position.terms.prefinancing_cap, "room": position.room}
        findings.append(Finding("cut_at_cap", cut))
    if requested is not None and requested < payable:
        payable = requested
        lines.append(("requested", requested))
        findings.append(Finding("asked_for_less", {"requested": requested}))
    lines.append(("payable", payable))
    return Instalment(kind, payable, money.ZERO, tuple(lines), tuple(findings))


def _share_of_period(period, position, amount):
    params = {
        "percent": position.share, "whole": period.budget, "amount": amount,
        "first": period.first_month, "last": period.last_month,
    }  # fmt: skip
    return Finding("share_of_period", params)


def _nothing(kind, code):
    return Instalment(kind, money.ZERO, money.ZERO, (("payable", money.ZERO),), (Finding(code),))
