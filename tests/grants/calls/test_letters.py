"""What people receive about a call, in their language and on their clock."""

from datetime import UTC, datetime

import pytest
from django.utils import translation

from grants.calls import actions
from grants.messages.outbox import render
from grants.models import Message
from grants.proposals.actions import approve

pytestmark = pytest.mark.django_db


def letter_to(person, kind):
    with translation.override("es"):
        return render(Message.objects.get(kind=kind, recipient=person))


def test_the_new_deadline_is_told_in_every_zone_that_matters(application, call, ana, diego, dora):
    ana.time_zone = "America/Lima"
    ana.save()
    later = datetime(2026, 4, 3, 10, 0, tzinfo=UTC)
    approve(actions.propose_deadline(call, by=diego, closes_at=later, reason="A national <strike>."), by=dora)

    subject, body = letter_to(ana, "call_corrigendum")

    assert subject == f"New deadline: {call.reference}"
    assert "3 April 2026, 12:00" in body
    assert "3 April 2026, 05:00" in body
    assert "1 April 2026, 12:00" in body
    assert "A national <strike>." in body
    assert f"http://localhost/en/calls/{call.slug}/" in body


def test_a_second_corrigendum_does_not_change_the_first_letter(application, call, ana, diego, dora):
    for day in (3, 5):
        later = datetime(2026, 4, day, 10, 0, tzinfo=UTC)
        approve(actions.propose_deadline(call, by=diego, closes_at=later, reason="Strike."), by=dora)

    first = Message.objects.filter(kind="call_corrigendum", recipient=ana).order_by("pk").first()

    assert "3 April 2026" in render(first)[1]
    assert "5 April 2026" not in render(first)[1]


def test_the_end_of_a_call_is_told_with_its_reason(application, call, ana, diego):
    actions.cancel_call(call, by=diego, reason="The budget was withdrawn.")

    subject, body = letter_to(ana, "call_cancel")

    assert subject == f"Cancelled: call {call.reference}"
    assert "The budget was withdrawn." in body
    assert "http://localhost/applications/" in body
