"""What a concern of each severity stops, when it is escalated by itself, and who hears of it."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from grants import clock
from grants.diligence.actions.records import (
    escalate_flag,
    escalate_overdue_flags,
    propose_clearing_flag,
    raise_flag,
    record_check,
)
from grants.diligence.actions.severities import set_severity
from grants.diligence.standing import concerns_against
from grants.messages.outbox import render
from grants.models import ConcernSeverity, Flag, Message
from grants.proposals.actions import approve
from grants.workflow import Refused
from tests.client import html_of
from tests.factories import NOON
from tests.grants.diligence.test_records import EDES

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]

ALL = ["award", "contract", "payment"]


def stopped(organisation):
    return [what for what in ALL if concerns_against(what, [organisation])]


def told(kind):
    return {message.recipient.email.partition("@")[0] for message in Message.objects.filter(kind=kind)}


@pytest.mark.parametrize(("severity", "stops"), [("minor", []), ("serious", ["award", "contract"]), ("excluding", ALL)])
def test_a_concern_stops_what_its_severity_says_until_two_persons_clear_it(
    chamber, partner_organisation, elena, hugo, severity, stops
):
    flag = raise_flag(chamber, by=elena, concern="A letter box", severity=severity)
    assert stopped(chamber) == stops
    assert stopped(partner_organisation) == []
    flag = escalate_flag(flag, by=elena, reason="Seen")
    assert stopped(chamber) == ALL

    approve(propose_clearing_flag(flag, by=elena, reason="Moved"), by=hugo)
    assert stopped(chamber) == []


def test_what_the_eu_s_lists_say_excludes_what_a_register_says_is_serious(chamber, elena):
    for source in ("edes", "register"):
        record_check(chamber, by=elena, **EDES | {"source": source, "result": "found", "note": "Named there"})

    assert list(Flag.objects.order_by("pk").values_list("severity", flat=True)) == ["excluding", "serious"]


def test_who_decides_hears_at_once_of_a_concern_that_stops_something(chamber, elena, hugo, diego):
    raise_flag(chamber, by=elena, concern="A stamp is missing", severity="minor")
    assert told("flag_raise") == set()

    raise_flag(chamber, by=elena, concern="A letter box", severity="serious")
    assert told("flag_raise") == {"elena", "hugo", "diego"}


def test_a_concern_open_too_long_is_escalated_by_itself_once(chamber, elena, hugo, diego, login):
    days = {"minor": 30, "serious": 7, "excluding": 2}
    flags = {name: raise_flag(chamber, by=elena, concern=name, severity=name) for name in days}
    cleared = raise_flag(chamber, by=elena, concern="Settled", severity="minor")
    approve(propose_clearing_flag(cleared, by=elena, reason="Moved"), by=hugo)
    assert "9 April 2026" in html_of(login(elena).get(flags["minor"].get_absolute_url()))

    escalated = []
    for day in (1, 2, 6, 7, 29, 30, 31):
        with clock.at(NOON + timedelta(days=day)):
            escalated.append((day, escalate_overdue_flags()))

    assert [pair for pair in escalated if pair[1]] == [(2, 1), (7, 1), (30, 1)]
    event = flags["minor"].events.get(action="escalate")
    assert (event.actor, event.changes) == (None, {"days": 30})
    letters = Message.objects.filter(kind="flag_escalate", event_id=event.pk)
    assert {message.recipient for message in letters} == {diego}  # a minor one goes to officers only
    assert "is escalated by itself" in render(letters[0])[1]


# The list itself, kept by administrators

SET = {
    "name_es": "Por vigilar", "name_pt_br": "A vigiar", "name_en": "To be watched", "position": 4,
    "stops_awards": False, "stops_contracts": True, "stops_payments": False, "escalated_after_days": 5,
    "is_told_to_finance": False, "raised_for": "", "is_offered": True,
}  # fmt: skip


def test_an_administrator_adds_a_severity_and_changes_what_it_stops(chamber, elena, admin, login):
    client = login(admin)
    typed = {name: value for name, value in SET.items() if value is not False}
    client.post("/admin/grants/concernseverity/add/", typed | {"code": "watched"} | NO_EVENTS)
    watched = ConcernSeverity.objects.get(code="watched")
    raise_flag(chamber, by=elena, concern="A letter box", severity="watched")
    assert stopped(chamber) == ["contract"]

    client.post(f"/admin/grants/concernseverity/{watched.pk}/change/", typed | {"stops_payments": "on"} | NO_EVENTS)

    assert stopped(chamber) == ["contract", "payment"]
    assert [event.actor for event in watched.events.all()] == [admin, admin]
    assert watched.events.last().changes == {"stops_payments": [False, True]}
    page = login(elena).get(f"/diligence/organisations/{chamber.public_id}/flags/new/")
    assert "To be watched (escalated by itself after 5 days)" in page.text


NO_EVENTS = {f"events-{name}_FORMS": "0" for name in ("TOTAL", "INITIAL", "MIN_NUM", "MAX_NUM")}


def test_what_is_no_longer_offered_stays_where_it_is_and_is_raised_no_more(chamber, elena, admin):
    flag = raise_flag(chamber, by=elena, concern="A letter box", severity="minor")
    set_severity("minor", by=admin, is_offered=False)

    assert str(flag.severity) == "Minor: to be cleared up"
    with pytest.raises(Refused, match="not offered any more"):
        raise_flag(chamber, by=elena, concern="Again", severity="minor")


@pytest.mark.parametrize(("code", "values", "reason"), [
    ("minor", {"escalated_after_days": 0}, "greater than or equal to 1"),
    ("minor", {"name_es": ""}, "cannot be blank|key and a name"),
    ("serious", {"raised_for": ""}, "raised by itself"),
    ("serious", {"is_offered": False}, "stays offered"),
])  # fmt: skip
def test_what_cannot_be_is_refused(admin, code, values, reason):
    with pytest.raises(Refused, match=reason):
        set_severity(code, by=admin, **values)


def test_what_is_found_raises_the_severity_that_took_it_over(chamber, elena, admin):
    set_severity("watched", by=admin, **SET | {"raised_for": "other"})

    record_check(chamber, by=elena, **EDES | {"source": "register", "result": "found", "note": "Named there"})

    assert chamber.flags.get().severity_id == "watched"
    assert ConcernSeverity.objects.get(code="serious").raised_for == ""


def test_the_database_keeps_the_list_whole(admin):
    for values in ({"escalated_after_days": 0}, {"name_es": ""}, {"raised_for": "grave"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            ConcernSeverity.objects.filter(code="minor").update(**values)
