"""What the contract says beside its budget, until it is signed."""

from datetime import date
from decimal import Decimal

import pytest

from grants import models
from grants.contracts.actions.conditions import refresh_parties, set_logframe, set_terms
from grants.organisations.actions.registration import edit_organisation
from grants.workflow import Refused
from tests.grants.contracts.conftest import set_facts

pytestmark = pytest.mark.django_db


def periods(contract):
    return [(str(row.ends_on), row.is_last) for row in contract.periods.all()]


def test_end_and_calendar_follow_the_start(prepared, diego):
    set_facts(prepared, by=diego, starts_on=date(2027, 1, 1))

    prepared.project.refresh_from_db()
    assert prepared.project.ends_on == date(2028, 12, 31)
    assert periods(prepared) == [("2027-12-31", False), ("2028-12-31", True)]
    assert prepared.events.last().changes == {"starts_on": ["2026-10-01", "2027-01-01"]}


def test_the_country_with_the_greatest_share_is_the_project_s(prepared, diego):
    set_facts(prepared, by=diego, countries={"PE": Decimal(30), "BO": Decimal(70)})

    prepared.project.refresh_from_db()
    assert str(prepared.project.country) == "BO"


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"countries": {"PE": Decimal("99.99")}}, "countries add up to 100"),
        ({"sectors": {"coffee": Decimal(101)}}, "sectors add up to 100"),
        ({"sectors": {"gold": Decimal(100)}}, "Name only sectors of the list"),
        ({"starts_on": date(2026, 3, 9)}, "No project starts before its application was handed in, on 10 March 2026"),
    ],
)
def test_facts_that_cannot_be_are_refused(prepared, diego, change, sentence):
    with pytest.raises(Refused, match=sentence):
        set_facts(prepared, by=diego, **change)


def test_the_payment_option_decides_on_the_periods(prepared, diego):
    set_terms(prepared, by=diego, payment_option="at_end")
    assert periods(prepared) == [("2028-09-30", True)]

    set_terms(prepared, by=diego, payment_option="instalments", first_period_months=6, longest_last_period_months=12)
    assert periods(prepared) == [("2027-03-31", False), ("2028-03-31", False), ("2028-09-30", True)]
    changes = prepared.events.last().changes
    assert changes == {
        "payment_option": ["at_end", "instalments"],
        "first_period_months": ["12", "6"],
        "longest_last_period_months": ["18", "12"],
    }


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"prefinancing_cap": Decimal(101)}, "A percentage lies between 0 and 100"),
        ({"initial_days": 0}, "Periods and time limits are more than zero"),
        ({"exchange_rule": "dice"}, "not a valid choice"),
    ],
)
def test_terms_that_cannot_be_are_refused(prepared, diego, change, sentence):
    with pytest.raises(Refused, match=sentence):
        set_terms(prepared, by=diego, **change)

    assert prepared.events.count() == 1


def test_the_logframe_changes_under_its_keys(prepared, diego):
    row = models.ProjectIndicator.objects.get()
    result = models.ProjectResult.objects.get(level="output")

    set_logframe(
        prepared,
        by=diego,
        results={str(result.key): {"statement": "More"}},
        indicators={str(row.key): {"target": Decimal(90)}},
    )

    row.refresh_from_db()
    result.refresh_from_db()
    assert (row.target, result.statement) == (Decimal("90.00"), "More")
    assert prepared.events.last().changes == {
        f"{row.key} target": ["120.00", "90"], f"{result.key} statement": ["Growers gain: output", "More"],
    }  # fmt: skip


def test_data_of_the_parties_are_brought_up_to_date(prepared, diego, ana, chamber):
    edit_organisation(chamber, by=ana, data={"address": "Calle Nueva 5"})

    refresh_parties(prepared, by=diego)

    party = prepared.parties.get(is_coordinator=True)
    assert (party.version.number, party.submitted.number) == (2, 1)
    refresh_parties(prepared, by=diego)
    assert [event.action for event in prepared.events.all()] == ["prepare", "refresh_parties"]
