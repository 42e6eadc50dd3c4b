"""What the system finds out about a submission by itself, before a person answers the checks.

Pure: the canonical content of the submission and the rules of its call in, a finding out. Ceilings
and shares are tested by cross-multiplying (decisions.md A9). Worked example, with the limits
200,000.00 to 300,000.00 EUR and 50 to 80 %:

    asked for     total cost    grant   share
    250,000.00    312,500.00    yes     yes    (250,000 × 100 = 312,500 × 80)
    250,000.00    312,499.99    yes     no     (250,000 × 100 > 312,499.99 × 80)
    199,999.99    400,000.00    no      no     (199,999.99 × 100 < 400,000 × 50)
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

ASSOCIATE, CO_APPLICANT = "associate", "co_applicant"


@dataclass(frozen=True)
class Finding:
    """What was found: ``holds`` whether the criterion is kept; ``code`` and ``params`` say why in words."""

    code: str
    holds: bool
    params: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Slot:
    """A document the call asks for."""

    slug: str
    title: str
    per_partner: bool


@dataclass(frozen=True)
class CallRules:
    """What of the call the findings rest on: amounts in EUR, shares in percent, countries by side."""

    closes_at: datetime
    countries_la: frozenset
    countries_eu: frozenset
    least_la: int
    least_eu: int
    months_min: int
    months_max: int
    grant_min: Decimal
    grant_max: Decimal
    share_min: Decimal
    share_max: Decimal
    slots: tuple[Slot, ...]
    asks_mandates: bool = True


def in_time(document, rules, received_at):
    """Received before the deadline: the deadline itself is too late."""
    return Finding("in_time", received_at < rules.closes_at, {"received": received_at, "deadline": rules.closes_at})


def documents(document, rules, received_at):
    """Each required document is there, from each organisation where the call says so."""
    there = {(row["slot"], row["partner"]) for row in document["documents"]}
    missing = []
    for slot in rules.slots:
        places = document["partners"] if slot.per_partner else [None]
        missing += [
            f"{slot.title}, {_name(place)}" if place else slot.title
            for place in places
            if (slot.slug, place["key"] if place else None) not in there
        ]
    if missing:
        return Finding("documents_missing", False, {"documents": missing})
    return Finding("documents_there", True, {"count": len(document["documents"])})


def mandates(document, rules, received_at):
    """Each co-applicant has signed its mandate, in a step that asks for mandates."""
    if not rules.asks_mandates:
        return Finding("mandates_not_asked", True)
    signed = {row["partner"] for row in document["mandates"]}
    unsigned = [_name(p) for p in document["partners"] if p["role"] == CO_APPLICANT and p["key"] not in signed]
    if unsigned:
        return Finding("mandates_missing", False, {"partners": unsigned})
    return Finding("mandates_signed", True, {"count": len(signed)})


def lead_country(document, rules, received_at):
    """The lead applicant is established in a country of the call."""
    country = _country(next(p for p in document["partners"] if p["key"] == document["lead"]))
    return Finding("lead_country", country in rules.countries_la | rules.countries_eu, {"country": country})


def consortium(document, rules, received_at):
    """Enough organisations of each side; associates do not count."""
    full = [_country(partner) for partner in document["partners"] if partner["role"] != ASSOCIATE]
    la = sum(country in rules.countries_la for country in full)
    eu = sum(country in rules.countries_eu for country in full)
    params = {"la": la, "eu": eu, "least_la": rules.least_la, "least_eu": rules.least_eu}
    return Finding("consortium", la >= rules.least_la and eu >= rules.least_eu, params)


def countries(document, rules, received_at):
    """The project takes place in countries of Latin America named in the call."""
    foreign = [country for country in document["countries"] if country not in rules.countries_la]
    holds = bool(document["countries"]) and not foreign
    return Finding("countries", holds, {"countries": document["countries"]})


def duration(document, rules, received_at):
    """The project is neither shorter nor longer than the call allows."""
    months = document["months"]
    holds = months is not None and rules.months_min <= months <= rules.months_max
    return Finding("duration", holds, {"months": months or 0, "least": rules.months_min, "most": rules.months_max})


def grant(document, rules, received_at):
    """The EU contribution lies within the limits of the call."""
    asked = Decimal(document["budget"]["totals"]["eu_contribution"])
    params = {"amount": asked, "least": rules.grant_min, "most": rules.grant_max}
    return Finding("grant", rules.grant_min <= asked <= rules.grant_max, params)


def share(document, rules, received_at):
    """The EU contribution is no smaller and no larger part of the total cost than the call allows."""
    totals = document["budget"]["totals"]
    asked, total = Decimal(totals["eu_contribution"]), Decimal(totals["total"])
    holds = total > 0 and total * rules.share_min <= asked * 100 <= total * rules.share_max
    params = {"amount": asked, "total": total, "least": rules.share_min, "most": rules.share_max}
    return Finding("share", holds, params)


RULES: dict[str, Callable] = {
    "in_time": in_time,
    "documents": documents,
    "mandates": mandates,
    "lead_country": lead_country,
    "consortium": consortium,
    "countries": countries,
    "duration": duration,
    "grant": grant,
    "share": share,
}
"""Name of a rule, as a criterion carries it -> what finds it out."""


def find(rule, document, rules, received_at) -> Finding | None:
    """What the system finds for a criterion with this rule; None for one only a person can judge."""
    return RULES[rule](document, rules, received_at) if rule else None


def _country(partner):
    return partner["organisation"]["data"]["country"]


def _name(partner):
    return partner["organisation"]["data"]["legal_name"]
