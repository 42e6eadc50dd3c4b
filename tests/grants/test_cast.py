"""Who sees what of an application, before anything else is built on it."""

import pytest

from grants.models import Application, Organisation
from tests.factories import CallFactory

pytestmark = pytest.mark.django_db


def test_the_consortium_sees_its_application_and_nobody_else_does(application, partner, ana, aldo, bruno, fabio, diego):
    def sees(user):
        return list(Application.objects.visible_to(user)) == [application]

    assert [sees(user) for user in (ana, aldo, bruno)] == [True, True, True]
    assert [sees(user) for user in (fabio, diego)] == [False, False]


def test_only_the_lead_s_manager_may_submit(application, partner, ana, amalia, aldo, bruno, diego):
    def may(user):
        return user.has_perm("grants.submit_application", application)

    assert [may(user) for user in (ana, amalia, aldo, bruno, diego)] == [True, False, False, False, False]


def test_a_superuser_passes_no_check_of_our_table(application, fabio):
    fabio.is_superuser = True

    assert not fabio.has_perm("grants.read_application", application)


def test_an_officer_of_one_call_is_none_of_another(call, application, diego):
    diego.role_assignments.update(call=call)
    other = CallFactory()

    assert diego.has_perm("grants.publish_call", call)
    assert not diego.has_perm("grants.publish_call", other)


def test_strangers_see_only_their_own_organisation(chamber, rival, fabio, diego):
    assert list(Organisation.objects.visible_to(fabio)) == [rival]
    assert Organisation.objects.visible_to(diego).count() == 2
