"""The nightly check finds what was done past the actions."""

import pytest

from grants import models
from grants.invariants import violations
from grants.organisations.actions import accept_invitation, give_role, invite_member
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def found():
    return [line for line in violations() if "administration" in line or "invitation" in line or "found by" in line]


def test_what_the_actions_do_is_in_order(ana, nadia, chamber, admin):
    accept_invitation(invite_member(chamber, by=ana, email=nadia.email, role="reader"), by=nadia)
    give_role(nadia, by=admin, role="administrator")

    assert found() == []


def test_a_flag_set_by_hand_is_found(nadia):
    models.User.objects.filter(pk=nadia.pk).update(is_staff=True)

    assert [line.endswith(f"user {nadia.public_id}") for line in found()] == [True]


def test_an_invitation_marked_by_hand_is_found(ana, nadia, chamber):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="reader")
    models.Invitation.objects.update(state="accepted", answered_by=nadia, answered_at=NOON)

    assert [line.endswith(f"invitation {invitation.public_id}") for line in found()] == [True]


def test_a_name_changed_past_the_action_is_found(chamber):
    models.Organisation.objects.update(legal_name="Otra")

    assert [line.endswith(f"organisation {chamber.public_id}") for line in found()] == [True]
