"""What was looked up about an organisation, and concerns: recorded, escalated, cleared by two persons."""

from datetime import date

import pytest

from grants.diligence.actions.records import escalate_flag, propose_clearing_flag, raise_flag, record_check
from grants.models import Flag, Message
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.client import html_of
from tests.factories import NOON
from tests.grants.files.uploads import upload

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

EDES = {"source": "edes", "version": "List of 9 March", "dated": date(2026, 3, 9), "result": "nothing"}


def codes(refused):
    return [reason.code for reason in refused.value.reasons]


def test_what_was_looked_up_is_kept_with_its_version_its_day_and_who_did(chamber, elena):
    check = record_check(chamber, by=elena, evidence=upload("edes.pdf", b"%PDF-1.7 edes"), **EDES)

    assert (check.by, str(check), check.result) == (
        elena,
        "EDES, the EU’s list of those excluded, List of 9 March",
        "nothing",
    )
    assert check.stored.original_name == "edes.pdf"
    assert not Flag.objects.exists()


@pytest.mark.parametrize(
    ("fields", "code"),
    [({"dated": date(2026, 3, 11)}, "dated"), ({"result": "found"}, "note"), ({"result": "no_access"}, "note")],
)
def test_a_record_that_cannot_be_is_refused(chamber, elena, fields, code):
    with pytest.raises(Refused) as error:
        record_check(chamber, by=elena, **EDES | fields)
    assert codes(error) == [code]


def test_something_found_raises_a_flag(chamber, elena):
    record_check(chamber, by=elena, **EDES | {"result": "found", "note": "Excluded until 2027"})

    flag = Flag.objects.get()
    assert "Excluded until 2027" in flag.concern
    assert [event.action for event in flag.events.all()] == ["raise"]


def test_a_flag_is_escalated_with_a_reason_and_those_who_decide_are_told(chamber, elena, hugo, diego):
    flag = raise_flag(chamber, by=elena, concern="A letter box", severity="serious")
    with pytest.raises(Refused):
        raise_flag(chamber, by=elena, concern=" ", severity="serious")
    with pytest.raises(Refused):
        escalate_flag(flag, by=elena, reason="")

    assert escalate_flag(flag, by=elena, reason="Seen").state == "escalated"
    assert {m.recipient for m in Message.objects.filter(kind="flag_escalate")} == {elena, hugo, diego}
    with pytest.raises(Refused):
        escalate_flag(flag, by=elena, reason="Again")


def test_nobody_clears_a_flag_alone(chamber, elena, hugo):
    flag = raise_flag(chamber, by=elena, concern="A letter box", severity="minor")
    proposal = propose_clearing_flag(flag, by=elena, reason="Moved")
    with pytest.raises(Refused):
        approve(proposal, by=elena)
    approve(proposal, by=hugo)

    flag.refresh_from_db()
    assert flag.state == "cleared"
    with pytest.raises(Refused):
        propose_clearing_flag(flag, by=elena, reason="Again")


def test_who_belongs_to_the_organisation_neither_sees_nor_judges(login, chamber, elena, ana):
    flag = raise_flag(chamber, by=elena, concern="A letter box", severity="minor")
    chamber.memberships.create(user=elena, role="reader", since=NOON)

    assert login(elena).get(f"/diligence/organisations/{chamber.public_id}/").status_code == 403
    assert login(elena).get(flag.get_absolute_url()).status_code == 403
    assert login(ana).get(flag.get_absolute_url()).status_code == 404
    assert "Due diligence" not in html_of(login(ana).get(chamber.get_absolute_url()))


def test_elena_records_raises_escalates_and_proposes_in_the_browser(login, chamber, elena, hugo):
    client, url = login(elena), f"/diligence/organisations/{chamber.public_id}/"
    assert "Nothing has been looked up yet" in html_of(client.get(url))
    sent = {"source": "edes", "version": "7", "dated": "2026-03-09", "result": "nothing"}

    assert client.post(f"{url}records/new/", sent | {"result": "found"}).status_code == 422
    assert client.post(f"{url}records/new/", sent | {"source": "rumour"}).status_code == 422
    assert client.post(f"{url}records/new/", sent).status_code == 302
    assert client.post(f"{url}flags/new/", {"concern": "", "severity": "minor"}).status_code == 422
    assert client.post(f"{url}flags/new/", {"concern": "A letter box", "severity": "minor"}).status_code == 302
    flag = Flag.objects.get()
    assert client.post(f"{flag.get_absolute_url()}escalate/", {"reason": ""}).status_code == 422
    assert client.post(f"{flag.get_absolute_url()}escalate/", {"reason": "Seen"}).status_code == 302
    assert client.post(f"{flag.get_absolute_url()}clear/", {"reason": "Moved"}).status_code == 302
    assert "A second person decides" in html_of(login(hugo).get(flag.get_absolute_url()))
    assert "A letter box" in html_of(client.get(url))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_page_costs_the_same_with_one_and_with_three(login, django_assert_num_queries, chamber, elena, rows):
    client = login(elena)
    for number in range(rows):
        record_check(chamber, by=elena, **EDES)
        raise_flag(chamber, by=elena, concern=f"Concern {number}", severity="minor")
    with django_assert_num_queries(5):
        client.get(f"/diligence/organisations/{chamber.public_id}/")
