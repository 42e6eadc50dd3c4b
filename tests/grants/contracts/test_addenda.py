"""Addenda to a contract in force: more time, a further party, and what stands against them."""

from datetime import UTC, date, datetime

import pytest
from django.db import connection, transaction
from django.db.utils import DatabaseError

from grants import clock, models
from grants.contracts.actions.addenda import sign_addendum
from grants.workflow import Refused
from tests.grants.contracts.conftest import scan

pytestmark = pytest.mark.django_db

LATER = datetime(2027, 3, 20, 9, 0, tzinfo=UTC)
DAYS = {"requested_on": date(2027, 2, 1), "signed_on": date(2027, 3, 15), "effective_on": date(2027, 4, 1)}


def add(contract, *, by, **changed):
    """An addendum of six months, signed and recorded in March 2027."""
    values = DAYS | {"months": 6, "reason": "El fenómeno del Niño atrasó la cosecha.", "uploaded": scan()}
    with clock.at(LATER):
        return sign_addendum(contract, by=by, **values | changed)


def test_more_months_lengthen_the_project_and_its_last_period(signed, diego):
    before = signed.periods.get(is_last=True)
    add(signed, by=diego)
    project, period = models.Project.objects.get(), signed.periods.get(is_last=True)

    assert before.ends_on == date(2028, 9, 30)
    assert project.ends_on == period.ends_on == date(2029, 3, 31)
    assert period.report_due_on - period.ends_on == before.report_due_on - before.ends_on
    assert signed.events.latest("pk").note == "El fenómeno del Niño atrasó la cosecha."


def test_months_of_several_addenda_add_up(signed, diego):
    add(signed, by=diego)
    second = add(signed, by=diego, months=2)

    assert second.number == 2
    assert models.Project.objects.get().ends_on == date(2029, 5, 31)


def test_a_further_party_joins_on_its_day_and_everybody_is_told(signed, rival, diego):
    addendum = add(signed, by=diego, months=0, joining=rival)

    assert (addendum.party.organisation, addendum.party.joined_on) == (rival, date(2027, 4, 1))
    joined = models.ContractParty.objects.order_by("position").values_list("joined_on", flat=True)
    assert list(joined) == [None, None, date(2027, 4, 1)]
    told = models.Message.objects.filter(kind="contract_addendum").count()
    assert told == models.Contract.objects.get().people().count() > signed.people().count()


@pytest.mark.parametrize(
    ("changed", "code"),
    [
        ({"months": 0}, "nothing"),
        ({"reason": " "}, "no_reason"),
        ({"signed_on": date(2027, 1, 1)}, "order"),
        ({"signed_on": date(2027, 3, 21)}, "order"),
        ({"effective_on": date(2028, 10, 1)}, "outside"),
        ({"requested_on": date(2027, 3, 3)}, "notice"),
    ],
)
def test_what_stands_against_it_is_said(signed, diego, changed, code):
    with pytest.raises(Refused) as refused:
        add(signed, by=diego, **changed)

    assert [reason.code for reason in refused.value.reasons] == [code]
    assert not models.Addendum.objects.exists()


def test_a_party_does_not_join_twice(signed, chamber, diego):
    with pytest.raises(Refused, match="is a party already"):
        add(signed, by=diego, joining=chamber)


def test_only_a_contract_in_force_is_changed(sent, diego):
    with pytest.raises(Refused, match="in force"):
        add(sent, by=diego)


def test_an_addendum_is_never_changed(signed, diego):
    add(signed, by=diego)

    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE grants_addendum SET months = 12")


def test_the_officer_records_it_and_the_record_shows_it(signed, client, diego):
    client.force_login(diego)
    address = f"/contracts/{signed.public_id}/addendum/"
    typed = {name: day.isoformat() for name, day in DAYS.items()} | {"months": "6", "reason": "Lluvias"}
    with clock.at(LATER):
        missing = client.post(address, typed)
        done = client.post(address, typed | {"uploaded": scan()})

    assert missing.status_code == 422
    assert done.status_code == 302
    page = client.get(f"/contracts/{signed.public_id}/").content.decode()
    assert "6 more months" in page
    assert "24 months, and 6 by addendum" in page
    assert "Lluvias" in page
    addendum = models.Addendum.objects.get()
    assert b"".join(client.get(f"/contracts/addenda/{addendum.public_id}/scan/")).startswith(b"%PDF-")
