"""Two people at the same moment, on a real database."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from grants import models
from grants.organisations.actions import (
    accept_invitation,
    freeze_organisation,
    invite_member,
    leave_organisation,
    register_organisation,
)
from grants.workflow import Refused
from tests.factories import NOON, OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db(transaction=True)


def together(*acts):
    """Start all acts at once; what each returned, or "refused"."""
    start = Barrier(len(acts))

    def run(act):
        try:
            start.wait(timeout=10)
            return act()
        except Refused:
            return "refused"
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def test_two_managers_who_leave_at_once_leave_one_behind():
    one, two = UserFactory(), UserFactory()
    organisation = OrganisationFactory(manager=one)
    models.Membership.objects.create(user=two, organisation=organisation, role="manager", since=NOON)

    answers = together(
        lambda: leave_organisation(organisation, by=one), lambda: leave_organisation(organisation, by=two)
    )

    assert answers.count("refused") == 1
    assert organisation.managers().count() == 1


def test_two_clicks_at_once_register_one_organisation():
    person = UserFactory()
    data = {"legal_name": "Asociación", "kind": "association", "country": "PE"}

    answers = together(*[lambda: register_organisation(person, by=person, data=data)] * 4)

    assert answers.count("refused") == 3
    assert models.Organisation.objects.count() == 1


def test_an_invitation_accepted_twice_at_once_is_used_once():
    manager, guest = UserFactory(), UserFactory()
    organisation = OrganisationFactory(manager=manager)
    invitation = invite_member(organisation, by=manager, email=guest.email, role="editor")

    answers = together(*[lambda: accept_invitation(invitation, by=guest)] * 4)

    assert answers.count("refused") == 3
    assert organisation.memberships.filter(user=guest).count() == 1


def test_two_submissions_at_once_share_one_dated_copy():
    manager = UserFactory()
    organisation = OrganisationFactory(manager=manager)

    copies = together(*[lambda: freeze_organisation(organisation, by=manager)] * 4)

    assert {copy.number for copy in copies} == {1}
    assert organisation.versions.count() == 1
