"""What a concern of each severity stops, when it is escalated by itself, and who hears of it."""

from datetime import timedelta

import pytest

from grants import clock
from grants.diligence.actions.records import (
    escalate_flag,
    escalate_overdue_flags,
    propose_clearing_flag,
    raise_flag,
    record_check,
)
from grants.diligence.standing import concerns_against
from grants.messages.outbox import render
from grants.models import Flag, Message
from grants.proposals.actions import approve
from tests.factories import NOON
from tests.grants.diligence.test_records import EDES, text

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
    assert "9 April 2026" in text(login(elena).get(flags["minor"].get_absolute_url()))

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
