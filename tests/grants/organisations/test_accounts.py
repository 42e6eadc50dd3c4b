"""Profiles, roles in the programme, closing of accounts."""

from datetime import timedelta

import pytest

from grants import clock, models
from grants.organisations.actions import deactivate_user, edit_profile, end_role, give_role, reactivate_user
from grants.permissions import Role
from grants.workflow import Refused
from tests.factories import NOON

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("noon")]


def fresh(user):
    return models.User.objects.get(pk=user.pk)


def test_a_profile_change_is_an_event_that_does_not_copy_the_name(nadia):
    edit_profile(nadia, by=nadia, name="Nadia Flores", language="pt-br")
    edit_profile(nadia, by=nadia, name="Nadia Flores")

    assert (fresh(nadia).name, fresh(nadia).language) == ("Nadia Flores", "pt-br")
    assert list(nadia.events.values_list("action", "changes")) == [("edit_profile", {"fields": ["language", "name"]})]


def test_a_role_is_given_and_ended_by_somebody_else_and_the_person_is_told(nadia, admin):
    assignment = give_role(nadia, by=admin, role=Role.OFFICER)
    assert fresh(nadia).has_role(Role.OFFICER)
    assert not fresh(nadia).is_staff

    end_role(assignment, by=admin)

    assert not fresh(nadia).has_role(Role.OFFICER)
    assert list(nadia.events.values_list("action", flat=True)) == ["give_role", "end_role"]
    kinds = models.Message.objects.filter(address=nadia.email).values_list("kind", flat=True)
    assert sorted(kinds) == ["user_end_role", "user_give_role"]


def test_nobody_changes_their_own_rights(admin):
    own = admin.role_assignments.get()

    for attempt in (
        lambda: give_role(admin, by=admin, role=Role.FINANCE_APPROVER),
        lambda: end_role(own, by=admin),
        lambda: deactivate_user(admin, by=admin),
    ):
        with pytest.raises(Refused, match="Nobody changes their own rights"):
            attempt()

    assert admin.role_assignments.count() == 1


def test_the_administrators_role_alone_opens_the_administration(nadia, admin):
    assignment = give_role(nadia, by=admin, role=Role.ADMINISTRATOR)
    assert fresh(nadia).is_staff

    end_role(assignment, by=admin)
    assert not fresh(nadia).is_staff


def test_a_role_for_one_call_is_no_role_for_another(nadia, admin, call):
    give_role(nadia, by=admin, role=Role.OFFICER, call=call)
    other = models.Call(pk=call.pk + 1)

    assert fresh(nadia).has_role(Role.OFFICER, call=call)
    assert not fresh(nadia).has_role(Role.OFFICER, call=other)


def test_a_role_that_ended_or_has_not_begun_is_none(nadia, admin):
    give_role(nadia, by=admin, role=Role.MONITOR, valid_from=NOON + timedelta(days=1))
    assert not fresh(nadia).has_role(Role.MONITOR)

    with clock.at(NOON + timedelta(days=1)):
        assert fresh(nadia).has_role(Role.MONITOR)


def test_a_role_that_has_not_begun_can_be_taken_back(nadia, admin):
    assignment = give_role(nadia, by=admin, role=Role.MONITOR, valid_from=NOON + timedelta(days=1))

    end_role(assignment, by=admin)

    with clock.at(NOON + timedelta(days=2)):
        assert not fresh(nadia).has_role(Role.MONITOR)


def test_a_role_ends_once(nadia, admin):
    assignment = end_role(give_role(nadia, by=admin, role=Role.DONOR), by=admin)

    with clock.at(NOON + timedelta(hours=1)), pytest.raises(Refused, match="ended already"):
        end_role(assignment, by=admin)


def test_an_account_is_closed_and_opened_again_with_a_note(nadia, admin):
    deactivate_user(nadia, by=admin, note="Left the country.")
    assert not fresh(nadia).is_active
    with pytest.raises(Refused, match="closed already"):
        deactivate_user(nadia, by=admin)

    reactivate_user(nadia, by=admin)
    assert fresh(nadia).is_active
    assert list(nadia.events.values_list("action", "note")) == [("deactivate", "Left the country."), ("reactivate", "")]
