"""The deadline moves for everybody, later only, by two persons, in public (decisions.md C3)."""

from datetime import UTC, datetime, timedelta

import pytest

from grants import clock
from grants.calls import actions
from grants.calls.queries import deadline_of
from grants.models import CallVersion, Message, Proposal
from grants.proposals.actions import approve
from grants.workflow import Refused

pytestmark = pytest.mark.django_db

LATER = datetime(2026, 4, 3, 10, 0, tzinfo=UTC)


def propose(call, by, **data):
    return actions.propose_deadline(call, by=by, **{"closes_at": LATER, "reason": "A national strike."} | data)


def test_nothing_moves_before_a_second_person_approves(noon, call, diego):
    before = call.closes_at

    propose(call, diego)

    assert deadline_of(call).closes_at == before
    assert call.corrigenda.count() == 0


def test_the_approved_deadline_is_published_versioned_and_told(
    application, partner, call, ana, amalia, aldo, bruno, diego, dora
):
    before = call.closes_at

    approve(propose(call, diego), by=dora)

    corrigendum = call.corrigenda.get()
    version = CallVersion.objects.get(call=call)
    told = Message.objects.filter(kind="call_corrigendum")
    assert deadline_of(call).closes_at == LATER
    assert (corrigendum.number, corrigendum.reason) == (1, "A national strike.")
    assert (corrigendum.closes_before, corrigendum.closes_after) == (before, LATER)
    assert corrigendum.proposal.decided_by == dora
    assert version.document["closes_at"] == "2026-04-03T10:00:00.000000+00:00"
    assert version.document["corrigenda"][0]["reason"] == "A national strike."
    assert {message.recipient for message in told} == {ana, amalia, aldo, bruno}


def test_the_proposer_cannot_approve(noon, call, diego):
    proposal = propose(call, diego)

    with pytest.raises(Refused, match="cannot decide"):
        approve(proposal, by=diego)

    assert deadline_of(call).closes_at == call.closes_at


def test_an_earlier_or_past_deadline_is_refused(noon, call, diego):
    with pytest.raises(Refused) as refused:
        propose(call, diego, closes_at=noon - timedelta(days=1))

    assert [str(reason) for reason in refused.value.reasons] == [
        "A deadline moves to a later moment only: people rely on the one that was published.",
        "The new deadline lies in the past.",
    ]


def test_a_reason_is_needed(noon, call, diego):
    with pytest.raises(Refused, match="Say why"):
        propose(call, diego, reason=" ")


def test_after_the_deadline_only_a_documented_outage_moves_it(call, diego, dora):
    with clock.at(call.closes_at + timedelta(minutes=5)):
        with pytest.raises(Refused, match="only after an outage"):
            propose(call, diego)
        proposal = propose(call, diego, outage="Servers down on 1 April from 09:10 to 10:05 UTC.")
        approve(proposal, by=dora)

    assert deadline_of(call).closes_at == LATER


def test_a_proposal_that_waits_past_the_deadline_is_judged_again(call, diego, dora):
    with clock.at(call.closes_at - timedelta(hours=1)):
        proposal = propose(call, diego)

    with clock.at(call.closes_at), pytest.raises(Refused, match="only after an outage"):
        approve(proposal, by=dora)

    assert Proposal.objects.get().state == "open"


def test_only_a_published_call_has_a_deadline_to_move(new_call, diego):
    with pytest.raises(Refused, match="Only the deadline of a published call"):
        propose(new_call, diego, closes_at=new_call.closes_at + timedelta(days=1))


def test_a_second_move_is_corrigendum_two_and_the_next_version(noon, call, diego, dora):
    approve(propose(call, diego), by=dora)
    approve(propose(call, diego, closes_at=LATER + timedelta(days=1), reason="Longer."), by=dora)

    assert [c.number for c in call.corrigenda.all()] == [2, 1]
    assert [v.number for v in call.versions.all()] == [2, 1]


def test_a_proposal_resting_on_an_older_deadline_is_refused(noon, call, diego, dora):
    proposal = propose(call, diego)
    type(call).objects.filter(pk=call.pk).update(closes_at=call.closes_at + timedelta(hours=1))

    with pytest.raises(Refused, match="has changed since"):
        approve(proposal, by=dora)


@pytest.mark.parametrize(
    ("night", "hours"),
    [(datetime(2026, 3, 28, 12, 0, tzinfo=UTC), 23), (datetime(2026, 10, 24, 12, 0, tzinfo=UTC), 25)],
)
def test_the_nights_the_clock_changes_move_nothing(call, night, hours):
    """A deadline is an instant: noon in Brussels to the next noon is 23 or 25 hours apart (T-DL-03)."""
    noon_before = night.astimezone(call.zone).replace(hour=12)
    noon_after = (noon_before + timedelta(days=1)).replace(hour=12)

    assert (noon_after.astimezone(UTC) - noon_before.astimezone(UTC)) == timedelta(hours=hours)
