"""The plan of the two past calls: it satisfies every published count and sum at once."""

from collections import Counter
from datetime import timedelta
from decimal import Decimal

import pytest

from grants.budgets import rules
from grants.management.demo.consortia import EUROPEAN, country_of
from grants.management.demo.data import moment, read
from grants.management.demo.plan import Outcome, contract_rows
from grants.management.demo.programme import programme
from grants.management.demo.sheets import sheet_of
from grants.management.demo.writing import Writer
from grants.organisations import tax_ids
from grants.questionnaire.answers import word_count

pytestmark = pytest.mark.unit


@pytest.fixture(scope="module")
def plan():
    return programme()


def contracts_of(plan):
    return [case for case in plan.cases if case.contract]


def test_each_call_ends_as_published(plan):
    outcomes = Counter((case.call, str(case.outcome)) for case in plan.cases)

    assert outcomes == {
        ("2022", "late"): 1, ("2022", "ineligible"): 21, ("2022", "below_threshold"): 90,
        ("2022", "selected"): 24, ("2022", "renounced"): 1,
        ("2023", "late"): 4, ("2023", "inadmissible"): 5, ("2023", "ineligible"): 19,
        ("2023", "below_threshold"): 68, ("2023", "reserve"): 12, ("2023", "unfunded"): 13,
        ("2023", "selected"): 42,
    }  # fmt: skip
    assert [len(plan.of(call)) for call in ("2022", "2023")] == [137, 163]


def test_the_contracts_are_those_of_the_table(plan):
    planned = {
        case.contract: (case.country, case.lot, case.total, case.grant, f"{case.share.normalize():f}")
        for case in contracts_of(plan)
    }

    assert planned == {
        row["ref"]: (row["country"], row["pillar"], int(row["total"]), int(row["grant"]),
                     f"{Decimal(row['share']).normalize():f}")
        for row in contract_rows()
    }  # fmt: skip


def test_money_is_cut_within_the_lots_of_the_second_call(plan):
    """The next one would not fit into what is left of the lot's envelope, and stands below everybody selected."""
    for lot, envelope in (("1", 6_115_000), ("2", 6_285_000)):
        ranked = {outcome: [] for outcome in Outcome}
        for case in plan.of("2023"):
            if case.lot == lot:
                ranked[case.outcome].append(case)
        left = envelope - sum(case.grant for case in ranked[Outcome.SELECTED])
        waiting = ranked[Outcome.RESERVE] + ranked[Outcome.UNFUNDED]

        assert 0 <= left < min(case.grant for case in waiting)
        for better, worse in (("selected", "reserve"), ("reserve", "unfunded"), ("unfunded", "below_threshold")):
            assert min(case.score for case in ranked[better]) > max(case.score for case in ranked[worse])


def test_the_first_call_is_cut_by_quality(plan):
    selected = [case for case in plan.of("2022") if case.outcome in (Outcome.SELECTED, Outcome.RENOUNCED)]
    failed = [case.score for case in plan.of("2022") if case.outcome == Outcome.BELOW_THRESHOLD]

    assert len(selected) == 25
    assert min(case.score for case in selected) > Decimal(70) > max(failed)
    for lot, envelope in (("1", 3_500_000), ("2", 6_500_000)):
        assert sum(case.grant for case in selected if case.lot == lot) < envelope


def test_low_grants_and_shares_are_only_among_those_not_selected(plan):
    selected = [case for case in plan.cases if case.outcome in (Outcome.SELECTED, Outcome.RENOUNCED)]
    others = [case for case in plan.cases if case not in selected]

    assert (min(case.grant for case in selected), max(case.grant for case in selected)) == (270_100, 300_000)
    assert {case.share for case in selected} >= {Decimal("73.98"), Decimal("80.00")}
    assert all(Decimal("73.98") <= case.share <= 80 for case in selected)
    assert min(case.grant for case in others) < 160_000
    assert min(case.share for case in others) < 55


def test_every_contract_has_both_sides_and_all_together_the_published_organisations(plan):
    contracts = contracts_of(plan)
    keys = {key for case in contracts for key in case.seats}
    later = {join.organisation for join in plan.joins}
    american = Counter(country_of(key) for key in keys | later if country_of(key) not in EUROPEAN)

    for case in contracts:
        sides = {country_of(key) in EUROPEAN for key in case.seats}
        assert sides == {True, False}
        assert {country_of(key) for key in case.seats if country_of(key) not in EUROPEAN} == {case.country}
        assert len(set(case.seats)) == len(case.seats)
    assert american == {
        "CO": 19, "PE": 15, "BR": 12, "MX": 10, "EC": 9, "BO": 9, "AR": 6, "CL": 5, "SV": 5, "CR": 5, "GT": 3,
        "HN": 3, "UY": 3, "VE": 2, "PY": 1,
    }  # fmt: skip
    assert sum(country_of(key) in EUROPEAN for key in keys | later) == 66
    assert (len(keys), len(keys | later)) == (170, 173)
    assert sum(len(case.seats) for case in contracts) + len(plan.joins) == 214


def test_organisations_have_names_and_tax_ids_of_their_own(plan):
    data = [entry.data for entry in plan.organisations.values()]
    keys = [tax_ids.key(row["country"], row["tax_id"]) for row in data]

    assert len(set(keys)) == len(keys) == len({row["legal_name"] for row in data}) == len(plan.organisations)
    for column in ("short_name", "website", "email"):
        assert len({row[column] for row in data}) == len(data)
    for row in data:
        found = tax_ids.check(row["country"], row["tax_id"])
        assert not found.problem, row
        assert found.is_checked or not tax_ids.scheme_of(row["country"]).validators, row


def test_every_budget_comes_out_to_the_cent_within_the_ceilings(plan):
    for case in plan.cases:
        sheet = sheet_of(case)
        direct = sum(cost.amount for cost in sheet.costs)

        assert direct + sheet.indirect + sheet.contingency == case.total
        assert case.grant + sum(sheet.own) == case.total
        assert sheet.indirect * 100 <= direct * 7
        assert 0 <= sheet.contingency * 100 <= direct * 5
        assert all(cost.amount > 0 for cost in sheet.costs)
        assert rules.VERIFICATION in {cost.heading for cost in sheet.costs}
        assert {cost.seat for cost in sheet.costs} == set(range(len(case.seats)))
        assert {cost.year for cost in sheet.costs} == set(range(1, -(-case.months // 12) + 1))


def test_a_quarter_comes_in_the_last_two_hours_and_the_late_ones_after(plan):
    for call, quarter in (("2022", 34), ("2023", 40)):
        entry = next(entry for entry in read("calls.toml")["call"] if entry["slug"] == call)
        closes = moment(entry["closes"])
        in_time = [case.received for case in plan.of(call) if case.outcome != Outcome.LATE]
        late = [case.received for case in plan.of(call) if case.outcome == Outcome.LATE]

        assert in_time == sorted(in_time)
        assert len(set(in_time)) == len(in_time)
        assert sum(received >= closes - timedelta(hours=2) for received in in_time) == quarter
        assert sum(received >= closes - timedelta(days=2) for received in in_time) > len(in_time) * 0.55
        assert max(in_time) < closes < min(late) <= max(late) < closes + timedelta(hours=2)
        assert all(moment(entry["opens"]) < case.started < case.received for case in plan.of(call))


def test_reasons_are_in_the_data(plan):
    for case in plan.cases:
        kind = plan.organisations[case.lead].data["kind"]
        assert (kind == "public") == (case.reason == "public_body")
        if case.reason == "double":
            (original,) = [other for other in plan.cases if other.key == case.original]
            assert (original.title, original.lead) == (case.title, case.lead)
            assert original.lot != case.lot


def test_answers_are_of_realistic_length_and_within_the_limits_of_the_form(plan):
    form = {question["key"]: question for part in read("form.toml")["section"] for question in part["question"]}
    sizes = []
    for case in plan.cases[::7]:
        answers = Writer(case, [plan.organisations[key].name for key in case.seats]).answers()
        sizes.append(sum(len(text.encode()) for text in answers.values()))
        assert answers.keys() == form.keys()
        assert not any("{" in text or "}" in text for text in answers.values())
        for key, question in form.items():
            assert word_count(answers[key]) <= question.get("words", 10_000)
    assert 11_000 < min(sizes) < 14_000 < max(sizes) < 20_000


def test_the_plan_is_the_same_each_time_and_thins_in_proportion(plan):
    part = programme(0.25)

    assert programme() == plan
    assert set(part.cases) < set(plan.cases)
    assert Counter(case.call for case in part.cases if case.contract) == {"2022": 6, "2023": 12}
    assert {case.outcome for case in part.cases} == set(Outcome)
