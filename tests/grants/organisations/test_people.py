"""Invitations and memberships: who may act for an organisation, from when until when."""

from datetime import timedelta

import pytest

from grants import clock, models
from grants.organisations.actions import (
    accept_invitation,
    add_member,
    change_role,
    deactivate_user,
    decline_invitation,
    end_membership,
    invite_member,
    leave_organisation,
    withdraw_invitation,
)
from grants.organisations.backends import AccountBackend
from grants.workflow import Refused
from tests.factories import NOON, OrganisationFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def told():
    return sorted(models.Message.objects.values_list("kind", "address"))


def membership(user, organisation):
    return models.Membership.objects.get(user=user, organisation=organisation, ended_at=None)


def test_an_invitation_goes_to_one_address_in_one_form_for_fourteen_days(ana, chamber):
    invitation = invite_member(chamber, by=ana, email=" NADIA@demo.example.", role="editor")

    assert (invitation.email, invitation.role, invitation.state) == ("nadia@demo.example", "editor", "waiting")
    assert invitation.expires_at == NOON + timedelta(days=14)
    assert told() == [("invitation_send", "nadia@demo.example")]


def test_somebody_without_account_is_written_to_in_the_language_of_the_inviter(ana, bruno, chamber):
    ana.language = "pt-br"
    invite_member(chamber, by=ana, email="new@demo.example", role="editor")
    invite_member(chamber, by=ana, email="bruno@demo.example", role="editor")

    letters = models.Message.objects.order_by("pk").values_list("address", "language", "recipient")
    assert list(letters) == [("new@demo.example", "pt-br", None), ("bruno@demo.example", "en", bruno.pk)]


def test_accepting_gives_the_role_of_the_invitation_and_tells_the_managers(ana, nadia, chamber):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="editor")

    accept_invitation(invitation, by=nadia)

    assert membership(nadia, chamber).role == "editor"
    invitation.refresh_from_db()
    assert (invitation.state, invitation.answered_by, invitation.answered_at) == ("accepted", nadia, NOON)
    assert told() == [("invitation_accept", "ana@demo.example"), ("invitation_send", "nadia@demo.example")]
    assert not nadia.is_staff
    assert nadia.role_assignments.count() == 0


def test_an_invitation_is_for_the_owner_of_the_address_alone(ana, fabio, nadia, chamber):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="manager")

    with pytest.raises(Refused, match="another address"):
        accept_invitation(invitation, by=fabio)
    with pytest.raises(Refused, match="another address"):
        decline_invitation(invitation, by=ana)

    assert not chamber.memberships.filter(user=fabio).exists()


def test_an_invitation_is_used_once(ana, nadia, chamber):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="reader")
    accept_invitation(invitation, by=nadia)
    leave_organisation(chamber, by=nadia)

    with pytest.raises(Refused):
        accept_invitation(invitation, by=nadia)

    assert not models.Membership.objects.filter(user=nadia, ended_at=None).exists()


def test_an_invitation_ends_after_fourteen_days_to_the_instant(ana, nadia, chamber):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="reader")

    with clock.at(NOON + timedelta(days=14)), pytest.raises(Refused, match="expired"):
        accept_invitation(invitation, by=nadia)
    with clock.at(NOON + timedelta(days=14, microseconds=-1)):
        accept_invitation(invitation, by=nadia)

    assert membership(nadia, chamber).role == "reader"


def test_a_withdrawn_invitation_is_void(ana, nadia, chamber):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="reader")

    withdraw_invitation(invitation, by=ana)

    with pytest.raises(Refused):
        accept_invitation(invitation, by=nadia)
    with pytest.raises(Refused):
        withdraw_invitation(invitation, by=ana)


def test_who_declines_joins_nothing_and_the_managers_hear_of_it(ana, nadia, chamber):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="reader")

    decline_invitation(invitation, by=nadia)

    assert not chamber.memberships.filter(user=nadia).exists()
    assert ("invitation_decline", "ana@demo.example") in told()


def test_an_address_is_invited_again_only_after_the_first_invitation_is_gone(ana, nadia, chamber):
    first = invite_member(chamber, by=ana, email=nadia.email, role="reader")
    with pytest.raises(Refused, match="has been invited already"):
        invite_member(chamber, by=ana, email="Nadia@Demo.Example", role="editor")

    with clock.at(NOON + timedelta(days=15)):
        second = invite_member(chamber, by=ana, email=nadia.email, role="editor")

    first.refresh_from_db()
    assert (first.state, second.state) == ("withdrawn", "waiting")


def test_a_member_is_not_invited(ana, amalia, chamber):
    with pytest.raises(Refused, match="belongs to the organisation already"):
        invite_member(chamber, by=ana, email=amalia.email, role="manager")


def test_who_was_added_meanwhile_does_not_join_twice(ana, nadia, chamber, admin):
    invitation = invite_member(chamber, by=ana, email=nadia.email, role="manager")
    add_member(chamber, by=admin, user=nadia, role="reader")

    with pytest.raises(Refused, match="You belong to this organisation already"):
        accept_invitation(invitation, by=nadia)
    with pytest.raises(Refused):
        add_member(chamber, by=admin, user=nadia, role="manager")

    assert membership(nadia, chamber).role == "reader"


def test_a_role_changes_and_the_person_is_told(ana, amalia, chamber):
    change_role(membership(amalia, chamber), by=ana, role="manager")

    assert membership(amalia, chamber).role == "manager"
    assert told() == [("organisation_change_role", "amalia@demo.example")]
    assert chamber.events.get().changes == {"person": str(amalia.public_id), "role": ["editor", "manager"]}


def test_the_same_role_again_tells_nobody(ana, amalia, chamber):
    change_role(membership(amalia, chamber), by=ana, role="editor")

    assert chamber.events.count() == 0


def test_the_last_manager_can_neither_leave_nor_be_demoted_nor_be_removed(ana, chamber):
    own = membership(ana, chamber)

    for attempt in (
        lambda: leave_organisation(chamber, by=ana),
        lambda: change_role(own, by=ana, role="reader"),
        lambda: end_membership(own, by=ana),
    ):
        with pytest.raises(Refused, match="Make another person manager first"):
            attempt()

    assert membership(ana, chamber).role == "manager"
    assert chamber.events.count() == 0


def test_a_manager_with_a_closed_account_is_no_manager(ana, amalia, chamber, admin):
    change_role(membership(amalia, chamber), by=ana, role="manager")
    deactivate_user(amalia, by=admin)

    with pytest.raises(Refused):
        leave_organisation(chamber, by=ana)


def test_handing_over_and_leaving(ana, amalia, chamber):
    change_role(membership(amalia, chamber), by=ana, role="manager")
    leave_organisation(chamber, by=ana)

    assert list(chamber.managers()) == [amalia]
    ended = models.Membership.objects.get(user=ana)
    assert (ended.ended_at, ended.role) == (NOON, "manager")
    assert ("organisation_leave", "amalia@demo.example") in told()


def test_who_is_removed_is_told_and_may_come_back(ana, amalia, chamber):
    end_membership(membership(amalia, chamber), by=ana)
    assert told() == [("organisation_end_membership", "amalia@demo.example")]

    invitation = invite_member(chamber, by=ana, email=amalia.email, role="reader")
    accept_invitation(invitation, by=amalia)

    assert list(models.Membership.objects.filter(user=amalia).order_by("pk").values_list("role", "ended_at")) == [
        ("editor", NOON),
        ("reader", None),
    ]


def test_a_stranger_cannot_leave(fabio, chamber):
    with pytest.raises(Refused, match="do not belong"):
        leave_organisation(chamber, by=fabio)


def test_an_ended_membership_is_over(ana, amalia, chamber):
    ended = end_membership(membership(amalia, chamber), by=ana)

    with pytest.raises(Refused, match="has left"):
        change_role(ended, by=ana, role="manager")
    with pytest.raises(Refused, match="has left"):
        end_membership(ended, by=ana)


def test_no_more_than_fifty_invitations_wait(ana, chamber):
    for number in range(50):
        invite_member(chamber, by=ana, email=f"guest{number}@demo.example", role="reader")

    with pytest.raises(Refused, match="Too many invitations"):
        invite_member(chamber, by=ana, email="one-more@demo.example", role="reader")


def test_the_person_of_a_session_arrives_with_roles_and_memberships_in_one_query(
    ana, chamber, rival, django_assert_num_queries
):
    now = clock.now()
    models.Membership.objects.create(user=ana, organisation=rival, role="reader", since=now)
    ended = OrganisationFactory()
    models.Membership.objects.create(user=ana, organisation=ended, role="reader", since=now, ended_at=now)
    for role, until in (("donor", None), ("monitor", None), ("officer", now)):
        models.RoleAssignment.objects.create(user=ana, role=role, valid_from=now, valid_until=until)

    with django_assert_num_queries(1), clock.one_moment():
        person = models.User.objects.arriving(ana.pk)
        assert person == ana
        assert [held.role for held in person.roles()] == ["donor", "monitor"]
        assert [str(held.organisation) for held in person.memberships_now()] == ["CCC", "Federación Rival"]


def test_who_belongs_nowhere_arrives_with_nothing_and_a_closed_account_not_at_all(nadia, django_assert_num_queries):
    with django_assert_num_queries(1), clock.one_moment():
        person = models.User.objects.arriving(nadia.pk)
        assert (person.roles(), person.memberships_now()) == ([], [])

    models.User.objects.filter(pk=nadia.pk).update(is_active=False)
    assert AccountBackend().get_user(nadia.pk) is None
    assert AccountBackend().get_user(0) is None
