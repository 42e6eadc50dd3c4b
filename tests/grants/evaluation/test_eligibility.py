"""What the system finds in a submission, by itself and in words."""

from copy import deepcopy
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from grants.evaluation.criteria import STANDARD
from grants.evaluation.eligibility import RULES, CallRules, Slot, find
from grants.evaluation.messages import _FINDINGS, finding_sentence

DEADLINE = datetime(2026, 4, 1, 10, tzinfo=UTC)
IN_TIME = datetime(2026, 3, 31, 10, tzinfo=UTC)


def partner(key, role, country, name):
    return {"key": key, "role": role, "organisation": {"data": {"country": country, "legal_name": name}}}


DOCUMENT = {
    "lead": "a",
    "partners": [partner("a", "lead", "PE", "Cámara"), partner("b", "co_applicant", "IT", "Associazione")],
    "documents": [{"slot": "statutes", "partner": None}],
    "mandates": [{"partner": "b"}],
    "countries": ["PE"],
    "months": 24,
    "budget": {"totals": {"eu_contribution": "250000.00", "total": "312500.00"}},
}
CALL = CallRules(
    closes_at=DEADLINE, countries_la=frozenset({"PE", "CO"}), countries_eu=frozenset({"IT", "ES"}), least_la=1,
    least_eu=1, months_min=18, months_max=27, grant_min=Decimal("200000.00"), grant_max=Decimal("300000.00"),
    share_min=Decimal("50.0000"), share_max=Decimal("80.0000"), slots=(Slot("statutes", "Statutes", False),),
)  # fmt: skip


def changed(**values):
    return deepcopy(DOCUMENT) | values


def money(asked, total):
    return changed(budget={"totals": {"eu_contribution": asked, "total": total}})


@pytest.mark.parametrize("rule", sorted(RULES))
def test_what_keeps_every_rule_is_found_so(rule):
    assert find(rule, DOCUMENT, CALL, IN_TIME).holds


@pytest.mark.parametrize(
    ("rule", "document", "sentence"),
    [
        ("documents", changed(documents=[]), "Missing: Statutes."),
        ("mandates", changed(mandates=[]), "Without signed mandate: Associazione."),
        ("lead_country", changed(lead="c", partners=[partner("c", "lead", "FR", "X")]),
         "The lead applicant is established in: France."),
        ("consortium", changed(partners=[partner("a", "lead", "PE", "C"), partner("b", "associate", "IT", "A")]),
         "Latin America 1 (at least 1), European Union 0 (at least 1)."),
        ("countries", changed(countries=["PE", "BR"]), "Countries of the project: Peru, Brazil."),
        ("countries", changed(countries=[]), "Countries of the project: –."),
        ("duration", changed(months=17), "17 months; the call allows 18 to 27."),
        ("duration", changed(months=None), "0 months; the call allows 18 to 27."),
        ("grant", money("199999.99", "400000.00"),
         "199,999.99\u00a0EUR asked for; the call allows 200,000.00 to 300,000.00."),
        ("grant", money("300000.01", "400000.00"),
         "300,000.01\u00a0EUR asked for; the call allows 200,000.00 to 300,000.00."),
        ("share", money("250000.00", "312499.99"),
         "250,000.00\u00a0EUR of 312,499.99\u00a0EUR; the call allows 50.00 to 80.00."),
        ("share", money("199999.99", "400000.00"),
         "199,999.99\u00a0EUR of 400,000.00\u00a0EUR; the call allows 50.00 to 80.00."),
    ],
)  # fmt: skip
def test_what_does_not_is_found_with_the_reason(rule, document, sentence):
    finding = find(rule, document, CALL, IN_TIME)

    assert not finding.holds
    assert finding_sentence(finding).replace(" %.", ".") == sentence


@pytest.mark.parametrize(("asked", "total"), [("250000.00", "312500.00"), ("250000.00", "500000.00")])
def test_the_limits_of_the_share_themselves_are_kept(asked, total):
    assert find("share", money(asked, total), CALL, IN_TIME).holds


def test_the_deadline_itself_is_too_late():
    assert not find("in_time", DOCUMENT, CALL, DEADLINE).holds


def test_a_document_of_each_organisation_is_asked_of_each():
    call = replace(CALL, slots=(Slot("accounts", "Accounts", True),))
    there = changed(documents=[{"slot": "accounts", "partner": "a"}])

    assert find("documents", there, call, IN_TIME).params == {"documents": ["Accounts, Associazione"]}


def test_only_a_person_judges_a_criterion_without_rule():
    assert find("", DOCUMENT, CALL, IN_TIME) is None


def test_every_code_has_its_sentence_and_every_standard_criterion_its_texts():
    documents = [DOCUMENT, changed(documents=[], mandates=[])]
    codes = {find(rule, document, CALL, IN_TIME).code for rule in RULES for document in documents}
    codes |= {find("mandates", DOCUMENT, replace(CALL, asks_mandates=False), IN_TIME).code}

    assert codes == _FINDINGS.keys()
    assert {row[2] for row in STANDARD} - {""} == RULES.keys()
    assert all(all(row[3:]) and len(row) == 9 for row in STANDARD)
