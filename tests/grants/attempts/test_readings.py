"""Who read what: pages opened in an audit, files handed to people of the programme (decisions.md C15)."""

from datetime import timedelta

import pytest
from django.urls import reverse

from grants import clock
from grants.attempts.actions import note_reading
from grants.attempts.queries import great_readers
from grants.models import Reading
from grants.organisations.actions import give_role
from grants.roles import Role
from grants.workflow import Refused
from tests.factories import NOON

pytestmark = pytest.mark.django_db


def test_every_page_an_auditor_opens_is_kept(login, axel):
    client = login(axel)

    client.get("/contracts/?page=2")

    kept = Reading.objects.get()
    assert (kept.user, kept.address, kept.document_model, kept.sha256) == (axel, "/contracts/?page=2", "", "")


@pytest.mark.parametrize("who", ["diego", "ana"])
def test_pages_of_others_are_not_kept(login, request, who):
    login(request.getfixturevalue(who)).get("/")

    assert not Reading.objects.exists()


def test_what_an_auditor_may_not_open_is_not_read(login, axel):
    assert login(axel).get(reverse("jobs:list")).status_code == 403
    assert not Reading.objects.exists()


def test_an_audit_has_an_end_and_a_purpose(nadia, admin, noon):
    for given in ({}, {"purpose": "System audit"}, {"valid_until": NOON + timedelta(days=90)}):
        with pytest.raises(Refused, match="An audit has an end and a purpose"):
            give_role(nadia, by=admin, role=Role.AUDITOR, **given)

    end = NOON + timedelta(days=90)
    given = give_role(nadia, by=admin, role=Role.AUDITOR, valid_until=end, purpose="System audit")

    assert (given.purpose, nadia.events.get().changes["purpose"]) == ("System audit", "System audit")


def test_a_hundred_files_within_an_hour_are_noticed(clara, chamber, noon):
    for number in range(99):
        note_reading(clara, address=f"/{number}/", document=chamber, sha256="ab" * 32)
    note_reading(clara, address="/page/", document=chamber)
    assert great_readers() == []

    note_reading(clara, address="/99/", document=chamber, sha256="ab" * 32)
    assert great_readers() == [("Clara", 100)]

    with clock.at(NOON + timedelta(hours=1, minutes=1)):
        assert great_readers() == []


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_of_readings_takes_as_many_queries_whatever_its_length(
    login, admin, clara, axel, chamber, count, django_assert_num_queries
):
    for _number in range(count):
        note_reading(clara, address="/files/1/", document=chamber, sha256="ab" * 32)
        note_reading(axel, address="/contracts/")
    client = login(admin)
    client.get(reverse("readings:list"))

    with django_assert_num_queries(5):
        answer = client.get(reverse("readings:list"), {"what": "files", "search": "clara"})

    assert len(answer.context["readings"]) == count
    assert {row["noun"] for row in answer.context["readings"]} == {"organisation"}
